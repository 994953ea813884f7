"""Tables of int64 that grow row by row, and small tallies, for compiled loops."""

import numpy as np
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import Ints

# A number read from an array is not taken for a constant, for which all would be compiled once more.
NONE, ONE = np.zeros(1, np.int64), np.ones(1, np.int64)
# So many rows stay near the processor while one column after the other is taken from them.
_AT_ONCE = 64


@njit(nogil=True, cache=True)
def room(table: Ints, used: int, more: int) -> Ints:
    """The table, or a larger copy of it, with room for `more` rows after the first `used`."""
    if used + more <= len(table):
        return table
    rows = 2 * len(table) + more
    larger = np.empty((rows, table.shape[1]), np.int64)
    copy_rows(table, used, larger, 0)
    return larger


@njit(nogil=True, cache=True)
def copy_rows(source: Ints, rows: int, target: Ints, at: int) -> None:
    """Copy the first rows of one table into another, from row `at` on."""
    for i in range(rows):
        for column in range(source.shape[1]):
            target[at + i, column] = source[i, column]


@njit(nogil=True, cache=True)
def by_column(table: Ints, used: int) -> Ints:
    """The columns of the first rows of a table, each in one piece."""
    out = np.empty((table.shape[1], used), np.int64)
    for begun in range(0, used, _AT_ONCE):
        for column in range(table.shape[1]):
            for i in range(begun, min(begun + _AT_ONCE, used)):
                out[column, i] = table[i, column]
    return out


@njit(nogil=True, cache=True)
def weigh(ids: Ints, weights: Ints, known: int, number: int, weight: int) -> int:
    """Add a weight to that of a number among the first `known`; return how many are known now."""
    if number == NOTHING:
        return known
    for i in range(known):
        if ids[i] == number:
            weights[i] += weight
            return known
    ids[known] = number
    weights[known] = weight
    return known + 1


@njit(nogil=True, cache=True)
def heaviest(ids: Ints, weights: Ints, known: int) -> int:
    """The number with the most weight, the smallest of several; NOTHING of none."""
    best = NOTHING
    most = -1
    for i in range(known):
        if weights[i] > most or (weights[i] == most and ids[i] < best):
            best, most = ids[i], weights[i]
    return best
