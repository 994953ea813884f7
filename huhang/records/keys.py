"""A number for the key of each row, by which rows that may share a key find one another.

Equal keys have equal numbers, however a column is stored; that equal numbers mean equal keys is looked up
wherever it matters. Lakes keep the numbers, so they must never change without a new format.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.schema import Table
from huhang.records.usual.hashes import hashes_of
from huhang.records.usual.written import Cells

Numbers = NDArray[np.int64]

_BETWEEN, _NOTHING = "\x1f", "\x1e"


def key_numbers(table: Table, rows: pa.Table) -> Numbers:
    """The numbers of the keys: XXH3 over their columns as texts; a column that is missing is empty."""
    if not rows.num_rows:
        return np.zeros(0, np.int64)
    named = [name for name in table.key if name in rows.column_names]
    joined: Any = pc.binary_join_element_wise(*(_texts(rows.column(name)) for name in named), _BETWEEN)
    return hashes_of(Cells.of(joined)).view(np.int64)


def _texts(column: Any) -> Any:
    """The values of a column as texts, the same for the same values."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("s", tz="UTC")).cast(pa.int64())
    elif pa.types.is_date32(kind):
        column = column.cast(pa.int32())
    return column.cast(pa.string()).fill_null(_NOTHING)
