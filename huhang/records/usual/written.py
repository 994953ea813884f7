"""Where cells are written: octets of a column, found in lines without quotation marks or in Arrow texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numba import njit, types
from numpy.typing import NDArray

from huhang.records.reading.raw import LONGEST_CELL

Octets: TypeAlias = NDArray[np.uint8]
Places: TypeAlias = NDArray[np.int32]
AnyArray: TypeAlias = "pa.Array[Any]"

_LINE_FEED = 10
_find_octet: Any = types.ExternalFunction("memchr", types.uintp(types.uintp, types.int32, types.uintp))
_NO_OCTETS = np.zeros(1, np.uint8)


@dataclass(frozen=True)
class Cells:
    """The cells of a column, or lines: the octets among which they stand, and where each begins and ends."""

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


def lines_of(text: bytes | bytearray, count: int) -> Cells | None:
    """So many lines, each with its line feed, without these ends.

    None where a reader of CSV has to look: at quotation marks, and at line ends of other kinds.
    """
    if b'"' in text or b"\r" in text:
        return None
    octets = np.frombuffer(text, np.uint8)
    octets.flags.writeable = False
    ends = _line_ends(octets, count)
    begins = np.empty_like(ends)
    begins[:1], begins[1:] = 0, ends[:-1] + 1
    return Cells(octets, begins, ends)


def cells_of_lines(lines: Cells, names: Iterable[str], delimiter: str) -> dict[str, Cells] | None:
    """The cells of lines, by column.

    None where a reader of CSV has to look: at lines that are blank or have another number of cells than the
    header, and at cells that may be too long.
    """
    named = list(names)
    if not _is_plain(lines.begins, lines.ends, len(named)):
        return None
    ends, plain = _cut(lines.octets, lines.begins, lines.ends, ord(delimiter), len(named))
    if not plain:
        return None
    cells = {named[0]: Cells(lines.octets, lines.begins, ends[0])}
    for place, name in enumerate(named[1:], start=1):
        cells[name] = Cells(lines.octets, ends[place - 1] + np.int32(1), ends[place])
    return cells


def _is_plain(begins: Places, ends: Places, width: int) -> bool:
    """Whether lines hold more than so many cells without a letter, and none holds a cell that is too long."""
    lengths = ends - begins
    return bool(((lengths != width - 1) & (lengths <= LONGEST_CELL)).all())


def one_array(column: Any) -> AnyArray:
    """A column as one array."""
    whole: Any = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


@njit(nogil=True, cache=True)
def _line_ends(octets: Octets, count: int) -> Places:
    """Where so many lines end, found by the function of the C library: eight times as fast as by a loop."""
    ends = np.empty(count, np.int32)
    first, behind = octets.ctypes.data, octets.ctypes.data + len(octets)
    place = first
    for line in range(count):
        place = _find_octet(place, _LINE_FEED, behind - place)
        ends[line] = place - first
        place += 1
    return ends


@njit(nogil=True, cache=True)
def _cut(octets: Octets, begins: Places, ends: Places, delimiter: int, width: int) -> tuple[Places, bool]:
    """Where each cell of each line ends, and whether all lines have so many cells."""
    cells = np.empty((width, len(begins)), np.int32)
    for line in range(len(begins)):
        column, end = 0, ends[line]
        for place in range(begins[line], end):
            if octets[np.uint64(place)] != delimiter:
                continue
            if column == width - 1:
                return cells, False
            cells[column, line] = place
            column += 1
        if column != width - 1:
            return cells, False
        cells[column, line] = end
    return cells, True


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
