"""The verdict on the quality of a hand-over, in words for a page."""

from collections.abc import Mapping
from typing import Any

from huhang.records.quality import TAKEN
from huhang.records.row_faults import ROW_FAULTS
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text

FATES: dict[str, Text] = {
    "new": Text("新增", "new"),
    "known": Text("已有，跳过", "known, skipped"),
    "corrected": Text("更正已有的", "corrects what was there"),
    "outdated": Text("比已有的旧", "older than what is there"),
}
_STATES: dict[str, Text] = {
    "skipped": Text("跳过", "skipped"),
    "refused": Text("没有收", "refused"),
    "unreadable": Text("无法读取", "unreadable"),
}


def verdict_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of a stored verdict: totals, tables, reasons, faults, files not taken, warnings."""
    counts = told.get("counts", {})
    return {
        **{name: told[name] for name in ("rows", "accepted", "quarantined", "duplicates", "corrected")},
        "tables": [_table(name, entry, counts.get(name, {})) for name, entry in told["tables"].items()],
        "reasons": [
            {
                "text": Text(one["zh"], one["en"]),
                "rows": one["rows"],
                "remedy": ROW_FAULTS[one["code"]].remedy,
            }
            for one in told["reasons"]
        ],
        "faults": [
            {"text": Text(one["zh"], one["en"]), "rows": one["rows"], "table": one["table"]}
            for one in told["faults"]
        ],
        "not_taken": [
            {"file": file["file"], "state": _STATES[file["state"]], "told": Text(**file["told"])}
            for file in told["files"]
            if file["state"] != TAKEN and file["told"]
        ],
        "warnings": [
            {"file": file["file"], "text": Text(**warning)}
            for file in told["files"]
            for warning in file["warnings"]
        ],
    }


def _table(name: str, entry: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, Any]:
    table = TABLES[name]
    empty = [
        column.name
        for column in table.columns
        if column.name in entry["filled"] and entry["filled"][column.name] == 0
    ]
    return {
        "name": name,
        "text": Text(table.zh, table.en),
        **{key: entry[key] for key in ("rows", "accepted", "quarantined", "duplicates", "corrected")},
        "first_day": entry["first_day"],
        "last_day": entry["last_day"],
        "fates": [(FATES[fate], count) for fate, count in counts.items() if count and fate in FATES],
        "empty": empty,
    }
