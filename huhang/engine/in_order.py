"""The orders of a bucket in the order in which the loops go through them."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numba import njit

from huhang.engine.columns import MISSING, Ints, Tables, instants, whole_numbers
from huhang.engine.crew import Crew
from huhang.engine.letters import Letters, before, in_letters

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
    accepted, attempt = instants(table.column("accepted_at")), whole_numbers(table.column("attempt"))
    row = np.flatnonzero(worker >= 0)
    if not _are_sorted(row, worker, accepted):
        row = row[np.lexsort((accepted[row], worker[row]))]
    ids = table.column("order_id")
    _, begins, letters = in_letters(ids)
    if not ids.null_count and _ties_in_order(row, worker, accepted, begins, letters, attempt):
        return row
    keys = table.select(["order_id", "attempt"]).append_column("worker", pa.array(worker))
    keys = keys.append_column("accepted", pa.array(accepted)).take(row)
    keys = keys.append_column("row", pa.array(row))
    sorted_keys = keys.sort_by([(name, "ascending") for name in _ORDER])
    return whole_numbers(sorted_keys.column("row"))


@njit(nogil=True, cache=True)
def _are_sorted(row: Ints, worker: Ints, accepted: Ints) -> bool:
    """Whether rows stand by worker and acceptance."""
    for i in range(1, len(row)):
        here, last = row[i], row[i - 1]
        if worker[here] < worker[last]:
            return False
        if worker[here] == worker[last] and accepted[here] < accepted[last]:
            return False
    return True


@njit(nogil=True, cache=True)
def _ties_in_order(
    row: Ints, worker: Ints, accepted: Ints, begins: Ints, letters: Letters, attempt: Ints
) -> bool:
    """Whether of orders of one worker accepted at the same second the smaller stands first."""
    for i in range(1, len(row)):
        here, last = row[i], row[i - 1]
        if worker[here] != worker[last] or accepted[here] != accepted[last]:
            continue
        if before(last, here, begins, letters):
            continue
        known = attempt[here] != MISSING and attempt[last] != MISSING
        if before(here, last, begins, letters) or not known or attempt[here] < attempt[last]:
            return False
    return True
