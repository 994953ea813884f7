"""The workbook read back: the same sums, codes as text, nothing that runs."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huhang.audit.report.citations import has_chinese
from huhang.audit.report.company_parts import Telling
from huhang.audit.report.content import ReportContent
from huhang.audit.report.sheet_rows import guarded
from huhang.audit.report.workbook import write_workbook
from huhang.audit.report.workbook_tables import batches_of, told_findings
from huhang.audit.report.workbook_words import parameter_used, words_of
from huhang.vocabulary.reasons import reason_text
from tests.audit.report.made_up import FORMULA, audit_tables, made_up_rows, report_content
from tests.audit.report.small_law import law_book

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
    assert column(read["参数 parameters"], "读作") == ["25.00 元/小时 25.00 yuan/hour"]


def test_every_code_is_said_in_both_languages(read: dict[str, Rows]) -> None:
    rows = read["结论 findings"]
    assert set(column(rows, "对象种类")) == {"结算周期 settlement period", "连续接单段 spell"}
    assert set(column(rows, "类别来源")) == {"推定 assumed"}
    assert set(column(rows, "单位")) == {"分 fen", "秒 seconds"}
    assert "连续接单 Orders on end" in column(rows, "权利\n")
    assert "沪人社规〔2022〕1号 Hu Ren She Gui [2022] No. 1" in column(rows, "适用文本")


def test_a_reason_is_said_in_both_languages_and_what_is_unknown_has_no_force(tmp_path: Path) -> None:
    book = law_book()
    rows = made_up_rows(3)
    unknown = {"verdict": "unknown", "reason": "void time", "shortfall_fen": None, "threshold": 0}
    rows.findings = [finding | unknown for finding in rows.findings[:1]] + rows.findings[1:]
    telling = Telling(book, reason_text)
    findings = audit_tables(rows).findings
    told = told_findings(findings)
    broken = [row["verdict"] == "broken" for row in findings.to_pylist()]
    assert [row["force"] is not None for row in told.to_pylist()] == broken
    assert told["measure"].to_pylist() == findings["measure"].to_pylist()
    assert words_of(findings, telling)["reason"] == {"void time": reason_text("void time")}


@pytest.mark.parametrize(
    ("value", "unit", "code", "told"),
    [
        (
            ("social_insurance", "housing_fund"),
            "list",
            "social_insurance, housing_fund",
            "社会保险个人部分、",
        ),
        ([], "list", "", "无"),
        (14400, "s", "14400", "4"),
        (174, "count", "174", "174"),
        (129600, "s/month", "129600", "/月"),
        ("sh-2022-1", "text", "sh-2022-1", "沪人社规〔2022〕1号"),
        (None, "fen", "", "不知道"),
    ],
)
def test_a_value_of_the_law_is_told_in_words(value: object, unit: str, code: str, told: str) -> None:
    entry = {"key": "a.b", "place": "310000", "value": value, "unit": unit, "source": "sh-2022-1"}
    used = parameter_used(entry, law_book())
    assert used.value == code
    assert told in used.told.zh
    assert not has_chinese(used.told.en + used.unit.en + used.source.en)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_any_text_is_read_back_whether_it_is_shared_or_in_its_cell(texts: list[str]) -> None:
    """A text that XML cannot hold comes back escaped as Excel does it."""
    content = with_workers(texts)
    for most_shared in (0, 1000):
        with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
            patch.setattr("huhang.audit.report.sheet_rows._MOST_SHARED", most_shared)
            rows = sheets(content, Path(folder))["劳动者 workers"]
        assert [unescaped(str(text)) for text in column(rows, "劳动者")] == [guarded(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["plain", "a&b", "<i>", "_x0041_", "\x01", "\ufffe", "=1+1", "\n1", "长" * 40_000]
)
def test_many_different_texts_are_written_as_if_each_was_looked_at(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = with_workers([*(f"W_{n:05d}" for n in range(1_200)), text])
    write_workbook(content, tmp_path / "at_once.xlsx")
    monkeypatch.setattr("huhang.audit.report.sheet_rows._as_they_are", lambda texts: False)
    write_workbook(content, tmp_path / "each.xlsx")
    assert (tmp_path / "at_once.xlsx").read_bytes() == (tmp_path / "each.xlsx").read_bytes()


@cache
def nobody() -> ReportContent:
    return report_content()


def with_workers(names: list[str]) -> ReportContent:
    """The report with workers of these names, of whom nothing is known."""
    known = pa.Table.from_batches(list(nobody().tables.workers()))
    workers = pa.table(
        {name: pa.nulls(len(names), known.schema.field(name).type) for name in known.column_names}
    )
    place = workers.column_names.index("worker_id")
    tables = replace(
        nobody().tables,
        findings=batches_of(pa.Table.from_batches(list(nobody().tables.findings())).slice(0, 0)),
        workers=batches_of(workers.set_column(place, "worker_id", pa.array(names))),
    )
    return replace(nobody(), tables=tables)


def test_the_table_of_strings_counts_the_cells_that_refer_to_it(
    content: ReportContent, tmp_path: Path
) -> None:
    write_workbook(content, tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as parts:
        strings = parts.read("xl/sharedStrings.xml").decode()
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    count = re.search(r'<sst [^>]*\bcount="(\d+)"', strings)
    assert count is not None
    assert int(count[1]) == sum(sheet.count(' t="s"') for sheet in sheets) > 1000


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


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
