"""Where everything in a lake is, in which columns and order rows are kept, and how files are written."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huhang.records.hashing import LEAF_SQL, LEAVES
from huhang.records.schema import Column, Kind, Table
from huhang.records.tables import TABLES
from huhang.records.tables.columns import PLATFORM, WORKER, needed

MANIFEST = "manifest.json"
LOCK = "huhang-lake.lock"
# What a writer may sweep; anything else in the folder is left alone.
FOLDERS = ("data", "history", "quarantine", "verdicts")
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

# By what the rows of a worker are sorted, where the table's key does not begin with it.
_SORTED_BY = {"orders": "accepted_at", "deductions": "occurred_at", "payouts": "period_from"}
_FEW_VALUES = frozenset({Kind.CHOICE, Kind.AREA, Kind.HOME_AREA})
_FEW_CODES = frozenset(
    {"platform_id", "worker_id", "partner_id", "company_id", "subsector", "rule_version", "kind", "reason"}
)
_ROWS_TOGETHER = 1 << 18


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
        kind = pa.timestamp("ms", tz="UTC") if column.kind is Kind.TIME else column.arrow_type
        fields.append(pa.field(column.name, kind))
    return pa.schema(fields)


def few_values(table: Table) -> list[str]:
    """The columns of text that repeat few values, and are kept as dictionaries."""
    return [
        column.name
        for column in stored_columns(table)
        if column.kind in _FEW_VALUES or column.name in _FEW_CODES
    ]


def history_schema(table: Table) -> pa.Schema:
    """The types of a history file: the row as it was, and the take-in that replaced it."""
    return stored_schema(table).append(pa.field(REPLACED_BY, pa.int64()))


def order_sql(table: Table) -> str:
    """In which order the rows of a file stand: platform, worker, time, then the rest of the key."""
    first = ["platform_id", "worker_id"] if table.by_worker else []
    names = dict.fromkeys([*first, *filter(None, [_SORTED_BY.get(table.name)]), *table.key])
    return ", ".join(f"{name} NULLS FIRST" for name in names)


def bucket_sql(table: Table, buckets: int) -> str:
    """SQL of the bucket of a row; tables without workers have one."""
    return f"({LEAF_SQL} // {LEAVES // buckets})::INTEGER" if table.by_worker else "0"


def data_path(table: str, bucket: int, number: int) -> str:
    """Where the rows of a bucket are, as the writing with this number left them."""
    return f"data/{table}/bucket-{bucket:04d}-{number:06d}.parquet"


def history_path(table: str, bucket: int, number: int) -> str:
    """Where the rows of a bucket are that this writing replaced."""
    return f"history/{table}/bucket-{bucket:04d}-{number:06d}.parquet"


def write_rows(lake: Path, path: str, table: Table, rows: pa.Table, schema: pa.Schema) -> Written:
    """Write a Parquet file, on disk when this returns."""
    target = lake / path
    make_folder(target.parent)
    with target.open("wb") as stream:
        options: dict[str, Any] = {"compression": "zstd", "use_dictionary": few_values(table)}
        with pq.ParquetWriter(stream, schema, **options) as writer:
            writer.write_table(rows.cast(schema), row_group_size=_ROWS_TOGETHER)
        flush(stream.fileno())
    return Written(path, rows.num_rows, sha256_of(target))


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


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
