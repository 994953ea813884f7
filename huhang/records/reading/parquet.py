"""Parquet: typed columns turned to the text that the checks read, exactly."""

import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huhang.records.reading.raw import (
    VALUE_SHOWN,
    AnyColumn,
    RawRows,
    UnusableFileError,
    check_header,
    finished,
)
from huhang.records.row_faults import CellFault

# Whole numbers up to here are exact in floats of 64, 32 and 16 bits.
EXACT_FLOAT = 2.0**53
_EXACT: dict[pa.DataType, float] = {pa.float32(): 2.0**24, pa.float16(): 2.0**11}


def read_parquet(content: bytes) -> RawRows:
    """Rows of a Parquet file, every value as text; row 1 is the first row."""
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        raise UnusableFileError(
            "Parquet 文件损坏或不完整；请重新导出或重新传送。",
            "the Parquet file is damaged or cut short; export or send it again.",
        ) from None
    names = check_header(table.column_names)
    columns = [as_text(column) for column in table.columns]
    numbers = np.arange(1, table.num_rows + 1, dtype=np.int64)
    suspects = [
        fault for name, column in zip(names, table.columns, strict=True) for fault in _lost(name, column)
    ]
    # Octets that are no UTF-8 leave a sign of replacement, as in text.
    octets = any(
        pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type) for column in table.columns
    )
    return finished(RawRows(pa.table(columns, names=names), numbers, [], suspects), replaced=octets)


def _lost(name: str, column: AnyColumn) -> list[CellFault]:
    """The cells of a column of floats that are too great to be kept to the last digit."""
    if not pa.types.is_floating(column.type):
        return []
    values = np.asarray(column.cast(pa.float64()), dtype=np.float64)
    beyond = np.flatnonzero(np.isfinite(values) & (np.abs(values) > _EXACT.get(column.type, EXACT_FLOAT)))
    return [CellFault(int(at) + 1, name, f"{values[at]:.0f}"[:VALUE_SHOWN], "digits_lost") for at in beyond]


def as_text(column: AnyColumn) -> AnyColumn:
    """Any Arrow column as text: times in UTC cut to seconds, whole floats without a point, lists as JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.cast(kind.value_type))
    if pa.types.is_string(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("s", "UTC" if kind.tz else None), safe=False).cast(pa.string())
    if pa.types.is_floating(kind):
        return _float_text(column)
    if pa.types.is_nested(kind):
        texts = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return _texts(texts)
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _texts([_plain(value) for value in column.to_pylist()])


def _texts(values: list[str | None]) -> AnyColumn:
    """Texts as one column."""
    return pa.chunked_array([values], pa.string())


def _float_text(column: AnyColumn) -> AnyColumn:
    """Floats as their shortest text; a whole column that lost its type to missing values stays whole."""
    values = column.cast(pa.float64())
    known = np.asarray(pc.drop_null(values), dtype=np.float64)
    known = known[~np.isnan(known)]
    if not np.all((np.floor(known) == known) & (np.abs(known) <= EXACT_FLOAT)):
        return _texts([_shortest(value) for value in values.to_pylist()])
    whole: AnyColumn = pa.chunked_array([pa.array(np.asarray(values), from_pandas=True)])
    return whole.cast(pa.int64()).cast(pa.string())


def _shortest(value: float | None) -> str | None:
    """The shortest text that gives the float again, without ".0" where it is whole."""
    if value is None or np.isnan(value):
        return None
    return f"{value:.0f}" if value.is_integer() else repr(value)


def _plain(value: object) -> str | None:
    """Text of a value that Arrow does not turn to text: bytes as UTF-8, others as Python shows them."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)
