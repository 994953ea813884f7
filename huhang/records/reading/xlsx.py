"""Excel workbooks: every sheet with a header becomes rows; numbers that lost digits are marked."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from huhang.records.reading.packed import GREATEST_RATIO, HARMLESS_BYTES
from huhang.records.reading.raw import RawRows, UnusableFileError, check_header, finished
from huhang.records.row_faults import CellFault

# Excel keeps 15 digits of a number; identity numbers have 18.
FIRST_INEXACT = 10**15

Cell = str | int | float | bool | date | datetime | time | timedelta | None


def read_xlsx(content: bytes) -> list[RawRows]:
    """The visible sheets that are not empty; row numbers are those the sheet shows."""
    try:
        _check_swelling(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
        ]
        sheets = [_read_sheet(name, workbook.get_sheet_by_name(name)) for name in visible]
    except (CalamineError, zipfile.BadZipFile):
        raise UnusableFileError(
            "XLSX 文件损坏，或并非 Excel 工作簿；请另存为 .xlsx 或 CSV UTF-8 后再交来。",
            "the XLSX file is damaged or no workbook; save it again as .xlsx or CSV UTF-8.",
        ) from None
    found = [sheet for sheet in sheets if sheet is not None]
    if not found:
        raise UnusableFileError(
            "工作簿是空的；请核对导出是否成功。", "the workbook is empty; check that the export worked."
        )
    return found


def _check_swelling(content: bytes) -> None:
    """UnusableFileError where the unpacked workbook is out of proportion to the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > HARMLESS_BYTES and size > len(content) * GREATEST_RATIO:
        raise UnusableFileError(
            f"工作簿解压后有 {size >> 20} MiB，远超文件大小，已拒绝；请核对来源，或改交 CSV。",
            f"the workbook unpacks to {size >> 20} MiB, out of proportion to the file; refused. "
            "Check where it comes from, or hand in CSV.",
        )


def _read_sheet(name: str, sheet: CalamineSheet) -> RawRows | None:
    """The rows of one sheet below its header, the first row that holds anything; None for an empty one."""
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    top = next((place for place, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if top is None:
        return None
    shown = [place for place, cell in enumerate(rows[top]) if _text(cell)]
    names = check_header([_text(rows[top][place]) for place in shown])
    body = rows[top + 1 :]
    columns = {
        name: pa.array([_text(row[place]) for row in body], pa.string())
        for name, place in zip(names, shown, strict=True)
    }
    suspects = [
        CellFault(number, name, _text(row[place]), "digits_lost")
        for number, row in enumerate(body, start=top + 2)
        for name, place in zip(names, shown, strict=True)
        if _has_lost_digits(row[place])
    ]
    numbers = np.arange(top + 2, top + 2 + len(body), dtype=np.int64)
    return finished(RawRows(pa.table(columns), numbers, [], suspects, name))


def _has_lost_digits(cell: Cell) -> bool:
    """Whether the cell is a number so long that Excel cannot have kept all its digits."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= FIRST_INEXACT


def _text(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, times to the nearest second as Excel shows them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        # Excel keeps fractions of a day: a whole second comes back some microseconds off.
        return (cell + timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return str(cell).strip()
