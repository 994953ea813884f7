"""Where cells are written: octets of a column, found in lines without quotation marks or in Arrow texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.records.reading.raw import LONGEST_CELL

Octets: TypeAlias = NDArray[np.uint8]
Places: TypeAlias = NDArray[np.int32]
AnyArray: TypeAlias = "pa.Array[Any]"

_LINE_FEED = 10
_NO_OCTETS = np.zeros(1, np.uint8)


@dataclass(frozen=True)
class Cells:
    """The cells of a column: the octets among which they are written, and where each begins and ends."""

    octets: Octets
    begins: Places
    ends: Places

    @classmethod
    def of(cls, texts: Any) -> "Cells":
        """The cells of an Arrow column of texts, numbered ones too; nothing is the empty text."""
        whole: Any = one_array(texts)
        if pa.types.is_dictionary(whole.type):
            different = cls.of(pa.concat_arrays([whole.dictionary, pa.array([""])]))
            return different.some(np.asarray(whole.indices.fill_null(len(whole.dictionary))))
        whole = whole.fill_null("")
        _, offsets, letters = whole.buffers()
        places = np.frombuffer(offsets, np.int32)[whole.offset : whole.offset + len(whole) + 1]
        octets = np.frombuffer(letters, np.uint8) if letters is not None and letters.size else _NO_OCTETS
        return cls(octets, places[:-1], places[1:])

    def gathered(self) -> tuple[NDArray[np.int64], Octets]:
        """The octets of the cells one behind the other, and where each begins and the last ends."""
        return _gathered(self.octets, self.begins, self.ends)

    def texts(self) -> AnyArray:
        """The cells as an Arrow array of texts."""
        offsets, letters = self.gathered()
        parts: list[Any] = [offsets.astype(np.int32), letters]
        buffers = [None, *(pa.py_buffer(part) for part in parts)]
        return pa.Array.from_buffers(pa.string(), len(self.begins), buffers)

    def some(self, rows: NDArray[np.integer[Any]]) -> "Cells":
        """The cells of some rows."""
        return Cells(self.octets, self.begins[rows], self.ends[rows])

    def different(self) -> tuple[Places, list[str]]:
        """The different texts in the order in which they come first, and for each cell which one it is."""
        numbers, firsts = _numbered(self.octets, self.begins, self.ends)
        return numbers, [str(text) for text in self.some(firsts).texts().to_pylist()]


def cells_of_lines(text: bytes, lines: int, names: Iterable[str], delimiter: str) -> dict[str, Cells] | None:
    """The cells of so many lines, each with its line feed, by column.

    None where a reader of CSV has to look: at quotation marks, at lines that are blank or have another number
    of cells than the header, at cells that may be too long, and at line ends of other kinds.
    """
    if b'"' in text or b"\r" in text:
        return None
    named = list(names)
    octets = np.frombuffer(text, np.uint8)
    begins, ends = _cut(octets, ord(delimiter), len(named), lines)
    if len(begins) == 0:
        return None
    cells = {named[0]: Cells(octets, begins, ends[0])}
    for place, name in enumerate(named[1:], start=1):
        cells[name] = Cells(octets, ends[place - 1] + np.int32(1), ends[place])
    return cells


def lines_of(cells: Mapping[str, Cells]) -> Cells:
    """The lines, without their ends, of which these are the cells by column."""
    columns = list(cells.values())
    return Cells(columns[0].octets, columns[0].begins, columns[-1].ends)


def one_array(column: Any) -> AnyArray:
    """A column as one array."""
    whole: Any = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


@njit(nogil=True, cache=True)
def _cut(octets: Octets, delimiter: int, width: int, lines: int) -> tuple[Places, Places]:
    """Where each line begins, and where each of its cells ends; nothing where some line is no plain row."""
    begins, ends = np.empty(lines, np.int32), np.empty((width, lines), np.int32)
    line, column, begin = 0, 0, 0
    for place in range(len(octets)):
        octet = octets[np.uint64(place)]
        if octet != delimiter and octet != _LINE_FEED:
            continue
        last = column == width - 1
        if last != (octet == _LINE_FEED):
            return begins[:0], ends
        ends[column, line] = place
        column += 1
        if last:
            blank = place - begin == width - 1
            if blank or place - begin > LONGEST_CELL:
                return begins[:0], ends
            begins[line] = begin
            begin, column = place + 1, 0
            line += 1
    return begins, ends


@njit(nogil=True, cache=True)
def _gathered(octets: Octets, begins: Places, ends: Places) -> tuple[NDArray[np.int64], Octets]:
    """The octets of cells one behind the other, and where each begins and the last ends."""
    offsets = np.zeros(len(begins) + 1, np.int64)
    for cell in range(len(begins)):
        offsets[cell + 1] = offsets[cell] + ends[cell] - begins[cell]
    letters = np.empty(offsets[-1], np.uint8)
    for cell in range(len(begins)):
        begin, target = begins[cell], offsets[cell]
        for i in range(ends[cell] - begin):
            letters[np.uint64(target + i)] = octets[np.uint64(begin + i)]
    return offsets, letters


@njit(nogil=True, cache=True)
def _is_same(octets: Octets, one: int, other: int, length: int) -> bool:
    i = 0
    while i < length and octets[np.uint64(one + i)] == octets[np.uint64(other + i)]:
        i += 1
    return i == length


@njit(nogil=True, cache=True)
def _numbered(octets: Octets, begins: Places, ends: Places) -> tuple[Places, NDArray[np.int64]]:
    """For each cell which of the different texts it is, and the cells in which these come first."""
    room = 16
    while room < 2 * len(begins):
        room *= 2
    table = np.full(room, -1, np.int32)
    numbers, firsts = np.empty(len(begins), np.int32), np.empty(len(begins), np.int64)
    count, before = 0, -1
    for cell in range(len(begins)):
        begin, length = begins[cell], ends[cell] - begins[cell]
        # Neighbours are often the same.
        alike = before >= 0 and length == ends[before] - begins[before]
        if alike and _is_same(octets, begin, begins[before], length):
            numbers[cell] = numbers[before]
            continue
        before = cell
        mixed = np.uint64(length)
        for i in range(length):
            mixed = (mixed ^ np.uint64(octets[np.uint64(begin + i)])) * np.uint64(0x100000001B3)
        place = np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(room - 1))
        while table[place] >= 0:
            known = firsts[table[place]]
            if ends[known] - begins[known] == length and _is_same(octets, begin, begins[known], length):
                break
            place = (place + 1) & (room - 1)
        if table[place] < 0:
            table[place] = count
            firsts[count] = cell
            count += 1
        numbers[cell] = table[place]
    return numbers, firsts[:count]
