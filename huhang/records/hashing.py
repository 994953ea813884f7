"""A hash over the content of tables, the same however the rows were split, ordered or stored.

The rows of workers are dealt into 1,024 leaves by a hash of company and worker; each column of a leaf has
its own SHA-256, and pairs of leaves are hashed together up to one digest a column. A bucket of a lake is
some neighbouring leaves, so that its digests can be kept and a whole table's made from them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.schema import Column, Kind, Table

LEAVES = 1024
LEAF_SQL = f"(md5_number_lower(platform_id || chr(31) || coalesce(worker_id, '')) % {LEAVES})::SMALLINT"
"""SQL of the leaf of a row, and with it of its bucket."""

# Digests by column and leaf number; leaves without rows are left out.
Leaves = dict[str, dict[int, bytes]]


def hashed_columns(table: Table) -> tuple[Column, ...]:
    """The columns that a hash covers.

    Identities (name, identity number, telephone) are left out: no verdict rests on them, and no hash
    shall let them be guessed.
    """
    return tuple(column for column in table.columns if column.kind is not Kind.IDENTITY)


def table_hash(table: Table, rows: pa.Table, present: frozenset[str]) -> str:
    """SHA-256 over the columns handed over of the canonical rows, column by column."""
    roots = fold(leaf_digests(table, rows), 0, leaves_of(table))
    return hash_of_columns(table, rows.num_rows, roots, present)


def hash_of_columns(table: Table, rows: int, roots: Mapping[str, str], present: frozenset[str]) -> str:
    """The hash of a table whose columns have these digests."""
    digest = hashlib.sha256(f"{table.name} {rows}\n".encode())
    for column in hashed_columns(table):
        if column.name in present:
            digest.update(f"{column.name} {column.kind} {roots[column.name]}\n".encode())
    return digest.hexdigest()


def data_hash(table_hashes: dict[str, str]) -> str:
    """SHA-256 over the hashes of all tables."""
    lines = "".join(f"{name} {value}\n" for name, value in sorted(table_hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def leaves_of(table: Table) -> int:
    """How many leaves the rows of a table are dealt into."""
    return LEAVES if table.by_worker else 1


def leaf_digests(table: Table, rows: pa.Table) -> Leaves:
    """The digest of every column of every leaf that has rows; the rows may come in any order."""
    ordered, borders = _by_leaf(table, rows)
    found: Leaves = {}
    for column in hashed_columns(table):
        content = _content(ordered.column(column.name), column.kind)
        found[column.name] = {leaf: content.digest(start, end) for leaf, start, end in borders}
    return found


def fold(leaves: Leaves, first: int, count: int) -> dict[str, str]:
    """One digest a column over `count` neighbouring leaves (a power of two), from the leaf `first` on."""
    return {name: _folded(digests, first, count).hex() for name, digests in leaves.items()}


def fold_buckets(
    buckets: Iterable[tuple[int, Mapping[str, str]]], of: int, names: Iterable[str], table: Table
) -> dict[str, str]:
    """One digest a column over the digests of numbered buckets, `of` in all; absent ones have no rows."""
    at_hand = list(buckets)
    size = leaves_of(table) // of
    roots: dict[str, str] = {}
    for name in names:
        known = {number: bytes.fromhex(digests[name]) for number, digests in at_hand}
        roots[name] = _folded(known, 0, of, size).hex()
    return roots


def _folded(digests: Mapping[int, bytes], first: int, count: int, size: int = 1) -> bytes:
    """The digest of a span of nodes of `size` leaves each."""
    level = {number - first: digest for number, digest in digests.items()}
    while count > 1:
        parents = {number // 2 for number in level}
        nothing = _nothing(size)
        level = {
            number: _pair(level.get(2 * number, nothing), level.get(2 * number + 1, nothing))
            for number in parents
        }
        count, size = count // 2, size * 2
    return level.get(0, _nothing(size))


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(left + right).digest()


@cache
def _nothing(size: int) -> bytes:
    """The digest of leaves without rows."""
    return hashlib.sha256(b"").digest() if size == 1 else _pair(_nothing(size // 2), _nothing(size // 2))


def _by_leaf(table: Table, rows: pa.Table) -> tuple[pa.Table, list[tuple[int, int, int]]]:
    """The rows by leaf and key, and of each leaf its number, its first row and the row after its last."""
    order = ", ".join(f"{name} NULLS FIRST" for name in table.key)
    if not table.by_worker:
        return _sorted(rows, f"FROM handed ORDER BY {order}"), [(0, 0, rows.num_rows)]
    ordered = _sorted(rows, f"SELECT *, {LEAF_SQL} AS _leaf FROM handed ORDER BY _leaf, {order}")
    leaf = ordered.column("_leaf").to_numpy()
    starts = np.flatnonzero(np.diff(leaf, prepend=-1)).tolist()
    ends = [*starts[1:], len(leaf)] if starts else []
    return ordered, [(int(leaf[start]), start, end) for start, end in zip(starts, ends, strict=True)]


def _sorted(rows: pa.Table, query: str) -> pa.Table:
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        db.register("handed", rows)
        return cast(pa.Table, db.sql(query).to_arrow_table())


@dataclass(frozen=True)
class _Content:
    """The values of a column as arrays: which are there, the values (for text, lengths), and the letters.

    Row i of a text has letters[places[i]:places[i + 1]].
    """

    there: Any
    values: Any
    letters: memoryview | None = None
    places: npt.NDArray[np.int64] | None = None

    def digest(self, start: int, end: int) -> bytes:
        """SHA-256 over some rows."""
        digest = hashlib.sha256(self.there[start:end])
        digest.update(self.values[start:end])
        if self.letters is not None and self.places is not None:
            digest.update(self.letters[int(self.places[start]) : int(self.places[end])])
        return digest.digest()


def _content(column: Any, kind: Kind) -> _Content:
    there = np.asarray(column.is_valid()).astype("u1")
    if kind is Kind.LIST:
        texts = [None if value is None else "\x1f".join(value) for value in column.to_pylist()]
        column = pa.chunked_array([texts], pa.string())
    if pa.types.is_string(column.type):
        return _text_content(there, pc.fill_null(column, ""))
    if pa.types.is_floating(column.type):
        # Adding 0.0 turns -0.0 into 0.0.
        return _Content(there, (np.asarray(pc.fill_null(column, 0.0)) + 0.0).astype("<f8"))
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s", tz="UTC"))
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    whole: Any = pc.fill_null(column.cast(pa.int64()), 0)
    return _Content(there, np.asarray(whole).astype("<i8"))


def _text_content(there: npt.NDArray[np.uint8], texts: Any) -> _Content:
    lengths = np.asarray(pc.binary_length(texts)).astype("<i4")
    places = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return _Content(there, lengths, memoryview(b"".join(_letters(texts))), places)


def _letters(texts: Any) -> Iterator[bytes]:
    """The letters of all texts, chunk by chunk."""
    for chunk in texts.chunks:
        _, offsets, letters = chunk.buffers()
        if letters is not None and len(chunk):
            places = np.frombuffer(offsets, dtype="<i4")
            start, end = int(places[chunk.offset]), int(places[chunk.offset + len(chunk)])
            yield bytes(memoryview(letters)[start:end])
