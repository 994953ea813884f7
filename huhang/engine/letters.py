"""Texts as their letters, for loops that compare few of many."""

from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import Column, Ints, Texts

Letters: TypeAlias = "NDArray[np.uint8]"
_NO_TEXT = pa.array([], pa.large_string())
_NO_LETTERS = np.empty(0, np.uint8)


def in_letters(column: Column) -> tuple[Texts, Ints, Letters]:
    """The texts of a column in one piece, where each begins and the last ends, and their letters (UTF-8)."""
    whole = pa.concat_arrays([_NO_TEXT, *(chunk.cast(pa.large_string()) for chunk in column.chunks)])
    _, ends, letters = whole.buffers()
    begins = np.zeros(1, np.int64) if ends is None else np.frombuffer(memoryview(ends), np.int64)
    return whole, begins, _NO_LETTERS if letters is None else np.frombuffer(memoryview(letters), np.uint8)


@njit(nogil=True, cache=True)
def before(one: int, other: int, ends: Ints, letters: Letters) -> bool:
    """Whether one text stands before another."""
    length, longest = ends[one + 1] - ends[one], ends[other + 1] - ends[other]
    for place in range(min(length, longest)):
        mine, its = letters[ends[one] + place], letters[ends[other] + place]
        if mine != its:
            return bool(mine < its)
    return bool(length < longest)
