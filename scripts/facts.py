"""The facts as rows of law: parameters.yaml first, additions.yaml on top, converted exactly."""

import csv
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

TABLES = Path(__file__).parent / "law_tables"
FILES = ("parameters.yaml", "additions.yaml")
LEFT_OUT = "scale."
TIER_KEY = "min_wage.tier_of_area"
_CHECK_BY = re.compile(r"check before use after (\d{4}-\d{2}-\d{2})")


class TextLoader(yaml.SafeLoader):
    """Reads every plain scalar as text but null, booleans and whole numbers."""


TextLoader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0].rsplit(":", 1)[1] in ("null", "bool", "int")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Fact:
    """One row of the facts as it stands there; numbers with a point are text."""

    key: str
    jurisdiction: str
    dims: tuple[tuple[str, str], ...]
    row: dict[str, Any]

    @property
    def identity(self) -> tuple[Any, ...]:
        """What one row replaces or repeats: key, jurisdiction, what it distinguishes, and start."""
        return (self.key, self.jurisdiction, self.dims, self.row["from"])


def read_table(name: str) -> Any:
    """One table of law_tables, its days and numbers with a point left text."""
    return yaml.load((TABLES / name).read_text(encoding="utf-8"), Loader=TextLoader)


def read_additional() -> dict[str, Any]:
    """What the facts do not list as rows, with our notes and the clauses behind the sources."""
    beside = {name: read_table(f"{name}.yaml") for name in ("notes", "clauses")}
    return {**read_table("additional.yaml"), **beside}


def parameter_names() -> dict[str, dict[str, str]]:
    """The names of the facts' keys and who below may set them."""
    with (TABLES / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: row for row in csv.DictReader(stream, delimiter="|")}


def read_facts(folder: Path) -> list[Fact]:
    """All facts but the figures of scale; a row repeated without `corrects` is refused."""
    found: dict[tuple[Any, ...], Fact] = {}
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8")
        for row in yaml.load(text, Loader=TextLoader)["parameters"]:
            dims = tuple(sorted((key, str(value)) for key, value in (row.get("dims") or {}).items()))
            fact = Fact(row["key"], row["jurisdiction"], dims, row)
            if fact.key.startswith(LEFT_OUT):
                continue
            if (fact.identity in found) != bool(row.get("corrects")):
                raise SystemExit(f"{name}: {fact.identity} is repeated, or corrects nothing")
            found[fact.identity] = fact
    return list(found.values())


def unit_of(fact: Fact, units: dict[str, Any]) -> tuple[str, int]:
    """The unit of the law and the factor."""
    unit, factor = units["by_key"].get(fact.key) or units[fact.row["unit"]]
    return str(unit), int(factor)


def _one(raw: Any, factor: int) -> Any:
    """One value times the factor, exactly; numbers become text."""
    if isinstance(raw, bool):
        return raw
    if factor == 1:
        return str(raw)
    exact = Decimal(str(raw)) * factor
    if exact != int(exact):
        raise SystemExit(f"{raw} is not whole when taken {factor} times")
    return str(int(exact))


def converted(raw: Any, factor: int) -> Any:
    """A value of the facts in the unit of the law."""
    return [_one(item, factor) for item in raw] if isinstance(raw, list) else _one(raw, factor)


def source_text(row: dict[str, Any]) -> str:
    """The source as the facts name it, with the article."""
    return f"{row['source']}, {row['clause']}" if row.get("clause") else str(row["source"])


def review_of(row: dict[str, Any], horizon: str) -> str | None:
    """The day after which a value is not used: that of the note, else the horizon where it has no end."""
    named = _CHECK_BY.search(row.get("note") or "")
    if named:
        return named.group(1)
    return None if row["until"] else horizon


def start_of(row: dict[str, Any], starts: dict[str, str]) -> str | None:
    """The first day; a document known by its year alone starts with the next year."""
    return row["from"] or starts.get(row["source"])


def note_of(row: dict[str, Any], notes: list[dict[str, Any]]) -> dict[str, str] | None:
    """Our own note on a fact, if there is one."""
    for note in notes:
        same = (note["key"], note["jurisdiction"]) == (row["key"], row["jurisdiction"])
        if same and note["from"] in ("any", row["from"]):
            return {"zh": note["zh"], "en": note["en"]}
    return None


def clause_of(row: dict[str, Any], clauses: dict[str, Any]) -> str | None:
    """The clause on which a fact rests, where an instrument has it."""
    by_key = clauses["keys"].get(row["jurisdiction"], {})
    found = clauses["sources"].get(source_text(row)) or by_key.get(row["key"])
    return None if found is None else str(found)


def dated(row: dict[str, Any], sources: dict[str, str], additional: dict[str, Any]) -> dict[str, Any]:
    """What every entry has: days, source and clause, confidence, review, address, source's name, note."""
    entry = {
        "from": start_of(row, additional["starts"]),
        "until": row["until"],
        "source": sources[row["source"]],
        "confidence": row["confidence"],
        "review": review_of(row, additional["horizon"]),
        "clause": clause_of(row, additional["clauses"]),
        "url": row.get("url"),
        "source_text": source_text(row),
        "note": note_of(row, additional["notes"]),
    }
    return {key: value for key, value in entry.items() if value or key in ("from", "until", "review")}


def tiers_of(folder: Path) -> list[dict[str, Any]]:
    """The wage tiers of areas, as rows of places.yaml."""
    places, sources, additional = read_table("places.yaml"), read_table("sources.yaml"), read_additional()
    rows = []
    for fact in read_facts(folder):
        area = dict(fact.dims).get("area")
        if fact.key == TIER_KEY:
            codes, tier = places["tier_areas"][fact.jurisdiction][area], int(fact.row["value"])
        elif area:
            codes, tier = places["value_areas"][area]["areas"], places["value_areas"][area]["tier"]
        else:
            continue
        entry = dated(fact.row, sources, additional)
        entry.pop("review")
        rows.append({"places": codes, "key": "min_wage.tier", "value": tier, **entry})
    return rows


def flow(value: Any) -> str:
    """A value as YAML on one line, keys bare."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
