"""What an audit found, in one screen: outcomes by right, differences by company, the gravest, what next."""

import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.report.law_words import named_reason
from huhang.audit.result import AuditResult
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome, Text

_GRAVEST, _REASONS = 5, 8
_OUTCOMES = tuple(OUTCOME_NAMES)
_MADE_UP = Text(
    "数据是编造的：企业、劳动者、订单和金额都不是真的，与任何真实的企业或个人无关。",
    "The records are made up: no company, worker, order or amount in them is real.",
)


def summary(result: AuditResult, out: Path) -> dict[str, Any]:
    """The summary as data for programs; the whole receipt is in run.json."""
    receipt = result.receipt
    return {
        "out": str(out),
        "number": receipt["number"],
        "places": receipt["places"],
        "from": receipt["from"],
        "to": receipt["to"],
        "sample": receipt["sample"],
        "counts": receipt["counts"],
        "broken": result.broken,
        "findings": result.findings.num_rows,
        "shortfall_fen": _money(result),
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
    if receipt["sample"]:
        terminal.say(_MADE_UP, style="bold")
    _show_set_aside(terminal, result)
    _show_outcomes(terminal, result)
    _show_companies(terminal, result)
    _show_gravest(terminal, result)
    _show_unknown(terminal, result)
    _show_next(terminal, result, out)


def _show_set_aside(terminal: Terminal, result: AuditResult) -> None:
    """What could not be used, before anything is said of the rest."""
    quality = result.handover.quality
    if quality.quarantined:
        terminal.say(
            Text(
                f"有 {quality.quarantined} 行没有用上，原因和改法在 quarantine/ 里。",
                f"{quality.quarantined} rows were set aside; why, and what to do, is in quarantine/.",
            )
        )
    unread = [file.file for file in quality.files if file.state in ("unreadable", "refused")]
    if unread:
        named = Text("、".join(unread), ", ".join(unread))
        terminal.say(Text(f"没有读进来的文件：{named.zh}。", f"Files that were not read: {named.en}."))


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


def _broken(result: AuditResult) -> pa.Table:
    return result.findings.filter(pc.field("verdict") == Outcome.BROKEN.value)


def _money(result: AuditResult) -> dict[str, dict[str, int]]:
    """Differences in fen by right and company; never added over rights, which may speak of the same money."""
    keys = ["right", "platform_id"]
    sums = _broken(result).group_by(keys).aggregate([("shortfall_fen", "sum")])
    money: dict[str, dict[str, int]] = {}
    for row in sums.sort_by([(key, "ascending") for key in keys]).to_pylist():
        if row["shortfall_fen_sum"] is not None:
            money.setdefault(row["right"], {})[row["platform_id"]] = row["shortfall_fen_sum"]
    return money


def _show_companies(terminal: Terminal, result: AuditResult) -> None:
    counts = Counter(_broken(result).column("platform_id").to_pylist())
    if not counts:
        terminal.say(nothing_broken(result.receipt["counts"]))
        return
    money = _money(result)
    columns = (
        Column(Text("企业", "company"), whole=True),
        Column(OUTCOME_NAMES[Outcome.BROKEN], right=True),
        *(Column(result.book.rights[right].title, right=True) for right in money),
    )
    rows: list[list[str | Text]] = [
        [
            str(company),
            str(count),
            *(yuan_text(money[right][company]) if company in money[right] else "" for right in money),
        ]
        for company, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    title = Text(
        "各企业：不符的条数，各项权利按本计算的差额（元）",
        "By company: broken findings, and by right the difference by this calculation (yuan)",
    )
    terminal.table(columns, rows, title)


def nothing_broken(counts: Mapping[str, Mapping[str, int]]) -> Text:
    """Nothing broken is said with its base: of what could be judged, and how much could not."""
    found: Counter[str] = Counter()
    for outcomes in counts.values():
        found.update(outcomes)
    kept, unknown = found[Outcome.KEPT.value], found[Outcome.UNKNOWN.value]
    if not kept:
        return Text(
            f"没有一份判断得了，{unknown} 份无法判断；这不等于没有问题。",
            f"Nothing could be judged, {unknown} are unknown; that does not mean that all is well.",
        )
    rest = Text(f"；另有 {unknown} 份无法判断", f"; {unknown} more are unknown") if unknown else Text("", "")
    return Text(
        f"在判断得了的 {kept} 份里没有查出不符{rest.zh}。",
        f"Of {kept} that could be judged, none was found to be broken{rest.en}.",
    )


def _gravest(result: AuditResult) -> list[dict[str, Any]]:
    """The findings with the largest differences, the largest first."""
    money = _broken(result).filter(pc.field("shortfall_fen") > 0)
    found = money.sort_by([("shortfall_fen", "descending"), ("finding_id", "ascending")])
    rows: list[dict[str, Any]] = found.slice(0, _GRAVEST).to_pylist()
    return rows


def _show_gravest(terminal: Terminal, result: AuditResult) -> None:
    found = _gravest(result)
    if not found:
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
        for row in found
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
    most = reasons.most_common(_REASONS)
    told = [(named_reason(result.book, reason, reason_text(reason)), str(count)) for reason, count in most]
    terminal.table(columns, told)
    if len(reasons) > len(most):
        more = len(reasons) - len(most)
        terminal.say(Text(f"另有 {more} 种原因，见报告。", f"{more} more reasons are in the report."))


def _show_next(terminal: Terminal, result: AuditResult, out: Path) -> None:
    ids = [row["finding_id"] for row in _gravest(result)] or result.findings.column("finding_id").to_pylist()
    lines = [Text(f"报告：{out / 'report.html'}", f"Report: {out / 'report.html'}")]
    if ids:
        command = f"{_program()} explain {shlex.quote(str(out))} {ids[0]}"
        lines.append(Text(f"看算式：{command}", f"The arithmetic: {command}"))
    again = f"{_program()} verify {shlex.quote(str(out))}"
    lines.append(Text(f"复核：{again}", f"Compute it again: {again}"))
    for line in lines:
        terminal.say(line)


def _program() -> str:
    """How the command is called here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    if shutil.which("huhang") or called.name != "huhang":
        return "huhang"
    return os.path.relpath(called)
