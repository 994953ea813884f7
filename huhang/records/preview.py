"""The beginning of a file, read before it is taken in: which table it is, and what its columns become."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huhang.records.files import SourceFile, find_files
from huhang.records.mapping import Mapping, TableMapping
from huhang.records.plan import Plan, plan_of
from huhang.records.reading.csv_text import read_csv
from huhang.records.reading.json_lines import read_json_lines
from huhang.records.reading.packed import empty_file, unpacked
from huhang.records.reading.parquet import as_text, read_parquet
from huhang.records.reading.raw import RawRows, UnusableFileError
from huhang.records.reading.xlsx import read_xlsx
from huhang.records.recognition import recognise
from huhang.vocabulary.words import Text

# So much of a text file is looked at; a header and some hundred rows fit in.
HEAD_BYTES = 256 << 10
_CELL_SHOWN = 60

_NO_FORMAT = Text(
    "不是可读的格式。请另存为 CSV、CSV.gz、JSON Lines、Parquet 或 XLSX，再交来。",
    "not a format that is read. Save it as CSV, CSV.gz, JSON Lines, Parquet or XLSX, and hand it in again.",
)


@dataclass(frozen=True)
class Preview:
    """What the beginning of a file (or of one sheet) shows.

    `called` names the file's column for each of ours, `fixed` those of ours that a mapping tells, `missing`
    those of ours that are not there; `told` says why the file cannot be used, None where it can.
    """

    sheet: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    table: str | None = None
    called: dict[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    told: Text | None = None
    warnings: tuple[Text, ...] = ()

    @property
    def handed(self) -> frozenset[str]:
        """The columns of ours that are there."""
        return frozenset({*self.called, *self.fixed})


def preview(path: Path, mapping: Mapping | None = None, rows: int = 5) -> list[Preview]:
    """The first rows of a file and what they are taken for, one entry for each sheet of a workbook."""
    file = find_files([path])[0]
    if not file.format:
        return [Preview(told=_NO_FORMAT)]
    try:
        return [_of_sheet(file, sheet, mapping, rows) for sheet in _head(file, rows)]
    except UnusableFileError as error:
        return [Preview(told=error.text)]
    except OSError as error:
        reason = error.strerror or "OSError"
        return [Preview(told=Text(f"文件读不出来（{reason}）。", f"the file cannot be read ({reason})."))]


def _head(file: SourceFile, rows: int) -> list[RawRows]:
    """The first rows of each sheet, as text."""
    if file.path.stat().st_size == 0:
        raise empty_file()
    if file.format == "xlsx":
        return read_xlsx(file.path.read_bytes())
    if file.format == "parquet":
        return [_parquet_head(file.path, rows)]
    text = _text_head(file)
    return [read_json_lines(text) if file.format == "jsonl" else read_csv(text)]


def _text_head(file: SourceFile) -> bytes:
    """Whole lines from the beginning of a text file."""
    text = b""
    for block in unpacked(file.path, file.packed, 0, HEAD_BYTES):
        text += block
        if len(text) >= HEAD_BYTES:
            return text[: text.rfind(b"\n") + 1] or text
    return text


def _parquet_head(path: Path, rows: int) -> RawRows:
    try:
        file = pq.ParquetFile(path)
        batches: Iterator[pa.RecordBatch] = islice(file.iter_batches(batch_size=rows), 1)
        table = pa.Table.from_batches(batches, file.schema_arrow)
    except (pa.ArrowException, OSError):
        return read_parquet(path.read_bytes())
    columns = [as_text(column) for column in table.columns]
    return RawRows(pa.table(columns, names=table.column_names), np.arange(1, table.num_rows + 1))


def _of_sheet(file: SourceFile, raw: RawRows, mapping: Mapping | None, rows: int) -> Preview:
    """What one sheet is taken for."""
    header = raw.columns.column_names
    shown = raw.columns.slice(0, rows).to_pylist()
    cells = tuple(tuple(str(row[name] or "")[:_CELL_SHOWN] for name in header) for row in shown)
    found = recognise(file.label, (raw.name, file.stem), header, mapping)
    if found is None:
        return Preview(raw.name, tuple(header), cells, told=_unknown(header))
    name = found.table.name
    try:
        plan = plan_of(
            header, found.table, found.mapping or TableMapping(table=name), mapped=found.mapping is not None
        )
    except UnusableFileError as error:
        return Preview(raw.name, tuple(header), cells, name, told=error.text)
    return Preview(
        sheet=raw.name,
        header=tuple(header),
        rows=cells,
        table=name,
        called=dict(plan.called),
        fixed=tuple(plan.told),
        missing=_missing(plan),
        warnings=tuple(plan.warnings),
    )


def _missing(plan: Plan) -> tuple[str, ...]:
    return tuple(column.name for column in plan.table.columns if column.name not in plan.handed)


def _unknown(header: list[str]) -> Text:
    shown = ", ".join(header[:8]) + (" …" if len(header) > 8 else "")
    return Text(
        f"认不出是哪张表（列：{shown}）。请以表名开头命名文件（如 orders-2025-10.csv），或用映射文件。",
        f"it is none of the known tables (columns: {shown}). Let the file's name begin with that of its "
        "table (orders-2025-10.csv), or choose or upload a mapping file.",
    )
