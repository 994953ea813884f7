"""What an audit found, in one screen: outcomes by right, differences by company, the gravest, what next."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.result import AuditResult
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome, Text

_GRAVEST = 5
_OUTCOMES = tuple(OUTCOME_NAMES)


def summary(result: AuditResult, out: Path) -> dict[str, Any]:
    """The summary as data for programs; the whole receipt is in run.json."""
    receipt = result.receipt
    return {
        "out": str(out),
        "number": receipt["number"],
        "places": receipt["places"],
        "from": receipt["from"],
        "to": receipt["to"],
        "counts": receipt["counts"],
        "broken": result.broken,
        "findings": result.findings.num_rows,
        "shortfall_fen": sum(fen for _, _, fen in _companies(result)),
        "quality": receipt["quality"],
    }


def show_summary(terminal: Terminal, result: AuditResult, out: Path) -> None:
    """The summary for people."""
    receipt = result.receipt
    where = [result.book.places[code] for code in receipt["places"] if code in result.book.places]
    zh = "、".join(place.zh for place in where) or "、".join(receipt["places"])
    en = ", ".join(place.en for place in where) or ", ".join(receipt["places"])
    terminal.say(
        Text(
            f"审计 {receipt['number']}：{zh}，{receipt['from']} 至 {receipt['to']}",
            f"Audit {receipt['number']}: {en}, {receipt['from']} to {receipt['to']}",
        ),
        style="bold",
    )
    _show_outcomes(terminal, result)
    _show_companies(terminal, result)
    _show_gravest(terminal, result)
    _show_unknown(terminal, result)
    _show_next(terminal, result, out)


def _show_outcomes(terminal: Terminal, result: AuditResult) -> None:
    columns = (
        Column(Text("权利", "right")),
        *(Column(OUTCOME_NAMES[outcome], right=True) for outcome in _OUTCOMES),
    )
    rows: list[list[str | Text]] = [
        [
            result.book.rights[name].title,
            *(str(found.get(outcome.value, 0)) for outcome in _OUTCOMES),
        ]
        for name, found in result.receipt["counts"].items()
    ]
    terminal.table(
        columns, rows, Text("各项权利的结论（数的是人次、周期、连续工作段等）", "Outcomes by right")
    )


def _companies(result: AuditResult) -> list[tuple[str, int, int]]:
    """Company, broken findings, and the sum of their differences in fen."""
    sums = (
        _broken(result).group_by("platform_id").aggregate([("finding_id", "count"), ("shortfall_fen", "sum")])
    )
    rows = [
        (row["platform_id"], row["finding_id_count"], row["shortfall_fen_sum"] or 0)
        for row in sums.to_pylist()
    ]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def _broken(result: AuditResult) -> pa.Table:
    return result.findings.filter(pc.field("verdict") == Outcome.BROKEN.value)


def _show_companies(terminal: Terminal, result: AuditResult) -> None:
    rows = [(platform, str(count), yuan_text(fen)) for platform, count, fen in _companies(result)]
    if not rows:
        terminal.say(Text("没有查出不符。", "Nothing was found to be broken."))
        return
    columns = (
        Column(Text("企业", "company")),
        Column(Text("不符", "broken"), right=True),
        Column(Text("按本计算的差额（元）", "difference by this calculation (yuan)"), right=True),
    )
    terminal.table(columns, rows, Text("各企业", "By company"))


def _show_gravest(terminal: Terminal, result: AuditResult) -> None:
    money = _broken(result).filter(pc.field("shortfall_fen") > 0)
    found = money.sort_by([("shortfall_fen", "descending"), ("finding_id", "ascending")]).slice(0, _GRAVEST)
    if not found.num_rows:
        return
    columns = (
        Column(Text("结论编号", "finding"), whole=True),
        Column(Text("权利", "right")),
        Column(Text("企业与对象", "company and subject")),
        Column(Text("起", "from"), whole=True),
        Column(Text("差额（元）", "difference (yuan)"), right=True),
    )
    rows = [
        (
            row["finding_id"],
            result.book.rights[row["right"]].title,
            f"{row['platform_id']}\n{row['subject_id']}",
            str(row["period_from"]),
            yuan_text(row["shortfall_fen"]),
        )
        for row in found.to_pylist()
    ]
    terminal.table(columns, rows, Text("差额最大的几条", "The largest differences"))


def _show_unknown(terminal: Terminal, result: AuditResult) -> None:
    reasons: Counter[str] = Counter()
    for row in result.verdicts.filter(pc.field("verdict") == Outcome.UNKNOWN.value).to_pylist():
        reasons[row["reason"] or ""] += row["subjects"]
    if not reasons:
        return
    columns = (
        Column(Text("无法判断的原因", "why unknown")),
        Column(Text("次数", "subjects"), right=True),
    )
    terminal.table(columns, [(reason_text(reason), str(count)) for reason, count in reasons.most_common()])


def _show_next(terminal: Terminal, result: AuditResult, out: Path) -> None:
    example = next(iter(result.findings.column("finding_id").to_pylist()), None)
    lines = [Text(f"报告：{out / 'report.html'}", f"Report: {out / 'report.html'}")]
    if example:
        lines.append(
            Text(f"看算式：huhang explain {out} {example}", f"The arithmetic: huhang explain {out} {example}")
        )
    lines.append(Text(f"复核：huhang verify {out}", f"Compute it again: huhang verify {out}"))
    for line in lines:
        terminal.say(line)
