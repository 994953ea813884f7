"""The limits of several buckets added up, and the medians of each group of like orders."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numba import njit

from huhang.engine.columns import Ints
from huhang.engine.limit_facts import BEFORE_MIN, COUNTS, LIMITS, MINUTES

_GROUP = ("platform_id", "area_code", "month", "hour", "band")
_MEDIANS = ("orders", "taken_median", "promised_median", "promised_below", "taken_within")


def limits_together(parts: Sequence[pa.Table]) -> pa.Table:
    """The limits of several buckets added up: rows that agree in everything but the counts are one.

    They come in the order of their groups, and of minutes within each.
    """
    rows = pa.concat_tables([LIMITS.empty_table(), *parts]).unify_dictionaries().combine_chunks()
    if not rows.num_rows:
        return rows
    keys = _groups(rows) * MINUTES + rows.column("minute").to_numpy() - BEFORE_MIN
    order = np.argsort(keys, kind="stable")
    begins = _begins(keys[order])
    found = rows.take(order[begins])
    for name in COUNTS:
        sums = np.add.reduceat(rows.column(name).to_numpy()[order], begins)
        found = found.set_column(found.schema.get_field_index(name), LIMITS.field(name), pa.array(sums))
    return found


def limit_medians(limits: pa.Table) -> pa.Table:
    """One row per group of limits, added up or not, with what half of its orders say.

    A median is the smallest minute by which half of the orders were done, or promised. `promised_below` are
    the orders promised in less than the median taken, `taken_within` those done within the median promised.
    """
    limits = limits_together([limits])
    begins = _begins(_groups(limits))
    minute, *counts = (limits.column(name).to_numpy().astype(np.int64) for name in ("minute", *COUNTS))
    found = _medians(np.append(begins, limits.num_rows), minute, np.column_stack(counts))
    groups = limits.select(_GROUP).take(begins)
    for name, column in zip(_MEDIANS, found.T, strict=False):
        groups = groups.append_column(name, pa.array(column))
    return groups.append_column("food", pa.array(found[:, len(_MEDIANS)] > 0))


def _groups(rows: pa.Table) -> Ints:
    """A number for each row, the same for those of one group."""
    number = np.zeros(rows.num_rows, np.int64)
    for name in _GROUP:
        column = rows.column(name).combine_chunks()
        if isinstance(column, pa.DictionaryArray):
            values = column.indices.cast(pa.int64()).fill_null(len(column.dictionary)).to_numpy()
        else:
            values = column.cast(pa.int32()).to_numpy().astype(np.int64)
            values -= values.min(initial=0)
        number = number * (int(values.max(initial=0)) + 1) + values
    return number


def _begins(keys: Ints) -> Ints:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])


@njit(nogil=True, cache=True)
def _medians(begins: Ints, minute: Ints, counts: Ints) -> Ints:
    """For each group the columns of _MEDIANS, and how many of its orders are food."""
    out = np.zeros((len(begins) - 1, 6), np.int64)
    for group in range(len(out)):
        first, last = begins[group], begins[group + 1]
        promised, taken, food = counts[first:last, 0], counts[first:last, 1], counts[first:last, 2]
        orders = taken.sum()
        taken_at = _median_at(taken, orders)
        promised_at = _median_at(promised, orders)
        out[group, 0] = orders
        out[group, 1] = minute[first + taken_at]
        out[group, 2] = minute[first + promised_at]
        out[group, 3] = promised[:taken_at].sum()
        out[group, 4] = taken[: promised_at + 1].sum()
        out[group, 5] = food.sum()
    return out


@njit(nogil=True, cache=True)
def _median_at(counts: Ints, orders: int) -> int:
    """At which of the minutes in order half of the orders are reached."""
    reached = 0
    for at in range(len(counts)):
        reached += counts[at]
        if 2 * reached >= orders:
            return at
    return len(counts) - 1
