"""Data quality as the report tells it: rows in, rows set aside and why, what is missing and what follows."""

from collections.abc import Mapping
from typing import Any, cast

from huhang.audit.report.company_parts import Telling
from huhang.audit.report.content import DataQuality, Hole, TableQuality
from huhang.audit.report.figures import grouped
from huhang.audit.report.tallies import AuditTables, sums, where
from huhang.vocabulary.words import Text

_MOST_HOLES = 12


def quality_of(run: Mapping[str, Any], tables: AuditTables, telling: Telling) -> DataQuality:
    """Read the quality of the receipt: files (count or list), tables (name -> rows, accepted, quarantined),
    reasons and faults (lists of zh, en, rows)."""
    quality: Mapping[str, Any] = run.get("quality", {})
    files = quality.get("files", 0)
    return DataQuality(
        files=files if isinstance(files, int) else len(files),
        tables=tuple(
            TableQuality(
                table_name(name, entry),
                int(entry["rows"]),
                int(entry["accepted"]),
                int(entry["quarantined"]),
            )
            for name, entry in sorted(dict(quality.get("tables", {})).items())
        ),
        reasons=_counted(quality.get("reasons", ())),
        accepted_with_fault=_counted(quality.get("faults", ())),
        holes=_holes(tables, telling),
    )


def table_name(name: str, entry: Mapping[str, Any]) -> Text:
    """What a table is called in a sentence."""
    return Text(str(entry.get("zh", name)), str(entry.get("en", name)).replace("_", " "))


def _counted(entries: Any) -> tuple[tuple[Text, int], ...]:
    found = [(Text(str(entry["zh"]), str(entry["en"])), int(entry["rows"])) for entry in entries]
    return tuple(sorted(found, key=lambda item: (-item[1], item[0].zh)))


def _holes(tables: AuditTables, telling: Telling) -> tuple[Hole, ...]:
    rows = sums(where(tables.verdicts, verdict="unknown"), ["reason", "right"], "subjects")
    by_reason: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        by_reason.setdefault(str(row["reason"] or ""), []).append(
            (str(row["right"]), cast(int, row["subjects"]))
        )
    ordered = sorted(by_reason.items(), key=lambda item: (-sum(n for _, n in item[1]), item[0]))
    return tuple(_hole(reason, rights, telling) for reason, rights in ordered[:_MOST_HOLES])


def _hole(reason: str, rights: list[tuple[str, int]], telling: Telling) -> Hole:
    zh = "；".join(f"{telling.title(right).zh}：{grouped(n)} 份无法判断" for right, n in rights)
    en = "; ".join(f"{telling.title(right).en}: {grouped(n)} unknown" for right, n in rights)
    return Hole(telling.reason(reason), Text(zh, en))
