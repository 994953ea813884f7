"""A hash over the content of tables, the same however the rows were split, ordered or stored."""

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.schema import Kind, Table


def table_hash(table: Table, rows: pa.Table, present: frozenset[str]) -> str:
    """SHA-256 over the columns handed over of rows in canonical order, column by column.

    Identities (name, identity number, telephone) are left out: no verdict rests on them, and no hash
    shall let them be guessed.
    """
    digest = hashlib.sha256(f"{table.name} {rows.num_rows}\n".encode())
    for column in table.columns:
        if column.name in present and column.kind is not Kind.IDENTITY:
            digest.update(f"{column.name} {column.kind}\n".encode())
            for piece in _content(rows[column.name], column.kind):
                digest.update(piece)
    return digest.hexdigest()


def data_hash(table_hashes: dict[str, str]) -> str:
    """SHA-256 over the hashes of all tables."""
    lines = "".join(f"{name} {value}\n" for name, value in sorted(table_hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _content(column: Any, kind: Kind) -> list[bytes]:
    """The values of a column as bytes: which are there, then the values (for text, lengths and letters)."""
    there = np.asarray(column.is_valid()).astype("u1").tobytes()
    if kind is Kind.LIST:
        texts = [None if value is None else "\x1f".join(value) for value in column.to_pylist()]
        column = pa.chunked_array([texts], pa.string())
    if pa.types.is_string(column.type):
        filled: Any = pc.fill_null(column, "")
        lengths = np.asarray(pc.binary_length(filled)).astype("<i4").tobytes()
        return [there, lengths, *(_letters(chunk) for chunk in filled.chunks)]
    if pa.types.is_floating(column.type):
        # Adding 0.0 turns -0.0 into 0.0.
        return [there, (np.asarray(pc.fill_null(column, 0.0)) + 0.0).astype("<f8").tobytes()]
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    whole: Any = pc.fill_null(column.cast(pa.int64()), 0)
    return [there, np.asarray(whole).astype("<i8").tobytes()]


def _letters(chunk: Any) -> bytes:
    """The letters of all texts of a chunk, one after another."""
    _, offsets, letters = chunk.buffers()
    if letters is None or len(chunk) == 0:
        return b""
    places = np.frombuffer(offsets, dtype="<i4")
    return bytes(letters[int(places[chunk.offset]) : int(places[chunk.offset + len(chunk)])])
