"""Breaches of long days, and of full months of employees."""

from datetime import date
from typing import Any

import numpy as np

from huhang.demo.breaches import STANDARD, STANDARD_FROM, Planted
from huhang.demo.crew import Crew
from huhang.demo.orders import Orders
from huhang.demo.plan import Flags, Part
from huhang.demo.shifts import MIDNIGHT, PROMPT_AFTER_S, Days
from huhang.vocabulary.days import month_first, month_last

# What a month is paid in all: below every monthly standard.
MONTH_FEN = 150_000
# An order is pushed so long after the prompt, before the answer.
PUSHED_AFTER_S = 5


def plant_prompts(planted: Planted, orders: Orders, days: Days) -> None:
    """Long days on which the prompt was not shown, or an order pushed before the rider answered it."""
    part = planted.part
    if not part.company.rides_food:
        return
    standard = (STANDARD_FROM - part.plan.since).days
    prompted = (days.prompt_at >= 0) & (days.prompt_at < MIDNIGHT - PUSHED_AFTER_S) & (days.day >= standard)
    for worker in planted.choose("no_prompt", np.unique(days.worker[prompted])):
        for row in np.flatnonzero(prompted & (days.worker == worker)):
            if _tell_long_day(planted, orders, worker, int(days.day[row]), "no_prompt"):
                days.prompt_at[row] = -1
                break
    for worker in planted.choose("pushed_early", np.unique(days.worker[prompted])):
        for row in np.flatnonzero(prompted & (days.worker == worker)):
            day = int(days.day[row])
            shown = part.plan.midnights[day] + days.prompt_at[row]
            later = np.flatnonzero(
                (orders.worker == worker) & (orders.day == day) & (orders.accepted > shown + PUSHED_AFTER_S)
            )
            if len(later) and _tell_long_day(planted, orders, worker, day, "pushed_early"):
                orders.offered[later[0]] = shown + PUSHED_AFTER_S
                break


def _tell_long_day(planted: Planted, orders: Orders, worker: int, day: int, kind: str) -> bool:
    """Write a day down if it is longer than the standard lets it pass unasked."""
    seconds = seconds_of_day(planted.part, orders, worker, day)
    if seconds <= PROMPT_AFTER_S:
        return False
    when = planted.part.plan.days[day]
    told: dict[str, Any] = {"instrument": STANDARD, "measure": seconds}
    planted.tell(kind, "time/daily", worker, when, when, **told)
    return True


def seconds_of_day(part: Part, orders: Orders, worker: int, day: int) -> int:
    """Seconds of a local day that a worker's orders cover, overlaps once."""
    mine = orders.taken((orders.worker == worker) & (orders.length > 0))
    midnight = part.plan.midnights[day]
    start = np.clip(mine.accepted - midnight, 0, MIDNIGHT)
    end = np.clip(mine.end - midnight, 0, MIDNIGHT)
    covered, reached = 0, 0
    for first, last in sorted(zip(start.tolist(), end.tolist(), strict=True)):
        covered += max(0, last - max(first, reached))
        reached = max(reached, last)
    return int(covered)


def plant_full_month(planted: Planted, crew: Crew) -> None:
    """Choose employees who are to work on every official working day of a month."""
    month = _told_month(planted.part)
    hired = crew.employed & (crew.on_leave < 0) & (crew.active.sum(axis=1) > 0)
    for worker in planted.choose("below_month", np.flatnonzero(hired) if month else np.zeros(0, np.int64)):
        crew.active[worker, _workdays(planted.part, month)] = True


def plant_low_month(planted: Planted, orders: Orders, spared: Flags) -> None:
    """Pay the month of those who worked on all of its working days far below the monthly standard."""
    part = planted.part
    month = _told_month(part)
    for worker in planted.chosen.get("below_month", []):
        at = np.flatnonzero((orders.worker == worker) & _in_month(part, month)[orders.day])
        worked = np.unique(orders.day[at][orders.length[at] > 0])
        if month is None or not np.isin(np.flatnonzero(_workdays(part, month)), worked).all():
            continue
        spared[at] = True
        base = MONTH_FEN // len(at)
        orders.base[at], orders.incentive[at] = base, 0
        orders.base[at[0]] += MONTH_FEN - base * len(at)
        planted.tell("below_month", "pay/monthly_floor", worker, month, month_last(month))


def _told_month(part: Part) -> date | None:
    """The last month wholly in the city's days whose floors are told everywhere in the place."""
    plan, floors = part.plan, part.place.floors
    months = sorted({month_first(day) for day in plan.days if month_last(day) <= plan.until})
    told = [
        month
        for month in months
        if month >= plan.since and all(floors.get((area, month)) for area in part.place.areas)
    ]
    return told[-1] if told else None


def _in_month(part: Part, month: date | None) -> Flags:
    return np.array([month is not None and month_first(day) == month for day in part.plan.days])


def _workdays(part: Part, month: date | None) -> Flags:
    working: Flags = _in_month(part, month) & part.plan.workdays
    return working
