"""Good rows on their way to be merged: by leaf, with the numbers of their keys."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from huhang.records.arrange import ROW
from huhang.records.keys import key_numbers
from huhang.records.leaves import leaves_of_rows
from huhang.records.plan import ATTEMPT_BY
from huhang.records.schema import Table

LEAF, KEY = "_leaf", "_key"
BESIDE = (ROW, LEAF, KEY)


def checked(table: Table, rows: pa.Table) -> pa.Table:
    """Rows (row number and columns in their staged types) by leaf, with leaf and key number beside them."""
    if table.name == "orders":
        rows = _with_attempts(rows)
    rows = rows.combine_chunks()
    if table.by_worker:
        leaves = leaves_of_rows(rows)
        order = np.argsort(leaves, kind="stable")
        rows, leaves = rows.take(order).combine_chunks(), leaves[order]
    else:
        leaves = np.zeros(rows.num_rows, np.int16)
    beside: dict[str, NDArray[Any]] = {LEAF: leaves, KEY: key_numbers(table, rows)}
    for name, numbers in beside.items():
        rows = rows.append_column(name, pa.array(numbers))
    return rows


def _with_attempts(rows: pa.Table) -> pa.Table:
    """Orders with the first attempt where none is told."""
    if "attempt" not in rows.column_names:
        return rows.append_column("attempt", pa.array(np.ones(rows.num_rows, np.int64)))
    attempts: Any = rows.column("attempt")
    if attempts.null_count == 0:
        return rows
    return rows.set_column(rows.column_names.index("attempt"), "attempt", attempts.fill_null(1))


def columns_of(rows: pa.Table) -> list[str]:
    """The columns of the table among those of checked rows."""
    return [name for name in rows.column_names if name not in BESIDE and name != ATTEMPT_BY]
