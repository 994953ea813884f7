"""The monthly floor by brute force: an employee's full month of normal work, never by parts of it."""

from datetime import date

from tests.oracle.law_by_hand import MONTHLY_ON_TOP, NOT_DEDUCTED, is_workday, monthly_fen
from tests.oracle.pay_rights import FLOOR_COLUMNS, lacks_place, one, place_of
from tests.oracle.standing import (
    Audit,
    Judged,
    Person,
    each_day,
    has_blank,
    money,
    month_of,
    void_share_is_too_high,
)


def _on_leave(person: Person, day: date) -> bool:
    return any(row["from_day"] <= day <= row["to_day"] for row in person.of("leaves"))


def _engaged(person: Person, first: date, last: date) -> bool | None:
    """Whether the worker was engaged all month; None where it hangs on a first day that is not told."""
    row = person.row or {}
    left = row.get("engaged_to")
    if left is not None and left < last:
        return False
    begun = row.get("engaged_from")
    return None if begun is None else bool(begun <= first)


def _is_normal(person: Person, days: list[date]) -> bool:
    """As many days with working time as official working days, less those of recorded leave."""
    official = [day for day in days if is_workday(day)]
    worked = {cell.day for cell in person.working(days)}
    return len(worked) >= len(official) - sum(_on_leave(person, day) for day in official)


def _counted(person: Person, days: list[date], place: str) -> int:
    taken_first = NOT_DEDUCTED - MONTHLY_ON_TOP.get(place[:2], frozenset())
    rows = person.deductions(days)
    taken: int = sum(row["amount_fen"] for row in rows if row["reason"] not in taken_first)
    return money(person.accepted(days), FLOOR_COLUMNS) - taken


def _outcomes(person: Person, days: list[date], audit: Audit) -> frozenset[str]:
    """The outcomes as far as they do not hang on the sum, in the order of tests; empty where they do."""
    orders = person.accepted(days)
    whole = audit.holds(days[0]) and audit.holds(days[-1])
    outside = person.category != "A" or person.hours_system == "part_time" or not whole
    if void_share_is_too_high(orders) or has_blank(orders, FLOOR_COLUMNS):
        # Of somebody outside the scope either may be said first.
        return frozenset({"unknown", "not_applicable"}) if outside else one("unknown")
    if outside:
        return one("not_applicable")
    engaged = _engaged(person, days[0], days[-1])
    if lacks_place(person, days) or engaged is None:
        return one("unknown")
    return frozenset() if engaged and _is_normal(person, days) else one("not_applicable")


def monthly_floor(person: Person, audit: Audit) -> list[Judged]:
    """Counted pay of each month with work against the monthly standard of its place on its last day."""
    found: list[Judged] = []
    for first, last in sorted({month_of(day) for day in each_day(audit.since, audit.until)}):
        inside = [day for day in each_day(first, last) if audit.holds(day)]
        if not (person.accepted(inside) or person.working(inside)):
            continue
        outcomes = _outcomes(person, each_day(first, last), audit)
        counted = floor = None
        if not outcomes:
            place = place_of(person, inside) or ""
            floor = monthly_fen(place, last)
            counted = _counted(person, inside, place)
            kept = "kept" if "deductions" in person.handed.tables else "unknown"
            outcomes = one("unknown" if floor is None else "broken" if counted < floor else kept)
        short = None if counted is None or floor is None else max(0, floor - counted)
        found.append(
            Judged("pay/monthly_floor", person.worker_id, first, last, outcomes, counted, floor, short)
        )
    return found
