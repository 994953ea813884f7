"""Subjects that break no rule and differ in nothing that a rule asks: judged once, and counted."""

import numpy as np
from numba import njit

from huhang.engine.columns import Flags, Ints


@njit(nogil=True, cache=True)
def count_alike(keys: Ints, fine: Flags) -> tuple[Ints, Ints]:
    """The first fine row of each kind, and how many there are of it; rows are compared by all their keys.

    Rows of one worker and day, the first two keys, stand together; only those are compared.
    """
    first, many = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    kinds = begun = 0
    for i in range(len(keys)):
        if i > 0 and (keys[i, 0] != keys[i - 1, 0] or keys[i, 1] != keys[i - 1, 1]):
            begun = kinds
        if not fine[i]:
            continue
        at = begun
        while at < kinds and not np.all(keys[i] == keys[first[at]]):
            at += 1
        if at == kinds:
            first[kinds], many[kinds] = i, 0
            kinds += 1
        many[at] += 1
    return first[:kinds], many[:kinds]
