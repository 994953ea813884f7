"""A hash over the content of tables, the same however the rows were split, ordered or stored.

The rows of workers are dealt into 1,024 leaves by a hash of company and worker; each leaf has its own
SHA-256 over its columns, and pairs of leaves are hashed together up to one digest a table. A bucket of a
lake is some neighbouring leaves, so that its digest can be kept and a whole table's made from them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.leaves import LEAVES, leaves_of_rows
from huhang.records.ordering import kept_order, order_of
from huhang.records.schema import Column, Kind, Table
from huhang.records.usual.written import Cells, one_array

# Digests by leaf number; leaves without rows are left out.
Leaves = dict[int, bytes]
Order = NDArray[np.int64]


def hashed_columns(table: Table) -> tuple[Column, ...]:
    """The columns that a hash covers.

    Identities (name, identity number, telephone) are left out: no verdict rests on them, and no hash
    shall let them be guessed.
    """
    return tuple(column for column in table.columns if column.kind is not Kind.IDENTITY)


def table_hash(table: Table, rows: pa.Table, present: frozenset[str]) -> str:
    """SHA-256 over the canonical rows, and over which columns were handed over."""
    root = fold(leaf_digests(table, rows), 0, leaves_of(table))
    return hash_of_table(table, rows.num_rows, root, present)


def hash_of_table(table: Table, rows: int, root: str, present: frozenset[str]) -> str:
    """The hash of a table whose leaves come down to this digest."""
    digest = hashlib.sha256(f"{table.name} {rows} {root}\n".encode())
    for column in hashed_columns(table):
        if column.name in present:
            digest.update(f"{column.name} {column.kind}\n".encode())
    return digest.hexdigest()


def data_hash(table_hashes: dict[str, str]) -> str:
    """SHA-256 over the hashes of all tables."""
    lines = "".join(f"{name} {value}\n" for name, value in sorted(table_hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def leaves_of(table: Table) -> int:
    """How many leaves the rows of a table are dealt into."""
    return LEAVES if table.by_worker else 1


def leaf_digests(table: Table, rows: pa.Table, *, in_order: bool = False) -> Leaves:
    """The digest of every leaf that has rows; `in_order` if they come in the kept order."""
    order, numbers, borders = _by_leaf(table, rows, in_order)
    digests = [hashlib.sha256() for _ in numbers]
    for column in hashed_columns(table):
        if column.name not in rows.column_names:
            continue
        values: Any = one_array(rows.column(column.name))
        if values.null_count == len(values):
            continue
        content = _content(values, column.kind, order)
        filled = np.add.reduceat(np.frombuffer(content.there, "u1"), borders[:-1], dtype=np.int64)
        name = column.name.encode()
        for leaf in np.flatnonzero(filled).tolist():
            digests[leaf].update(name)
            content.add(digests[leaf], borders[leaf], borders[leaf + 1])
    return {number: digest.digest() for number, digest in zip(numbers, digests, strict=True)}


def fold(leaves: Leaves, first: int, count: int) -> str:
    """One digest over `count` neighbouring leaves (a power of two), from the leaf `first` on."""
    return _folded({number - first: digest for number, digest in leaves.items()}, count, 1).hex()


def fold_buckets(buckets: Iterable[tuple[int, str]], of: int, table: Table) -> str:
    """One digest over the digests of numbered buckets, `of` in all; absent ones have no rows."""
    known = {number: bytes.fromhex(digest) for number, digest in buckets}
    return _folded(known, of, leaves_of(table) // of).hex()


def _folded(digests: Leaves, count: int, size: int) -> bytes:
    """The digest of a span of nodes of `size` leaves each."""
    level = [digests.get(number) or _nothing(size) for number in range(count)]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [hashlib.sha256(left + right).digest() for left, right in pairs]
    return level[0]


@cache
def _nothing(size: int) -> bytes:
    """The digest of leaves without rows."""
    if size == 1:
        return hashlib.sha256(b"").digest()
    return hashlib.sha256(_nothing(size // 2) * 2).digest()


def _by_leaf(table: Table, rows: pa.Table, in_order: bool) -> tuple[Order, list[int], list[int]]:
    """The order of the rows by leaf, the leaves that have any, and where each begins and the last ends."""
    order = np.arange(rows.num_rows) if in_order else order_of(rows, kept_order(table))
    if not table.by_worker or not rows.num_rows:
        return order, [0] if rows.num_rows else [], [0, rows.num_rows]
    leaves = leaves_of_rows(rows)[order]
    by_leaf = np.argsort(leaves, kind="stable")
    leaves = leaves[by_leaf]
    starts = np.flatnonzero(np.diff(leaves, prepend=np.int16(-1)))
    return order[by_leaf], leaves[starts].tolist(), [*starts.tolist(), len(leaves)]


@dataclass(frozen=True)
class _Content:
    """The octets of a column: which values are there (one each), the values (`size` each), and the letters.

    Of texts the values are their lengths; row i of them has letters[places[i]:places[i + 1]].
    """

    there: memoryview
    values: memoryview
    size: int
    letters: memoryview | None = None
    places: NDArray[np.int64] | None = None

    def add(self, digest: Any, start: int, end: int) -> None:
        """Add some rows to a digest."""
        digest.update(self.there[start:end])
        digest.update(self.values[start * self.size : end * self.size])
        if self.letters is not None and self.places is not None:
            digest.update(self.letters[self.places[start] : self.places[end]])


def _content(column: Any, kind: Kind, order: Order) -> _Content:
    """The octets of a column, its rows in this order."""
    there = np.ones(len(column), "u1") if column.null_count == 0 else np.asarray(column.is_valid())[order]
    if kind is Kind.LIST:
        texts = [None if value is None else "\x1f".join(value) for value in column.to_pylist()]
        column = pa.array(texts, pa.string())
    if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
        return _text_content(_octets(there.astype("u1")), Cells.of(column).some(order))
    if pa.types.is_floating(column.type):
        # Adding 0.0 turns -0.0 into 0.0.
        values = (np.asarray(pc.fill_null(column, 0.0)) + 0.0).astype("<f8")
    else:
        values = np.asarray(_whole(column).fill_null(0)).astype("<i8")
    return _Content(_octets(there.astype("u1")), _octets(values[order]), values.itemsize)


def _whole(column: Any) -> Any:
    """A column of numbers, times, days or flags as whole numbers."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s", tz="UTC"))
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return column.cast(pa.int64())


def _octets(values: Any) -> memoryview:
    """The octets of an array."""
    return memoryview(values).cast("B")


def _text_content(there: memoryview, cells: Cells) -> _Content:
    places, letters = cells.gathered()
    lengths = np.diff(places).astype("<i4")
    return _Content(there, _octets(lengths), lengths.itemsize, _octets(letters), places)
