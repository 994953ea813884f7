"""Columns of Arrow tables as arrays of numbers."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Tables = Mapping[str, pa.Table]
Column: TypeAlias = "pa.ChunkedArray[Any]"
Texts: TypeAlias = "pa.Array[Any]"
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SECONDS = pa.timestamp("s", tz="UTC")
_IN_A_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
# No time, and an empty cell of money.
MISSING = np.iinfo(np.int64).min


def whole_numbers(column: Column) -> Ints:
    """Whole numbers, MISSING where there is none."""
    if column.null_count:
        column = column.fill_null(pa.scalar(MISSING, pa.int64()))
    return fixed(column.to_numpy())


def instants(column: Column) -> Ints:
    """Unix seconds, MISSING where there is none."""
    numbers = whole_numbers(column.cast(pa.int64()))
    seconds = numbers // per_second(column)
    if column.null_count:
        seconds[numbers == MISSING] = MISSING
    return fixed(seconds)


def per_second(times: "Column | Texts") -> int:
    """How many of its units of time a column counts in a second."""
    assert isinstance(times.type, pa.TimestampType)
    return _IN_A_SECOND[times.type.unit]


def unix_seconds(column: Column) -> Column:
    """Unix seconds, null where there is none."""
    return column.cast(_SECONDS).cast(pa.int64())


def fixed(array: Ints) -> Ints:
    """The array as one that nobody may write to, in one piece: loops are compiled for one kind only."""
    whole = np.ascontiguousarray(array, np.int64)
    whole.flags.writeable = False
    return whole


def distinct(numbers: Ints) -> Ints:
    """Each number once, in order; numpy.unique asks for memory anew for each of them."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def flags(column: "Column | Texts") -> Flags:
    """Whether a cell says yes; an empty one does not."""
    filled = column.fill_null(pa.scalar(False))
    return np.asarray(filled.to_numpy(zero_copy_only=False), np.bool_)


def is_there(column: Column) -> Flags:
    """Whether a cell says anything."""
    return np.asarray(pc.is_valid(column).to_numpy(), np.bool_)


def earliest_and_latest(column: Column) -> tuple[int, int] | None:
    """The first and the last Unix second of a column, None where it has none."""
    edges: Any = pc.min_max(column)
    per = per_second(column)
    if not edges["min"].is_valid:
        return None
    return edges["min"].value // per, edges["max"].value // per
