"""Plain loops over sorted stretches of time, compiled: who holds each second, spells, allowance, day cuts.

All times are Unix seconds in int64 arrays; a stretch is [start, end) with end > start. Input is sorted by
group (one worker at one company), then start; the callers sort, and `check_sorted` refuses what is not.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# A demanded presence has no order behind it: it loses every second that an order also covers.
NO_ORDER = np.iinfo(np.int64).max

IN_HAND, DEMANDED, ALLOWANCE = 0, 1, 2
KINDS = ("in_hand", "demanded", "allowance")


def check_sorted(group: Ints, start: Ints) -> None:
    """Raise ValueError unless rows are sorted by group, then start."""
    same = group[1:] == group[:-1]
    if np.any(group[1:] < group[:-1]) or np.any(same & (start[1:] < start[:-1])):
        raise ValueError("stretches must be sorted by group and start")


@njit(nogil=True, cache=True)
def _sweep(group: Ints, start: Ints, end: Ints, rank: Ints, out: Ints) -> int:
    """Write (group, start, end, rank of the holder) per held stretch into `out`; return how many."""
    rows = len(group)
    open_end = np.empty(rows, np.int64)
    open_rank = np.empty(rows, np.int64)
    written = 0
    row = 0
    while row < rows:
        worker = group[row]
        opened = 0
        now = start[row]
        while opened > 0 or (row < rows and group[row] == worker):
            if opened == 0:
                now = start[row]
            while row < rows and group[row] == worker and start[row] <= now:
                open_end[opened] = end[row]
                open_rank[opened] = rank[row]
                opened += 1
                row += 1
            kept = 0
            holder = -1
            for i in range(opened):
                if open_end[i] > now:
                    open_end[kept] = open_end[i]
                    open_rank[kept] = open_rank[i]
                    if holder < 0 or open_rank[kept] < open_rank[holder]:
                        holder = kept
                    kept += 1
            opened = kept
            if opened == 0:
                continue
            until = open_end[holder]
            if row < rows and group[row] == worker and start[row] < until:
                until = start[row]
            last = written - 1
            touches = last >= 0 and out[last, 0] == worker and out[last, 2] == now
            if touches and out[last, 3] == open_rank[holder]:
                out[last, 2] = until
            else:
                out[written, 0] = worker
                out[written, 1] = now
                out[written, 2] = until
                out[written, 3] = open_rank[holder]
                written += 1
            now = until
    return written


def holders(group: Ints, start: Ints, end: Ints, rank: Ints) -> Ints:
    """Stretches of the union, each with the lowest rank that covers it.

    Returns an (n, 4) array: group, start, end, rank; sorted, never overlapping. A stretch of several
    orders in hand counts once and belongs to the order of lowest rank (the one accepted first).
    """
    check_sorted(group, start)
    out = np.empty((2 * len(group), 4), np.int64)
    return out[: _sweep(group, start, end, rank, out)]


@njit(nogil=True, cache=True)
def _spells(stretches: Ints, least_break: int, out: Ints) -> int:
    """Write (group, start, end) per spell into `out`; return how many."""
    written = 0
    for i in range(len(stretches)):
        last = written - 1
        joins = last >= 0 and out[last, 0] == stretches[i, 0] and stretches[i, 1] - out[last, 2] < least_break
        if joins:
            out[last, 2] = stretches[i, 2]
        else:
            out[written, 0] = stretches[i, 0]
            out[written, 1] = stretches[i, 1]
            out[written, 2] = stretches[i, 2]
            written += 1
    return written


def spells(stretches: Ints, least_break: int) -> Ints:
    """Maximal runs without a gap as long as `least_break` seconds: an (n, 3) array group, start, end."""
    out = np.empty((len(stretches), 3), np.int64)
    return out[: _spells(stretches, least_break, out)]


def place_in(spells: Ints, group: Ints, second: Ints) -> Ints:
    """For each second of a group the number of the last spell that begins at it or before; -1 for none."""
    width = np.int64(1) << 34
    begins = spells[:, 0] * width + spells[:, 1]
    found = np.searchsorted(begins, group * width + second, side="right").astype(np.int64) - 1
    same = (found >= 0) & (spells[np.maximum(found, 0), 0] == group) if len(spells) else found >= 0
    return np.where(same, found, -1)


@njit(nogil=True, cache=True)
def _with_allowance(stretches: Ints, allowed: Ints, borders: Ints, out: Ints) -> int:
    """Copy stretches to `out` as (group, start, end, rank, kind), each counted gap in its place between."""
    written = 0
    for i in range(len(stretches)):
        if i > 0 and stretches[i, 0] == stretches[i - 1, 0]:
            gap_from = stretches[i - 1, 2]
            gap = stretches[i, 1] - gap_from
            day = np.searchsorted(borders, gap_from, side="right") - 1
            if 0 < gap <= allowed[stretches[i, 0], day]:
                out[written, 0] = stretches[i, 0]
                out[written, 1] = gap_from
                out[written, 2] = stretches[i, 1]
                out[written, 3] = NO_ORDER
                out[written, 4] = ALLOWANCE
                written += 1
        for column in range(4):
            out[written, column] = stretches[i, column]
        out[written, 4] = DEMANDED if stretches[i, 3] == NO_ORDER else IN_HAND
        written += 1
    return written


def with_allowance(stretches: Ints, allowed: Ints, borders: Ints) -> Ints:
    """Working time: stretches plus the gaps not longer than the agreed allowance.

    `allowed[group, day]` is in seconds, 0 where nothing is agreed; the day is that on which the gap starts.
    Returns an (n, 5) array: group, start, end, rank, kind.
    """
    out = np.empty((2 * len(stretches), 5), np.int64)
    return out[: _with_allowance(stretches, allowed, borders, out)]


@njit(nogil=True, cache=True)
def _cut(working: Ints, borders: Ints, out: Ints, write: bool) -> int:
    """Cut at local midnights into (group, day, start, end, rank, kind); only count unless `write`."""
    written = 0
    for i in range(len(working)):
        now = working[i, 1]
        day = np.searchsorted(borders, now, side="right") - 1
        while now < working[i, 2]:
            until = min(working[i, 2], borders[day + 1])
            if write:
                out[written, 0] = working[i, 0]
                out[written, 1] = day
                out[written, 2] = now
                out[written, 3] = until
                out[written, 4] = working[i, 3]
                out[written, 5] = working[i, 4]
            written += 1
            now = until
            day += 1
    return written


@njit(nogil=True, cache=True)
def _lend_orders(pieces: Ints) -> None:
    """Give a piece without an order the order last before it on that day, else the next on that day."""
    for step in (1, -1):
        held = NO_ORDER
        at = 0 if step == 1 else len(pieces) - 1
        worker, day = np.int64(-1), np.int64(-1)
        for _ in range(len(pieces)):
            if pieces[at, 0] != worker or pieces[at, 1] != day:
                worker, day = pieces[at, 0], pieces[at, 1]
                held = NO_ORDER
            if pieces[at, 5] == IN_HAND:
                held = pieces[at, 4]
            elif pieces[at, 4] == NO_ORDER:
                pieces[at, 4] = held
            at += step


def by_day(working: Ints, borders: Ints) -> Ints:
    """Working time cut at local midnights, every second with the order whose area it takes.

    Returns an (n, 6) array: group, day number, start, end, rank (NO_ORDER where that day has no order
    second), kind.
    """
    nothing = np.empty((0, 6), np.int64)
    pieces = np.empty((_cut(working, borders, nothing, False), 6), np.int64)
    _cut(working, borders, pieces, True)
    _lend_orders(pieces)
    return pieces
