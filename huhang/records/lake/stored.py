"""Files of rows read and written: a bucket of a table with its index, and what the manifest tells of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.dataset import dataset

from huhang.records.checked import KEY
from huhang.records.hashing import fold, leaf_digests
from huhang.records.keys import Numbers
from huhang.records.lake.index import NO_INDEX, Index, read_index, write_index
from huhang.records.lake.layout import (
    PERSONS,
    REPLACED_BY,
    data_path,
    history_path,
    history_schema,
    index_path,
    stored_columns,
    stored_schema,
    write_rows,
)
from huhang.records.lake.manifest import Manifest, StoredFile
from huhang.records.leaves import LEAVES
from huhang.records.ordering import kept_order, order_of
from huhang.records.schema import Kind, Table


@dataclass(frozen=True)
class Place:
    """The lake that is written, as it was before, and the number of the writing."""

    lake: Path
    manifest: Manifest
    number: int

    def file(self, table: Table, bucket: int) -> StoredFile | None:
        """The rows that a bucket has so far."""
        return next((file for file in self.manifest.of(table.name) if file.bucket == bucket), None)

    def index(self, table: Table, bucket: int) -> Index:
        """The numbers of the rows that a bucket has so far."""
        file = self.file(table, bucket)
        return NO_INDEX if file is None else read_index(self.lake, file.index)

    def rows(self, table: Table, bucket: int) -> pa.Table:
        """The rows that a bucket has so far, with the numbers of their keys beside them."""
        file = self.file(table, bucket)
        if file is None:
            return staged_schema(table).empty_table()
        index = read_index(self.lake, file.index)
        rows = read_stored(self.lake / file.path, table)
        return rows.append_column(KEY, pa.array(index.keys))


@dataclass
class Changes:
    """What a writing does to a lake: files in place of others, history added, and all files written.

    `stale` are the numbers of keys under which something else was kept before, by table; `late` the row
    numbers of what came too late to be kept.
    """

    files: dict[tuple[str, int], StoredFile | None] = field(default_factory=dict)
    history: list[StoredFile] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    stale: dict[str, list[Numbers]] = field(default_factory=dict)
    late: list[Numbers] = field(default_factory=list)

    def add(self, other: "Changes") -> None:
        """Do what the other does, too."""
        self.files |= other.files
        self.history += other.history
        self.fresh += other.fresh
        self.late += other.late
        for table, keys in other.stale.items():
            self.stale.setdefault(table, []).extend(keys)

    def files_of(self, manifest: Manifest) -> tuple[StoredFile, ...]:
        """All files of rows after the writing."""
        kept = {(file.table, file.bucket): file for file in manifest.files}
        return tuple(file for _, file in sorted((kept | self.files).items()) if file is not None)


def staged_schema(table: Table) -> pa.Schema:
    """The types in which stored rows are compared and brought together."""
    fields = [pa.field(column.name, column.staged_type) for column in stored_columns(table)]
    return pa.schema([*fields, pa.field(KEY, pa.int64())])


def read_stored(path: Path, table: Table, own: pc.Expression | None = None) -> pa.Table:
    """The rows of a file, or those that `own` chooses, in the types in which rows are brought together."""
    columns = stored_columns(table)
    numbered = [column.name for column in columns if column.recurs]
    rows = rows_of_file(path, numbered, own)
    fields = [pa.field(column.name, column.staged_type) for column in columns]
    if REPLACED_BY in rows.column_names:
        fields.append(pa.field(REPLACED_BY, pa.int64()))
    schema = pa.schema(fields)
    for name in set(schema.names) - set(rows.column_names):
        # A column that is younger than the file.
        rows = rows.append_column(name, pa.nulls(rows.num_rows, schema.field(name).type))
    return rows.select(schema.names).cast(schema).unify_dictionaries().combine_chunks()


def rows_of_file(
    path: Path, numbered: list[str], own: pc.Expression | None, columns: Sequence[str] | None = None
) -> pa.Table:
    """Columns of a file with the texts of some as dictionaries; of the rows those that `own` chooses."""
    with pq.ParquetFile(path, read_dictionary=numbered) as file:
        (groups,) = groups_of_rows(file, path, own)
        return rows_of_groups(file, groups, own, columns or file.schema_arrow.names)


def rows_of_groups(
    file: pq.ParquetFile, groups: Sequence[int], own: pc.Expression | None, columns: Sequence[str]
) -> pa.Table:
    """Columns of some groups of rows of an open file; of the rows those that `own` chooses."""
    rows = file.read_row_groups(list(groups), list(columns), use_threads=False).select(list(columns))
    return rows if own is None else rows.filter(own)


def groups_of_rows(
    file: pq.ParquetFile, path: Path, own: pc.Expression | None, at_once: int | None = None
) -> list[list[int]]:
    """The groups of rows of a file that may have what `own` chooses, in parts of at most so many rows.

    A part has one group at least; without `at_once` there is one part, with all of them.
    """
    rows = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    groups: Iterable[int] = range(len(rows))
    if own is not None:
        # Where texts come as dictionaries, Arrow would read the groups of rows that have nothing of it, too.
        (whole,) = dataset(path).get_fragments()
        groups = [group.id for group in whole.subset(own).row_groups]
    parts: list[list[int]] = [[]]
    for group in groups:
        together = sum(rows[one] for one in parts[-1]) + rows[group]
        if at_once is not None and parts[-1] and together > at_once:
            parts.append([])
        parts[-1].append(group)
    return parts


def in_kept_order(table: Table, rows: pa.Table) -> pa.Table:
    """The rows in the order in which a file has them."""
    return rows.take(order_of(rows, kept_order(table)))


def store(place: Place, changes: Changes, table: Table, bucket: int, rows: pa.Table) -> None:
    """Write the rows of a bucket, in any order, with the numbers of their keys, in place of its own."""
    if rows.num_rows == 0:
        changes.files[table.name, bucket] = None
        return
    rows = in_kept_order(table, rows)
    names = [column.name for column in stored_columns(table)]
    plain = rows.select(names)
    path = data_path(table.name, bucket, place.number)
    written = write_rows(place.lake, path, table, plain, stored_schema(table))
    numbers = Index(rows.column(KEY).to_numpy())
    index = write_index(place.lake, index_path(table.name, bucket, place.number), numbers)
    digest = ""
    if table is not PERSONS:
        span = LEAVES // place.manifest.buckets if table.by_worker else 1
        digest = fold(leaf_digests(table, plain, in_order=True), bucket * span, span)
    areas = [column.name for column in stored_columns(table) if column.kind is Kind.AREA]
    changes.fresh += [written.path, index]
    changes.files[table.name, bucket] = StoredFile(
        written.path,
        table.name,
        bucket,
        written.rows,
        written.sha256,
        index,
        digest,
        _values(rows, ["platform_id"] if table.has_platform else []),
        _values(rows, areas),
    )


def store_history(place: Place, changes: Changes, table: Table, bucket: int, rows: pa.Table) -> None:
    """Write rows that were replaced, or came too late, into history."""
    if rows.num_rows == 0:
        return
    rows = in_kept_order(table, rows).select([column.name for column in stored_columns(table)])
    rows = rows.append_column(REPLACED_BY, pa.array(np.full(rows.num_rows, place.number, np.int64)))
    path = history_path(table.name, bucket, place.number)
    written = write_rows(place.lake, path, table, rows, history_schema(table))
    changes.fresh.append(written.path)
    changes.history.append(StoredFile(written.path, table.name, bucket, written.rows, written.sha256))


def _values(rows: pa.Table, columns: Iterable[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in columns:
        found.update(str(value) for value in pc.unique(rows.column(name)).to_pylist() if value is not None)
    return tuple(sorted(found))
