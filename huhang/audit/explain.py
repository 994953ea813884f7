"""Explaining a finding: what was judged, by which text, with which values, and the arithmetic."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from huhang.audit.explaining.arithmetic import Telling, arithmetic_of
from huhang.audit.explaining.evidence import evidence_sheets
from huhang.audit.explaining.sheets import Cell, Explanation, Sheet, money
from huhang.audit.report.law_words import document_name, instrument_name
from huhang.audit.stored import StoredAudit, open_audit, records_of
from huhang.law.loader import load_law
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import (
    FORCE_NAMES,
    FORCES_OF_LAW,
    OUTCOME_NAMES,
    Force,
    HuhangError,
    Outcome,
    Text,
)

CATEGORIES = {
    "A": Text("劳动关系", "labour relation"),
    "B": Text("不完全符合确立劳动关系情形", "not fully qualifying for a labour relation"),
    "C": Text("自主经营", "own business"),
}
CATEGORY_FROM = {
    "judgment": Text("法院判决", "a judgment"),
    "award": Text("仲裁裁决", "an award"),
    "inspection": Text("监察认定", "an inspection finding"),
    "contract": Text("双方签字的合同", "a contract signed by both"),
    "declaration": Text("企业申报", "the company's declaration"),
    "assumed": Text("推定，没有材料", "assumed: nothing was handed over"),
}
# Values shown wherever a finding rests on the text that sets them.
# Beginnings of the keys whose values a right compares with, where its detail does not name them.
_COMPARED = {
    "cover/injury_premium": ("oip.base_fee_per_order",),
    "time/continuous": ("rest.continuous",),
    "time/daily": ("rest.daily_order_time",),
    "time/overtime_limit": ("overtime.limit", "work.daily_hours"),
    "time/weekly_rest": ("work.weekly_rest", "rest.weekly_rest"),
}
NOT_A_DECISION = Text(
    "这是按企业交来的数据和有效文本算出的结果，不是行政决定；在有权机关认定之前只是疑似。",
    "Calculated from data the company handed over, under texts in force; not an administrative decision, "
    "and no more than a suspicion until a competent body decides.",
)
NEUTRAL = Text("只列工时和报酬，不含任何结论。", "Hours and pay only; this sheet contains no verdict.")


def explain(
    out: Path,
    finding_id: str,
    *,
    records: Path | None = None,
    rows: bool = False,
    neutral: bool = False,
    book: LawBook | None = None,
) -> Explanation:
    """Explain one finding of the audit in `out`; `rows` lists its orders, `neutral` leaves out the verdict.

    HuhangError (7) where the audit or the finding is not found, or, with `rows`, the records.
    """
    book = book or load_law()
    stored = open_audit(out)
    finding = stored.finding(finding_id)
    detail = json.loads(finding["detail"] or "{}")
    sheets, notes = _evidence(stored, finding, book, records, rows)
    zone = stored.receipt["zones"].get(finding["platform_id"], CHINA_ZONE)
    arithmetic = arithmetic_of(finding["right"], detail, Telling(book, zone))
    title = Text(
        f"{finding['platform_id']} {finding['subject_id']}",
        f"{finding['platform_id']} {finding['subject_id']}",
    )
    if neutral:
        kept = tuple(sheet.neutral() for sheet in arithmetic if not sheet.judges)
        return Explanation(title, (_period(finding),), (*kept, *sheets), (NEUTRAL, *notes))
    lines = tuple(_sentences(finding, book))
    values = _values(values_named(stored.receipt, detail, finding), book)
    name = book.rights[finding["right"]].title if finding["right"] in book.rights else title
    heading = Text(f"{name.zh} · {title.zh}", f"{name.en} · {title.en}")
    return Explanation(heading, lines, (*arithmetic, *values, *sheets), (NOT_A_DECISION, *notes))


def _evidence(
    stored: StoredAudit, finding: Mapping[str, Any], book: LawBook, records: Path | None, rows: bool
) -> tuple[tuple[Sheet, ...], tuple[Text, ...]]:
    """The sheets from the records; where they are not at hand and not asked for, a note instead."""
    try:
        handover = records_of(stored, records, book)
    except HuhangError as error:
        if rows or records:
            raise
        return (), (error.text,)
    notes = []
    if handover.data_hash != stored.receipt["hashes"]["data"]:
        notes.append(
            Text(
                "注意：数据与收据里的不同，下面逐日的时间按现在的数据列出。",
                "Note: the data differ from those of the receipt; the days below are those of the data now.",
            )
        )
    return evidence_sheets(finding, handover, book, stored.asked, rows=rows), tuple(notes)


def _period(finding: Mapping[str, Any]) -> Text:
    span = f"{finding['period_from']} – {finding['period_to']}"
    return Text(f"期间：{span}", f"Period: {span}")


def _sentences(finding: Mapping[str, Any], book: LawBook) -> Iterable[Text]:
    outcome = Outcome(finding["verdict"])
    name = OUTCOME_NAMES[outcome]
    reason = reason_text(finding["reason"]) if finding["reason"] else None
    yield Text(
        f"结果：{name.zh}" + (f"（{reason.zh}）" if reason else ""),
        f"Outcome: {name.en}" + (f" ({reason.en})" if reason else ""),
    )
    yield _period(finding)
    place = book.places.get(finding["place"] or "")
    where = (
        Text(place.zh, place.en)
        if place
        else Text(finding["place"] or "不明", finding["place"] or "not known")
    )
    yield Text(f"地区：{where.zh}", f"Place: {where.en}")
    if finding["subject_kind"] not in OF_COMPANIES:
        category, source = CATEGORIES[finding["category"]], CATEGORY_FROM[finding["category_from"]]
        yield Text(
            f"劳动者类别：{finding['category']}（{category.zh}），依据：{source.zh}",
            f"Category: {finding['category']} ({category.en}), from {source.en}",
        )
    yield from _texts(finding, book, outcome)
    if finding["shortfall_fen"] is not None:
        amount = money(finding["shortfall_fen"])
        yield Text(f"按本次计算的差额：{amount} 元", f"Difference by this calculation: {amount} yuan")


def _texts(finding: Mapping[str, Any], book: LawBook, outcome: Outcome) -> Iterable[Text]:
    for name in finding["instruments"]:
        document = document_name(book, name)
        yield Text(f"依据：{document.zh}", f"Rests on: {document.en}")
    if finding["force"] and outcome is not Outcome.SIGNAL:
        force = FORCE_NAMES[Force(finding["force"])]
        yield Text(f"效力：{force.zh}", f"Force: {force.en}")
        if outcome is Outcome.BROKEN and Force(finding["force"]) in FORCES_OF_LAW:
            yield Text("措辞：疑似违法。", "Wording: suspected violation of law.")
    for clause_id in finding["clauses"]:
        clause = book.clause(clause_id)
        yield Text(f"条款 {clause_id}：{clause.duty.zh}", f"Clause {clause_id}: {clause.duty.en}")


def values_named(
    receipt: Mapping[str, Any], detail: Mapping[str, Any], finding: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The dated values of the receipt that a finding rests on."""
    named = {line["parameter"] for line in detail.get("lines") or ()} | {detail.get("parameter")}
    compared = _COMPARED.get(finding["right"], ())
    return [
        row
        for row in receipt["parameters"]
        if row["entry"] in named
        or (row["source"] in finding["instruments"] and row["key"].startswith(compared))
    ]


def _values(named: Iterable[Mapping[str, Any]], book: LawBook) -> tuple[Sheet, ...]:
    """Dated values with source and days."""
    rows: list[tuple[Cell, ...]] = [
        (
            Text(row["zh"], row["en"]),
            str(row["value"]),
            row["unit"],
            f"{row['from']} – {row['until'] or '…'}",
            instrument_name(book, row["source"]),
        )
        for row in named
    ]
    if not rows:
        return ()
    columns = (
        Text("参数", "parameter"),
        Text("数值", "value"),
        Text("单位", "unit"),
        Text("有效期", "in force"),
        Text("来源", "source"),
    )
    return (Sheet(Text("用到的参数", "Values used"), columns, tuple(rows)),)
