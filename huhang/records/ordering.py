"""The orders in which rows stand: by key where they are handed on, by worker and time where they are kept."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.schema import Table

Numbers = NDArray[np.int64]

# By what the rows of a worker are sorted, where the table's key does not begin with it.
_SORTED_BY = {"orders": "accepted_at", "deductions": "occurred_at", "payouts": "period_from"}
_ROOM = 1 << 62


def kept_order(table: Table) -> tuple[str, ...]:
    """In which order the rows of a lake stand: platform, worker, time, then the rest of the key."""
    first = ["platform_id", "worker_id"] if table.by_worker else []
    return tuple(dict.fromkeys([*first, *filter(None, [_SORTED_BY.get(table.name)]), *table.key]))


def order_of(rows: pa.Table, names: Sequence[str]) -> Numbers:
    """Which row comes first, second and so on, by these columns; nothing comes before anything."""
    combined, done = _combined(rows, names)
    order = np.argsort(combined, kind="stable")
    if done == len(names) or rows.num_rows < 2:
        return order
    ordered = combined[order]
    same = ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    if len(tied):
        order[tied] = order[tied][_sorted(rows.take(order[tied]), names[done:], ordered[tied])]
    return order


def _sorted(rows: pa.Table, names: Sequence[str], before: Numbers) -> Numbers:
    """The order of rows by a number first, then by columns."""
    columns: dict[str, Any] = {"_before": pa.array(before)}
    for name in names:
        column = rows.column(name)
        if column.null_count:
            columns[f"{name} is there"] = column.is_valid()
        columns[name] = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    found = pc.sort_indices(pa.table(columns), sort_keys=[(name, "ascending") for name in columns])
    return np.asarray(found).astype(np.int64)


def _combined(rows: pa.Table, names: Sequence[str]) -> tuple[Numbers, int]:
    """One number that orders rows by the first columns, and how many columns that are."""
    combined, width = np.zeros(rows.num_rows, np.int64), 1
    for done, name in enumerate(names):
        ranks = _ranks(rows.column(name))
        if ranks is None or width * (int(ranks.max(initial=0)) + 1) >= _ROOM:
            return combined, done
        span = int(ranks.max(initial=0)) + 1
        combined = combined * span + ranks
        width *= span
    return combined, len(names)


def _ranks(column: Any) -> Numbers | None:
    """Numbers in the order of the values, 0 for nothing; None for texts that are not numbered."""
    whole: Any = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(whole.type):
        ranks = np.zeros(len(whole.dictionary) + 1, np.int64)
        ranks[np.asarray(pc.sort_indices(whole.dictionary))] = np.arange(1, len(ranks))
        return ranks[np.asarray(whole.indices.fill_null(len(ranks) - 1)).astype(np.int64)]
    if pa.types.is_string(whole.type) or pa.types.is_floating(whole.type):
        return None
    if pa.types.is_date32(whole.type):
        whole = whole.cast(pa.int32())
    numbers = whole.cast(pa.int64())
    if numbers.null_count == len(numbers):
        return np.zeros(len(numbers), np.int64)
    least = int(pc.min(numbers).as_py())
    filled = np.asarray(numbers.fill_null(least)).astype(np.int64) - (least - 1)
    filled[np.asarray(numbers.is_null()).astype(np.bool_)] = 0
    return filled
