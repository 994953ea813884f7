"""Rows of a file read by compiled loops as far as they are written the usual way; the others are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.arrange import ROW
from huhang.records.plan import Plan
from huhang.records.usual.columns import Mask, ReadColumn, read_column
from huhang.records.usual.values import MISSING, ODD
from huhang.records.usual.written import AnyArray, Cells
from huhang.records.zones import zone_clock

# After these an order was under way.
_UNDER_WAY = ("accepted_at", "arrived_at", "picked_up_at", "completed_at")


@dataclass(frozen=True)
class UsualRows:
    """Good rows (row number and columns handed over), which rows are left, and times that occurred twice."""

    rows: pa.Table
    left: NDArray[np.int64]
    ambiguous: int


def read_rows(
    written: Mapping[str, Cells],
    beside: Mapping[str, NDArray[np.int64]],
    plan: Plan,
    known_areas: frozenset[str] | None,
) -> UsualRows:
    """Read rows whose cells are given under the file's own column names; `beside` has their numbers."""
    count = len(beside[ROW])
    clock = zone_clock(plan.mapping.zone)
    told = {
        name: Cells.of(pa.repeat(pa.scalar(text), count)) for name, text in plan.mapping.constants.items()
    }
    given = told | {name: written[theirs] for name, theirs in plan.called.items()}
    found = {
        column.name: read_column(given[column.name], column, plan, clock, known_areas)
        for column in plan.table.columns
        if column.name in given
    }
    odd = _odd(plan, found, count)
    good = ~odd
    rows: dict[str, AnyArray] = {name: pa.array(numbers) for name, numbers in beside.items()}
    rows |= {name: column.values for name, column in found.items()}
    table = pa.table(rows)
    twice = sum(int((column.twice & good).sum()) for column in found.values() if column.twice is not None)
    left = np.flatnonzero(odd)
    return UsualRows(table.filter(pa.array(good)) if len(left) else table, left, twice)


def _odd(plan: Plan, found: Mapping[str, ReadColumn], count: int) -> Mask:
    """Rows with an odd cell, or without one that they may need."""
    odd = np.zeros(count, np.bool_)
    for column in plan.table.columns:
        if column.name not in found:
            continue
        states = found[column.name].states
        odd |= states == ODD
        if column.required:
            odd |= states == MISSING
        elif column.conditional and (states == MISSING).any():
            odd |= (states == MISSING) & ~_nobody_accepted(found)
    return odd


def _nobody_accepted(found: Mapping[str, ReadColumn]) -> Mask:
    """Orders refused or cancelled that nobody had under way: they need neither worker nor acceptance."""
    status = found["status"].values
    ended: Any = pc.is_in(status.cast(pa.string()), value_set=pa.array(["refused", "cancelled"]))
    without = np.asarray(pc.fill_null(ended, False)).astype(np.bool_)
    for name in _UNDER_WAY:
        if name in found:
            without &= found[name].states == MISSING
    return without
