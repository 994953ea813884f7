"""Faults that real files have, at their real rates; none of them changes what was earned."""

import numpy as np

from huhang.demo.breaches import Planted, tell_stuck
from huhang.demo.crew import Crew
from huhang.demo.orders import COMPLETED, MISSING, OPEN, Orders
from huhang.demo.plan import Flags
from huhang.demo.shifts import Days

# Shares of orders: New York 2014, Nairobi 2019 and Meituan 2022, see docs/how-to/make-a-city.md.
PICK_UP_MISSING = 0.095
DATED_1970 = 1 / 20_000
ARRIVED_BEFORE_START = 0.083
UNDER_A_MINUTE, UNDER_FIVE_SECONDS = 0.035, 0.016
NEVER_COMPLETED = 1 / 500_000
REVERSED = 1 / 20_000
STUCK = 1 / 5_214
ROWS_PER_ITEM = 0.004
STUCK_FOR_S = (5 * 3_600, 5 * 3_600 + 3_000)
LATEST_STUCK_S = 17 * 3_600
BUSY_BEFORE_STUCK_S = 2 * 3_600


def spoil(planted: Planted, crew: Crew, orders: Orders, days: Days) -> dict[str, int]:
    """Spoil the times of orders, and count the rows that each fault has."""
    draw = planted.part.stream(9)
    size = len(orders)
    counts: dict[str, int] = {}
    counts["stuck_status"] = _stick(planted, crew, orders, draw)
    timed = days.prompt_at >= 0
    span = len(planted.part.plan.days)
    prompted = days.worker[timed] * span + days.day[timed]
    free = ~np.isin(orders.worker * span + orders.day, prompted) & (orders.status == COMPLETED)
    free &= ~np.isin(orders.worker, np.array(sorted(planted.workers), np.int64))
    whole = size / max(1, int(free.sum()))
    lot = draw.random(size)
    short = free & (lot < UNDER_A_MINUTE * whole)
    shortest = free & (lot < UNDER_FIVE_SECONDS * whole)
    seconds = np.where(shortest, draw.integers(0, 5, size), draw.integers(5, 60, size))
    orders.end = np.where(short, orders.accepted + seconds, orders.end)
    orders.picked = np.where(short, orders.end, orders.picked)
    orders.arrived = np.where(short, orders.end, orders.arrived)
    counts["under_a_minute"] = int(short.sum())
    counts["under_five_seconds"] = int(shortest.sum())
    _void(orders, free & ~short, draw, counts)
    _miss(orders, draw, counts)
    _date_1970(planted, orders, free, draw, counts)
    return counts


def _void(orders: Orders, free: Flags, draw: np.random.Generator, counts: dict[str, int]) -> None:
    """A few orders end before they start, or never."""
    size = len(orders)
    lot = draw.random(size)
    back = free & (lot < REVERSED)
    orders.end = np.where(back, orders.accepted - draw.integers(60, 3_600, size), orders.end)
    still = free & ~back & (lot > 1 - NEVER_COMPLETED)
    orders.status = np.where(still, OPEN, orders.status)
    orders.end = np.where(still, MISSING, orders.end)
    counts["reversed"], counts["never_completed"] = int(back.sum()), int(still.sum())


def _miss(orders: Orders, draw: np.random.Generator, counts: dict[str, int]) -> None:
    """Pick-ups that nobody wrote down, and arrivals before the start."""
    size = len(orders)
    done = orders.picked != MISSING
    lost = done & (draw.random(size) < PICK_UP_MISSING)
    orders.picked = np.where(lost, MISSING, orders.picked)
    early = draw.random(size) < ARRIVED_BEFORE_START
    orders.arrived = np.where(early, orders.accepted - draw.integers(20, 900, size), orders.arrived)
    counts["pick_up_missing"] = int(lost.sum())
    counts["arrived_before_start"] = int(early.sum())


def _date_1970(
    planted: Planted, orders: Orders, free: Flags, draw: np.random.Generator, counts: dict[str, int]
) -> None:
    """Pick-ups of 1970, as exchange files of drivers have them: rows that cannot be taken in."""
    lot = draw.random(len(orders)) < DATED_1970
    old = lot & free & planted.part.company.drives
    orders.picked = np.where(old, 0, orders.picked)
    counts["dated_1970"] = int(old.sum())


def _stick(planted: Planted, crew: Crew, orders: Orders, draw: np.random.Generator) -> int:
    """The last order of a quiet day stays open for five hours: a spell that nobody worked, to be found."""
    part = planted.part
    span = len(part.plan.days)
    key = orders.worker * span + orders.day
    last = np.append(np.diff(key) != 0, True)[: len(key)]
    busy = np.bincount(key, weights=orders.length, minlength=part.workers * span)[key]
    begin = orders.accepted - part.plan.midnights[orders.day]
    fit = last & (busy < BUSY_BEFORE_STUCK_S) & (begin < LATEST_STUCK_S) & (orders.status == COMPLETED)
    fit &= ~crew.employed[orders.worker] & (begin > 6 * 3_600)
    wanted = int(draw.poisson(len(orders) * STUCK))
    done = 0
    for worker in planted.choose("stuck_status", np.unique(orders.worker[fit]), wanted):
        at = int(np.flatnonzero(fit & (orders.worker == worker))[0])
        orders.end[at] = orders.accepted[at] + draw.integers(*STUCK_FOR_S)
        tell_stuck(planted, worker, orders)
        done += 1
    return done


def repeated(planted: Planted, orders: Orders) -> Orders:
    """The orders with some rows twice, as files have that write one row for each item."""
    draw = planted.part.stream(10)
    again = np.flatnonzero(draw.random(len(orders)) < ROWS_PER_ITEM)
    return orders.beside(orders.taken(again))
