"""The four rights on pay by brute force, from the words alone, in whole fen and exact fractions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

from tests.oracle.due_days import due_day, filed, payout_due
from tests.oracle.law_by_hand import (
    LAWFUL_BASES,
    LAWFUL_REASONS,
    LEAST_ORDINARY_S,
    NOT_DEDUCTED,
    ON_TOP,
    STATUTORY,
    gives_a_floor,
    hourly_fen,
    is_workday,
)
from tests.oracle.second_sets import Cell, Row, local_day, was_accepted
from tests.oracle.standing import (
    Audit,
    Judged,
    Period,
    Person,
    Subject,
    each_day,
    has_blank,
    money,
    month_of,
    subjects,
    void_share_is_too_high,
)
from tests.oracle.streams import MONEY_COLUMNS

FLOOR_COLUMNS = ("pay_base_fen", "pay_incentive_fen")
HOLIDAY_COLUMNS = ("pay_base_fen", "pay_incentive_fen", "pay_holiday_fen")


def one(outcome: str) -> frozenset[str]:
    return frozenset({outcome})


def floor_due(cells: Iterable[Cell]) -> int | None:
    """Fen due for the working seconds, rounded up once; None where an area or a value is not known."""
    exact = Fraction(0)
    for cell in cells:
        fen = None if cell.area is None else hourly_fen(cell.area, cell.day)
        if fen is None:
            return None
        exact += Fraction(cell.seconds * fen, 3600)
    return ceil(exact)


def place_of(person: Person, days: Iterable[date]) -> str | None:
    """The area with most working seconds (tie: smaller code), else of an order, else the area at home."""
    wanted = set(days)
    seconds: Counter[str] = Counter()
    for cell in person.working(wanted):
        if cell.area is not None:
            seconds[cell.area] += cell.seconds
    if seconds:
        return min(seconds, key=lambda area: (-seconds[area], area))
    return min((row["area_code"] for row in person.accepted(wanted)), default=person.stream.work_area)


def counted_pay(person: Person, days: Iterable[date], place: str | None) -> int:
    """Base and incentives of the orders of the days, less what was taken off on them, by the place's rule."""
    wanted = set(days)
    on_top = ON_TOP.get((place or "")[:2], frozenset())
    left_alone = NOT_DEDUCTED - on_top
    rows = person.deductions(wanted)
    taken: int = sum(row["amount_fen"] for row in rows if row["reason"] not in left_alone)
    return money(person.accepted(wanted), FLOOR_COLUMNS) - taken


def is_out_of_scope(person: Person) -> bool:
    """Whether the hourly floor does not speak of the worker: own business, or an employee not part-time."""
    return person.category == "C" or (person.category == "A" and person.hours_system != "part_time")


def _floor_outcomes(person: Person, subject: Subject) -> tuple[frozenset[str], str]:
    """The outcome, as far as it does not hang on the sum, in the order of tests: quality of rows first."""
    orders, cells = person.accepted(subject.days), person.working(subject.days)
    if subject.overlapping:
        return one("unknown"), "periods overlap"
    if void_share_is_too_high(orders):
        return one("unknown"), "void share"
    if has_blank(orders, FLOOR_COLUMNS):
        return one("unknown"), "empty money"
    if is_out_of_scope(person) or not cells:
        return one("not_applicable"), "scope"
    if any(cell.area is None for cell in cells):
        return one("unknown"), "area"
    return (one("unknown"), "value") if floor_due(cells) is None else (frozenset(), "")


def under_a_text(person: Person, subject: Subject) -> tuple[Subject, bool]:
    """The subject on those of its days on which a text gives it a floor, if there are any; and whether."""
    place = place_of(person, subject.days)
    days = frozenset(day for day in subject.days if gives_a_floor(person.category, place, day))
    return (replace(subject, days=days), True) if days else (subject, False)


def has_anything(person: Person, days: Iterable[date]) -> bool:
    """Whether anything at all happened on the days: orders, working time or deductions."""
    wanted = set(days)
    return bool(person.accepted(wanted) or person.working(wanted) or person.deductions(wanted))


def hourly_floor(person: Person, audit: Audit) -> list[Judged]:
    """Counted pay against the floor, per settlement period clipped to the audit."""
    found: list[Judged] = []
    for subject in subjects(person, audit):
        if not subject.settled and not has_anything(person, subject.days):
            continue
        place = place_of(person, subject.days)
        subject, spoken = under_a_text(person, subject)
        outcomes, why = _floor_outcomes(person, subject)
        if not spoken and why in ("", "value"):
            outcomes, why = one("not_applicable"), "no text"
        period = (min(subject.days), max(subject.days))
        if outcomes:
            found.append(
                Judged("pay/hourly_floor", person.worker_id, *period, outcomes, key=subject.key, why=why)
            )
            continue
        due = floor_due(person.working(subject.days)) or 0
        counted = counted_pay(person, subject.days, place)
        kept = "kept" if "deductions" in person.handed.tables else "unknown"
        outcome = one("broken" if counted < due else kept)
        found.append(
            Judged(
                "pay/hourly_floor",
                person.worker_id,
                *period,
                outcome,
                counted,
                due,
                max(0, due - counted),
                subject.key,
            )
        )
    return found


def taken_off(person: Person, days: Iterable[date]) -> tuple[int, int]:
    """Lawful deductions, and those of which nothing says on what they rest."""
    rows = person.deductions(days)
    lawful = [row for row in rows if row["basis"] in LAWFUL_BASES or row["reason"] in LAWFUL_REASONS]
    unclear = [row for row in rows if row["basis"] is None and row not in lawful]
    return sum(row["amount_fen"] for row in lawful), sum(row["amount_fen"] for row in unclear)


def owed_in_full(person: Person, subject: Subject) -> tuple[int, int]:
    """Earned less lawful deductions, and the same if those of unclear basis were lawful, too."""
    lawful, unclear = taken_off(person, subject.days)
    owed = money(person.accepted(subject.days), MONEY_COLUMNS) - lawful
    return owed, owed - unclear


def _same_period(person: Person, subject: Subject) -> list[Row]:
    if not subject.settled:
        return []
    return [row for row in person.of("payouts") if (row["period_from"], row["period_to"]) == subject.period]


def lacks_place(person: Person, days: Iterable[date]) -> bool:
    """Whether nothing says where the worker belongs: no second and no order with an area, none at home."""
    known = any(cell.area is not None for cell in person.working(days)) or person.accepted(days)
    return not known and person.stream.work_area is None


def is_covered(person: Person, period: Period) -> bool:
    """Whether the platform's orders begin in the month in which the period begins, or earlier, and end so."""
    orders = (person.handed.whole or person.handed).rows("orders")
    days = [local_day(row["accepted_at"], person.stream.zone) for row in orders if was_accepted(row)]
    if not days:
        return False
    return month_of(min(days))[0] <= period[0] and period[1] <= month_of(max(days))[1]


def _short_outcome(person: Person, subject: Subject, audit: Audit, short: Sequence[int]) -> str:
    """What a shortfall amounts to: `short` as things stand, and were deductions of unclear basis lawful."""
    due = due_day(person, subject.period, _same_period(person, subject))
    if due is None:
        return "unknown"
    if due >= audit.until:
        return "not_applicable"
    return "broken" if "deductions" in person.handed.tables and min(short) > 0 else "unknown"


def _full_outcome(person: Person, subject: Subject, audit: Audit, paid: int) -> str:
    """The outcome of one period of which so much was paid, in the order of tests."""
    if subject.overlapping or has_blank(person.accepted(subject.days)):
        return "unknown"
    if person.category == "C" or not subject.whole:
        return "not_applicable"
    if lacks_place(person, subject.days) or "payouts" not in person.handed.tables:
        return "unknown"
    short = [owed - paid for owed in owed_in_full(person, subject)]
    if short[0] <= 0 and not is_covered(person, subject.period):
        return "unknown"
    return "kept" if max(short) <= 0 else _short_outcome(person, subject, audit, short)


def in_full(person: Person, audit: Audit) -> list[Judged]:
    """Payouts of each whole period against what was earned in it."""
    found: list[Judged] = []
    for subject in subjects(person, audit):
        if not subject.settled and not has_anything(person, subject.days):
            continue
        in_time = [row for row in _same_period(person, subject) if row["paid_on"] is not None]
        paid = sum(row["amount_fen"] for row in in_time if row["paid_on"] <= audit.until)
        outcomes = one(_full_outcome(person, subject, audit, paid))
        owed = owed_in_full(person, subject)[0]
        period = (min(subject.days), max(subject.days))
        found.append(
            Judged("pay/in_full", person.worker_id, *period, outcomes, paid, owed, owed - paid, subject.key)
        )
    return found


def _is_longer_than_a_month(first: date, last: date) -> bool:
    """Whether a period reaches the same day of the next month."""
    return (last.year, last.month, last.day) >= (*_next_month(first), first.day)


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _too_long(person: Person, payout: Row, audit: Audit) -> bool:
    """Whether the period is longer than the law allows an employee, or than was agreed with others."""
    first, last = payout["period_from"], payout["period_to"]
    days = len(each_day(first, last))
    if person.category == "A":
        return days > 15 if person.hours_system == "part_time" else _is_longer_than_a_month(first, last)
    cycle = filed(list(person.handed.rows("rules")), "pay_cycle_days", min(last, audit.until))
    return cycle is not None and days > cycle


def on_time_causes(person: Person, payout: Row, audit: Audit) -> list[str]:
    """What is wrong with a payout as of the last day of the audit."""
    due = payout_due(person, payout)
    paid = payout["paid_on"] if payout["paid_on"] and payout["paid_on"] <= audit.until else None
    held = {
        "in_kind": payout["channel"] == "in_kind",
        "late": due is not None and paid is not None and paid > due,
        "period_too_long": _too_long(person, payout, audit),
        "unpaid": due is not None and paid is None and audit.until > due,
    }
    return [cause for cause, holds in held.items() if holds]


def _on_time_outcome(person: Person, payout: Row, audit: Audit, causes: Sequence[str]) -> str:
    """The outcome of one payout, in the order of tests."""
    due = payout_due(person, payout)
    first, last = payout["period_from"], payout["period_to"]
    overlaps = first <= audit.until and last >= audit.since
    if not overlaps and (due is None or not audit.holds(due)):
        return "absent"
    if person.category == "C":
        return "not_applicable"
    if not person.has_place():
        return "unknown"
    if causes:
        return "broken"
    if due is None:
        return "unknown"
    waiting = payout["paid_on"] is None or payout["paid_on"] > audit.until
    return "not_applicable" if waiting else "kept"


def on_time(person: Person, audit: Audit) -> list[Judged]:
    """Each payout against its due day, its channel and its period."""
    found: list[Judged] = []
    for payout in person.of("payouts"):
        causes = on_time_causes(person, payout, audit)
        outcomes = one(_on_time_outcome(person, payout, audit, causes))
        period = (payout["period_from"], payout["period_to"])
        why = ",".join(causes)
        found.append(
            Judged("pay/on_time", person.worker_id, *period, outcomes, key=payout["payout_id"], why=why)
        )
    return found


def holiday_sums(person: Person, days: Iterable[date]) -> tuple[int, int]:
    """Pay and working seconds of some days."""
    wanted = set(days)
    pay = money(person.accepted(wanted), HOLIDAY_COLUMNS)
    return pay, sum(cell.seconds for cell in person.working(wanted))


def _ordinary_days(day: date, audit: Audit) -> list[date]:
    return [other for other in each_day(*month_of(day)) if audit.holds(other) and is_workday(other)]


def _holiday_outcomes(person: Person, day: date, ordinary: Sequence[date]) -> frozenset[str]:
    """The outcome of one worked holiday, measures apart."""
    orders, others = person.accepted([day]), person.accepted(ordinary)
    if void_share_is_too_high(orders) or has_blank(orders, HOLIDAY_COLUMNS):
        return one("unknown")
    # The words leave open whether the orders of the ordinary days belong to the subject, too.
    pooled = void_share_is_too_high(others) or void_share_is_too_high([*orders, *others])
    either = {"unknown"} if pooled or has_blank(others, HOLIDAY_COLUMNS) else set()
    if person.category == "C" or (person.category == "A" and person.hours_system == "standard"):
        return frozenset({"not_applicable"} | either)
    # An employee outside overtime: the words name Shanghai, and leave open who that is.
    either |= {"not_applicable"} if person.category == "A" else set()
    if money(orders, ("pay_holiday_fen",)) > 0:
        return frozenset({"kept"} | either)
    pay, seconds = holiday_sums(person, [day])
    ordinary_pay, ordinary_seconds = holiday_sums(person, ordinary)
    if ordinary_seconds < LEAST_ORDINARY_S or has_blank(others, HOLIDAY_COLUMNS):
        return frozenset({"unknown"} | either)
    return frozenset({"broken" if pay * ordinary_seconds <= ordinary_pay * seconds else "kept"} | either)


def holiday_premium(person: Person, audit: Audit) -> list[Judged]:
    """Pay per working second on each worked statutory holiday against the ordinary days of its month."""
    found: list[Judged] = []
    zone = person.stream.zone
    accepted = {
        local_day(o["accepted_at"], zone) for o in person.accepted(each_day(audit.since, audit.until))
    }
    for day in sorted(holiday for holiday in STATUTORY if audit.holds(holiday)):
        pay, seconds = holiday_sums(person, [day])
        if not seconds and day not in accepted:
            continue
        ordinary = _ordinary_days(day, audit)
        outcomes = _holiday_outcomes(person, day, ordinary)
        if not seconds:
            outcomes = frozenset({"absent", "not_applicable"} | (outcomes & {"unknown"}))
        ordinary_pay, ordinary_seconds = holiday_sums(person, ordinary)
        difference = None
        if ordinary_seconds:
            difference = ceil(Fraction(ordinary_pay * seconds, ordinary_seconds)) - pay
        found.append(Judged("pay/holiday_premium", person.worker_id, day, day, outcomes, difference))
    return found
