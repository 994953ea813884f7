"""One piece of a file read, checked and made ready to be merged: the work that threads share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
from huhang.records.usual.written import Cells, cells_of_lines, lines_of


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


def do_text(piece: TextPiece, delimiter: str, plan: Plan, index: int, shared: Knowledge) -> PieceDone:
    """Lines of a CSV file.

    Where a line may not be a row - there are quotation marks, or too few cells - no line is recognised.
    """
    text = piece.text.replace(b"\r\n", b"\n") if b"\r" in piece.text else piece.text
    first, lines = first_number(index) + piece.line, lines_of(text, piece.lines)
    if lines is not None:
        fresh, known = _fresh(lines, first, delimiter, plan, shared.recall)
        if not len(fresh[ROW]):
            return PieceDone(counted=piece.lines, known=known)
        unread = lines.some(fresh[ROW] - first) if len(known.rows) else lines
        cells = cells_of_lines(unread, plan.header, delimiter)
        if cells is not None:
            return replace(_done(cells, fresh, plan, shared), counted=piece.lines, known=known)
    read = read_lines(piece.text, list(plan.header), delimiter)
    if read is None:
        return PieceDone(stopped=(piece.line, piece.start))
    raw = finished(read)
    faults = [replace(fault, row=first + fault.row) for fault in raw.faults]
    done = _done(_cells_of(raw.columns), {ROW: raw.numbers + first}, plan, shared)
    return replace(done, counted=raw.counted, faults=faults)


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
    if not usual.rows.num_rows:
        return PieceDone(left=left)
    return PieceDone(
        rows=checked(plan.table, usual.rows),
        tally=tally(plan.table, usual.rows, plan.mapping.zone),
        ambiguous=usual.ambiguous,
        left=left,
    )


def _fresh(
    lines: Cells, first: int, delimiter: str, plan: Plan, recall: Recall | None
) -> tuple[dict[str, Numbers], Known]:
    """The numbers of rows that are not recognised, with the digests of their lines, and those that are."""
    numbers = first + np.arange(len(lines.begins))
    if recall is None or not recall.remembers(plan):
        return {ROW: numbers}, Known()
    ones, twos = recall.digests(lines, plan, delimiter)
    places, keys = recall.find(plan, ones, twos)
    beside, known = {ROW: numbers, ONE: ones, TWO: twos}, places >= 0
    if not known.any():
        return beside, Known()
    return {name: its[~known] for name, its in beside.items()}, Known(numbers[known], keys[places[known]])
