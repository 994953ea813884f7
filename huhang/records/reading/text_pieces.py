"""A CSV file read piece by piece, as whole lines of UTF-8: the file is never in memory as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from huhang.records.reading.csv_text import delimiter_of, header_of, read_body
from huhang.records.reading.packed import UTF8_MARK, unpacked
from huhang.records.reading.raw import RawRows, finished

PIECE_BYTES = 4 << 20
_LINE_FEED = 10
# A line up to here is no accident.
_LONGEST_LINE = 64 << 20


class UnusualTextError(Exception):
    """A file that has to be looked at as a whole: another encoding, or no lines."""


@dataclass(frozen=True)
class TextPiece:
    """Whole lines of a file, so many; `line` is the number of the first, `start` its octet in the file."""

    text: bytes
    line: int
    start: int
    lines: int


@dataclass(frozen=True)
class CsvText:
    """A CSV file whose header has been read: column names, delimiter, and the line and octet behind it."""

    path: Path
    packed: bool
    names: list[str]
    delimiter: str
    line: int
    start: int

    def pieces(self) -> Iterator[TextPiece]:
        """The lines below the header; UnusualTextError where one is not UTF-8."""
        line, start = self.line, self.start
        for text in _lines(self.path, self.packed, self.start):
            _check_utf8(text)
            lines = int(np.count_nonzero(np.frombuffer(text, np.uint8) == _LINE_FEED))
            yield TextPiece(text, line, start, lines)
            line += lines
            start += len(text)

    def rest(self, line: int, start: int) -> RawRows:
        """All rows from a line on, with whatever quotes; read as a whole."""
        body = b"".join(_lines(self.path, self.packed, start))
        _check_utf8(body)
        return finished(read_body(body, self.names, self.delimiter, line))


def open_csv(path: Path, packed: bool) -> CsvText:
    """Read the header of a CSV file; UnusualTextError where the file has to be looked at as a whole."""
    first = next(_lines(path, packed, 0), b"")
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


def _check_utf8(text: bytes) -> None:
    if text.isascii():
        return
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise UnusualTextError from None


def _lines(path: Path, packed: bool, start: int) -> Iterator[bytes]:
    """The file from an octet on, in pieces of whole lines; the last line is given its end."""
    rest = b""
    for block in unpacked(path, packed, start, PIECE_BYTES):
        end = block.rfind(b"\n") + 1
        if end:
            # Copied once; more would keep other threads waiting.
            yield b"".join((rest, memoryview(block)[:end]))
            rest = block[end:]
            continue
        rest += block
        if len(rest) > _LONGEST_LINE:
            raise UnusualTextError
    if rest:
        yield rest + b"\n"
