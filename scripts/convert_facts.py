"""Writes huhang/law/parameters/<place>.yaml from the facts, once and exactly.

    python scripts/convert_facts.py ../shared/facts [TARGET]

The tables of scripts/law_tables say what a unit, a place, a source and a key is called in the law.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from facts import (
    TIER_KEY,
    Fact,
    converted,
    dated,
    flow,
    parameter_names,
    read_additional,
    read_facts,
    read_table,
    unit_of,
)

TARGET = Path(__file__).parent.parent / "huhang" / "law" / "parameters"
HEADER = "# Written by scripts/convert_facts.py; sources and addresses as in the evidence of this project.\n"
VALUE_KEYS = (
    "tier",
    "value",
    "from",
    "until",
    "source",
    "confidence",
    "review",
    "clause",
    "url",
    "source_text",
    "note",
)

Book = dict[str, dict[str, dict[str, Any]]]


def key_of(fact: Fact, dims: dict[str, Any]) -> tuple[str, str, str]:
    """The key with what the fact distinguishes at its end, and what to add to its names."""
    given = dict(fact.dims)
    words = [dims[name][given[name]] for name in dims if name in given]
    key = ".".join([fact.key, *(word["key"] for word in words)])
    zh = "、".join(word["zh"] for word in words)
    en = ", ".join(word["en"] for word in words)
    return key, f"（{zh}）" if zh else "", f" ({en})" if en else ""


def facts_book(folder: Path) -> Book:
    """All facts but wage tiers, by place and key."""
    units, places, dims, sources = (
        read_table(f"{name}.yaml") for name in ("units", "places", "dims", "sources")
    )
    names, additional = parameter_names(), read_additional()
    book: Book = defaultdict(dict)
    for fact in read_facts(folder):
        if fact.key == TIER_KEY:
            continue
        given = dict(fact.dims)
        home = places["value_areas"].get(given.get("area"), {})
        place = home.get("place") or places["jurisdictions"][fact.jurisdiction]
        tier = given.get("tier") or home.get("tier")
        unit, factor = unit_of(fact, units)
        key, zh, en = key_of(fact, dims)
        name = names[fact.key]
        layer = book[place].setdefault(
            key, layer_of(unit, name["zh"] + zh, name["en"] + en, name["overridable_by"])
        )
        if layer["unit"] != unit:
            raise SystemExit(f"{key} at {place} has two units")
        value = {"value": converted(fact.row["value"], factor), **dated(fact.row, sources, additional)}
        layer["values"].append({"tier": int(tier), **value} if tier else value)
    return book


def layer_of(unit: str, zh: str, en: str, below: str) -> dict[str, Any]:
    """A layer without values."""
    return {"unit": unit, "zh": zh, "en": en, "overridable_by": below.split(), "values": []}


def add_implied(book: Book) -> None:
    """The layers, the deductions on top of the floor and the holes of additional.yaml."""
    additional, names = read_additional(), parameter_names()
    for row in additional["on_top"]:
        for kind in ("hourly", "monthly"):
            key = f"min_wage.{kind}.on_top"
            name = additional["names"][key]
            layer = layer_of(name["unit"], name["zh"], name["en"], "")
            layer["values"] = [
                implied(row[kind], first, last, source, row["note"], additional)
                for first, last, source in row["spans"]
            ]
            book[row["place"]][key] = layer
    for row in additional["layers"]:
        name = {**names, **additional["names"]}[row["key"]]
        unit = name.get("unit") or ("fen/hour" if "hourly" in row["key"] else "fen/month")
        layer = book[row["place"]].setdefault(row["key"], layer_of(unit, name["zh"], name["en"], ""))
        layer["overridable_by"] = row["overridable_by"]
    for row in additional["holes"]:
        for tier in row["tiers"]:
            value = implied("unknown", row["from"], None, row["source"], row["note"], additional)
            book[row["place"]][row["key"]]["values"].append({"tier": tier, **value} if tier else value)


def implied(
    value: Any, first: str, last: str | None, source: str, note: Any, additional: dict[str, Any]
) -> dict[str, Any]:
    """One entry of additional.yaml as a dated value."""
    return {
        "value": value,
        "from": first,
        "until": last,
        "source": source,
        "confidence": "confirmed",
        "review": None if last else additional["horizon"],
        "note": note,
    }


def text_of(layers: dict[str, dict[str, Any]]) -> str:
    """One file: its keys in order, one value a line."""
    lines = []
    for key, layer in sorted(layers.items()):
        lines.append(f"{key}:")
        lines += [f"  {name}: {flow(layer[name])}" for name in ("unit", "zh", "en", "overridable_by")]
        values = sorted(layer["values"], key=lambda value: (value.get("tier", 0), value["from"] or ""))
        lines.append("  values:" if values else "  values: []")
        for value in values:
            lines.append(f"    - {flow({name: value[name] for name in VALUE_KEYS if name in value})}")
    return HEADER + "\n".join(lines) + "\n"


def main(folder: Path, target: Path = TARGET) -> None:
    """Write one file per place."""
    book = facts_book(folder)
    add_implied(book)
    target.mkdir(exist_ok=True)
    for place, layers in book.items():
        (target / f"{place}.yaml").write_text(text_of(layers), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
