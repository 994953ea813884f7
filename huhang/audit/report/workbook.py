"""The report as a workbook, written row by row: summary, findings, workers, parameters used."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huhang.audit.report.content import BatchSource, ReportContent
from huhang.audit.report.figures import span
from huhang.audit.report.outcomes import ORDER
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Text

# Excel's own limit is 1,048,576 rows a sheet; what does not fit goes on on a further sheet.
_SHEET_ROWS = 1_000_000
_OUTCOMES = {outcome.value: f"{name.zh} {name.en}" for outcome, name in OUTCOME_NAMES.items()}
_FORCES = {force.value: f"{name.zh} {name.en}" for force, name in FORCE_NAMES.items()}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class _Column:
    """A column of a long sheet; `kind` is text, whole, yuan (fen divided by 100), hours or list."""

    name: str
    title: Text
    kind: str
    width: int = 14


_FINDING_COLUMNS = (
    _Column("finding_id", Text("结论编号", "finding"), "text", 20),
    _Column("right", Text("权利", "right"), "text", 20),
    _Column("verdict", Text("结果", "outcome"), "outcome", 12),
    _Column("reason", Text("原因", "reason"), "text", 28),
    _Column("force", Text("效力", "force"), "force", 14),
    _Column("category", Text("类别", "category"), "text", 8),
    _Column("category_from", Text("类别来源", "category from"), "text", 12),
    _Column("clauses", Text("条款", "clauses"), "list", 16),
    _Column("instruments", Text("文本", "instruments"), "list", 16),
    _Column("place", Text("地区代码", "place"), "text", 10),
    _Column("subject_kind", Text("对象种类", "subject kind"), "text", 14),
    _Column("subject_id", Text("对象编号", "subject"), "text", 18),
    _Column("platform_id", Text("企业", "company"), "text", 18),
    _Column("period_from", Text("起", "from"), "text", 12),
    _Column("period_to", Text("止", "to"), "text", 12),
    _Column("measure", Text("量得", "measure"), "whole", 12),
    _Column("threshold", Text("限度", "threshold"), "whole", 12),
    _Column("unit", Text("单位", "unit"), "text", 8),
    _Column("shortfall_fen", Text("差额（元）", "difference (yuan)"), "yuan", 16),
    _Column("shortfall_fen", Text("差额（分）", "difference (fen)"), "whole", 14),
)
_WORKER_COLUMNS = (
    _Column("platform_id", Text("企业", "company"), "text", 18),
    _Column("worker_id", Text("劳动者", "worker"), "text", 18),
    _Column("days", Text("有活的天数", "days worked"), "whole"),
    _Column("orders", Text("订单", "orders"), "whole"),
    _Column("in_hand_s", Text("在单（小时）", "in hand (h)"), "hours"),
    _Column("working_s", Text("工作时间（小时）", "working time (h)"), "hours", 18),
    _Column("in_hand_s", Text("在单（秒）", "in hand (s)"), "whole"),
    _Column("working_s", Text("工作时间（秒）", "working time (s)"), "whole", 18),
    _Column("longest_spell_s", Text("最长接续段（秒）", "longest spell (s)"), "whole", 18),
    _Column("broken", Text("不符（份）", "broken"), "whole"),
)


@dataclass(frozen=True)
class _Looks:
    """The formats of the workbook."""

    head: Format
    text: Format
    whole: Format
    yuan: Format
    hours: Format
    title: Format


def write_workbook(content: ReportContent, path: Path) -> None:
    """Write the workbook to `path`, whole or not at all; the same content gives the same bytes."""
    unfinished = path.with_name(path.name + ".part")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(str(unfinished), {**options, "strings_to_numbers": False})
    made_on = datetime.combine(content.made_on, datetime.min.time())
    workbook.set_properties({"title": content.title.zh, "subject": content.number, "created": made_on})
    looks = _looks(workbook)
    _write_summary(workbook.add_worksheet("汇总 summary"), content, looks)
    _write_long(workbook, Text("结论", "findings"), _FINDING_COLUMNS, content.tables.findings, looks)
    _write_long(workbook, Text("劳动者", "workers"), _worker_columns(content), content.tables.workers, looks)
    _write_parameters(workbook.add_worksheet("参数 parameters"), content, looks)
    workbook.close()
    os.replace(unfinished, path)


def _worker_columns(content: ReportContent) -> tuple[_Column, ...]:
    """The columns of the workers; each right in money has its own, for differences are not added up."""
    columns = list(_WORKER_COLUMNS)
    for right, title in content.tables.rights_in_money:
        yuan = Text(f"{title.zh}：差额（元）", f"{title.en}: difference (yuan)")
        fen = Text(f"{title.zh}：差额（分）", f"{title.en}: difference (fen)")
        columns += [_Column(right, yuan, "yuan", 20), _Column(right, fen, "whole", 20)]
    return tuple(columns)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after it was saved as CSV and opened again."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _looks(workbook: xlsxwriter.Workbook) -> _Looks:
    return _Looks(
        head=workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        text=workbook.add_format({"num_format": "@"}),
        whole=workbook.add_format({"num_format": "#,##0"}),
        yuan=workbook.add_format({"num_format": "#,##0.00"}),
        hours=workbook.add_format({"num_format": "0.00"}),
        title=workbook.add_format({"bold": True, "font_size": 14}),
    )


def _write_long(
    workbook: xlsxwriter.Workbook, name: Text, columns: Sequence[_Column], source: BatchSource, looks: _Looks
) -> None:
    sheet = _new_sheet(workbook, name, 1, columns, looks)
    sheets, row = 1, 1
    for batch in source():
        values = [batch.column(column.name).to_pylist() for column in columns]
        for entries in zip(*values, strict=True):
            if row > _SHEET_ROWS:
                sheets, row = sheets + 1, 1
                sheet = _new_sheet(workbook, name, sheets, columns, looks)
            for n, (column, value) in enumerate(zip(columns, entries, strict=True)):
                _write_cell(sheet, row, n, column.kind, value, looks)
            row += 1


def _new_sheet(
    workbook: xlsxwriter.Workbook, name: Text, number: int, columns: Sequence[_Column], looks: _Looks
) -> Worksheet:
    title = f"{name.zh} {name.en}" + (f" {number}" if number > 1 else "")
    sheet = workbook.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, column.width)
        sheet.write_string(0, n, f"{column.title.zh}\n{column.title.en}", looks.head)
    return sheet


def _write_cell(sheet: Worksheet, row: int, column: int, kind: str, value: Any, looks: _Looks) -> None:
    if value is None:
        return
    if kind == "whole":
        sheet.write_number(row, column, value, looks.whole)
    elif kind == "yuan":
        sheet.write_number(row, column, value / 100, looks.yuan)
    elif kind == "hours":
        sheet.write_number(row, column, value / 3600, looks.hours)
    else:
        sheet.write_string(row, column, guarded(_told(kind, value)), looks.text)


def _told(kind: str, value: Any) -> str:
    if kind == "list":
        return ", ".join(str(part) for part in value)
    if kind == "outcome":
        return _OUTCOMES.get(value, str(value))
    if kind == "force":
        return _FORCES.get(value, str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_summary(sheet: Worksheet, content: ReportContent, looks: _Looks) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 30)
    sheet.set_column(3, 9, 14)
    sheet.write_string(0, 0, guarded(content.title.zh), looks.title)
    sheet.write_string(1, 0, guarded(content.title.en), looks.text)
    row = 2
    for label, value in _summary_lines(content):
        sheet.write_string(row, 0, guarded(label), looks.text)
        sheet.write_string(row, 1, guarded(value), looks.text)
        row += 1
    heads = [Text("企业", "company"), Text("权利", "right"), Text("权利名", "name of the right")]
    heads += [OUTCOME_NAMES[outcome] for outcome in ORDER]
    heads += [Text("差额（元）", "difference (yuan)"), Text("差额（分）", "difference (fen)")]
    row += 1
    for n, head in enumerate(heads):
        sheet.write_string(row, n, f"{head.zh}\n{head.en}", looks.head)
    for company in content.companies:
        for right in company.rows:
            row += 1
            texts = (company.platform_id, right.right, f"{right.title.zh} {right.title.en}")
            numbers = [right.counts.of(outcome) for outcome in ORDER]
            _write_row(sheet, row, texts, numbers, right.shortfall_fen, looks)


def _write_row(
    sheet: Worksheet,
    row: int,
    texts: Iterable[str],
    numbers: Iterable[int | None],
    shortfall_fen: int | None,
    looks: _Looks,
) -> None:
    cells: list[tuple[str, Any]] = [("text", text) for text in texts]
    cells += [("whole", number) for number in numbers]
    cells += [("yuan", shortfall_fen), ("whole", shortfall_fen)]
    for n, (kind, value) in enumerate(cells):
        _write_cell(sheet, row, n, kind, value, looks)


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


def _write_parameters(sheet: Worksheet, content: ReportContent, looks: _Looks) -> None:
    columns = (
        ("参数\nparameter", 24),
        ("名称\nname", 28),
        ("地区代码\nplace", 12),
        ("值\nvalue", 14),
        ("单位\nunit", 12),
        ("起\nfrom", 12),
        ("止\nuntil", 12),
        ("来源\nsource", 22),
        ("复核日\nreview", 12),
    )
    for n, (title, width) in enumerate(columns):
        sheet.set_column(n, n, width)
        sheet.write_string(0, n, title, looks.head)
    for row, used in enumerate(content.tables.parameters, start=1):
        name = f"{used.name.zh} {used.name.en}".strip()
        dates = (used.from_day, used.until_day, used.source, used.review)
        for n, text in enumerate((used.key, name, used.place, used.value, used.unit, *dates)):
            sheet.write_string(row, n, guarded(text), looks.text)
