"""CSV line by line for a browser and a spreadsheet: a mark of UTF-8 first, and no cell that runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The header and the rows, each as the bytes of a line."""
    yield "\ufeff".encode() + _line(header)
    for row in rows:
        yield _line([_harmless(cell) for cell in row])


def _line(cells: Sequence[object]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(cells)
    return stream.getvalue().encode()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return "" if cell is None else cell
