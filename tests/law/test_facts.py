"""The shipped parameters and tiers against the facts, read again and converted in another way."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from huhang.law.loader import SHIPPED_ROOT, load_law
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import covers
from huhang.vocabulary.yaml_files import read_yaml_file
from tests.law.shared import needs_shared, read_evidence

TIER_KEY = "min_wage.tier_of_area"
NUMBERS = {
    "BJ": 11,
    "TJ": 12,
    "HE": 13,
    "LN": 21,
    "SH": 31,
    "JS": 32,
    "ZJ": 33,
    "AH": 34,
    "FJ": 35,
    "SD": 37,
    "HA": 41,
    "HB": 42,
    "HN": 43,
    "GD": 44,
    "GX": 45,
    "HI": 46,
    "CQ": 50,
    "SC": 51,
    "SN": 61,
    "NX": 64,
}
PROVINCES = {
    "CN": "000000",
    "CN-HE-SJZ": "130100",
    "CN-GD-SZ": "440300",
    **{f"CN-{code}": f"{number}0000" for code, number in NUMBERS.items()},
}
ENGLISH = {
    "出行": "ride_hailing",
    "即时配送": "instant_delivery",
    "外卖": "food_delivery",
    "同城货运": "city_freight",
    "快车": "express_car",
    "专车": "premier_car",
    "electric bicycle": "electric_bicycle",
}
# Documents known by their year alone start with the next year.
STARTS = {"冀人社规〔2021〕5号": date(2022, 1, 1)}


class Shipped(NamedTuple):
    """One dated value as the files have it."""

    key: str
    place: str
    unit: str
    row: dict[str, Any]


def facts() -> list[dict[str, Any]]:
    """Every fact but figures of scale, the additions on top."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for name in ("facts/parameters.yaml", "facts/additions.yaml"):
        for row in read_evidence(name)["parameters"]:
            if row["key"].startswith("scale."):
                continue
            dims = tuple(sorted((key, str(value)) for key, value in row.get("dims", {}).items()))
            identity = (row["key"], row["jurisdiction"], dims, row["from"])
            assert (identity in found) == row.get("corrects", False), identity
            found[identity] = row
    return list(found.values())


def shipped() -> Iterator[Shipped]:
    """Every dated value of huhang/law/parameters."""
    for path in sorted((SHIPPED_ROOT / "parameters").glob("*.yaml")):
        for key, layer in read_yaml_file(path, SHIPPED_ROOT).data.items():
            for row in layer["values"]:
                yield Shipped(key, path.stem, layer["unit"], row)


def factor(unit: str) -> int:
    """How many of the law's units make one of the facts'."""
    for word, times in (("CNY", 100), ("hours", 3600), ("minutes", 60)):
        if unit.startswith(word):
            return times
    return 1


def as_law(value: Any, times: int) -> Any:
    """A value of the facts as the law writes it."""
    if isinstance(value, list):
        return [as_law(item, times) for item in value]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return Decimal(str(value)) * times


def as_written(value: Any, expected: Any) -> Any:
    """A shipped value, as a number where the fact is one."""
    if isinstance(value, list):
        return [as_written(item, other) for item, other in zip(value, expected, strict=True)]
    return Decimal(value) if isinstance(expected, Decimal) else value


def is_of(entry: Shipped, fact: dict[str, Any]) -> bool:
    """Whether the entry stands for the fact: key and what it distinguishes, place, tier, days."""
    dims = {name: str(value) for name, value in fact.get("dims", {}).items()}
    tier, area = dims.pop("tier", None), dims.pop("area", None)
    words = {
        f"grade_{value}" if name == "grade" else ENGLISH.get(value, value) for name, value in dims.items()
    }
    place = PROVINCES[fact["jurisdiction"]]
    at_place = entry.place == place if area is None else covers(place, entry.place)
    has_tier = str(entry.row.get("tier")) == (tier or ("1" if area else "None"))
    suffix = entry.key.removeprefix(fact["key"])
    days = [
        None if entry.row[end] is None else date.fromisoformat(entry.row[end]) for end in ("from", "until")
    ]
    start = fact["from"] or STARTS.get(fact["source"])
    same_key = entry.key.startswith(fact["key"]) and set(suffix.split(".")) - {""} == words
    return same_key and at_place and has_tier and days == [start, fact["until"]]


@needs_shared
def test_every_fact_is_shipped_with_its_value_source_and_confidence() -> None:
    entries = [entry for entry in shipped() if "source_text" in entry.row]
    for fact in facts():
        if fact["key"] == TIER_KEY:
            continue
        source = fact["source"] + (f", {fact['clause']}" if "clause" in fact else "")
        here = [entry for entry in entries if is_of(entry, fact) and entry.row["source_text"] == source]
        assert len(here) == 1, fact
        row = here[0].row
        expected = as_law(fact["value"], factor(fact["unit"]))
        assert as_written(row["value"], expected) == expected, fact
        assert row["confidence"] == fact["confidence"]
        assert row.get("url") == fact.get("url")
        entries.remove(here[0])
    assert entries == []


@needs_shared
def test_a_value_without_an_end_is_reviewed_by_the_end_of_the_evidence() -> None:
    for entry in shipped():
        open_end = entry.row["until"] is None
        assert (entry.row["review"] is not None) == open_end, entry
        if open_end:
            assert entry.row["review"] <= "2026-10-09"


@needs_shared
def test_every_tier_of_the_facts_is_shipped() -> None:
    book = load_law()
    rows = read_yaml_file(SHIPPED_ROOT / "places.yaml", SHIPPED_ROOT).data["tiers"]
    wanted = [fact for fact in facts() if fact["key"] == TIER_KEY]
    assert len(wanted) == len([row for row in rows if row["places"][0][:2] in ("13", "32")])
    for fact in wanted:
        for code in areas_of(book, fact["jurisdiction"], fact["dims"]["area"]):
            held = [
                row
                for row in rows
                if code in row["places"] and date.fromisoformat(row["from"]) == fact["from"]
            ]
            assert len(held) == 1, (code, fact)
            until = held[0]["until"] and date.fromisoformat(held[0]["until"])
            assert (held[0]["value"], until) == (fact["value"], fact["until"])
            assert (held[0]["source_text"], held[0]["url"]) == (fact["source"], fact["url"])
            assert held[0]["confidence"] == fact["confidence"]


def areas_of(book: LawBook, jurisdiction: str, area: str) -> list[str]:
    """The districts that the facts mean by an area, found by their Chinese names."""
    above = PROVINCES[jurisdiction]
    below = [place for place in book.places.values() if covers(above, place.code)]
    if area.startswith("city districts"):
        return [
            place.code
            for place in below
            if place.zh.endswith("区") and is_district(place.code) and place.zh != "井陉矿区"
        ]
    cities = [place.code for place in below if place.zh == area.removesuffix("区") and place.level == "city"]
    if cities:
        inside = [place for place in below if place.parent == cities[0] and place.code not in cities]
        return [place.code for place in inside if place.zh.endswith("区") or area.endswith("市")]
    return [next(place.code for place in below if place.zh == area)]


def is_district(code: str) -> bool:
    """Whether the code is one of a city district (01 to 20), not of a county or a development zone."""
    return 1 <= int(code[4:]) <= 20
