"""Breaches put in on purpose: each in workers of its own, and written down as it must be found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from huhang.demo.companies import FILED_BREAK_MIN, FILED_SPELL_MIN
from huhang.demo.crew import EMPLOYEE, Crew
from huhang.demo.money import CHANNELS, DUE_AFTER_DAYS, UNPAID, Deductions, Payouts, as_day
from huhang.demo.names import payout_name, worker_name
from huhang.demo.orders import Orders
from huhang.demo.plan import Flags, Ints, Part
from huhang.demo.seconds import new_seconds, spells
from huhang.demo.shifts import MEETING_S

STANDARD_FROM = date(2025, 12, 4)
STANDARD = "gbt-46862-2025"
ROAD_RULES = "road-safety-regulation"
LABOUR_LAW = "labour-law"
# Of the workers of a part, so many are planted for each kind, and at least one if anybody fits.
SHARE = 0.004
LEAST_HOLIDAY_SECONDS = 7_200
MOST_OVERTIME_S = 3 * 3_600
SHORT_FEN = 2_500
EMPLOYED = "_employee"
OF_OTHERS = ("paid_late", "not_paid", "paid_in_kind", "underpaid")
OF_EMPLOYEES = (f"underpaid{EMPLOYED}", f"paid_late{EMPLOYED}")


@dataclass
class Planted:
    """The workers chosen for each kind, and what must be found of them."""

    part: Part
    chosen: dict[str, list[int]] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def workers(self) -> set[int]:
        """Everybody who was chosen for anything."""
        return {worker for workers in self.chosen.values() for worker in workers}

    def choose(self, kind: str, fitting: Ints, wanted: int | None = None) -> list[int]:
        """Choose workers for one kind among those who fit and are not chosen yet."""
        free = np.setdiff1d(fitting, np.array(sorted(self.workers), np.int64))
        usual = max(1, round(self.part.workers * SHARE))
        count = min(len(free), usual if wanted is None else wanted)
        draw = self.part.stream(100 + len(self.chosen))
        self.chosen[kind] = sorted(int(one) for one in draw.choice(free, count, replace=False))
        return self.chosen[kind]

    def tell(self, kind: str, right: str, worker: int, first: date, last: date, **more: Any) -> None:
        """Write down one breach: the right that finds it, whose it is, and when."""
        name = worker_name(self.part, worker)
        row = {
            "kind": kind,
            "right": right,
            "verdict": "broken",
            "platform": self.part.company.platform,
            "worker": name,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "fen": None,
        }
        self.listed.append(row | more)


def plant_work(planted: Planted, crew: Crew) -> Flags:
    """Choose whose days go wrong, change their days, and tell which are to have no break."""
    part, plan = planted.part, planted.part.plan
    unbroken = np.zeros_like(crew.active)
    draw = part.stream(99)
    days = crew.active.sum(axis=1)
    usable = ~part.ends_at_midnight
    free = ~crew.employed & (days >= 4)
    for worker in planted.choose("unbroken", np.flatnonzero(free)):
        candidates = np.flatnonzero(crew.active[worker] & usable)
        if len(candidates):
            unbroken[worker, draw.choice(candidates)] = True
    standard = (STANDARD_FROM - plan.since).days
    first_day = max(1, standard)
    if part.company.rides_food and first_day + 10 < len(plan.days):
        for worker in planted.choose("no_rest_day", np.flatnonzero(free & (crew.on_leave < 0))):
            start = int(draw.integers(first_day, len(plan.days) - 9))
            crew.active[worker, start - 1 : start + 9] = [False, *([True] * 8), False]
    mondays = [n for n, day in enumerate(plan.days[:-6]) if day.weekday() == 0 and n > 0]
    if mondays:
        hired = crew.employed & (crew.on_leave < 0) & (days > 0)
        for worker in planted.choose("week_without_rest", np.flatnonzero(hired)):
            monday = int(draw.choice(mondays))
            crew.active[worker, monday : monday + 7] = True
    return unbroken


def tell_work(planted: Planted, crew: Crew, orders: Orders) -> None:
    """Write down what the work of the chosen workers shows."""
    part = planted.part
    for worker in planted.chosen.get("unbroken", []):
        _tell_spells(planted, worker, orders, "unbroken")
    for worker in planted.chosen.get("no_rest_day", []):
        for first, last in _runs(np.flatnonzero(crew.active[worker])):
            if last - first >= 6 and part.plan.days[last] >= STANDARD_FROM:
                told: dict[str, Any] = {"verdict": "signal", "instrument": STANDARD}
                span = part.plan.days[first], part.plan.days[last]
                planted.tell("no_rest_day", "time/weekly_rest", worker, *span, **told)
    for worker in planted.chosen.get("week_without_rest", []):
        for monday in range((7 - part.plan.since.weekday()) % 7, len(part.plan.days) - 6, 7):
            if crew.active[worker, monday : monday + 7].all():
                span = part.plan.days[monday], part.plan.days[monday + 6]
                planted.tell("week_without_rest", "time/weekly_rest", worker, *span, instrument=LABOUR_LAW)
        _tell_overtime(planted, crew, worker, orders)


def _tell_overtime(planted: Planted, crew: Crew, worker: int, orders: Orders) -> None:
    """Days off on which an employee works longer than overtime may last."""
    part = planted.part
    mine = orders.taken(orders.worker == worker)
    start = mine.accepted - part.plan.midnights[0]
    added = new_seconds(mine.worker * 0, start, start + mine.length, part.company.allowance_min * 60)
    seconds = np.bincount(mine.day, weights=added, minlength=len(part.plan.days))
    seconds[crew.active[worker]] += MEETING_S
    for day in np.flatnonzero(~part.plan.workdays & (seconds > MOST_OVERTIME_S)):
        when = part.plan.days[day]
        told: dict[str, Any] = {"measure": int(seconds[day]), "instrument": LABOUR_LAW}
        planted.tell("week_without_rest", "time/overtime_limit", worker, when, when, **told)


def _runs(numbers: Ints) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers in a row."""
    if len(numbers):
        breaks = np.flatnonzero(np.diff(numbers) > 1)
        firsts = numbers[np.append(0, breaks + 1)]
        lasts = numbers[np.append(breaks, len(numbers) - 1)]
        yield from ((int(first), int(last)) for first, last in zip(firsts, lasts, strict=True))


def _tell_spells(planted: Planted, worker: int, orders: Orders, kind: str) -> None:
    """Every spell of a worker beyond the filed limit, once for each text that speaks of it."""
    part = planted.part
    mine = orders.taken(orders.worker == worker)
    mine = mine.taken(mine.length > 0)
    start = mine.accepted - part.plan.midnights[0]
    _, firsts, lasts = spells(mine.worker * 0, start, start + mine.length, FILED_BREAK_MIN * 60)
    for first, last in zip(firsts, lasts, strict=True):
        if last - first <= FILED_SPELL_MIN * 60:
            continue
        final = len(part.plan.days) - 1
        span = tuple(part.plan.days[min(int(second) // 86_400, final)] for second in (first, last - 1))
        told: dict[str, Any] = {"measure": int(last - first)}
        version = f"filed:{part.company.platform}:working_time:hours-1"
        planted.tell(kind, "time/continuous", worker, *span, **told, instrument=version)
        if part.company.rides_food and span[0] >= STANDARD_FROM:
            planted.tell(kind, "time/continuous", worker, *span, **told, instrument=STANDARD)
        if part.company.drives:
            told |= {"instrument": ROAD_RULES, "verdict": "signal"}
            planted.tell(kind, "time/continuous", worker, *span, **told)


def tell_stuck(planted: Planted, worker: int, orders: Orders) -> None:
    """Write down the spell that a stuck status makes."""
    _tell_spells(planted, worker, orders, "stuck_status")


def plant_pay(planted: Planted, crew: Crew, orders: Orders) -> Flags:
    """Choose who is paid too little, cut that pay, and tell which orders are not made up to the floor."""
    spared = np.zeros(len(orders), bool)
    free = np.flatnonzero((crew.kind != EMPLOYEE) & ~crew.present)
    _plant_floor(planted, orders, free, spared)
    _plant_holiday(planted, orders, free)
    return spared


def _plant_floor(planted: Planted, orders: Orders, free: Ints, spared: Flags) -> None:
    """Pay of a whole period at four fifths of the floor, where one floor holds all through it."""
    part = planted.part
    single = [part.place.only_floor(*span) is not None for span in part.periods]
    enough = np.bincount(orders.worker, minlength=part.workers) > 0
    for worker in planted.choose("below_floor", free[enough[free]] if any(single) else free[:0]):
        mine = orders.worker == worker
        period = part.period_of_day[orders.day]
        late = (orders.accepted + orders.length) > part.plan.midnights[orders.day] + 86_400
        crossing = set(period[mine & late].tolist())
        usable = [p for p in np.unique(period[mine]) if single[p] and p not in crossing]
        if not usable:
            continue
        at = np.flatnonzero(mine & (period == usable[-1]))
        spared[at] = True
        first, last = part.periods[usable[-1]]
        start = orders.accepted[at] - part.plan.midnights[0]
        end = start + orders.length[at]
        added = new_seconds(orders.worker[at], start, end, part.company.allowance_min * 60)
        floor = -(-int(added.sum()) * (part.place.only_floor(first, last) or 0) // 3_600)
        days = len(np.unique(orders.day[at]))
        wanted = floor * 4 // 5 + days * 300
        base = wanted // len(at)
        orders.base[at], orders.incentive[at], orders.holiday[at] = base, 0, 0
        orders.base[at[0]] += wanted - base * len(at)
        # A holiday keeps its allowance: the right about holidays has nothing to find here.
        orders.holiday[at] = np.where(part.plan.statutory[orders.day[at]], 100, 0)
        planted.tell("below_floor", "pay/hourly_floor", worker, first, last, worker_period=int(usable[-1]))


def _plant_holiday(planted: Planted, orders: Orders, free: Ints) -> None:
    """A statutory holiday at half the ordinary pay and without its own component."""
    part = planted.part
    holiday = part.plan.statutory[orders.day]
    work = np.bincount(orders.worker[part.plan.workdays[orders.day]], minlength=part.workers)
    fitting = np.intersect1d(np.unique(orders.worker[holiday]), free[work[free] > 40])
    for worker in planted.choose("holiday_not_paid", fitting):
        mine = np.flatnonzero((orders.worker == worker) & holiday)
        day = int(orders.day[mine[-1]])
        month = part.plan.months[orders.day] == part.plan.months[day]
        ordinary = (orders.worker == worker) & month & part.plan.workdays[orders.day]
        if orders.length[ordinary].sum() < LEAST_HOLIDAY_SECONDS * 3:
            continue
        at = mine[orders.day[mine] == day]
        orders.holiday[at] = 0
        orders.base[at] = orders.base[at] * 2 // 5
        orders.incentive[at] = 0
        when = part.plan.days[day]
        planted.tell("holiday_not_paid", "pay/holiday_premium", worker, when, when)


def settle_floor(planted: Planted, orders: Orders, deductions: Deductions) -> None:
    """Write the exact shortfall of each planted period, once everything that counts is known."""
    part = planted.part
    names = {worker_name(part, worker): worker for worker in planted.chosen.get("below_floor", [])}
    for row in planted.listed:
        if row["kind"] != "below_floor":
            continue
        worker, period = names[row["worker"]], row.pop("worker_period")
        at = np.flatnonzero((orders.worker == worker) & (part.period_of_day[orders.day] == period))
        start = orders.accepted[at] - part.plan.midnights[0]
        added = new_seconds(
            orders.worker[at], start, start + orders.length[at], part.company.allowance_min * 60
        )
        off = (deductions.worker == worker) & (part.period_of_day[deductions.day] == period)
        counted = int((orders.base + orders.incentive)[at].sum() - deductions.amount[off].sum())
        rate = part.place.only_floor(*part.periods[period]) or 0
        row["fen"] = -(-int(added.sum()) * rate // 3_600) - counted


def plant_deductions(planted: Planted, crew: Crew, orders: Orders, deductions: Deductions) -> None:
    """Deductions that may not be: for a bad review, a deposit, a fine by the company's rule alone."""
    part = planted.part
    counts = np.bincount(orders.worker, minlength=part.workers)
    free = np.flatnonzero((counts >= 30) & ~crew.employed)
    draw = part.stream(98)
    fines = {"bad_review": 2_000, "deposit": 20_000, "fined_by_rule": 1_500}
    for kind, amount in fines.items():
        for worker in planted.choose(kind, free):
            day = int(draw.choice(np.unique(orders.day[orders.worker == worker])))
            at = int(part.plan.midnights[day]) + 12 * 3_600
            reason = "late" if kind == "fined_by_rule" else kind
            deductions.add(worker, day, at, reason, "rule" if reason == "late" else "written", amount)
            last = np.flatnonzero((orders.worker == worker) & (orders.day == day))[-1]
            orders.incentive[last] += amount
            first, to = part.periods[int(part.period_of_day[day])]
            if kind == "deposit":
                planted.tell(kind, "pay/charges", worker, first, to, fen=amount)
            elif kind == "bad_review" and part.company.rides_food and part.plan.days[day] >= STANDARD_FROM:
                told: dict[str, Any] = {"fen": amount, "instrument": STANDARD}
                planted.tell(kind, "pay/bad_review_cut", worker, first, to, **told)
            elif kind == "fined_by_rule" and _due(part, to) < part.plan.until:
                planted.tell(kind, "pay/in_full", worker, first, to, fen=amount)


def _due(part: Part, last: date) -> date:
    """The day on which the pay of a period is due; on a rest day, the working day before."""
    due = last + timedelta(days=DUE_AFTER_DAYS)
    calendar = part.plan.calendar
    return calendar.workday_on_or_before(due) if calendar.is_known(due) else due


def _is_due(part: Part, last: date) -> bool:
    """Whether a period was due, with days to spare, before the city ends."""
    return last + timedelta(days=26) < part.plan.until


def plant_payouts(planted: Planted, crew: Crew, payouts: Payouts) -> None:
    """Payouts that come late, never, in kind or short; of employees the Labour Law speaks."""
    due = np.array([_is_due(planted.part, as_day(last)) for last in payouts.last], bool)
    fit = due & (payouts.amount > 3_000)
    employed = crew.employed[payouts.worker]
    for kinds, fitting in ((OF_OTHERS, fit & ~employed), (OF_EMPLOYEES, fit & employed)):
        for kind in kinds:
            for worker in planted.choose(kind, np.unique(payouts.worker[fitting])):
                at = int(np.flatnonzero(fitting & (payouts.worker == worker))[-1])
                _spoil_payout(planted, payouts, kind, at)


def _spoil_payout(planted: Planted, payouts: Payouts, kind: str, at: int) -> None:
    """Make one payout late, unpaid, in kind or short, and write down what must be found of it."""
    worker, what = int(payouts.worker[at]), kind.removesuffix(EMPLOYED)
    first, last = as_day(payouts.first[at]), as_day(payouts.last[at])
    short = {"not_paid": int(payouts.amount[at]), "underpaid": SHORT_FEN}.get(what)
    if what == "paid_late":
        payouts.paid[at] = payouts.due[at] + 6
    elif what == "paid_in_kind":
        payouts.channel[at] = CHANNELS.index("in_kind")
    elif what == "not_paid":
        payouts.paid[at] = UNPAID
    else:
        payouts.amount[at] -= SHORT_FEN
    text: dict[str, Any] = {"instrument": LABOUR_LAW} if kind.endswith(EMPLOYED) else {}
    if short:
        planted.tell(kind, "pay/in_full", worker, first, last, fen=short, **text)
    if what != "underpaid":
        name = payout_name(worker_name(planted.part, worker), int(payouts.period[at]))
        planted.tell(kind, "pay/on_time", worker, first, last, payout=name, fen=short, **text)
