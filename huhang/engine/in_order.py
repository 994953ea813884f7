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
    if len(row) == orders.num_rows and bool(np.all(np.diff(row, prepend=-1) == 1)):
        return tables, crew
    # A column read in several pieces has a dictionary for each.
    orders = orders.unify_dictionaries().take(row)
    return {**tables, "orders": orders}, replace(crew, rows={**crew.rows, "orders": worker[row]})


def _rows_in_order(table: pa.Table, worker: Ints) -> Ints:
    """The rows of a table of orders that name a worker, by worker, acceptance, order and attempt."""
    accepted = instants(table.column("accepted_at"))
    row = np.flatnonzero(worker >= 0)
    if not _is_sorted(worker[row], accepted[row]):
        row = row[np.lexsort((accepted[row], worker[row]))]
    same = np.flatnonzero((np.diff(worker[row]) == 0) & (np.diff(accepted[row]) == 0))
    if _ties_in_order(table, row[same], row[same + 1]):
        return row
    keys = table.select(["order_id", "attempt"]).append_column("worker", pa.array(worker))
    keys = keys.append_column("accepted", pa.array(accepted)).take(row)
    keys = keys.append_column("row", pa.array(row))
    sorted_keys = keys.sort_by([(name, "ascending") for name in _ORDER])
    return whole_numbers(sorted_keys.column("row"))


@njit(nogil=True, cache=True)
def _is_sorted(worker: Ints, accepted: Ints) -> bool:
    for i in range(1, len(worker)):
        if worker[i] < worker[i - 1] or (worker[i] == worker[i - 1] and accepted[i] < accepted[i - 1]):
            return False
    return True


def _ties_in_order(table: pa.Table, one: Ints, next_one: Ints) -> bool:
    """Whether of orders of one worker accepted at the same second the smaller stands first."""
    if not len(one):
        return True
    orders, attempts = table.column("order_id"), table.column("attempt")
    left, right = orders.take(one), orders.take(next_one)
    earlier = flags(pc.less_equal(attempts.take(one), attempts.take(next_one)))
    in_order = flags(pc.less(left, right)) | (flags(pc.equal(left, right)) & earlier)
    return bool(in_order.all())
