"""What a reader gives back: columns of text as handed over, row numbers, and rows that could not be read."""

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.row_faults import CellFault
from huhang.vocabulary.words import Text

LONGEST_CELL = 100_000
VALUE_SHOWN = 200
REPLACEMENT = "�"

# The number of a row with that of its file before it.
_FILE_BITS = 40

AnyColumn: TypeAlias = "pa.ChunkedArray[Any]"


class UnusableFileError(Exception):
    """A file that cannot be used as a whole: what is wrong with it, and the remedy."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


@dataclass(frozen=True)
class RawRows:
    """Rows as text: a table of the file's own columns, the row number of each row, and unreadable rows.

    `name` is the sheet within a workbook, else empty. `counted` is the number of rows in the file,
    blank ones not counted. A row named in `faults` is not among `columns`. `suspects` are cells that
    spoil their row only where their column is used.
    """

    columns: pa.Table
    numbers: npt.NDArray[np.int64]
    faults: list[CellFault] = field(default_factory=list)
    suspects: list[CellFault] = field(default_factory=list)
    name: str = ""

    def of_file(self, index: int) -> "RawRows":
        """The rows with numbers that begin with that of their file."""
        first = first_number(index)
        return replace(
            self,
            numbers=self.numbers + first,
            faults=[replace(fault, row=fault.row + first) for fault in self.faults],
            suspects=[replace(fault, row=fault.row + first) for fault in self.suspects],
        )

    @property
    def counted(self) -> int:
        """How many rows the file holds."""
        return self.columns.num_rows + len({fault.row for fault in self.faults})


def check_header(names: list[str]) -> list[str]:
    """The column names without blanks around them; UnusableFileError where one is there twice."""
    stripped = [name.strip().lstrip("\ufeff") for name in names]
    twice = sorted({name for name in stripped if name and stripped.count(name) > 1})
    if twice:
        raise UnusableFileError(
            f"表头中列名重复：{'、'.join(twice)}；请删去或改名。",
            f"column names occur twice in the header: {', '.join(twice)}; remove or rename one of each.",
        )
    return [name or f"column {position}" for position, name in enumerate(stripped, start=1)]


def finished(raw: RawRows, *, replaced: bool = False) -> RawRows:
    """The rows without blank ones, and with rows of overlong cells or damaged characters set aside."""
    raw = _without_blank(raw)
    faults: dict[int, CellFault] = {}
    for name in raw.columns.column_names:
        column = raw.columns[name]
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest <= LONGEST_CELL and not replaced:
            continue
        texts: Any = column.cast(pa.string())
        for position in _where(pc.greater(pc.utf8_length(texts), pa.scalar(LONGEST_CELL))):
            faults.setdefault(position, _cell_fault(raw, name, position, "too_long"))
        if replaced:
            for position in _where(pc.match_substring(texts, REPLACEMENT)):
                faults.setdefault(position, _cell_fault(raw, name, position, "bad_characters"))
    if not faults:
        return raw
    keep = np.ones(raw.columns.num_rows, dtype=np.bool_)
    keep[list(faults)] = False
    sound = _kept(raw, keep)
    return replace(sound, faults=[*raw.faults, *(faults[position] for position in sorted(faults))])


def _without_blank(raw: RawRows) -> RawRows:
    """The rows of which at least one cell holds something."""
    blank = np.ones(raw.columns.num_rows, dtype=np.bool_)
    for column in raw.columns.columns:
        empty: Any = pc.equal(column.cast(pa.string()), pa.scalar(""))
        blank &= np.asarray(pc.fill_null(empty, True))
        if not blank.any():
            return raw
    return _kept(raw, ~blank)


def _kept(raw: RawRows, keep: npt.NDArray[np.bool_]) -> RawRows:
    """Only the rows marked in `keep`."""
    return replace(raw, columns=raw.columns.filter(pa.array(keep)), numbers=raw.numbers[keep])


def _cell_fault(raw: RawRows, name: str, position: int, reason: str) -> CellFault:
    """The fault of one cell, its value cut short."""
    value = str(raw.columns[name][position].as_py())[:VALUE_SHOWN]
    return CellFault(int(raw.numbers[position]), name, value, reason)


def _where(mask: Any) -> list[int]:
    """The positions at which an Arrow mask is true."""
    return [int(position) for position in np.flatnonzero(np.asarray(pc.fill_null(mask, False)))]


def first_number(index: int) -> int:
    """What the numbers of the rows of a file begin at."""
    return index << _FILE_BITS


def file_of(number: str) -> str:
    """SQL of the file whose row has a number."""
    return f"({number} >> {_FILE_BITS})"


def apart(number: int) -> tuple[int, int]:
    """The file of a row, and the number that it has there."""
    return number >> _FILE_BITS, number & ((1 << _FILE_BITS) - 1)


def count_by_file(numbers: npt.NDArray[np.int64]) -> dict[int, int]:
    """How many of the rows each file has."""
    counts = np.bincount(numbers >> _FILE_BITS)
    return {int(index): int(counts[index]) for index in np.flatnonzero(counts)}


def files_of(numbers: npt.NDArray[np.int64]) -> list[tuple[int, npt.NDArray[np.bool_]]]:
    """The files of rows, each with the rows that are its own."""
    files = numbers >> _FILE_BITS
    return [(int(index), files == index) for index in np.unique(files)]
