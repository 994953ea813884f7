"""Numbers found among others: a table of places, at most half full, made once and asked often."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_MULTIPLIER = 0x1E3779B97F4A7C15
# The table of no numbers.
EMPTY = np.full(16, -1, np.int32)


@njit(nogil=True, cache=True)
def _empty_table(count: int) -> NDArray[np.int32]:
    """A table without places, with room for so many numbers."""
    room = 16
    while room < 2 * count:
        room *= 2
    return np.full(room, -1, np.int32)


@njit(nogil=True, cache=True)
def table_of(stored: NDArray[np.int64]) -> NDArray[np.int32]:
    """The table of the places of numbers; of equal ones the first is found."""
    table = _empty_table(len(stored))
    room = len(table)
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


@njit(nogil=True, cache=True)
def find_pairs(
    table: NDArray[np.int32],
    ones: NDArray[np.int64],
    twos: NDArray[np.int64],
    asked_ones: NDArray[np.int64],
    asked_twos: NDArray[np.int64],
) -> NDArray[np.int32]:
    """For each pair of numbers its place among those stored, -1 where it is not; `table` is that of `ones`.

    Of several pairs with an equal first number only the first that is stored can be found.
    """
    room = len(table)
    found = np.full(len(asked_ones), -1, np.int32)
    for row in range(len(asked_ones)):
        place = ((asked_ones[row] * _MULTIPLIER) >> 20) & (room - 1)
        known = table[place]
        while known >= 0 and ones[known] != asked_ones[row]:
            place = (place + 1) & (room - 1)
            known = table[place]
        if known >= 0 and twos[known] == asked_twos[row]:
            found[row] = known
    return found


@njit(nogil=True, cache=True)
def repeated(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers stand before themselves already."""
    table = _empty_table(len(numbers))
    room = len(table)
    found = np.zeros(len(numbers), np.bool_)
    for row in range(len(numbers)):
        place = ((numbers[row] * _MULTIPLIER) >> 20) & (room - 1)
        while table[place] >= 0 and numbers[table[place]] != numbers[row]:
            place = (place + 1) & (room - 1)
        if table[place] >= 0:
            found[row] = True
        else:
            table[place] = row
    return found


def among(asked: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are among the others; quicker than sorting them all when one of the two is long."""
    if not (len(asked) and len(others)):
        return np.zeros(len(asked), np.bool_)
    return find(table_of(others), others, asked) >= 0
