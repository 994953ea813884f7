"""One piece of a file read, checked and made ready to be merged: the work that threads share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import compress

import numpy as np
import pyarrow as pa

from huhang.records.arrange import ROW
from huhang.records.checked import checked
from huhang.records.coverage import Tally, tally
from huhang.records.keys import Numbers
from huhang.records.plan import Plan
from huhang.records.reading.csv_text import read_lines
from huhang.records.reading.raw import RawRows, finished, first_number
from huhang.records.reading.text_pieces import TextPiece
from huhang.records.recall import NOTHING, ONE, TWO, Recall
from huhang.records.row_faults import CellFault
from huhang.records.usual.rows import read_rows
from huhang.records.usual.written import Cells, cells_of_lines


@dataclass(frozen=True)
class Known:
    """Rows recognised as taken in before: their numbers, and those of their keys."""

    rows: Numbers = field(default_factory=lambda: NOTHING)
    keys: Numbers = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class PieceDone:
    """What came of a piece: good rows ready to be merged, rows left to the checks in SQL, and bad lines.

    `stopped` is the line and octet from which on the file has to be read another way.
    """

    rows: pa.Table = field(default_factory=lambda: pa.table({}))
    tally: Tally = field(default_factory=Tally)
    counted: int = 0
    ambiguous: int = 0
    left: RawRows | None = None
    faults: list[CellFault] = field(default_factory=list)
    stopped: tuple[int, int] | None = None
    known: Known = field(default_factory=Known)


@dataclass(frozen=True)
class Knowledge:
    """What readers of all files share: the areas that exist, and rows taken in before."""

    areas: frozenset[str] | None = None
    recall: Recall | None = None


@dataclass(frozen=True)
class _Lines:
    """The lines of a piece that have to be read: text, number of each in the file, and its digest."""

    text: bytes
    numbers: Numbers
    beside: dict[str, Numbers]


def do_text(piece: TextPiece, delimiter: str, plan: Plan, index: int, shared: Knowledge) -> PieceDone:
    """Lines of a CSV file."""
    lines, known = _fresh_lines(piece, delimiter, plan, shared.recall)
    numbers = lines.numbers + first_number(index) + piece.line
    known = replace(known, rows=known.rows + first_number(index) + piece.line)
    if not len(numbers):
        return PieceDone(counted=len(known.rows), known=known)
    cells = cells_of_lines(lines.text, len(numbers), plan.header, delimiter)
    if cells is not None:
        done = _done(cells, {ROW: numbers, **lines.beside}, plan, shared)
        return replace(done, counted=len(known.rows) + len(numbers), known=known)
    read = read_lines(lines.text, list(plan.header), delimiter)
    if read is None:
        return PieceDone(stopped=(piece.line, piece.start))
    raw = finished(read)
    faults = [replace(fault, row=int(numbers[fault.row])) for fault in raw.faults]
    beside = {ROW: numbers[raw.numbers]} | {name: its[raw.numbers] for name, its in lines.beside.items()}
    done = _done(_cells_of(raw.columns), beside, plan, shared)
    return replace(done, counted=len(known.rows) + raw.counted, faults=faults, known=known)


def do_rows(raw: RawRows, plan: Plan, shared: Knowledge) -> PieceDone:
    """Rows of text without faults or suspicious cells."""
    done = _done(_cells_of(raw.columns), {ROW: raw.numbers}, plan, shared)
    return replace(done, counted=len(raw.numbers))


def _cells_of(columns: pa.Table) -> dict[str, Cells]:
    """The cells of columns of text."""
    return {name: Cells.of(columns.column(name)) for name in columns.column_names}


def _done(cells: Mapping[str, Cells], beside: dict[str, Numbers], plan: Plan, shared: Knowledge) -> PieceDone:
    """Rows under the names of their file, with numbers beside them, read and checked."""
    usual = read_rows(cells, beside, plan, shared.areas)
    left = None
    if len(usual.left):
        texts = {name: its.some(usual.left).texts() for name, its in cells.items()}
        left = RawRows(pa.table(texts), beside[ROW][usual.left])
    return PieceDone(
        rows=checked(plan.table, usual.rows),
        tally=tally(plan.table, usual.rows, plan.mapping.zone),
        ambiguous=usual.ambiguous,
        left=left,
    )


def _fresh_lines(piece: TextPiece, delimiter: str, plan: Plan, recall: Recall | None) -> tuple[_Lines, Known]:
    """The lines of a piece that are not recognised, and those that are.

    Where there are quotation marks or other line ends a line may not be a row; nothing is recognised then.
    """
    text = piece.text.replace(b"\r\n", b"\n") if b"\r" in piece.text else piece.text
    if b'"' in text or b"\r" in text:
        return _Lines(piece.text, np.arange(piece.text.count(b"\n")), {}), Known()
    if recall is None or not recall.remembers(plan):
        return _Lines(text, np.arange(text.count(b"\n")), {}), Known()
    ones, twos = recall.digests(text, plan, delimiter)
    remembered, keys = recall.known(plan, ones, twos)
    fresh = np.flatnonzero(~remembered)
    if len(fresh) < len(remembered):
        text = b"".join(compress(BytesIO(text), (~remembered).tolist()))
    beside = {ONE: ones[fresh], TWO: twos[fresh]}
    return _Lines(text, fresh, beside), Known(np.flatnonzero(remembered), keys)
