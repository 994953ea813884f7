"""From the tables of an audit to what its report says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pyarrow.compute as pc

from huhang.audit.report.answer import answer_of, title_of
from huhang.audit.report.company_parts import ReasonWords, Telling, company_parts, gravest
from huhang.audit.report.content import (
    CompanyPart,
    Receipts,
    ReportContent,
    Ruler,
    Slip,
    WorkbookTables,
    WorkerDayPicture,
)
from huhang.audit.report.day_pictures import CONTINUOUS, gravest_days
from huhang.audit.report.district_content import districts_of
from huhang.audit.report.evidence import Evidence
from huhang.audit.report.figures import grouped
from huhang.audit.report.law_values import ruler_of, rulers_for
from huhang.audit.report.law_words import place_name, texts_in_force
from huhang.audit.report.quality_content import quality_of, table_name
from huhang.audit.report.slip_content import HOURLY_FLOOR, gravest_slips
from huhang.audit.report.spread import spreads_of
from huhang.audit.report.tallies import AuditTables, counts_of, distinct, sums, where
from huhang.audit.report.workbook_tables import batches_of, told_findings, workers_table
from huhang.audit.report.workbook_words import parameter_used, words_of
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text

_FLOOR_KEY = "min_wage.hourly"
_MOST_RULERS = 4
_MOST_RAILS = 4


def compose_report(
    tables: AuditTables,
    evidence: Evidence,
    book: LawBook,
    run: Mapping[str, Any],
    *,
    made_on: date,
    reason_words: ReasonWords,
) -> ReportContent:
    """What the report of one audit says.

    `run` is the receipt; read are: number, sample, from, to, places (codes), engine, hashes (data, rights,
    parameters), quality (as of the records), parameters (key, place, zh, en, value, unit, from, until,
    source, review), instruments (ids of the texts used). What is absent is left out of the report.
    """
    days = gravest_days(tables, evidence, book)
    slips = gravest_slips(tables.findings, evidence, book, days)
    rulers = _rulers(tables, book, slips)
    slips = tuple(_with_ruler(slip, rulers, book) for slip in slips)
    telling = Telling(book, reason_words, _drawn(days, slips))
    companies = company_parts(tables, telling)
    workers = tables.workers.num_rows
    in_money = _in_money(tables, telling)
    return ReportContent(
        number=_number(run),
        made_on=made_on,
        title=title_of(book, run, tables),
        sample=bool(run.get("sample", False)),
        from_day=_day(run["from"]),
        to_day=_day(run["to"]),
        places=tuple(place_name(book, str(code)) for code in run.get("places", ())),
        answer=answer_of(tables, telling),
        open_groups=_open_groups(companies),
        workers=workers,
        rows_handed_over=sum(table.rows for table in quality_of(run, tables, telling).tables),
        counts=counts_of(tables.verdicts),
        checked=_checked(tables, run, workers),
        texts=texts_in_force(book, _instruments(tables, run), _day(run["from"]), _day(run["to"])),
        companies=companies,
        companies_left_out=distinct(tables.verdicts, "platform_id") - len(companies),
        gravest=gravest(tables.findings, telling),
        spreads=spreads_of(tables.findings, in_money),
        findings=tables.findings.num_rows,
        days=days,
        slips=slips,
        rulers=rulers,
        districts=districts_of(tables.verdicts, book),
        quality=quality_of(run, tables, telling),
        receipts=_receipts(run),
        tables=WorkbookTables(
            findings=batches_of(told_findings(tables.findings)),
            workers=batches_of(workers_table(tables.workers, tables.findings, dict(in_money))),
            words=words_of(tables.findings, telling),
            rights_in_money=in_money,
            parameters=tuple(parameter_used(entry, book) for entry in run.get("parameters", ())),
        ),
    )


def _in_money(tables: AuditTables, telling: Telling) -> tuple[tuple[str, Text], ...]:
    judged = sorted({str(name) for name in tables.verdicts["right"].unique().to_pylist()})
    return tuple((right, telling.title(right)) for right in judged if telling.has_amount(right))


def _number(run: Mapping[str, Any]) -> str:
    if run.get("number"):
        return str(run["number"])
    return f"HH-{str(run['to']).replace('-', '')}-{str(run.get('hashes', {}).get('data', ''))[:6].upper()}"


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _open_groups(companies: tuple[CompanyPart, ...]) -> int:
    rows = [row for company in companies for row in company.rows]
    return sum(1 for row in rows if (row.counts.broken or 0) + (row.counts.signal or 0) > 0)


def _drawn(
    days: tuple[WorkerDayPicture, ...], slips: tuple[Slip, ...]
) -> dict[tuple[str, str], tuple[str, ...]]:
    drawn: dict[tuple[str, str], tuple[str, ...]] = {}
    for right, pictures in ((CONTINUOUS, days), (HOURLY_FLOOR, slips)):
        for picture in cast("tuple[WorkerDayPicture | Slip, ...]", pictures):
            key = picture.platform_id, right
            drawn[key] = (*drawn.get(key, ()), picture.anchor)
    return drawn


def _checked(tables: AuditTables, run: Mapping[str, Any], workers: int) -> tuple[tuple[Text, Text], ...]:
    companies = distinct(tables.verdicts, "platform_id")
    names = sorted(str(name) for name in tables.verdicts["platform_id"].unique().to_pylist() if name)
    listed = "、".join(names[:5]) + (" 等" if len(names) > 5 else "")
    listed_en = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
    handed = dict(run.get("quality", {}).get("tables", {}))
    told = [table_name(name, entry) for name, entry in handed.items()]
    return (
        (
            Text("对象", "Subjects"),
            Text(
                f"{listed}，共 {grouped(companies)} 家企业、{grouped(workers)} 名劳动者",
                f"{listed_en}; {grouped(companies)} companies, {grouped(workers)} workers",
            ),
        ),
        (
            Text("数据来自", "Whose data"),
            Text(
                f"企业自己交来的记录（{'、'.join(name.zh for name in told)}）；没有用其他来源补数",
                f"Records of the companies ({', '.join(name.en for name in told)}); "
                "nothing filled in from elsewhere",
            ),
        ),
        (
            Text("劳动者类别", "Category"),
            Text(
                "先看判决、裁决、监察认定和双方签字的合同，再看企业声明；"
                "都没有的，按“不完全符合确立劳动关系情形”（B 类）推定，并逐条注明",
                "Judgments, awards, inspection findings and contracts signed by both come first, then the "
                "company’s declaration; with none, “not fully qualifying” (B) is assumed, each time said",
            ),
        ),
        (
            Text("时间怎么算", "Which time"),
            Text(
                "手里有单的时间，重叠只算一次；加上企业要求到岗的时间和约定的宽放",
                "Time with an order in hand, overlaps once; plus demanded presence and the agreed allowance",
            ),
        ),
    )


def _instruments(tables: AuditTables, run: Mapping[str, Any]) -> list[str]:
    if run.get("instruments"):
        return [str(name) for name in run["instruments"]]
    flat = pc.list_flatten(tables.findings["instruments"])
    return sorted({str(name) for name in flat.unique().to_pylist() if name})


def _rulers(tables: AuditTables, book: LawBook, slips: tuple[Slip, ...]) -> tuple[Ruler, ...]:
    judged = where(tables.verdicts, right=HOURLY_FLOOR)
    rows = sorted(sums(judged, ["place"], "subjects"), key=lambda row: -cast(int, row["subjects"]))
    places = [str(row["place"]) for row in rows if row["place"]]
    areas = dict.fromkeys([area for slip in slips for area in slip.areas] + places)
    texts = _floor_texts(tables, book)[:_MOST_RAILS]
    return rulers_for(book, [(_FLOOR_KEY, area) for area in areas], texts)[:_MOST_RULERS]


def _floor_texts(tables: AuditTables, book: LawBook) -> list[str]:
    """The documents of the hourly floor: those that findings rest on, and the homes of its clauses."""
    texts = where(tables.findings.select(["right", "instruments"]), right=HOURLY_FLOOR)["instruments"]
    found = pc.list_flatten(texts).unique().to_pylist()
    loaded = book.rights.get(HOURLY_FLOOR)
    homes = [book.clause_home.get(clause, "") for clause in loaded.right.clauses] if loaded else []
    return sorted({str(name) for name in [*found, *homes] if name})


def _with_ruler(slip: Slip, rulers: tuple[Ruler, ...], book: LawBook) -> Slip:
    anchor = ruler_of(book, rulers, _FLOOR_KEY, slip.areas[0]) if slip.areas else None
    return replace(slip, ruler=anchor)


def _receipts(run: Mapping[str, Any]) -> Receipts:
    hashes = run.get("hashes", {})
    return Receipts(
        str(run.get("engine", "")),
        str(hashes.get("data", "")),
        str(hashes.get("rights", "")),
        str(hashes.get("parameters", "")),
    )
