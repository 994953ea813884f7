"""The four rights on pay by brute force, from the words alone, in whole fen and exact fractions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from tests.oracle.law_by_hand import (
    LAWFUL_BASES,
    LAWFUL_REASONS,
    LEAST_ORDINARY_S,
    NOT_DEDUCTED,
    ON_TOP,
    STATUTORY,
    hourly_fen,
    is_workday,
    workday_on_or_before,
)
from tests.oracle.second_sets import Cell, Row, in_force, local_day
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
    """The area with most working seconds (tie: smaller code), without any the area at home."""
    seconds: Counter[str] = Counter()
    for cell in person.working(days):
        if cell.area is not None:
            seconds[cell.area] += cell.seconds
    if not seconds:
        return person.stream.work_area
    return min(seconds, key=lambda area: (-seconds[area], area))


def counted_pay(person: Person, days: Iterable[date]) -> int:
    """Base and incentives of the orders of the days, less what was taken off on them."""
    wanted = set(days)
    on_top = ON_TOP.get((place_of(person, wanted) or "")[:2], frozenset())
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
    if void_share_is_too_high(orders):
        return one("unknown"), "void share"
    if has_blank(orders, FLOOR_COLUMNS):
        return one("unknown"), "empty money"
    if is_out_of_scope(person) or not cells:
        either = {"unknown"} if subject.overlapping else set()
        return frozenset({"not_applicable"} | either), "scope"
    if subject.overlapping:
        return one("unknown"), "periods overlap"
    return (one("unknown"), "area or value") if floor_due(cells) is None else (frozenset(), "")


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
        outcomes, why = _floor_outcomes(person, subject)
        period = (min(subject.days), max(subject.days))
        if outcomes:
            found.append(
                Judged("pay/hourly_floor", person.worker_id, *period, outcomes, key=subject.key, why=why)
            )
            continue
        due, counted = floor_due(person.working(subject.days)) or 0, counted_pay(person, subject.days)
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


def owed_in_full(person: Person, subject: Subject) -> tuple[int, int]:
    """Earned less lawful deductions, and what was paid for the very same period; see `in_full`."""
    earned = money(person.accepted(subject.days), MONEY_COLUMNS)
    lawful: int = sum(
        row["amount_fen"]
        for row in person.deductions(subject.days)
        if row["basis"] in LAWFUL_BASES or row["reason"] in LAWFUL_REASONS
    )
    return earned, earned - lawful


def _same_period(person: Person, period: Period) -> list[Row]:
    return [row for row in person.of("payouts") if (row["period_from"], row["period_to"]) == period]


def _short_outcomes(payouts: Sequence[Row], audit: Audit) -> frozenset[str]:
    """What a shortfall amounts to: broken once all of it is past due, open where the due day is not known."""
    dues = [None if row["due_on"] is None else workday_on_or_before(row["due_on"]) for row in payouts]
    known = [due for due in dues if due is not None]
    if known and min(known) > audit.until:
        return frozenset({"absent", "not_applicable"})
    if known and max(known) >= audit.until:
        return frozenset({"broken", "absent", "not_applicable"})
    # Without any payout the words say broken, without a due day unknown: either may come first.
    return frozenset({"broken", "unknown"}) if not dues or None in dues else one("broken")


def lacks_place(person: Person, days: Iterable[date]) -> bool:
    """Whether nothing says where the worker belongs: no working second in the period, no area at home."""
    return not person.working(days) and person.stream.work_area is None


def _full_outcomes(person: Person, subject: Subject, audit: Audit, paid: int) -> frozenset[str]:
    """The outcome of one whole period of which so much was paid."""
    earned, owed = owed_in_full(person, subject)
    payouts = _same_period(person, subject.period) if subject.settled else []
    blank = has_blank(person.accepted(subject.days))
    if person.category == "C":
        return frozenset({"not_applicable"} | ({"unknown"} if subject.overlapping or blank else set()))
    if "payouts" not in person.handed.tables or blank:
        return one("unknown")
    if subject.overlapping:
        return one("unknown")
    outcomes = one("kept") if paid >= owed else _short_outcomes(payouts, audit)
    if lacks_place(person, subject.days):
        outcomes |= {"unknown"}
    if "deductions" not in person.handed.tables:
        certain = {"kept"} if paid >= earned else set()
        return frozenset({"unknown"} | (outcomes - {"kept"}) | certain)
    return outcomes


def in_full(person: Person, audit: Audit) -> list[Judged]:
    """Payouts of each whole period against what was earned in it."""
    found: list[Judged] = []
    for subject in subjects(person, audit):
        if not subject.settled and not has_anything(person, subject.days):
            continue
        payouts = _same_period(person, subject.period) if subject.settled else []
        in_time = [row for row in payouts if row["paid_on"] is not None and row["paid_on"] <= audit.until]
        paid = sum(row["amount_fen"] for row in in_time)
        owed = owed_in_full(person, subject)[1]
        outcomes = _full_outcomes(person, subject, audit, paid)
        if not subject.settled and not person.accepted(subject.days):
            outcomes |= {"absent", "not_applicable", "unknown"}
        month = month_of(subject.period[0])
        if not subject.settled and not (audit.holds(month[0]) and audit.holds(month[1])):
            # Whether the month or what is left of it has to lie inside the audit is left open.
            outcomes |= {"absent", "not_applicable"}
        if not subject.whole:
            outcomes = frozenset({"absent", "not_applicable"} | (outcomes & {"unknown"}))
        period = (min(subject.days), max(subject.days))
        difference = max(0, owed - paid)
        found.append(
            Judged("pay/in_full", person.worker_id, *period, outcomes, paid, owed, difference, subject.key)
        )
    return found


def _is_longer_than_a_month(first: date, last: date) -> bool:
    """Whether a period reaches the same day of the next month."""
    return (last.year, last.month, last.day) >= (*_next_month(first), first.day)


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def agreed_cycle_days(person: Person, day: date) -> int | None:
    """The longest pay period under the filed pay rule in force on a day."""
    rule = in_force(person.handed.rows("rules"), "pay", day)
    found = None if rule is None else rule["content"].get("pay_cycle_days")
    return None if found is None else int(found)


def on_time_causes(person: Person, payout: Row, audit: Audit) -> list[str]:
    """What is wrong with a payout as of the last day of the audit."""
    due = None if payout["due_on"] is None else workday_on_or_before(payout["due_on"])
    paid = payout["paid_on"] if payout["paid_on"] and payout["paid_on"] <= audit.until else None
    causes: list[str] = []
    if due is not None and paid is not None and paid > due:
        causes.append("late")
    if due is not None and paid is None and audit.until > due:
        causes.append("unpaid")
    if payout["channel"] == "in_kind":
        causes.append("in_kind")
    first, last = payout["period_from"], payout["period_to"]
    days = len(each_day(first, last))
    if person.category == "A" and person.hours_system == "part_time":
        longest: bool = days > 15
    elif person.category == "A":
        longest = _is_longer_than_a_month(first, last)
    else:
        cycle = agreed_cycle_days(person, first)
        longest = cycle is not None and days > cycle
    return causes + (["period_too_long"] if longest else [])


def _clipped(payout: Row, audit: Audit) -> Period:
    return max(payout["period_from"], audit.since), min(payout["period_to"], audit.until)


def on_time(person: Person, audit: Audit) -> list[Judged]:
    """Each payout against its due day, its channel and its period."""
    found: list[Judged] = []
    for payout in person.of("payouts"):
        causes = on_time_causes(person, payout, audit)
        due = None if payout["due_on"] is None else workday_on_or_before(payout["due_on"])
        waiting = payout["paid_on"] is None or payout["paid_on"] > audit.until
        if person.category == "C":
            outcomes = one("not_applicable")
        elif causes:
            outcomes = one("broken")
        elif due is None:
            outcomes = one("unknown")
        elif waiting:
            outcomes = frozenset({"kept", "absent", "not_applicable"})
        else:
            outcomes = one("kept")
        if person.category != "C" and lacks_place(person, each_day(*_clipped(payout, audit))):
            outcomes |= {"unknown"}
        if not all(audit.holds(day) for day in (payout["period_from"], payout["period_to"])):
            outcomes |= {"absent"}
        period = (payout["period_from"], payout["period_to"])
        key = payout["payout_id"]
        found.append(
            Judged("pay/on_time", person.worker_id, *period, outcomes, key=key, why=",".join(causes))
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
