"""The time of a worker with several debtors, laid out again for each of them alone, in compiled loops."""

import numpy as np
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import Flags, Ints
from huhang.engine.rows import NONE, copy_rows, room
from huhang.engine.sweep import DAY, IN_HAND, KIND, NO_ORDER, cut, hold, with_allowance
from huhang.engine.work import COUNTS, Orders, Stretches


@njit(nogil=True, cache=True)
def pieces_by_debtor(pieces: Ints, worker: int, orders: Orders, stretches: Stretches, borders: Ints) -> Ints:
    """Pieces in order of days, with the order time laid out again for each debtor of the worker alone.

    Orders of two debtors in hand at once count for each; the worker's own time counts them once.
    """
    begun, until = stretches.first[worker], stretches.first[worker + 1]
    nothing_agreed = np.zeros(len(borders), np.int64)
    out = np.empty((len(pieces), pieces.shape[1]), np.int64)
    written = NONE[0]
    for i in range(len(pieces)):
        if pieces[i, KIND] != IN_HAND:
            copy_rows(pieces[i : i + 1], 1, out, written)
            written += 1
    done = np.zeros(until - begun, np.bool_)
    for i in range(until - begun):
        if done[i] or stretches.rank[begun + i] == NO_ORDER:
            continue
        start, end, rank = _of_debtor(orders, stretches, begun, until, begun + i, done)
        found = cut(with_allowance(hold(start, end, rank), nothing_agreed, borders), borders)
        out = room(out, written, len(found))
        copy_rows(found, len(found), out, written)
        written += len(found)
    return _by_day(out, written)


@njit(nogil=True, cache=True)
def _of_debtor(
    orders: Orders, stretches: Stretches, begun: int, until: int, one: int, done: Flags
) -> tuple[Ints, Ints, Ints]:
    """Start, end and rank of the stretches that have the debtor of stretch `one`; they are then done."""
    rows = until - begun
    start, end, rank = np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty(rows, np.int64)
    found = 0
    for i in range(one, until):
        if stretches.rank[i] == NO_ORDER:
            continue
        if orders.debtor[stretches.rank[i]] == orders.debtor[stretches.rank[one]]:
            start[found], end[found], rank[found] = stretches.start[i], stretches.end[i], stretches.rank[i]
            done[i - begun] = True
            found += 1
    return start[:found], end[:found], rank[:found]


@njit(nogil=True, cache=True)
def _by_day(pieces: Ints, rows: int) -> Ints:
    """The first `rows` pieces in order of days; those of one day stay as they stood."""
    out = np.empty((rows, pieces.shape[1]), np.int64)
    first = last = pieces[0, DAY] if rows else 0
    for i in range(rows):
        first, last = min(first, pieces[i, DAY]), max(last, pieces[i, DAY])
    place = np.zeros(last - first + 2, np.int64)
    for i in range(rows):
        place[pieces[i, DAY] - first + 1] += 1
    for day in range(len(place) - 1):
        place[day + 1] += place[day]
    for i in range(rows):
        day = pieces[i, DAY] - first
        copy_rows(pieces[i : i + 1], 1, out, place[day])
        place[day] += 1
    return out


@njit(nogil=True, cache=True)
def has_several(orders: Orders, worker: int) -> bool:
    """Whether the orders that count are of more than one debtor."""
    debtor = NOTHING
    for row in range(orders.first[worker], orders.first[worker + 1]):
        if orders.is_what[row] & COUNTS:
            if debtor != NOTHING and orders.debtor[row] != debtor:
                return True
            debtor = orders.debtor[row]
    return False
