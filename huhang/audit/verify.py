"""Computing an audit again from its receipt: it holds, or the rule, value or data that changed is named."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from huhang import __version__
from huhang.audit.assess import Progress, assess
from huhang.audit.receipt import parameters_used
from huhang.audit.result import AuditResult
from huhang.audit.stored import StoredAudit, open_audit, records_of
from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text

_MOST_NAMED = 20


@dataclass(frozen=True)
class Verification:
    """Whether it holds, what changed since, and how the findings differ now."""

    holds: bool
    checked: int
    changes: tuple[Text, ...]
    differences: tuple[Text, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "holds": self.holds,
            "checked": self.checked,
            "changes": [text._asdict() for text in self.changes],
            "differences": [text._asdict() for text in self.differences],
        }


def verify(
    out: Path,
    finding_id: str | None = None,
    *,
    records: Path | None = None,
    jobs: int = 2,
    progress: Progress | None = None,
    book: LawBook | None = None,
) -> Verification:
    """Compute the audit in `out`, or one finding of it, again from the records.

    One finding holds when the same finding comes out, whatever else changed; a whole audit when rules,
    values, data and all findings are the same. HuhangError (7) where audit, finding or data is not found.
    """
    stored = open_audit(out)
    wanted = stored.finding(finding_id) if finding_id else None
    book = book or load_law()
    handover = records_of(stored, records, book)
    known = [name for name in stored.receipt["rights"] if name in book.rights]
    asked = stored.asked
    again = assess(
        handover,
        book,
        type(asked)(asked.places, asked.since, asked.until, tuple(known)),
        jobs=jobs,
        progress=progress,
    )
    changes = tuple(_changes(stored.receipt, again, book))
    if wanted is not None:
        same = bool(pc.any(pc.equal(again.findings.column("finding_id"), wanted["finding_id"])).as_py())
        return Verification(same, 1, changes, () if same else (_now(wanted, again),))
    differences = tuple(_differences(stored, again))
    return Verification(
        not changes and not differences, stored.findings.num_rows, changes, differences[:_MOST_NAMED]
    )


def _changes(receipt: Mapping[str, Any], again: AuditResult, book: LawBook) -> Iterable[Text]:
    """What is no longer as the receipt has it: engine, rules, values, data."""
    if receipt["engine"] != __version__:
        yield Text(
            f"程序：收据是 {receipt['engine']}，现在是 {__version__}",
            f"engine: {receipt['engine']} in the receipt, {__version__} now",
        )
    for name, version in receipt["rights"].items():
        now = book.rights[name].version if name in book.rights else None
        if now != version:
            yield Text(f"规则：{name} 改过" if now else f"规则：{name} 已没有", f"rule: {name} changed")
    yield from _changed_values(receipt["parameters"], book)
    before, now_hashes = receipt["hashes"]["tables"], again.receipt["hashes"]["tables"]
    for table in sorted(set(before) | set(now_hashes)):
        if before.get(table) != now_hashes.get(table):
            yield Text(f"数据：{table} 表改过", f"data: the table {table} changed")


def _changed_values(used: Iterable[Mapping[str, Any]], book: LawBook) -> Iterable[Text]:
    now = {row["entry"]: row for row in parameters_used(book, [row["entry"] for row in used])}
    for row in used:
        entry = row["entry"]
        current = now.get(entry)
        if current is None:
            yield Text(f"参数：{entry} 已没有", f"parameter: {entry} is gone")
            continue
        for field in ("value", "until", "review", "confirmed", "source"):
            old, new = _plain(row[field]), _plain(current[field])
            if old != new:
                yield Text(
                    f"参数：{entry} 的 {field} 由 {old} 改为 {new}",
                    f"parameter: {field} of {entry} was {old}, is {new}",
                )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _differences(stored: StoredAudit, again: AuditResult) -> Iterable[Text]:
    old, new = stored.findings.column("finding_id"), again.findings.column("finding_id")
    for row in stored.findings.filter(pc.invert(pc.is_in(old, value_set=new.combine_chunks()))).to_pylist():
        yield _now(row, again)
    added = again.findings.filter(pc.invert(pc.is_in(new, value_set=old.combine_chunks())))
    for row in added.to_pylist():
        yield Text(
            f"新出现：{row['right']} {row['subject_id']} {row['period_from']} {row['verdict']}",
            f"new: {row['right']} {row['subject_id']} {row['period_from']} {row['verdict']}",
        )


def _now(row: Mapping[str, Any], again: AuditResult) -> Text:
    """How a finding that does not come out again comes out instead."""
    same = (
        (pc.field("right") == row["right"])
        & (pc.field("platform_id") == row["platform_id"])
        & (pc.field("subject_id") == row["subject_id"])
        & (pc.field("period_from") == row["period_from"])
    )
    found = sorted(again.findings.filter(same).to_pylist(), key=lambda now: _unlike(row, now))
    name = f"{row['right']} {row['subject_id']} {row['period_from']} ({row['finding_id']})"
    if not found:
        return Text(f"{name}：现在不再是一条结论", f"{name}: is no longer a finding")
    now = found[0]
    old, new = _flat(row), _flat(now)
    parts = [
        f"{field} {old.get(field)} → {new.get(field)}"
        for field in old | new
        if old.get(field) != new.get(field)
    ]
    return Text(f"{name}：{'；'.join(parts)}", f"{name}: {'; '.join(parts)}")


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a finding says, the fields of its detail beside its own."""
    told = {
        name: row[name] for name in ("verdict", "reason", "measure", "threshold", "shortfall_fen", "category")
    }
    detail: dict[str, Any] = json.loads(row["detail"] or "{}")
    return told | detail


def _unlike(row: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    """How many columns differ: of several findings about one day, the most alike is the same one."""
    return sum(row[name] != now[name] for name in row)
