"""A filtered list of findings as CSV, workbook or PDF; ids of people stay masked."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

from huhang.audit.report.sheet_rows import guarded
from huhang.papers.page import Page, Table, list_page
from huhang.papers.pdf import pdf_bytes
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.inspections.findings import Filters, count_findings, rows_streamed
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.reading import PreparedRun
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.telling import ToldFinding, told_findings

# A PDF is for reading and filing; more than this is for a spreadsheet.
MOST_IN_PDF = 1000
# Excel's own limit, with the head.
MOST_IN_WORKBOOK = 1_048_575
_BOM = "\ufeff"
_HEAD = (
    Text("结论编号", "finding"),
    Text("结果", "outcome"),
    Text("权利", "right"),
    Text("效力", "force"),
    Text("依据", "basis"),
    Text("原因", "reason"),
    Text("企业", "company"),
    Text("对象（编号已遮盖）", "subject (id masked)"),
    Text("类别", "category"),
    Text("地区", "place"),
    Text("起", "from"),
    Text("止", "to"),
    Text("测得", "measured"),
    Text("限度", "threshold"),
    Text("按本次计算的差额（元）", "difference by this calculation (yuan)"),
)
_DIFFERENCE = len(_HEAD) - 1


def heading(language: str) -> list[str]:
    """The names of the columns."""
    return [name.in_language(language) for name in _HEAD]


def cells_of(finding: ToldFinding, language: str) -> list[str]:
    """The cells of a finding, in the order of the heading."""
    nothing = Text("", "")
    words = [
        finding.outcome_name,
        finding.title,
        finding.force_word or nothing,
        finding.basis.clause,
        finding.reason or nothing,
        finding.company,
        Text(finding.subject, finding.subject),
        finding.category or nothing,
        finding.place,
    ]
    first, last = finding.days
    told = [word.in_language(language) for word in words]
    measures = [text.in_language(language) for text in (finding.measured, finding.threshold)]
    amount = "" if finding.fen is None else yuan_text(finding.fen)
    return [finding.finding_id, *told, str(first or ""), str(last or ""), *measures, amount]


def csv_lines(prepared: PreparedRun, scope: Scope, filters: Filters, language: str) -> Iterator[str]:
    """The list as CSV, row by row, with the mark that spreadsheets know UTF-8 by."""
    yield _BOM + _line(heading(language))
    for finding in _told(prepared, scope, filters):
        yield _line([guarded(cell) for cell in cells_of(finding, language)])


def _line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def workbook_of(prepared: PreparedRun, scope: Scope, filters: Filters, language: str) -> IO[bytes]:
    """The list as a workbook, written to disk row by row; HuhangError where Excel could not hold it."""
    found, _ = count_findings(prepared, scope, filters)
    if found > MOST_IN_WORKBOOK:
        raise _too_long(found, "xlsx", MOST_IN_WORKBOOK, Text("CSV", "CSV"))
    # Closed by the answer that sends it.
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115
    with xlsxwriter.Workbook(file, {"constant_memory": True, "use_zip64": True}) as workbook:
        sheet = workbook.add_worksheet(Text("结论", "findings").in_language(language))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, heading(language), workbook.add_format({"bold": True, "bottom": 1}))
        yuan = workbook.add_format({"num_format": "#,##0.00"})
        for row, finding in enumerate(_told(prepared, scope, filters), start=1):
            for column, cell in enumerate(cells_of(finding, language)[:_DIFFERENCE]):
                sheet.write_string(row, column, guarded(cell))
            if finding.fen is not None:
                sheet.write_number(row, _DIFFERENCE, finding.fen / 100, yuan)
    file.seek(0)
    return file


def pdf_of(run: AuditRun, prepared: PreparedRun, scope: Scope, filters: Filters, language: str) -> IO[bytes]:
    """The list as PDF; HuhangError where it is longer than a PDF should be."""
    found, fen = count_findings(prepared, scope, filters)
    if found > MOST_IN_PDF:
        raise _too_long(found, "PDF", MOST_IN_PDF, Text("xlsx、CSV", "xlsx or CSV"))
    rows = tuple(
        _pdf_row(number, finding, language)
        for number, finding in enumerate(_told(prepared, scope, filters), start=1)
    )
    columns = (_NO, _HEAD[2], _HEAD[6], _SUBJECT, _WHERE, _HEAD[4], _HEAD[12], _YUAN)
    table = Table("", tuple(name.in_language(language) for name in columns), rows, figures=(7,))
    sums = (
        Text("", "")
        if fen is None
        else Text(
            f"，按本次计算的差额合计 {yuan_text(fen)} 元",
            f", differences of {yuan_text(fen)} yuan by this calculation",
        )
    )
    told = Text(
        f"清单完整，共 {found} 条结论{sums.zh}。是供核实的线索，不是行政决定；编号已遮盖。",
        f"The whole list: {found} findings{sums.en}. Leads to be checked, not an administrative decision; "
        "ids are masked.",
    ).in_language(language)
    return BytesIO(pdf_bytes(_page(run, table, told, language), datetime.now(UTC).replace(microsecond=0)))


def _too_long(found: int, form: str, most: int, other: Text) -> HuhangError:
    return HuhangError(
        f"这份清单有 {found:,} 条，{form} 最多 {most:,} 条，所以没有生成，也没有截断。"
        f"请回到清单再加筛选条件，或者导出 {other.zh}。",
        f"This list has {found:,} findings and {form} holds {most:,} at most, so no file was made and "
        f"nothing was cut. Go back and filter further, or export {other.en}.",
    )


_NO = Text("序", "no.")
_SUBJECT = Text("对象", "subject")
_WHERE = Text("地区、期间", "place, period")
_YUAN = Text("差额（元）", "yuan")


def _pdf_row(number: int, finding: ToldFinding, language: str) -> tuple[str, ...]:
    words = [finding.title, finding.company, Text(finding.subject, finding.subject)]
    where = f"{finding.place.in_language(language)} {finding.period.in_language(language)}"
    basis = finding.reason or finding.basis.clause
    named = [word for word in (finding.outcome_name, finding.force_word, basis) if word is not None]
    return (
        str(number),
        *(word.in_language(language) for word in words),
        where,
        " · ".join(word.in_language(language) for word in named),
        finding.measured.in_language(language),
        "" if finding.fen is None else yuan_text(finding.fen),
    )


def _page(run: AuditRun, table: Table, told: str, language: str) -> Page:
    title = Text("结论清单", "Findings").in_language(language)
    body = run.body.name.in_language(language) if run.body else Text("护航", "Huhang").in_language(language)
    number = f"{run.receipt_number} · {run.since} – {run.until}"
    return list_page(language, body, number, title, told, table)


def _told(prepared: PreparedRun, scope: Scope, filters: Filters) -> Iterator[ToldFinding]:
    for rows in rows_streamed(prepared, scope, filters):
        yield from told_findings(rows)
