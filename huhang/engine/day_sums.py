"""Days of workers added up: to weeks, to days in a row, and to days with one debtor.

Rows are columns of numbers by name (DAY_COLUMNS and so on), of whole workers in order of workers and days.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import Ints
from huhang.engine.rows import NONE, heaviest, weigh

Rows: TypeAlias = Mapping[str, Ints]

DAYS_OF_WEEK = 7
ORDERS = ("orders", "void_orders", "long_orders")
# More days than there are, so that those of two workers are never in a row.
_WIDTH = np.int64(1 << 32)


def add_weeks(days: Rows, seconds: Rows, weekday: int) -> Rows:
    """Calendar weeks by worker: their first day, the days of own work, and the area of most working time.

    `weekday` is that of day number 0, Monday being 0.
    """
    keys = days["grp"] * _WIDTH + (days["day_number"] + weekday) // DAYS_OF_WEEK
    starts = np.flatnonzero(np.diff(keys, prepend=NOTHING))
    worked_in = seconds["grp"] * _WIDTH + (seconds["day_number"] + weekday) // DAYS_OF_WEEK
    week = np.searchsorted(keys[starts], worked_in)
    _, area = most_time(week, seconds["area"], _working_s(seconds), len(starts))
    summed = {name: np.add.reduceat(days[name], starts) for name in ("worked", "in_hand_s", *ORDERS)}
    first_day = keys[starts] % _WIDTH * DAYS_OF_WEEK - weekday
    return {"grp": days["grp"][starts], "day_number": first_day, **summed, "area": area}


def add_runs(days: Rows, seconds: Rows) -> Rows:
    """Days in a row with order time: the first and the last, the area of most working time, the trade of
    the day with most order time."""
    at_work = np.flatnonzero(days["in_hand_s"] > 0)
    keys = days["grp"][at_work] * _WIDTH + days["day_number"][at_work]
    begins = np.diff(keys, prepend=NOTHING - 1) != 1
    starts = np.flatnonzero(begins)
    run = np.cumsum(begins) - 1
    worked_on = seconds["grp"] * _WIDTH + seconds["day_number"]
    at = np.minimum(np.searchsorted(keys, worked_on), max(len(keys) - 1, 0))
    inside = np.flatnonzero(keys[at] == worked_on) if len(keys) else at[:0]
    _, area = most_time(run[at[inside]], seconds["area"][inside], _working_s(seconds)[inside], len(starts))
    longest = at_work[_first_longest(run, days["in_hand_s"][at_work], len(starts))]
    days_in_row = np.diff(starts, append=len(keys))
    first = at_work[starts]
    return {
        "grp": days["grp"][first],
        "day_number": days["day_number"][first],
        "last_day_number": days["day_number"][first] + days_in_row - 1,
        "days": days_in_row,
        **{name: np.add.reduceat(days[name][at_work], starts) for name in ORDERS},
        "area": area,
        "trade": days["trade"][longest],
    }


def add_debtor_days(seconds: Rows, pay: Rows, deductions: Rows, sums: tuple[str, ...]) -> Rows:
    """Every day of a worker with one debtor that any of the rows speak of.

    `with_work` is 1 where there is time or an order; `worked_at` the area of most working time, `area` that
    or else the one of the orders; `sums` are added from the rows of pay, which have one row a day.
    """
    sources = (seconds, pay, deductions)
    first_day = min((int(rows["day_number"].min()) for rows in sources if len(rows["grp"])), default=0)
    days = max((int(rows["day_number"].max()) for rows in sources if len(rows["grp"])), default=0) + 1
    debtors = max((int(rows["debtor"].max()) for rows in sources if len(rows["grp"])), default=0) + 2
    of_time, of_pay, of_deductions = (
        (rows["grp"] * (days - first_day) + rows["day_number"] - first_day) * debtors + rows["debtor"] + 1
        for rows in sources
    )
    keys = np.unique(np.concatenate((of_time, of_pay, of_deductions)))
    time, paid = np.searchsorted(keys, of_time), np.searchsorted(keys, of_pay)
    # Debtors of one day may take turns.
    order = np.argsort(time, kind="stable")
    working_s, worked_at = most_time(
        time[order], seconds["area"][order], _working_s(seconds)[order], len(keys)
    )
    with_work = np.zeros(len(keys), np.int64)
    with_work[time] = with_work[paid] = 1
    area = np.full(len(keys), NOTHING)
    area[paid] = pay["area"]
    added = {name: np.zeros(len(keys), np.int64) for name in sums}
    for name in sums:
        added[name][paid] = pay[name]
    return {
        "grp": keys // debtors // (days - first_day),
        "debtor": keys % debtors - 1,
        "day_number": keys // debtors % (days - first_day) + first_day,
        "with_work": with_work,
        "working_s": working_s,
        "worked_at": worked_at,
        "area": np.where(worked_at == NOTHING, area, worked_at),
        **added,
    }


def _working_s(seconds: Rows) -> Ints:
    return seconds["in_hand_s"] + seconds["demanded_s"] + seconds["allowance_s"]


@njit(nogil=True, cache=True)
def most_time(group: Ints, area: Ints, seconds: Ints, groups: int) -> tuple[Ints, Ints]:
    """The seconds of each group, and the area with most of them, the first of several; rows of a group
    stand together. A group without rows has no seconds and NOTHING."""
    total, most = np.zeros(groups, np.int64), np.full(groups, NOTHING)
    ids, weights = np.empty(len(group), np.int64), np.empty(len(group), np.int64)
    known = NONE[0]
    for i in range(len(group)):
        total[group[i]] += seconds[i]
        known = weigh(ids, weights, known, area[i], seconds[i])
        if i + 1 == len(group) or group[i + 1] != group[i]:
            most[group[i]] = heaviest(ids, weights, known)
            known = NONE[0]
    return total, most


@njit(nogil=True, cache=True)
def _first_longest(group: Ints, lengths: Ints, groups: int) -> Ints:
    """The first row of each group with its greatest length."""
    longest = np.full(groups, NOTHING)
    for i in range(len(group)):
        at = longest[group[i]]
        if at == NOTHING or lengths[i] > lengths[at]:
            longest[group[i]] = i
    return longest
