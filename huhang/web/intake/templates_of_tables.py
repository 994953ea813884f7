"""Empty files to fill in: for each table an XLSX whose columns are text, and a CSV."""

import csv
import io

import xlsxwriter

from huhang.records.schema import MONEY_KINDS, Column, Kind, Table
from huhang.vocabulary.words import Text

_FORMS: dict[Kind, Text] = {
    Kind.TIME: Text("写如 2025-10-01 08:30:00", "as 2025-10-01 08:30:00"),
    Kind.DAY: Text("写如 2025-10-01", "as 2025-10-01"),
    Kind.FLAG: Text("写 true 或 false", "true or false"),
    Kind.JSON: Text("JSON", "JSON"),
    Kind.AREA: Text("六位区划代码", "six digits"),
}


def csv_template(table: Table) -> bytes:
    """A CSV with the header of a table, readable by a spreadsheet."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([column.name for column in table.columns])
    return ("\ufeff" + stream.getvalue()).encode()


def xlsx_template(table: Table) -> bytes:
    """A workbook with the header of a table; cells are text, so that no digit of a long number is lost."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(table.name)
        text = workbook.add_format({"num_format": "@"})
        plain = workbook.add_format({"bold": True, "num_format": "@"})
        asked = workbook.add_format({"bold": True, "num_format": "@", "bg_color": "#E5EEF6"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 20, text)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, asked if column.name in table.needed else plain)
            sheet.write_comment(0, place, explained(column, table), {"x_scale": 2})
    return stream.getvalue()


def explained(column: Column, table: Table) -> str:
    """What a column means and how it is written, in both languages."""
    told = [Text(column.zh, column.en)]
    if column.name in table.needed:
        told.append(Text("必填", "needed"))
    if column.kind in MONEY_KINDS:
        told.append(Text(f"整数分；也可用列名 {column.yuan_name} 写元", f"whole fen; or {column.yuan_name}"))
    if column.kind in _FORMS:
        told.append(_FORMS[column.kind])
    if column.values:
        told.append(Text("、".join(column.values), ", ".join(column.values)))
    return "；".join(text.zh for text in told) + "\n" + "; ".join(text.en for text in told)
