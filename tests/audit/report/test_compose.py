"""What the report says agrees with the tables of the audit, and stays short whatever was found."""

import re
from datetime import date

import pyarrow as pa
import pytest

from huhang.audit.findings import FINDINGS
from huhang.audit.report.answer import answer_of
from huhang.audit.report.company_parts import TOP_ROWS, Telling
from huhang.audit.report.compose import compose_report
from huhang.audit.report.content import ReportContent
from huhang.audit.report.districts import draw_districts
from huhang.audit.report.evidence import Evidence, rows_of
from huhang.audit.report.figures import grouped, yuan
from huhang.audit.report.law_words import basis_of
from huhang.audit.report.outcomes import parts_of
from huhang.audit.report.page import html_of
from huhang.audit.report.tallies import AuditTables, where
from huhang.audit.result import SPELLS
from huhang.vocabulary.words import Outcome, Text
from tests.audit.report.made_up import (
    audit_tables,
    made_up_rows,
    orders_table,
    pieces_table,
    reason_words,
)
from tests.audit.report.small_law import law_book, receipt

FIRST, LAST = date(2025, 12, 8), date(2025, 12, 21)


def composed(tables: AuditTables, orders: pa.Table | None = None) -> ReportContent:
    rows = made_up_rows(3)
    evidence = Evidence(
        rows_of(orders if orders is not None else orders_table(rows), "accepted_at"),
        rows_of(pieces_table(rows), "starts_at"),
        {},
    )
    run = receipt(10, FIRST, LAST)
    return compose_report(
        tables, evidence, law_book(), run, made_on=date(2026, 1, 20), reason_words=reason_words
    )


def said(content: ReportContent) -> str:
    return "".join(phrase.text.zh for phrase in content.answer)


def test_the_counts_of_companies_sum_to_those_of_the_report(content: ReportContent) -> None:
    for outcome in Outcome:
        rows = [row.counts.of(outcome) or 0 for company in content.companies for row in company.rows]
        assert sum(rows) == content.counts.of(outcome)


def test_the_answer_names_the_base_the_broken_and_the_amount(content: ReportContent) -> None:
    rows = [row for company in content.companies for row in company.rows if row.right == "pay/hourly_floor"]
    judged, broken = sum(row.counts.judged for row in rows), sum(row.counts.broken or 0 for row in rows)
    short = sum(row.shortfall_fen or 0 for row in rows)
    assert f"在判断得了的 {grouped(judged)} 个结算周期里，有 {grouped(broken)} 个" in said(content)
    assert f"按本次计算的差额合计 {yuan(short)} 元" in said(content)


def test_districts_sum_to_the_same_judgments(content: ReportContent) -> None:
    assert content.districts is not None
    rows = [row for company in content.companies for row in company.rows if row.right == "pay/hourly_floor"]
    assert sum(row.judged for row in content.districts.rows) == sum(row.counts.judged for row in rows)
    bars = draw_districts(content.districts).bars
    assert [bar.shade > 0 for bar in bars] == sorted((bar.shade > 0 for bar in bars), reverse=True)
    assert max(bar.width for bar in bars) == 100


def test_the_strip_is_full_and_shows_every_outcome_that_occurs(content: ReportContent) -> None:
    parts = parts_of(content.counts)
    assert abs(sum(part.width for part in parts) - 100) < 0.01
    assert all((part.width > 0) == (part.count > 0) for part in parts)


def test_a_right_in_money_has_no_signal_and_one_in_time_no_amount(content: ReportContent) -> None:
    rows = {row.right: row for company in content.companies for row in company.rows}
    assert rows["pay/hourly_floor"].counts.signal is None
    assert rows["time/continuous"].shortfall_fen is None


def test_forces_are_those_of_the_operative_text(content: ReportContent) -> None:
    row = next(row for row in content.companies[0].rows if row.right == "time/continuous")
    assert [basis.clause.zh for basis in row.bases] == ["GB/T 46862—2025 7.4.1 b"]


def test_the_clause_of_the_operative_text_is_taken_from_the_right() -> None:
    book = law_book()
    basis = basis_of(book, "time/continuous", Outcome.BROKEN, "standard", ["gbt-46862-2025"], ["SH-6b"])
    assert basis.clause.zh == "GB/T 46862—2025 7.4.1 b"
    other = basis_of(book, "pay/in_full", Outcome.BROKEN, "standard", ["gbt-46862-2025"], ["SH-6b"])
    assert other.clause.zh == "GB/T 46862—2025"


def test_a_filed_rule_is_told_in_words() -> None:
    basis = basis_of(law_book(), "x", Outcome.BROKEN, "promise", ["filed:yunma:working_time:time-1"], [])
    assert basis.clause.zh == "企业公布的工作时间规则 time-1"


def test_a_reason_names_parameter_and_place() -> None:
    telling = Telling(law_book(), lambda reason: Text("min_wage.hourly（130104）未经确认", reason))
    told = telling.reason("min_wage.hourly for 130104 is not confirmed on 2025-12-03")
    assert told.zh == "小时最低工资标准（桥西区）未经确认"
    assert told.en == "hourly minimum wage for Qiaoxi is not confirmed on 2025-12-03"


def test_lists_stay_short_with_many_findings() -> None:
    tables = audit_tables(made_up_rows(3))
    floors = where(tables.findings, right="pay/hourly_floor").to_pylist()
    many = [
        {**floors[0], "finding_id": f"{n:020d}", "subject_id": f"W-{n}", "shortfall_fen": n}
        for n in range(30_000)
    ]
    swollen = AuditTables(
        pa.Table.from_pylist(many, FINDINGS), tables.verdicts, tables.workers, tables.spells
    )
    content = composed(swollen)
    assert len(content.gravest) == TOP_ROWS
    assert content.gravest[0].shortfall_fen == 29_999
    assert content.findings == 30_000
    assert len(html_of(content).encode()) < 5_000_000
    assert "全部 30\u00a0000 条" in html_of(content)


def test_a_report_without_any_finding_says_so() -> None:
    tables = audit_tables(made_up_rows(3))
    none = AuditTables(
        tables.findings.slice(0, 0), where(tables.verdicts, verdict="kept"), tables.workers, tables.spells
    )
    content = composed(none)
    assert "没有发现不符" in said(content)
    assert (content.days, content.slips, content.gravest, content.open_groups) == ((), (), (), 0)
    assert 'id="days"' not in html_of(content)


def test_a_report_of_unknowns_says_that_nothing_could_be_judged() -> None:
    tables = audit_tables(made_up_rows(3))
    none = AuditTables(
        tables.findings.slice(0, 0),
        where(tables.verdicts, verdict="unknown"),
        tables.workers.slice(0, 0),
        lambda _: SPELLS.empty_table(),
    )
    content = composed(none)
    assert said(content).startswith("交来的记录不足以作出判断")
    assert "不知道" in html_of(content)


@pytest.mark.parametrize(("kept", "unknown"), [(1, 7), (5, 0), (0, 3)])
def test_little_that_was_judged_is_not_told_as_much_that_is_well(kept: int, unknown: int) -> None:
    rows = audit_tables(made_up_rows(3)).verdicts.slice(0, 1).to_pylist()
    told = [
        rows[0] | {"verdict": verdict, "reason": reason, "subjects": subjects}
        for verdict, reason, subjects in (("kept", None, kept), ("unknown", "void time", unknown))
        if subjects
    ]
    tables = audit_tables(made_up_rows(3))
    verdicts = pa.Table.from_pylist(told, schema=tables.verdicts.schema)
    content = composed(AuditTables(tables.findings.slice(0, 0), verdicts, tables.workers, tables.spells))
    assert (f"判断得了的 {kept} 份" in said(content)) == bool(kept)
    assert (f"{unknown} 份无法判断" in said(content)) == bool(unknown)
    assert "0 份" not in said(content)
    text = html_of(content)
    assert ('class="primary" href="#quality"' in text) == bool(unknown)
    assert "效力决定措辞" not in text
    assert 'id="districts"' not in text


def test_a_report_of_nothing_can_be_drawn() -> None:
    tables = audit_tables(made_up_rows(3))
    nothing = AuditTables(
        tables.findings.slice(0, 0),
        tables.verdicts.slice(0, 0),
        tables.workers.slice(0, 0),
        lambda _: SPELLS.empty_table(),
    )
    assert "交来的记录不足以作出判断" in html_of(composed(nothing))


def test_without_the_stretches_no_day_is_drawn_and_slips_are_told_by_area() -> None:
    tables = audit_tables(made_up_rows(12))
    rows = made_up_rows(12)
    evidence = Evidence(
        rows_of(orders_table(rows), "accepted_at"), rows_of(pieces_table(rows).slice(0, 0), "starts_at"), {}
    )
    content = compose_report(
        tables, evidence, law_book(), receipt(10, FIRST, LAST), made_on=LAST, reason_words=reason_words
    )
    assert content.days == ()
    assert content.slips
    assert all(line.to_day > line.from_day for slip in content.slips for line in slip.floor_lines)


@pytest.mark.parametrize("verdict", ["broken", "kept"])
def test_the_answer_exists_in_english(verdict: str) -> None:
    tables = audit_tables(made_up_rows(3))
    findings = where(tables.findings, verdict=verdict)
    some = AuditTables(findings, where(tables.verdicts, verdict=verdict), tables.workers, tables.spells)
    words = "".join(phrase.text.en for phrase in answer_of(some, Telling(law_book(), reason_words)))
    assert words.strip().endswith(".")
    assert re.search("[\u4e00-\u9fff。，]", words) is None
