"""The workbook read back: the same sums, codes as text, nothing that runs."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from python_calamine import CalamineWorkbook

from huhang.audit.report.content import ReportContent
from huhang.audit.report.workbook import guarded, write_workbook
from tests.audit.report.made_up import FORMULA, report_content

Rows = list[list[object]]


def sheets(content: ReportContent, folder: Path) -> dict[str, Rows]:
    path = folder / "report.xlsx"
    write_workbook(content, path)
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    }


def column(rows: Rows, title: str) -> list[object]:
    place = next(n for n, head in enumerate(rows[0]) if str(head).startswith(title))
    return [row[place] for row in rows[1:]]


def numbers(cells: list[object]) -> list[float]:
    return [float(str(cell)) for cell in cells if cell != ""]


@pytest.fixture(scope="module")
def read(content: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return sheets(content, tmp_path_factory.mktemp("workbook"))


def test_the_sheets_are_those_promised(read: dict[str, Rows]) -> None:
    assert list(read) == ["汇总 summary", "结论 findings", "劳动者 workers", "参数 parameters"]


def test_findings_read_back_with_the_same_sums(read: dict[str, Rows], content: ReportContent) -> None:
    table = pa.Table.from_batches(list(content.tables.findings()))
    rows = read["结论 findings"]
    assert len(rows) - 1 == table.num_rows == content.findings
    fen = pc.sum(table["shortfall_fen"]).as_py()
    assert sum(numbers(column(rows, "差额（分）"))) == fen
    assert round(sum(numbers(column(rows, "差额（元）"))) * 100) == fen
    assert sum(numbers(column(rows, "量得"))) == pc.sum(table["measure"]).as_py()


def test_the_summary_says_what_the_page_says(read: dict[str, Rows], content: ReportContent) -> None:
    rows = read["汇总 summary"]
    head = next(n for n, row in enumerate(rows) if str(row[0]).startswith("企业"))
    told = [row for company in content.companies for row in company.rows]
    assert [row[3] for row in rows[head + 1 :]] == [float(row.counts.broken or 0) for row in told]
    assert sum(numbers([row[9] for row in rows[head + 1 :]])) == sum(row.shortfall_fen or 0 for row in told)


def test_workers_sum_to_the_same_difference_right_by_right(
    read: dict[str, Rows], content: ReportContent
) -> None:
    rows = read["劳动者 workers"]
    owed = sum(numbers(column(rows, "小时最低报酬：差额（分）")))
    assert owed == sum(numbers(column(read["结论 findings"], "差额（分）"))) > 0
    assert round(sum(numbers(column(rows, "小时最低报酬：差额（元）"))) * 100) == owed
    assert len(rows) - 1 == content.workers
    assert sum(numbers(column(rows, "订单"))) == sum(company.orders for company in content.companies)


def test_codes_stay_text(read: dict[str, Rows]) -> None:
    assert {type(cell) for cell in column(read["结论 findings"], "地区代码")} == {str}
    assert {type(cell) for cell in column(read["结论 findings"], "结论编号")} == {str}
    assert column(read["参数 parameters"], "地区代码") == ["310000"]
    assert column(read["参数 parameters"], "值") == ["2500"]


def test_nothing_in_the_workbook_is_a_formula(hostile: ReportContent, tmp_path: Path) -> None:
    read = sheets(hostile, tmp_path)
    assert "'" + FORMULA in column(read["劳动者 workers"], "劳动者")
    texts = [cell for rows in read.values() for row in rows for cell in row if isinstance(cell, str)]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text
    assert guarded("R" + text) == "R" + text


def test_the_same_content_gives_the_same_bytes(content: ReportContent, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_workbook(content, first)
    write_workbook(report_content(), second)
    assert first.read_bytes() == second.read_bytes()


def test_long_tables_go_on_on_a_further_sheet(
    content: ReportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huhang.audit.report.workbook._SHEET_ROWS", 100)
    read = sheets(content, tmp_path)
    parts = [rows for name, rows in read.items() if name.startswith("结论 findings")]
    assert [len(rows) - 1 for rows in parts] == [100] * (content.findings // 100) + [content.findings % 100]
    assert all(rows[0] == parts[0][0] for rows in parts)
