"""What the invented orders pay, what is taken off, and what is paid out when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sample_work import MINUTE, Order, Stream, at, day_of

STATUTORY = frozenset(day_of(day) for day in ("10-01", "10-02", "10-03", "10-06"))
DAYS_OFF = frozenset({date(2026, 1, 1), *(day_of(f"10-{number:02}") for number in range(1, 9))})
MADE_UP = frozenset({day_of("10-11")})
AUDIT_ENDS = date(2025, 12, 31)
NIGHT_FROM = 21
INSURANCE_A_DAY = 250


@dataclass(frozen=True)
class Taken:
    """A deduction; `order` is the number of the order it goes back to, if any."""

    worker: str
    at: datetime
    reason: str
    basis: str
    fen: int
    reference: str
    order: str = ""


@dataclass(frozen=True)
class Payout:
    """A payment; `due` and `paid` are empty where nothing is written there."""

    worker: str
    first: date
    last: date
    due: date | None
    paid: date | None
    fen: int
    channel: str


def is_workday(day: date) -> bool:
    """Whether the offices are open."""
    return day in MADE_UP or (day.weekday() < 5 and day not in DAYS_OFF)


def workday_on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def price(
    orders: Iterable[Order], company: Mapping[str, Any], worker: Mapping[str, Any], stream: Stream
) -> None:
    """Write the pay of one worker's orders into them, in order of acceptance."""
    taken: dict[date, int] = defaultdict(int)
    raised = {day_of(day): fen for day, fen in worker.get("raised", {}).items()}
    for order in orders:
        day = order.accepted.date()
        if "tiers" in company:
            first = period_of(day, company["settles"])[0]
            order.base = tier(company["tiers"], worker, order.area, taken[first])
            taken[first] += 1
            order.incentive = worker.get("bonus", 60) + raised.get(day, 0)
        else:
            minutes = int((order.completed - (order.picked or order.accepted)).total_seconds()) // MINUTE
            order.base = company["flag_fall"] + company["a_minute"] * minutes
            order.paid_by_customer = order.base * 100 // stream.whole(74, 79)
        if order.completed.hour >= NIGHT_FROM or order.completed.hour < 5:
            order.night = 100
        if day in STATUTORY and day not in raised:
            order.holiday = worker.get("holiday", 300)
        if stream.chance(3):
            order.tip = 100 * stream.whole(2, 6)


def tier(
    tiers: Mapping[str, Sequence[Sequence[int]]], worker: Mapping[str, Any], area: str, before: int
) -> int:
    """The base pay of an order after so many others of the period."""
    steps = tiers[worker.get("tier", area[:2])]
    return max((fen for least, fen in steps if before >= least), default=steps[0][1])


def period_of(day: date, settles: str) -> tuple[date, date]:
    """First and last day of the settlement period that a day lies in."""
    if settles == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    if settles != "half":
        return day.replace(day=1), next_month - timedelta(days=1)
    if day.day <= 15:
        return day.replace(day=1), day.replace(day=15)
    return day.replace(day=16), next_month - timedelta(days=1)


def due_day(last: date, company: str, settles: str) -> date | None:
    """The day that a payout names; None where it names none."""
    if company == "tuoling" or (company == "yunma" and settles == "month"):
        return None
    if settles == "week":
        return last + timedelta(days=4)
    return last + timedelta(days=10)


def deductions_of(worker: Mapping[str, Any], orders: Sequence[Order]) -> list[Taken]:
    """What is taken off one worker: what the plan says, and a daily premium agreed in writing."""
    found = []
    for when, reason, basis, fen, reference in worker.get("taken", ()):
        day, clock = when.split(" ")
        moment = at(day_of(day), clock)
        behind = [
            order.number for order in orders if order.completed <= moment and order.status == "completed"
        ]
        about_order = reason in ("late", "bad_review", "complaint", "damage")
        order = behind[-1] if about_order and behind else ""
        found.append(Taken(worker["id"], moment, reason, basis, fen, reference, order))
    if worker.get("insured"):
        for day in sorted({order.accepted.date() for order in orders}):
            moment = at(day, "09:00")
            found.append(Taken(worker["id"], moment, "insurance", "written", INSURANCE_A_DAY, "cover-2025"))
    return sorted(found, key=lambda taken: (taken.at, taken.reason))


def payouts_of(
    company: str,
    settles: str,
    worker: Mapping[str, Any],
    orders: Iterable[Order],
    taken: Iterable[Taken],
    stream: Stream,
) -> list[Payout]:
    """The payments to one worker: for every period with work what was earned less what was taken off."""
    changes = {change["first"]: change for change in worker.get("payouts", ())}
    sums = {
        _period(day_of(change["first"]), change, settles): change.get("fen", 0) for change in changes.values()
    }
    dropped = {first for first, change in changes.items() if change.get("dropped")}
    sums = {period: fen for period, fen in sums.items() if f"{period[0]:%m-%d}" not in dropped}
    moves = [(order.accepted.date(), earned(order)) for order in orders]
    moves += [(one.at.date(), -one.fen) for one in taken]
    for day, fen in moves:
        period = next((known for known in sums if known[0] <= day <= known[1]), period_of(day, settles))
        if f"{period[0]:%m-%d}" not in dropped:
            sums[period] = sums.get(period, 0) + fen
    made = []
    for (first, last), fen in sorted(sums.items()):
        change = changes.get(f"{first:%m-%d}", {})
        due = day_of(change["due"]) if "due" in change else due_day(last, company, settles)
        made.append(_paid(worker["id"], (first, last), due, fen, change, stream))
    return made


def _period(first: date, change: Mapping[str, Any], settles: str) -> tuple[date, date]:
    return first, day_of(change["last"]) if "last" in change else period_of(first, settles)[1]


def _paid(
    worker: str,
    period: tuple[date, date],
    due: date | None,
    fen: int,
    change: Mapping[str, Any],
    stream: Stream,
) -> Payout:
    """One payment, on the last working day by which it is due unless the plan says otherwise."""
    usual = workday_on_or_before((due or period[1] + timedelta(days=12)) - timedelta(days=stream.whole(0, 1)))
    paid: date | None = usual if usual <= AUDIT_ENDS else None
    if "paid" in change:
        paid = day_of(change["paid"]) if change["paid"] else None
    return Payout(
        worker, *period, due, paid, fen, change.get("channel", "bank" if stream.chance(60) else "wechat")
    )


def earned(order: Order) -> int:
    """All that an order pays, fen."""
    return (order.base or 0) + order.incentive + order.night + order.holiday + order.tip
