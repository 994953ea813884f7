"""Comma-separated text: a fast reader for clean files, a careful one where quotes or rows are broken."""

import csv
import io
from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from huhang.records.reading.packed import as_utf8
from huhang.records.reading.raw import VALUE_SHOWN, RawRows, UnusableFileError, check_header, finished
from huhang.records.row_faults import CellFault

DELIMITERS = (",", "\t", ";")
BLOCK_BYTES = 8 << 20
LINES_PER_RECORD = 1_000


def read_csv(content: bytes) -> RawRows:
    """Rows of a CSV file in any of the known encodings, every cell as text; the header is row 1."""
    text, replaced = as_utf8(content)
    end_of_header = text.find(b"\n")
    first_line = text if end_of_header < 0 else text[:end_of_header]
    delimiter = _delimiter(first_line)
    try:
        header = next(csv.reader([first_line.decode().rstrip("\r")], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        raise UnusableFileError(
            "表头读不出来；第一行应是列名。",
            "the header cannot be read; the first line must hold column names.",
        ) from None
    names = check_header(header)
    body = b"" if end_of_header < 0 else text[end_of_header + 1 :]
    raw = _read_fast(body, names, delimiter)
    return finished(raw if raw is not None else _read_carefully(body, names, delimiter), replaced=replaced)


def _delimiter(first_line: bytes) -> str:
    """The delimiter that the header uses most; a comma where there is none."""
    counts = {mark: first_line.count(mark.encode()) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _read_fast(body: bytes, names: list[str], delimiter: str) -> RawRows | None:
    """Rows of a body without broken quotes; None where the careful reader is needed."""
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
    if quoted and (_has_line_ends(table) or any('"' in (row.text or "") for row in ragged)):
        return None
    rows = [(row.number or 0) for row in ragged]
    faults = [
        # The body has lost its header: its first row is row 2 of the file.
        CellFault((row.number or 0) + 1, "", (row.text or "")[:VALUE_SHOWN], "wrong_number_of_cells")
        for row in ragged
        if (row.text or "").strip()
    ]
    return RawRows(table, _sound_numbers(table.num_rows, rows) + 1, faults)


def _parse(
    body: bytes,
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

    return pacsv.read_csv(
        io.BytesIO(body),
        read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, use_threads=threads),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
            invalid_row_handler=set_aside,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _sound_numbers(count: int, ragged: list[int]) -> npt.NDArray[np.int64]:
    """Numbers, from 1, of the `count` sound rows among which the `ragged` ones are missing."""
    numbers = np.arange(1, count + len(ragged) + 1, dtype=np.int64)
    return np.delete(numbers, np.array(ragged, dtype=np.int64) - 1)


def _has_line_ends(table: pa.Table) -> bool:
    """Whether a cell holds a line end, as text does, or as a quotation mark left open makes it."""
    return any(pc.any(pc.match_substring(column, "\n")).as_py() for column in table.columns)


def _read_carefully(body: bytes, names: list[str], delimiter: str) -> RawRows:
    """Rows read one by one, so that a quotation mark left open spoils its own line only."""
    records: list[list[str]] = []
    numbers: list[int] = []
    faults: list[CellFault] = []
    for number, (record, line) in enumerate(_records(body.decode(), len(names), delimiter), start=2):
        if isinstance(record, list):
            records.append(record)
            numbers.append(number)
        elif record:
            faults.append(CellFault(number, "", line[:VALUE_SHOWN].rstrip("\r\n"), record))
    columns = {
        name: pa.array([record[place] for record in records], pa.string()) for place, name in enumerate(names)
    }
    return RawRows(pa.table(columns), np.array(numbers, dtype=np.int64), faults)


def _records(text: str, width: int, delimiter: str) -> Iterator[tuple[list[str] | str, str]]:
    """Each record with its first line: its cells, or the reason why it is none ("" for a blank line)."""
    lines = list(io.StringIO(text, newline=""))
    place = 0
    while place < len(lines):
        line = lines[place]
        if '"' in line:
            record, taken = _quoted_record(lines, place, width, delimiter)
            yield record, line
            place += taken
            continue
        place += 1
        cells = line.rstrip("\r\n").split(delimiter)
        if len(cells) == width:
            yield cells, line
        else:
            yield ("wrong_number_of_cells" if line.strip() else ""), line


def _quoted_record(lines: list[str], place: int, width: int, delimiter: str) -> tuple[list[str] | str, int]:
    """The record that starts on a line with quotes, or why there is none, and how many lines it takes."""
    ahead = (lines[at] for at in range(place, min(place + LINES_PER_RECORD, len(lines))))
    reader = csv.reader(ahead, delimiter=delimiter, strict=True)
    try:
        record = next(reader)
    except csv.Error:
        return ("too_long" if len(lines[place]) > csv.field_size_limit() else "broken_quote"), 1
    if len(record) == width:
        return record, reader.line_num
    return ("wrong_number_of_cells" if reader.line_num == 1 else "broken_quote"), 1
