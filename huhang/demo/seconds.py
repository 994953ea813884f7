"""Arithmetic of working time over orders of many workers at once."""

import numpy as np

from huhang.demo.plan import Ints

FAR = 10**9


def new_seconds(worker: Ints, start: Ints, end: Ints, allowance_s: int) -> Ints:
    """Seconds that each order adds to its worker's time: what lies beyond all earlier ones.

    Orders are sorted by worker and start; times count from the first day. A gap of at most `allowance_s`
    before an order counts with it.
    """
    if not len(worker):
        return np.zeros(0, np.int64)
    reached = np.maximum.accumulate(worker * FAR + end)
    before = np.append(-FAR, reached[:-1]) - worker * FAR
    first = np.append(True, np.diff(worker) != 0)
    before = np.where(first, start - allowance_s - 1, before)
    gap = start - before
    allowed = np.where((gap > 0) & (gap <= allowance_s), gap, 0)
    return np.maximum(0, end - np.maximum(start, before)) + allowed


def spells(worker: Ints, start: Ints, end: Ints, least_break_s: int) -> tuple[Ints, Ints, Ints]:
    """Whose each spell is, and its first start and last end: no gap inside is as long as the least break."""
    if not len(worker):
        none = np.zeros(0, np.int64)
        return none, none, none
    reached = np.maximum.accumulate(worker * FAR + end)
    before = np.append(-FAR, reached[:-1]) - worker * FAR
    fresh = (start - before >= least_break_s) | np.append(True, np.diff(worker) != 0)
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(worker)) - 1
    return worker[first], start[first], reached[last] - worker[last] * FAR
