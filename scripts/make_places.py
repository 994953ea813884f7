"""Writes huhang/law/places.yaml from the list of regions and from the wage tiers of the facts.

    python scripts/make_places.py ../shared

Needs pypinyin (for this script only) for the English names of places.
"""

import csv
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from facts import flow, tiers_of
from pypinyin import lazy_pinyin

TABLES = Path(__file__).parent / "law_tables"
TARGET = Path(__file__).parent.parent / "huhang" / "law" / "places.yaml"
HEADER = """\
# Places by their GB/T 2260 code, and the wage tiers of areas. Written by scripts/make_places.py.
# Codes and Chinese names: china-division 2.7.0 (WTFPL 2). Development zones keep their statistical code
# (third pair 71 and above). What holds for a place holds for all places below it.
# Hong Kong, Macao and Taiwan have labour law of their own and are not listed.
"""


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of one CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stem_of(zh: str, names: dict[str, Any]) -> str:
    """The name without the kind of place and without the peoples of an autonomous place."""
    peoples = "|".join(names["peoples"])
    autonomous = re.fullmatch(f"(.+?)(?:{peoples})*自治[州县旗]", zh)
    if autonomous:
        return autonomous.group(1)
    stem = next((zh.removesuffix(end) for end in names["suffixes"] if zh.endswith(end)), zh)
    return stem if len(stem) > 1 else zh


def english(code: str, zh: str, names: dict[str, Any]) -> str:
    """The English name: by code, by Chinese name, else pinyin without the kind of place."""
    if code in names["codes"]:
        return str(names["codes"][code])
    if zh in names["names"]:
        return str(names["names"][zh])
    stem = stem_of(zh, names)
    syllables = [
        names["syllables"].get(character, syllable)
        for character, syllable in zip(stem, lazy_pinyin(stem), strict=True)
    ]
    joined = "".join(
        f"'{part}" if index and part[0] in "aeo" else part for index, part in enumerate(syllables)
    )
    return joined.capitalize()


def places_of(data: Path, names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every place by its code of six digits."""
    found: dict[str, dict[str, Any]] = {"000000": {"zh": "全国", "level": "nation", "parent": None}}
    for row in rows_of(data / "provinces.csv"):
        found[row["code"] + "0000"] = {"zh": row["name"], "level": "province", "parent": "000000"}
    for row in rows_of(data / "cities.csv"):
        zh = names["cities"].get(row["code"], row["name"])
        found[row["code"] + "00"] = {"zh": zh, "level": "city", "parent": row["provinceCode"] + "0000"}
    for row in rows_of(data / "areas.csv"):
        if row["code"] not in found:
            found[row["code"]] = {"zh": row["name"], "level": "district", "parent": row["cityCode"] + "00"}
    for code, place in found.items():
        place["en"] = english(code, place["zh"], names)
    for code, old in names["abolished"].items():
        found[code] = {**old, "level": "district", "parent": code[:4] + "00"}
    return dict(sorted(found.items()))


def line_of(value: dict[str, Any], keys: tuple[str, ...]) -> str:
    """One flow map on one line, its keys in the given order."""
    return flow({key: value[key] for key in keys if key in value})


def main(shared: Path) -> None:
    """Write the file."""
    names = yaml.safe_load((TABLES / "place_names.yaml").read_text(encoding="utf-8"))
    places = places_of(shared / "data" / "regions-cn", names)
    keys = ("zh", "en", "level", "parent", "from", "until", "successor")
    lines = [f'"{code}": {line_of(place, keys)}' for code, place in places.items()]
    lines += ["tiers:"]
    tier_keys = (
        "places",
        "key",
        "value",
        "from",
        "until",
        "source",
        "confidence",
        "url",
        "source_text",
        "note",
    )
    lines += [f"  - {line_of(tier, tier_keys)}" for tier in tiers_of(shared / "facts")]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
