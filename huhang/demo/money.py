"""Deductions and payouts: what comes off in writing or by law, and what is paid for each period."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from huhang.demo.crew import Crew
from huhang.demo.orders import Orders
from huhang.demo.pay import DAILY_COVER_FEN
from huhang.demo.plan import Ints, Part
from huhang.demo.shifts import Days
from huhang.vocabulary.days import EPOCH

DUE_AFTER_DAYS, PAID_AFTER_DAYS = 15, 3
REASONS = ("insurance", "social_insurance", "damage", "bad_review", "deposit", "late")
BASES = ("written", "law", "rule")
CHANNELS = ("bank", "alipay", "wechat", "in_kind")
UNPAID = -1


@dataclass
class Deductions:
    """Deductions as columns; `reason` and `basis` are places in REASONS and BASES."""

    worker: Ints
    day: Ints
    at: Ints
    reason: Ints
    basis: Ints
    amount: Ints

    def add(self, worker: int, day: int, at: int, reason: str, basis: str, amount: int) -> None:
        """One more deduction."""
        row = (worker, day, at, REASONS.index(reason), BASES.index(basis), amount)
        for one, value in zip(fields(self), row, strict=True):
            setattr(self, one.name, np.append(getattr(self, one.name), value))


@dataclass
class Payouts:
    """Payouts as columns; days are counted from 1970, `paid` is UNPAID where nothing was paid."""

    worker: Ints
    period: Ints
    first: Ints
    last: Ints
    due: Ints
    paid: Ints
    amount: Ints
    channel: Ints


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def deductions_of(part: Part, crew: Crew, days: Days) -> Deductions:
    """A cover of three yuan a day by written agreement; of employees their own contributions, by law."""
    draw = part.stream(7)
    employed = crew.employed[days.worker]
    last_of_month = np.append((np.diff(days.worker) != 0) | (np.diff(part.plan.months[days.day]) != 0), True)
    contributing = employed & last_of_month[: len(days.worker)]
    damaged = ~employed & (draw.random(len(days.worker)) < 0.002)
    kinds = ((~employed, 0, 0, DAILY_COVER_FEN), (contributing, 1, 1, 26_000), (damaged, 2, 0, 280))
    rows = [
        (days.worker[at], days.day[at], np.full(at.sum(), reason), np.full(at.sum(), basis), amount)
        for at, reason, basis, amount in kinds
    ]
    worker = np.concatenate([row[0] for row in rows])
    day = np.concatenate([row[1] for row in rows])
    amounts = np.concatenate([np.full(len(row[0]), row[4]) for row in rows])
    return Deductions(
        worker,
        day,
        part.plan.midnights[day] + 9 * 3_600,
        np.concatenate([row[2] for row in rows]),
        np.concatenate([row[3] for row in rows]),
        amounts,
    )


def payouts_of(part: Part, orders: Orders, deductions: Deductions) -> Payouts:
    """One payout for each worker and period with work: all pay less all deductions, days before it is due."""
    draw = part.stream(8)
    periods = part.periods
    key = orders.worker * len(periods) + part.period_of_day[orders.day]
    cells = part.workers * len(periods)
    there = np.flatnonzero(np.bincount(key, minlength=cells))
    earned = np.bincount(key, weights=orders.pay, minlength=cells)
    off = deductions.worker * len(periods) + part.period_of_day[deductions.day]
    taken = np.bincount(off, weights=deductions.amount, minlength=cells)
    worker, period = there // len(periods), there % len(periods)
    first = np.array([day_number(one) for one, _ in periods], np.int64)[period]
    last = np.array([day_number(one) for _, one in periods], np.int64)[period]
    return Payouts(
        worker,
        period,
        first,
        last,
        last + DUE_AFTER_DAYS,
        last + PAID_AFTER_DAYS + draw.integers(0, 3, len(there)),
        np.maximum(0, earned - taken)[there].astype(np.int64),
        draw.integers(0, 3, len(there)),
    )


def as_day(number: int) -> date:
    """The day so many days after 1970."""
    return EPOCH + timedelta(days=int(number))
