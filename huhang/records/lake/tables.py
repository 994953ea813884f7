"""The rows of one table in a lake: what is new, known or corrected, and the buckets that change with it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.hashing import LEAVES, fold, leaf_digests
from huhang.records.lake.layout import (
    PERSONS,
    bucket_sql,
    data_path,
    history_path,
    history_schema,
    order_sql,
    stored_columns,
    stored_schema,
    write_rows,
)
from huhang.records.lake.manifest import Manifest, StoredFile
from huhang.records.schema import Kind, Table

NEW, SAME, CORRECTED, OUTDATED = "new", "known", "corrected", "outdated"


@dataclass
class Changes:
    """What a writing does to a lake: files in place of others, history added, files written, rows counted."""

    files: dict[tuple[str, int], StoredFile | None] = field(default_factory=dict)
    history: list[StoredFile] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def files_of(self, manifest: Manifest) -> tuple[StoredFile, ...]:
        """All files of rows after the writing."""
        kept = {(file.table, file.bucket): file for file in manifest.files}
        return tuple(file for _, file in sorted((kept | self.files).items()) if file is not None)


@dataclass(frozen=True)
class Place:
    """The lake that is written, as it was before, and the number of the writing."""

    lake: Path
    manifest: Manifest
    number: int

    def file(self, table: Table, bucket: int) -> StoredFile | None:
        """The rows that a bucket has so far."""
        return next((file for file in self.manifest.of(table.name) if file.bucket == bucket), None)


def open_rows() -> duckdb.DuckDBPyConnection:
    """A connection in which rows of a lake are read and compared."""
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'")
    return db


def add_rows(place: Place, changes: Changes, table: Table, rows: pa.Table) -> None:
    """Bring rows into a table: new ones are added, others replace what was known under their key."""
    names = [column.name for column in stored_columns(table)]
    with open_rows() as db:
        db.register("handed", rows.select(names).cast(stored_schema(table)))
        bucket = bucket_sql(table, place.manifest.buckets)
        db.execute(
            "CREATE TEMP TABLE arrived AS "
            f"SELECT row_number() OVER () AS _n, {bucket} AS _bucket, * FROM handed"
        )
        _compare(db, place, table)
        db.execute(
            f"CREATE TEMP TABLE judged AS SELECT a.*, coalesce(m.fate, '{NEW}') AS _fate, "
            "coalesce(m._bucket, a._bucket) AS _was FROM arrived a LEFT JOIN met m USING (_n)"
        )
        found = db.execute("SELECT _fate, count(*) FROM judged GROUP BY ALL").fetchall()
        changes.counts[table.name] = Counter({str(fate): int(count) for fate, count in found})
        touched = f"SELECT DISTINCT unnest([_bucket, _was]) FROM judged WHERE _fate <> '{SAME}' ORDER BY ALL"
        for (number,) in db.execute(touched).fetchall():
            _rewrite(db, place, changes, table, int(number))


def _compare(db: duckdb.DuckDBPyConnection, place: Place, table: Table) -> None:
    """Make the table "met": of each row that arrived with a known key, its fate and where the key is."""
    db.execute("CREATE TEMP TABLE met (_n BIGINT, _bucket INTEGER, fate VARCHAR)")
    arrived = {int(row[0]) for row in db.execute("SELECT DISTINCT _bucket FROM arrived").fetchall()}
    settled = not table.by_worker or "worker_id" in table.key
    same = " AND ".join(f"a.{c.name} IS NOT DISTINCT FROM k.{c.name}" for c in stored_columns(table))
    outdated = f"WHEN a.revised_at < k.revised_at THEN '{OUTDATED}'" if "revised_at" in table.by_name else ""
    for file in place.manifest.of(table.name):
        if settled and file.bucket not in arrived:
            continue
        here = f" AND a._bucket = {file.bucket}" if settled else ""
        db.execute(
            f"INSERT INTO met SELECT a._n, {file.bucket}, CASE WHEN {same} THEN '{SAME}' {outdated} "
            f"ELSE '{CORRECTED}' END FROM arrived a JOIN {read_sql(place.lake, [file])} k "
            f"ON {_same_key(table, 'a', 'k')}{here}"
        )


def _same_key(table: Table, one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in table.key)


def _rewrite(
    db: duckdb.DuckDBPyConnection, place: Place, changes: Changes, table: Table, bucket: int
) -> None:
    """Write a bucket again with what arrived, and what it replaces into history."""
    names = ", ".join(column.name for column in stored_columns(table))
    arrived = f"SELECT {names} FROM judged WHERE _bucket = {bucket} AND _fate IN ('{NEW}', '{CORRECTED}')"
    replaced = f"SELECT {names} FROM judged WHERE _was = {bucket} AND _fate = '{OUTDATED}'"
    known = place.file(table, bucket)
    if known is not None:
        source = f"{read_sql(place.lake, [known])} k"
        corrected = f"judged a WHERE a._fate = '{CORRECTED}' AND {_same_key(table, 'a', 'k')}"
        arrived += f" UNION ALL SELECT {names} FROM {source} WHERE NOT EXISTS (FROM {corrected})"
        replaced += f" UNION ALL SELECT {names} FROM {source} WHERE EXISTS (FROM {corrected})"
    rows = fetch(db, f"FROM ({arrived}) ORDER BY {order_sql(table)}")
    changes.files[table.name, bucket] = store(place, changes, table, bucket, rows)
    past = fetch(
        db, f"SELECT *, {place.number}::BIGINT AS replaced_by FROM ({replaced}) ORDER BY {order_sql(table)}"
    )
    if past.num_rows:
        path = history_path(table.name, bucket, place.number)
        written = write_rows(place.lake, path, table, past, history_schema(table))
        changes.fresh.append(written.path)
        changes.history.append(StoredFile(written.path, table.name, bucket, written.rows, written.sha256))


def store(place: Place, changes: Changes, table: Table, bucket: int, rows: pa.Table) -> StoredFile | None:
    """Write the rows of a bucket, and what the manifest tells of them; None where there are none."""
    if rows.num_rows == 0:
        return None
    path = data_path(table.name, bucket, place.number)
    written = write_rows(place.lake, path, table, rows, stored_schema(table))
    changes.fresh.append(written.path)
    digests: dict[str, str] = {}
    if table is not PERSONS:
        span = LEAVES // place.manifest.buckets if table.by_worker else 1
        digests = fold(leaf_digests(table, rows), bucket * span, span)
    areas = [column.name for column in stored_columns(table) if column.kind is Kind.AREA]
    return StoredFile(
        written.path,
        table.name,
        bucket,
        written.rows,
        written.sha256,
        digests,
        _values(rows, ["platform_id"] if table.has_platform else []),
        _values(rows, areas),
    )


def _values(rows: pa.Table, columns: Iterable[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in columns:
        found.update(str(value) for value in pc.unique(rows.column(name)).to_pylist() if value is not None)
    return tuple(sorted(found))


def read_sql(lake: Path, files: Iterable[StoredFile]) -> str:
    """SQL that reads these files."""
    paths = ", ".join("'" + str(lake / file.path).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{paths}])"


def fetch(db: duckdb.DuckDBPyConnection, query: str, given: Mapping[str, Any] | None = None) -> pa.Table:
    """The rows that a query gives."""
    return cast(pa.Table, db.sql(query, params=given or None).to_arrow_table())
