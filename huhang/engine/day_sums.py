"""Days of workers added up: to weeks, to days in a row, and to days with one debtor.

Rows are columns of numbers by name (DAY_COLUMNS and so on), of whole workers in order of workers and days.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import Ints, distinct
from huhang.engine.rows import NONE, heaviest, weigh

Rows: TypeAlias = Mapping[str, Ints]

DAYS_OF_WEEK = 7
ORDERS = ("orders", "void_orders", "long_orders")
# More days than there are, so that those of two workers are never in a row.
_WIDTH = np.int64(1 << 20)


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
    at, inside = _find(keys, worked_on)
    _, area = most_time(run[at], seconds["area"][inside], _working_s(seconds)[inside], len(starts))
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


class DebtorDays(NamedTuple):
    """Days with one debtor, and which of them each row of seconds, pay and deductions belongs to."""

    rows: Rows
    of_seconds: Ints
    of_pay: Ints
    of_deductions: Ints


def add_debtor_days(
    days: Rows, seconds: Rows, pay: Rows, deductions: Rows, sums: tuple[str, ...]
) -> DebtorDays:
    """Every day of a worker with one debtor that any seconds, pay or deductions speak of.

    `with_work` is 1 where there is time or an order; `worked_at` the area of most working time, `area` that
    or else the one of the orders; `trade` that of the worker's day; `sums` are added from the rows of pay,
    which have one row a day.
    """
    keys, debtors, (time, paid, taken) = _numbered((seconds, pay, deductions))
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
    of_day = days["grp"] * _WIDTH + days["day_number"]
    at, known = _find(of_day, keys)
    trade = np.full(len(keys), NOTHING)
    trade[known] = days["trade"][at]
    rows = {
        "grp": keys // _WIDTH,
        "debtor": debtors,
        "day_number": keys % _WIDTH,
        "with_work": with_work,
        "working_s": working_s,
        "worked_at": worked_at,
        "area": np.where(worked_at == NOTHING, area, worked_at),
        "trade": trade,
        **added,
    }
    return DebtorDays(rows, time, paid, taken)


def _numbered(sources: Sequence[Rows]) -> tuple[Ints, Ints, list[Ints]]:
    """The worker with the day, and the debtor, of every day with one debtor; and which rows belong to it."""
    width = max((int(rows["debtor"].max()) for rows in sources if len(rows["grp"])), default=0) + 2
    wide = [(rows["grp"] * _WIDTH + rows["day_number"]) * width + rows["debtor"] + 1 for rows in sources]
    keys = distinct(np.concatenate(wide))
    return keys // width, keys % width - 1, [np.searchsorted(keys, found) for found in wide]


def _find(keys: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Where among the keys, which are in order, and which of those that are wanted, are found there."""
    if not len(keys):
        return keys, keys
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    known = np.flatnonzero(keys[at] == wanted)
    return at[known], known


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
