"""A CSV file read piece by piece, as whole lines of UTF-8: the file is never in memory as a whole."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from huhang.records.reading.csv_text import delimiter_of, header_of, read_body
from huhang.records.reading.packed import UTF8_MARK, unpacked
from huhang.records.reading.raw import RawRows, finished

PIECE_BYTES = 4 << 20
# Enough for most headers, and to see that a file has ended.
_FEW_BYTES = 1 << 16
_LINE_FEED = 10
# A line up to here is no accident.
_LONGEST_LINE = 64 << 20


class UnusualTextError(Exception):
    """A file that has to be looked at as a whole: another encoding, or no lines."""


@dataclass(frozen=True)
class TextPiece:
    """Whole lines of a file, so many; `line` is the number of the first, `start` its octet in the file."""

    text: bytes | bytearray
    line: int
    start: int
    lines: int
    _held: memoryview | None = field(init=False, default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hold the memory of the text as long as the piece is there."""
        object.__setattr__(self, "_held", memoryview(self.text))


@dataclass
class Rooms:
    """Memory for pieces, used again where nothing refers to it any more: new memory is dear."""

    _known: list[bytearray] = field(default_factory=list)

    def room(self, size: int) -> bytearray:
        """So many octets, which hold anything."""
        if size < PIECE_BYTES // 2:
            return bytearray(size)
        found = next((room for room in self._known if _is_free(room)), None)
        if found is None:
            found = bytearray()
            self._known.append(found)
        found.extend(bytes(max(0, size - len(found))))
        del found[size:]
        return found


def _is_free(room: bytearray) -> bool:
    """Whether nothing refers to the octets: Python lets them be made more only then."""
    try:
        room.append(0)
    except BufferError:
        return False
    return True


@dataclass(frozen=True)
class CsvText:
    """A CSV file whose header has been read: column names, delimiter, and the line and octet behind it."""

    path: Path
    packed: bool
    names: list[str]
    delimiter: str
    line: int
    start: int

    def pieces(self, rooms: Rooms) -> Iterator[TextPiece]:
        """The lines below the header; UnusualTextError where one is not UTF-8."""
        line, start = self.line, self.start
        for text in _lines(self.path, self.packed, self.start, PIECE_BYTES, rooms):
            _check_utf8(text)
            lines = int(np.count_nonzero(np.frombuffer(text, np.uint8) == _LINE_FEED))
            yield TextPiece(text, line, start, lines)
            line += lines
            start += len(text)

    def rest(self, line: int, start: int) -> RawRows:
        """All rows from a line on, with whatever quotes; read as a whole."""
        pieces = _lines(self.path, self.packed, start, PIECE_BYTES, Rooms())
        body = b"".join(bytes(text) for text in pieces)
        _check_utf8(body)
        return finished(read_body(body, self.names, self.delimiter, line))


def open_csv(path: Path, packed: bool) -> CsvText:
    """Read the header of a CSV file; UnusualTextError where the file has to be looked at as a whole."""
    first = bytes(next(_lines(path, packed, 0, min(_FEW_BYTES, PIECE_BYTES), Rooms()), b""))
    marked = first.startswith(UTF8_MARK)
    text = first.removeprefix(UTF8_MARK)
    above = len(text) - len(text.lstrip(b" \t\r\n"))
    header, _, _ = text[above:].partition(b"\n")
    if b"\0" in text[:4096] or not header or b"\r" in header.rstrip(b"\r"):
        raise UnusualTextError
    _check_utf8(text)
    delimiter = delimiter_of(header)
    names = header_of(header.decode().rstrip("\r"), delimiter)
    line = text.count(b"\n", 0, above) + 2
    return CsvText(path, packed, names, delimiter, line, len(UTF8_MARK) * marked + above + len(header) + 1)


def _check_utf8(text: bytes | bytearray) -> None:
    if text.isascii():
        return
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise UnusualTextError from None


def _lines(path: Path, packed: bool, start: int, size: int, rooms: Rooms) -> Iterator[bytes | bytearray]:
    """The file from an octet on, in pieces of whole lines; the last line is given its end.

    Read on only when a piece is done with, or its octets are held: its memory may be used again.
    """
    return (
        _lines_of_blocks(unpacked(path, packed, start, size)) if packed else _read(path, start, size, rooms)
    )


def _lines_of_blocks(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            yield b"".join((rest, memoryview(block)[:end]))
        rest = block[end:] if end else rest + block
        _check_line(rest)
    if rest:
        yield rest + b"\n"


def _read(path: Path, start: int, size: int, rooms: Rooms) -> Iterator[bytes | bytearray]:
    rest, more = b"", True
    with path.open("rb", buffering=0) as stream:
        stream.seek(start)
        while more:
            left = os.fstat(stream.fileno()).st_size - stream.tell()
            room = rooms.room(len(rest) + min(size, max(left, _FEW_BYTES)))
            room[: len(rest)] = rest
            with memoryview(room) as octets:
                filled = len(rest) + stream.readinto(octets[len(rest) :])
            more = filled > len(rest)
            end = room.rfind(b"\n", 0, filled) + 1
            rest = bytes(room[end:filled])
            _check_line(rest)
            del room[end:]
            if end:
                yield room
    if rest:
        yield rest + b"\n"


def _check_line(begun: bytes) -> None:
    if len(begun) > _LONGEST_LINE:
        raise UnusualTextError
