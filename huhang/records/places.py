"""Numbers found among others: a table of places, at most half full, made once and asked often."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_MULTIPLIER = 0x1E3779B97F4A7C15
# The table of no numbers.
EMPTY = np.full(16, -1, np.int32)


@njit(nogil=True, cache=True)
def table_of(stored: NDArray[np.int64]) -> NDArray[np.int32]:
    """The table of the places of numbers; of equal ones the first is found."""
    room = 16
    while room < 2 * len(stored):
        room *= 2
    table = np.full(room, -1, np.int32)
    for row in range(len(stored)):
        place = ((stored[row] * _MULTIPLIER) >> 20) & (room - 1)
        while table[place] >= 0:
            place = (place + 1) & (room - 1)
        table[place] = row
    return table


@njit(nogil=True, cache=True)
def find(table: NDArray[np.int32], stored: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int32]:
    """For each number its place among those stored, -1 where it is not among them."""
    room = len(table)
    found = np.full(len(asked), -1, np.int32)
    for row in range(len(asked)):
        place = ((asked[row] * _MULTIPLIER) >> 20) & (room - 1)
        while table[place] >= 0:
            if stored[table[place]] == asked[row]:
                found[row] = table[place]
                break
            place = (place + 1) & (room - 1)
    return found


def among(asked: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are among the others; quicker than sorting them all when one of the two is long."""
    if not (len(asked) and len(others)):
        return np.zeros(len(asked), np.bool_)
    return find(table_of(others), others, asked) >= 0
