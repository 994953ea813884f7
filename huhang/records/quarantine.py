"""The folder of rows set aside: for each table one CSV that says where, what, why and what to do."""

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from huhang.records.row_faults import ROW_FAULTS, CellFault
from huhang.records.schema import Kind
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text

COLUMNS = ("file", "row", "column", "value", "reason", "what_to_do_zh", "what_to_do_en")
# A spreadsheet takes text that begins like this for a formula and runs it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class SetAside:
    """One bad cell of one file, with the table that its row belongs to."""

    table: str
    file: str
    fault: CellFault

    @property
    def value(self) -> str:
        """The value as it may be shown: identities are masked."""
        if self.fault.column in _IDENTITIES and len(self.fault.value) > 3:
            return self.fault.value[:3] + "***"
        return self.fault.value

    @property
    def remedy(self) -> Text:
        """What the sender can do; of a cell with few allowed values, those are named."""
        told = ROW_FAULTS[self.fault.reason].remedy
        column = TABLES[self.table].by_name.get(self.fault.column)
        if self.fault.reason != "not_allowed" or column is None:
            return told
        return Text(
            f"{told.zh}可写：{'、'.join(column.values)}。", f"{told.en} Allowed: {', '.join(column.values)}."
        )


_IDENTITIES = frozenset(
    column.name for table in TABLES.values() for column in table.columns if column.kind is Kind.IDENTITY
)


def in_order(lines: Iterable[SetAside]) -> list[SetAside]:
    """The lines by table, file, row and column."""
    return sorted(
        lines, key=lambda line: (line.table, line.file, line.fault.row, line.fault.column, line.fault.reason)
    )


def write_quarantine(folder: Path, lines: list[SetAside]) -> None:
    """Write one CSV for each table with lines, each appearing whole or not at all; stale ones go.

    Raises HuhangError (8) where the folder cannot be written.
    """
    by_table: dict[str, list[SetAside]] = {}
    for line in lines:
        by_table.setdefault(line.table, []).append(line)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            path = folder / f"{table}.csv"
            if table in by_table:
                _write(path, by_table[table])
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "OSError"
        raise HuhangError(
            f"隔离文件夹 {folder} 写不进去（{reason}）；请换一个可写的位置。",
            f"the quarantine folder {folder} cannot be written ({reason}); choose a place that can.",
            exit_code=8,
        ) from None


def _write(path: Path, lines: list[SetAside]) -> None:
    """Write one file beside its place, then move it there."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8-sig", newline="") as stream:
            _write_lines(stream, lines)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def quarantine_texts(lines: Iterable[SetAside]) -> dict[str, str]:
    """The content of the CSV of each table with lines, beginning with a BOM."""
    by_table: dict[str, list[SetAside]] = {}
    for line in in_order(lines):
        by_table.setdefault(line.table, []).append(line)
    texts = {}
    for table, its in by_table.items():
        stream = io.StringIO(newline="")
        _write_lines(stream, its)
        texts[table] = "\ufeff" + stream.getvalue()
    return texts


def _write_lines(stream: IO[str], lines: Iterable[SetAside]) -> None:
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for line in lines:
        fault = line.fault
        cells = (line.file, str(fault.row), fault.column, line.value, fault.reason, *line.remedy)
        writer.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell
