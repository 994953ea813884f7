"""Plain loops over the time of one worker, compiled: who holds each second, allowance, day cuts, spells.

All times are Unix seconds in int64 arrays; a stretch is [start, end) with end > start. Stretches come
sorted by start, then rank: the number of the order, the smaller the earlier accepted.
"""

import numpy as np
from numba import njit

from huhang.engine.columns import Ints

# A demanded presence has no order behind it: it loses every second that an order also covers.
NO_ORDER = np.iinfo(np.int64).max

IN_HAND, DEMANDED, ALLOWANCE = 0, 1, 2
KINDS = ("in_hand", "demanded", "allowance")

# Columns of held stretches, and of pieces.
START, END, RANK = 0, 1, 2
DAY, KIND, OWN = 3, 4, 5


@njit(nogil=True, cache=True)
def hold(start: Ints, end: Ints, rank: Ints) -> Ints:
    """Stretches of the union, each with the lowest rank that covers it: columns START, END, RANK.

    Sorted, never overlapping; a second of several orders counts once, for the order accepted first.
    """
    rows = len(start)
    out = np.empty((2 * rows, 3), np.int64)
    open_end = np.empty(rows, np.int64)
    open_rank = np.empty(rows, np.int64)
    written = row = opened = 0
    while opened > 0 or row < rows:
        if opened == 0:
            now = start[row]
        while row < rows and start[row] <= now:
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
        if row < rows and start[row] < until:
            until = start[row]
        if written > 0 and out[written - 1, END] == now and out[written - 1, RANK] == open_rank[holder]:
            out[written - 1, END] = until
        else:
            out[written, START] = now
            out[written, END] = until
            out[written, RANK] = open_rank[holder]
            written += 1
        now = until
    return out[:written]


@njit(nogil=True, cache=True)
def with_allowance(held: Ints, allowed: Ints, borders: Ints) -> Ints:
    """Working time: what is held, and between it the gaps not longer than the agreed allowance.

    `allowed[day]` is in seconds, 0 where nothing is agreed; the day is that on which the gap starts.
    Columns START, END, RANK and the kind.
    """
    out = np.empty((2 * len(held), 4), np.int64)
    written = 0
    for i in range(len(held)):
        if i > 0:
            gap = held[i, START] - held[i - 1, END]
            if gap > 0 and gap <= allowed[day_of(held[i - 1, END], borders)]:
                out[written, START] = held[i - 1, END]
                out[written, END] = held[i, START]
                out[written, RANK] = NO_ORDER
                out[written, 3] = ALLOWANCE
                written += 1
        for column in range(3):
            out[written, column] = held[i, column]
        out[written, 3] = DEMANDED if held[i, RANK] == NO_ORDER else IN_HAND
        written += 1
    return out[:written]


@njit(nogil=True, cache=True)
def day_of(second: int, borders: Ints) -> int:
    """The number of the local day of a second; borders are a day apart, save where clocks change."""
    day = min(max((second - borders[0]) // 86400, 0), len(borders) - 2)
    while day > 0 and borders[day] > second:
        day -= 1
    while day < len(borders) - 2 and borders[day + 1] <= second:
        day += 1
    return int(day)


@njit(nogil=True, cache=True)
def cut(working: Ints, borders: Ints) -> Ints:
    """Working time cut at local midnights: columns START, END, RANK, DAY, KIND and OWN (0 yet)."""
    pieces = 0
    for i in range(len(working)):
        pieces += 1 + day_of(working[i, END] - 1, borders) - day_of(working[i, START], borders)
    out = np.zeros((pieces, 6), np.int64)
    written = 0
    for i in range(len(working)):
        now = working[i, START]
        day = day_of(now, borders)
        while now < working[i, END]:
            until = min(working[i, END], borders[day + 1])
            out[written, START] = now
            out[written, END] = until
            out[written, RANK] = working[i, RANK]
            out[written, DAY] = day
            out[written, KIND] = working[i, 3]
            written += 1
            now = until
            day += 1
    return out


@njit(nogil=True, cache=True)
def lend_orders(pieces: Ints) -> None:
    """Give a piece without an order the order last before it on that day, else the next on that day."""
    for step in (1, -1):
        held = NO_ORDER
        at = 0 if step == 1 else len(pieces) - 1
        day = -1
        for _ in range(len(pieces)):
            if pieces[at, DAY] != day:
                day = pieces[at, DAY]
                held = NO_ORDER
            if pieces[at, KIND] == IN_HAND:
                held = pieces[at, RANK]
            elif pieces[at, RANK] == NO_ORDER:
                pieces[at, RANK] = held
            at += step


@njit(nogil=True, cache=True)
def spells_of(held: Ints, least_break: int) -> Ints:
    """Maximal runs without a gap as long as `least_break` seconds: columns START, END."""
    out = np.empty((len(held), 2), np.int64)
    written = 0
    for i in range(len(held)):
        if written > 0 and held[i, START] - out[written - 1, END] < least_break:
            out[written - 1, END] = held[i, END]
        else:
            out[written, START] = held[i, START]
            out[written, END] = held[i, END]
            written += 1
    return out[:written]


@njit(nogil=True, cache=True)
def mark_own(pieces: Ints, spells: Ints, borders: Ints, tail_s: int) -> None:
    """Set OWN of order time of its own day, not the tail of work begun the day before.

    A spell that began on an earlier day and ends within `tail_s` after midnight belongs to that day.
    """
    spell = 0
    for i in range(len(pieces)):
        while spell + 1 < len(spells) and spells[spell + 1, START] <= pieces[i, START]:
            spell += 1
        if pieces[i, KIND] == IN_HAND:
            begun = borders[pieces[i, DAY]]
            if spells[spell, START] >= begun or spells[spell, END] > begun + tail_s:
                pieces[i, OWN] = 1


@njit(nogil=True, cache=True)
def working_pieces(start: Ints, end: Ints, rank: Ints, allowed: Ints, borders: Ints) -> tuple[Ints, Ints]:
    """The held stretches of a worker, and the pieces of the working time: cut by day, with their orders."""
    held = hold(start, end, rank)
    pieces = cut(with_allowance(held, allowed, borders), borders)
    lend_orders(pieces)
    return held, pieces
