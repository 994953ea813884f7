"""Comma-separated text: read fast, and with broken quotes taken out where there are any."""

import csv
import io
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from huhang.records.reading.packed import as_utf8
from huhang.records.reading.raw import (
    LONGEST_CELL,
    VALUE_SHOWN,
    RawRows,
    UnusableFileError,
    check_header,
    finished,
)
from huhang.records.row_faults import CellFault

DELIMITERS = (",", "\t", ";")
BLOCK_BYTES = 8 << 20
# Four bytes a character at most: a line up to here fits into one block.
LONGEST_LINE = 1_000_000
LINES_PER_RECORD = 1_000


def read_csv(content: bytes) -> RawRows:
    """Rows of a CSV file in any of the known encodings, every cell as text; the first line is row 1."""
    text, replaced = as_utf8(content)
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    start = len(text) - len(text.lstrip(b" \t\r\n"))
    first_line, _, body = text[start:].partition(b"\n")
    delimiter = delimiter_of(first_line)
    names = header_of(first_line.decode().rstrip("\r"), delimiter)
    return finished(read_body(body, names, delimiter, text.count(b"\n", 0, start) + 2), replaced=replaced)


def read_body(body: bytes, names: list[str], delimiter: str, line: int) -> RawRows:
    """Rows below a header, the first of them on this line."""
    raw = _read_fast(body, names, delimiter)
    if raw is None:
        raw = _read_mended(body, names, delimiter)
    return _moved_down(raw, line - 2)


def read_lines(text: bytes | bytearray, names: list[str], delimiter: str) -> RawRows | None:
    """Rows of whole lines, numbered from 0; None where line ends or quotes leave open which are rows."""
    ragged: list[pacsv.InvalidRow] = []
    quoted = b'"' in text
    try:
        table = _parse(text, names, delimiter, quoted, ragged, threads=False)
    except pa.ArrowInvalid:
        return None
    if table.num_rows + len(ragged) != text.count(b"\n") or (quoted and _in_doubt(table, ragged)):
        return None
    return _moved_down(_numbered(table, ragged), -2)


def header_of(line: str, delimiter: str) -> list[str]:
    """The column names in the first line that holds anything."""
    try:
        return check_header(next(csv.reader([line], delimiter=delimiter, strict=True)))
    except csv.Error:
        raise UnusableFileError(
            "表头读不出来；第一行应是列名。",
            "the header cannot be read; the first line must hold column names.",
        ) from None


def _moved_down(raw: RawRows, lines: int) -> RawRows:
    """The rows numbered below as many blank lines as stand above the header."""
    faults = [replace(fault, row=fault.row + lines) for fault in raw.faults]
    return replace(raw, numbers=raw.numbers + lines, faults=faults)


def delimiter_of(first_line: bytes) -> str:
    """The delimiter that the header uses most; a comma where there is none."""
    counts = {mark: first_line.count(mark.encode()) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _read_fast(body: bytes, names: list[str], delimiter: str, *, trusted: bool = False) -> RawRows | None:
    """Rows of a body; None where its quotes may be broken, unless they are `trusted`."""
    if not body.strip():
        return RawRows(pa.table({name: pa.array([], pa.string()) for name in names}), np.arange(0))
    ragged: list[pacsv.InvalidRow] = []
    quoted = b'"' in body
    try:
        table = _parse(body, names, delimiter, quoted, ragged, threads=True)
        if ragged:
            ragged.clear()
            table = _parse(body, names, delimiter, quoted, ragged, threads=False)
    except pa.ArrowInvalid:
        return None
    if quoted and not trusted and _in_doubt(table, ragged):
        return None
    return _numbered(table, ragged)


def _in_doubt(table: pa.Table, ragged: list[pacsv.InvalidRow]) -> bool:
    """Whether quotation marks may be broken, so that cells are not what their sender meant."""
    return _has_line_ends(table) or any('"' in (row.text or "") for row in ragged)


def _numbered(table: pa.Table, ragged: list[pacsv.InvalidRow]) -> RawRows:
    """The rows of a body, the first of which is row 2 of its file, and the faults of ragged ones."""
    rows = [(row.number or 0) for row in ragged]
    faults = [
        _ragged_fault((row.number or 0) + 1, row.text or "") for row in ragged if (row.text or "").strip()
    ]
    return RawRows(table, _sound_numbers(table.num_rows, rows) + 1, faults)


def _ragged_fault(row: int, text: str) -> CellFault:
    """The fault of a row with another number of cells than the header."""
    reason = "too_long" if len(text) > LONGEST_CELL else "wrong_number_of_cells"
    return CellFault(row, "", text[:VALUE_SHOWN], reason)


def _parse(
    body: bytes | bytearray,
    names: list[str],
    delimiter: str,
    quoted: bool,
    ragged: list[pacsv.InvalidRow],
    *,
    threads: bool,
) -> pa.Table:
    """All cells as text; rows with another number of cells go to `ragged`."""

    def set_aside(row: pacsv.InvalidRow) -> Literal["skip"]:
        ragged.append(row)
        return "skip"

    source: Any = pa.BufferReader(body)
    return pacsv.read_csv(
        source,
        read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, use_threads=threads),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
            invalid_row_handler=set_aside,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
        ),
    )


def _sound_numbers(count: int, ragged: list[int]) -> npt.NDArray[np.int64]:
    """Numbers, from 1, of the `count` sound rows among which the `ragged` ones are missing."""
    numbers = np.arange(1, count + len(ragged) + 1, dtype=np.int64)
    return np.delete(numbers, np.array(ragged, dtype=np.int64) - 1)


def _has_line_ends(table: pa.Table) -> bool:
    """Whether a cell holds a line end, as text does, or as a quotation mark left open makes it."""
    return any(pc.any(pc.match_substring(texts, "\n")).as_py() for texts in table.columns)


def _read_mended(body: bytes, names: list[str], delimiter: str) -> RawRows:
    """Rows of a body whose broken quotes are taken out first, so that each spoils its own line only."""
    lines = list(io.StringIO(body.decode(), newline=""))
    kept: list[str] = []
    broken: list[CellFault] = []
    place, number = 0, 2
    while place < len(lines):
        line = lines[place]
        taken, reason = 1, "too_long" if len(line) > LONGEST_LINE else ""
        if not reason and '"' in line:
            taken, reason = _quoted_record(lines, place, len(names), delimiter)
        if reason:
            broken.append(CellFault(number, "", line[:VALUE_SHOWN].rstrip("\r\n"), reason))
        else:
            kept.extend(lines[place : place + taken])
        place += taken
        number += 1
    raw = _read_fast("".join(kept).encode(), names, delimiter, trusted=True)
    if raw is None:
        raise UnusableFileError(
            "CSV 无法拆成行；请检查双引号，或改交 Parquet。",
            "the CSV cannot be split into rows; check its quotation marks, or hand in Parquet.",
        )
    # The number that each row had before the broken ones were taken out.
    numbers = np.delete(np.arange(number), [fault.row for fault in broken])
    faults = [replace(fault, row=int(numbers[fault.row])) for fault in raw.faults]
    return replace(
        raw, numbers=numbers[raw.numbers], faults=sorted([*faults, *broken], key=lambda fault: fault.row)
    )


def _quoted_record(lines: list[str], place: int, width: int, delimiter: str) -> tuple[int, str]:
    """How many lines the record at a line with quotes takes, and what is wrong with it ("" if nothing)."""
    ahead = (lines[at] for at in range(place, min(place + LINES_PER_RECORD, len(lines))))
    reader = csv.reader(ahead, delimiter=delimiter, strict=True)
    try:
        record = next(reader)
    except csv.Error:
        return 1, "too_long" if len(lines[place]) > csv.field_size_limit() else "broken_quote"
    if len(record) == width or reader.line_num == 1:
        return reader.line_num, ""
    return 1, "broken_quote"
