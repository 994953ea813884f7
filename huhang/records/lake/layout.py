"""Where everything in a lake is, in which columns and order rows are kept, and how files are written."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huhang.records.dictionaries import only_named
from huhang.records.files import digest_of
from huhang.records.leaves import LEAVES, leaf_of
from huhang.records.schema import MONEY_KINDS, Column, Kind, Table
from huhang.records.tables import TABLES
from huhang.records.tables.columns import PLATFORM, WORKER, needed

MANIFEST = "manifest.json"
LOCK = "huhang-lake.lock"
# What a writer may sweep; anything else in the folder is left alone.
SPILL = "spill"
FOLDERS = ("data", "index", "lines", "history", "quarantine", "verdicts", SPILL)
# The number of the take-in (receipt) that replaced a row, in history files.
REPLACED_BY = "replaced_by"

PERSONS = Table(
    "persons",
    ("platform_id", "worker_id"),
    "人员对应",
    "which workers are one person",
    (PLATFORM, WORKER, needed("person_key", Kind.CODE, "身份证件号码的 HMAC", "HMAC of the identity number")),
)
STORED: dict[str, Table] = {**TABLES, PERSONS.name: PERSONS}

# Amounts, counts and days are often the same.
_OFTEN_EQUAL = frozenset({*MONEY_KINDS, Kind.COUNT, Kind.DAY})
# The rows of one worker are read with so many others.
_ROWS_TOGETHER = 1 << 16


@dataclass(frozen=True)
class Written:
    """A file as it was written: its path within the lake, rows and SHA-256."""

    path: str
    rows: int
    sha256: str


def stored_columns(table: Table) -> tuple[Column, ...]:
    """The columns that are kept; identities never are."""
    return tuple(column for column in table.columns if column.kind is not Kind.IDENTITY)


def stored_schema(table: Table) -> pa.Schema:
    """The types of the files: as everywhere, but times in whole seconds as Parquet can hold them (ms)."""
    fields = []
    for column in stored_columns(table):
        kind = pa.timestamp("ms", tz="UTC") if column.kind is Kind.TIME else column.staged_type
        fields.append(pa.field(column.name, kind))
    return pa.schema(fields)


def few_values(table: Table) -> list[str]:
    """The columns of text that repeat few values, and are kept as dictionaries."""
    return [column.name for column in stored_columns(table) if column.recurs]


def history_schema(table: Table) -> pa.Schema:
    """The types of a history file: the row as it was, and the take-in that replaced it."""
    return stored_schema(table).append(pa.field(REPLACED_BY, pa.int64()))


def data_path(table: str, bucket: int, number: int) -> str:
    """Where the rows of a bucket are, as the writing with this number left them."""
    return f"data/{table}/bucket-{bucket:04d}-{number:06d}.parquet"


def history_path(table: str, bucket: int, number: int, part: int = 0) -> str:
    """Where rows of a bucket are that this writing replaced, or left (`part`) of those replaced before."""
    return f"history/{table}/bucket-{bucket:04d}-{number:06d}-{part:04d}.parquet"


def index_path(table: str, bucket: int, number: int) -> str:
    """Where the numbers of the rows of a bucket are."""
    return f"index/{table}/bucket-{bucket:04d}-{number:06d}.arrow"


def lines_path(table: str, number: int, part: int) -> str:
    """Where a writing remembers rows as they were written."""
    return f"lines/{table}/{number:06d}-{part:04d}.arrow"


def bucket_of_worker(platform_id: str, worker_id: str, buckets: int) -> int:
    """The bucket that has the rows of a worker, of so many buckets."""
    return leaf_of(platform_id, worker_id) // (LEAVES // buckets)


def write_rows(lake: Path, path: str, table: Table, rows: pa.Table, schema: pa.Schema) -> Written:
    """Write a Parquet file, on disk when this returns."""
    target = lake / path
    make_folder(target.parent)
    few = [*few_values(table), *(c.name for c in stored_columns(table) if c.kind in _OFTEN_EQUAL)]
    with target.open("wb") as stream:
        options: dict[str, Any] = {"compression": "zstd", "use_dictionary": few, "store_schema": False}
        with pq.ParquetWriter(stream, schema, **options) as writer:
            for first in range(0, max(rows.num_rows, 1), _ROWS_TOGETHER):
                together = rows.slice(first, _ROWS_TOGETHER)
                writer.write_table(only_named(together).cast(schema), row_group_size=_ROWS_TOGETHER)
        flush(stream.fileno())
    return Written(path, rows.num_rows, digest_of(target))


def write_arrow(lake: Path, path: str, rows: pa.Table) -> None:
    """Write an Arrow file, on disk when this returns."""
    target = lake / path
    make_folder(target.parent)
    with target.open("wb") as stream:
        with pa.ipc.new_file(stream, rows.schema) as writer:
            writer.write_table(rows)
        stream.flush()
        flush(stream.fileno())


def write_text(lake: Path, path: str, text: str) -> Written:
    """Write a small file of text, on disk when this returns; its rows are its lines."""
    target = lake / path
    make_folder(target.parent)
    content = text.encode("utf-8")
    with target.open("wb") as stream:
        stream.write(content)
        stream.flush()
        flush(stream.fileno())
    return Written(path, text.count("\n"), hashlib.sha256(content).hexdigest())


def flush(handle: int) -> None:
    """See to it that what was written is on disk."""
    os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """See to it that the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and see to it that its name and those above it are on disk."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(missing):
        flush_folder(path.parent)


def flush_folders_of(lake: Path, paths: Iterable[str]) -> None:
    """See to it that the names of these files are on disk."""
    for folder in sorted({(lake / path).parent for path in paths}):
        flush_folder(folder)
