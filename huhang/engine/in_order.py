"""The orders of a bucket in the order in which the loops go through them."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.columns import Ints, Tables, flags, instants, whole_numbers
from huhang.engine.crew import Crew

_ORDER = ("worker", "accepted", "order_id", "attempt")


def in_order(tables: Tables, crew: Crew) -> tuple[Tables, Crew]:
    """The orders that name a worker, by worker, acceptance, order and attempt; those of a lake stand so."""
    orders, worker = tables["orders"], crew.rows["orders"]
    row = _rows_in_order(orders, worker)
    if row is None:
        return tables, crew
    # A column read in several pieces has a dictionary for each.
    orders = orders.unify_dictionaries().take(row)
    return {**tables, "orders": orders}, replace(crew, rows={**crew.rows, "orders": worker[row]})


def _rows_in_order(table: pa.Table, worker: Ints) -> Ints | None:
    """The rows of a table of orders that name a worker, by worker, acceptance, order and attempt.

    None where all of them do, and stand so.
    """
    accepted = instants(table.column("accepted_at"))
    row = np.flatnonzero(worker >= 0)
    stood, row = row, by_worker_and_time(row, worker, accepted)
    if _are_in_order(table, *_ties(row, worker, accepted)):
        return None if row is stood and len(row) == len(worker) else row
    keys = table.select(["order_id", "attempt"]).append_column("worker", pa.array(worker))
    keys = keys.append_column("accepted", pa.array(accepted)).take(row)
    keys = keys.append_column("row", pa.array(row))
    sorted_keys = keys.sort_by([(name, "ascending") for name in _ORDER])
    return whole_numbers(sorted_keys.column("row"))


def by_worker_and_time(row: Ints, worker: Ints, second: Ints) -> Ints:
    """The rows by worker and second, the very same where they stand so."""
    return row if _are_sorted(row, worker, second) else row[np.lexsort((second[row], worker[row]))]


@njit(nogil=True, cache=True)
def _are_sorted(row: Ints, worker: Ints, second: Ints) -> bool:
    """Whether rows stand by worker and second."""
    for i in range(1, len(row)):
        here, last = row[i], row[i - 1]
        if worker[here] < worker[last]:
            return False
        if worker[here] == worker[last] and second[here] < second[last]:
            return False
    return True


@njit(nogil=True, cache=True)
def _ties(row: Ints, worker: Ints, accepted: Ints) -> tuple[Ints, Ints]:
    """Orders of one worker accepted at the same second that follow one another: the former and the latter."""
    former, latter = np.empty(len(row), np.int64), np.empty(len(row), np.int64)
    found = 0
    for i in range(1, len(row)):
        here, last = row[i], row[i - 1]
        if worker[here] == worker[last] and accepted[here] == accepted[last]:
            former[found], latter[found] = last, here
            found += 1
    return former[:found], latter[:found]


def _are_in_order(table: pa.Table, former: Ints, latter: Ints) -> bool:
    """Whether each of the former orders is smaller than the latter one, or the same at an earlier attempt."""
    orders = table.select(["order_id", "attempt"])
    one, other = (orders.take(rows) for rows in (former, latter))
    is_smaller = pc.less(one.column("order_id"), other.column("order_id"))
    is_same = pc.equal(one.column("order_id"), other.column("order_id"))
    is_earlier = pc.less_equal(one.column("attempt"), other.column("attempt"))
    return bool(np.all(flags(pc.or_kleene(is_smaller, pc.and_kleene(is_same, is_earlier)))))
