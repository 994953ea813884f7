"""The report as a workbook, written row by row: summary, findings, workers, parameters used."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huhang.audit.report.content import BatchSource, ReportContent
from huhang.audit.report.figures import span
from huhang.audit.report.outcomes import ORDER
from huhang.audit.report.sheet_rows import Column, Kind, both, guarded, write_rows
from huhang.vocabulary.words import OUTCOME_NAMES, Text

# Excel's own limit is 1,048,576 rows a sheet; what does not fit goes on on a further sheet.
_SHEET_ROWS = 1_000_000
# With zlib's usual effort the file takes four fifths of the room and four times as long.
_QUICKLY = 1
_AT_ONCE = 1 << 20
# A sheet of so many bytes needs a longer entry in the zip, which Excel warns of.
_LARGE = 2_000_000_000
_FINDING_COLUMNS = (
    Column("finding_id", Text("结论编号", "finding"), width=22),
    Column("right", Text("权利编号", "right"), width=20, as_code=True),
    Column("right", Text("权利", "name of the right"), width=28),
    Column("verdict", Text("结果", "outcome"), width=18),
    Column("reason", Text("原因", "reason"), width=40),
    Column("force", Text("不符所依文本的效力", "force of the text that is not kept"), width=24),
    Column("category", Text("类别", "category"), width=8),
    Column("category_from", Text("类别来源", "category from"), width=24),
    Column("clauses", Text("条款编号", "clauses"), width=20),
    Column("instruments", Text("适用文本", "documents that apply"), width=40),
    Column("place", Text("地区代码", "place"), width=10, as_code=True),
    Column("place", Text("地区", "name of the place"), width=20),
    Column("subject_kind", Text("对象种类", "kind of subject"), width=20),
    Column("subject_id", Text("对象编号", "subject"), width=18),
    Column("platform_id", Text("企业", "company"), width=18),
    Column("period_from", Text("起", "from"), width=12),
    Column("period_to", Text("止", "to"), width=12),
    Column("measure", Text("量得", "measure"), Kind.WHOLE, 12),
    Column("threshold", Text("限度", "threshold"), Kind.WHOLE, 12),
    Column("unit", Text("单位", "unit"), width=10),
    Column("shortfall_fen", Text("差额（元）", "difference (yuan)"), Kind.YUAN, 16),
    Column("shortfall_fen", Text("差额（分）", "difference (fen)"), Kind.WHOLE, 14),
)
_WORKER_COLUMNS = (
    Column("platform_id", Text("企业", "company"), width=18),
    Column("worker_id", Text("劳动者", "worker"), width=18),
    Column("days", Text("有活的天数", "days worked"), Kind.WHOLE),
    Column("orders", Text("订单", "orders"), Kind.WHOLE),
    Column("in_hand_s", Text("在单（小时）", "in hand (h)"), Kind.HOURS),
    Column("working_s", Text("工作时间（小时）", "working time (h)"), Kind.HOURS, 18),
    Column("in_hand_s", Text("在单（秒）", "in hand (s)"), Kind.WHOLE),
    Column("working_s", Text("工作时间（秒）", "working time (s)"), Kind.WHOLE, 18),
    Column("longest_spell_s", Text("最长接续段（秒）", "longest spell (s)"), Kind.WHOLE, 18),
    Column("broken", Text("不符（份）", "broken"), Kind.WHOLE),
)
_PARAMETER_COLUMNS = (
    (Text("参数", "parameter"), 30),
    (Text("名称", "name"), 50),
    (Text("地区代码", "place"), 12),
    (Text("地区", "name of the place"), 20),
    (Text("值", "value"), 18),
    (Text("单位", "unit"), 16),
    (Text("读作", "in words"), 32),
    (Text("起", "from"), 12),
    (Text("止", "until"), 12),
    (Text("来源", "source"), 50),
    (Text("复核日", "review"), 12),
)


def write_workbook(content: ReportContent, path: Path) -> None:
    """Write the workbook to `path`, whole or not at all; the same content gives the same bytes."""
    unfinished, made = path.with_name(path.name + ".part"), BytesIO()
    # What is not yet whole lies beside the workbook, where there must be room for it anyway.
    with TemporaryDirectory(dir=path.absolute().parent) as aside:
        workbook = xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": aside})
        made_on = datetime.combine(content.made_on, datetime.min.time())
        workbook.set_properties({"title": content.title.zh, "subject": content.number, "created": made_on})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        book = _Book(workbook, _looks(workbook), head, Path(aside))
        _write_summary(workbook.add_worksheet("汇总 summary"), content, book)
        _write_long(book, Text("结论", "findings"), _finding_columns(content), content.tables.findings)
        _write_long(book, Text("劳动者", "workers"), _worker_columns(content), content.tables.workers)
        _write_parameters(workbook.add_worksheet("参数 parameters"), content, book)
        workbook.close()
        _fill_in(made, Path(aside), unfinished)
    os.replace(unfinished, path)


@dataclass(frozen=True)
class _Book:
    """The workbook in the making, with the formats of its cells and of its heads.

    In the folder `aside` are the rows of long sheets below their heads, in a file of the sheet's name.
    """

    workbook: xlsxwriter.Workbook
    looks: Mapping[Kind, Format]
    head: Format
    aside: Path


def _fill_in(made: BytesIO, aside: Path, path: Path) -> None:
    """Write a workbook with the rows of its long sheets in their places."""
    with ZipFile(made) as bare, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_QUICKLY) as whole:
        for name in bare.namelist():
            rows = aside / Path(name).name
            above, end, below = bare.read(name).partition(b"</sheetData>")
            large = rows.exists() and rows.stat().st_size > _LARGE
            with whole.open(name, "w", force_zip64=large) as part:
                part.write(above)
                if rows.exists():
                    with rows.open("rb") as told:
                        shutil.copyfileobj(told, part, _AT_ONCE)
                part.write(end + below)


def _finding_columns(content: ReportContent) -> tuple[Column, ...]:
    """The columns of the findings with the words of their codes."""
    words = content.tables.words
    return tuple(
        column if column.as_code else replace(column, words=words.get(column.name, {}))
        for column in _FINDING_COLUMNS
    )


def _worker_columns(content: ReportContent) -> tuple[Column, ...]:
    """The columns of the workers; each right in money has its own, for differences are not added up."""
    columns = list(_WORKER_COLUMNS)
    for right, title in content.tables.rights_in_money:
        yuan = Text(f"{title.zh}：差额（元）", f"{title.en}: difference (yuan)")
        fen = Text(f"{title.zh}：差额（分）", f"{title.en}: difference (fen)")
        columns += [Column(right, yuan, Kind.YUAN, 20), Column(right, fen, Kind.WHOLE, 20)]
    return tuple(columns)


def _looks(workbook: xlsxwriter.Workbook) -> dict[Kind, Format]:
    formats = {Kind.TEXT: "@", Kind.WHOLE: "#,##0", Kind.YUAN: "#,##0.00", Kind.HOURS: "0.00"}
    return {kind: workbook.add_format({"num_format": shown}) for kind, shown in formats.items()}


def _write_long(book: _Book, name: Text, columns: Sequence[Column], source: BatchSource) -> None:
    """Write a table of any length, on as many sheets as it needs."""
    sheets, row = 1, 0
    sheet = _new_sheet(book, name, sheets, columns)
    for batch in source():
        at = 0
        while at < batch.num_rows:
            if row == _SHEET_ROWS:
                sheets, row = sheets + 1, 0
                sheet = _new_sheet(book, name, sheets, columns)
            part = batch.slice(at, _SHEET_ROWS - row)
            with (book.aside / f"sheet{len(book.workbook.worksheets())}.xml").open("ab") as rows:
                write_rows(rows, sheet, row + 1, part, columns, book.looks)
            at, row = at + part.num_rows, row + part.num_rows


def _new_sheet(book: _Book, name: Text, number: int, columns: Sequence[Column]) -> Worksheet:
    sheet = book.workbook.add_worksheet(f"{name.zh} {name.en}" + (f" {number}" if number > 1 else ""))
    _write_heads(sheet, 0, [column.title for column in columns], book)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, column.width)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_heads(sheet: Worksheet, row: int, titles: Iterable[Text], book: _Book) -> None:
    for n, title in enumerate(titles):
        sheet.write_string(row, n, f"{title.zh}\n{title.en}", book.head)


def _write_texts(sheet: Worksheet, row: int, texts: Iterable[str], book: _Book) -> None:
    for n, text in enumerate(texts):
        sheet.write_string(row, n, guarded(text), book.looks[Kind.TEXT])


def _write_summary(sheet: Worksheet, content: ReportContent, book: _Book) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 30)
    sheet.set_column(3, 9, 14)
    title = book.workbook.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, guarded(content.title.zh), title)
    lines = [(content.title.en,), *_summary_lines(content)]
    for row, line in enumerate(lines, start=1):
        _write_texts(sheet, row, line, book)
    heads = [Text("企业", "company"), Text("权利编号", "right"), Text("权利", "name of the right")]
    heads += [OUTCOME_NAMES[outcome] for outcome in ORDER]
    heads += [Text("差额（元）", "difference (yuan)"), Text("差额（分）", "difference (fen)")]
    row = len(lines) + 2
    _write_heads(sheet, row, heads, book)
    for company in content.companies:
        for right in company.rows:
            row += 1
            _write_texts(sheet, row, (company.platform_id, right.right, both(right.title)), book)
            counts = [right.counts.of(outcome) for outcome in ORDER]
            _write_numbers(sheet, row, [*counts, right.shortfall_fen], book)


def _write_numbers(sheet: Worksheet, row: int, numbers: Sequence[int | None], book: _Book) -> None:
    """Counts after three texts, then the difference in yuan and in fen; what cannot be stays empty."""
    fen = numbers[-1]
    cells: list[tuple[Kind, float | None]] = [(Kind.WHOLE, n) for n in numbers[:-1]]
    cells += [(Kind.YUAN, None if fen is None else fen / 100), (Kind.WHOLE, fen)]
    for column, (kind, number) in enumerate(cells, start=3):
        if number is not None:
            sheet.write_number(row, column, number, book.looks[kind])


def _summary_lines(content: ReportContent) -> list[tuple[str, str]]:
    days = span(content.from_day, content.to_day)
    return [
        ("编号 number", content.number),
        ("日期 date", content.made_on.isoformat()),
        ("核查期 period", days.en.replace(" to ", " – ")),
        ("地区 places", "、".join(f"{place.zh} {place.en}" for place in content.places)),
        ("结论 answer", "".join(phrase.text.zh for phrase in content.answer)),
        ("answer", "".join(phrase.text.en for phrase in content.answer)),
        ("性质 nature", "不是行政决定；疑似、线索由有权机关审查认定 Not an administrative decision"),
        ("数据 data", content.receipts.data_hash),
        ("规则 rights", content.receipts.rights_hash),
        ("参数 parameters", content.receipts.parameters_hash),
        ("引擎 engine", content.receipts.engine),
    ]


def _write_parameters(sheet: Worksheet, content: ReportContent, book: _Book) -> None:
    _write_heads(sheet, 0, [title for title, _ in _PARAMETER_COLUMNS], book)
    for n, (_, width) in enumerate(_PARAMETER_COLUMNS):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(1, 0)
    for row, used in enumerate(content.tables.parameters, start=1):
        place, unit = both(used.place_name), both(used.unit)
        value = (used.place, place, used.value, unit, both(used.told))
        dates = (used.from_day, used.until_day, both(used.source), used.review)
        _write_texts(sheet, row, (used.key, both(used.name), *value, *dates), book)
