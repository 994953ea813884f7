"""The limit of overtime by brute force: employees on standard hours, by day and by whole month."""

from collections import Counter
from datetime import date

from tests.oracle.law_by_hand import is_workday
from tests.oracle.pay_rights import lacks_place, one
from tests.oracle.standing import Audit, Judged, Person, each_day, month_of, void_share_is_too_high

STANDARD_DAY_S, DAY_LIMIT_S, MONTH_LIMIT_S = 8 * 3600, 3 * 3600, 36 * 3600


def overtime_of(person: Person, audit: Audit) -> dict[date, int]:
    """Seconds above the standard day on working days, all of them on others; days with working time alone."""
    seconds: Counter[date] = Counter()
    for cell in person.cells:
        if cell.working and audit.holds(cell.day):
            seconds[cell.day] += cell.seconds
    return {
        day: max(0, length - STANDARD_DAY_S) if is_workday(day) else length for day, length in seconds.items()
    }


def overtime_limit(person: Person, audit: Audit) -> list[Judged]:
    """Three hours a day, and thirty-six a month that lies wholly inside the audit."""
    if person.category != "A" or person.hours_system not in (None, "standard"):
        return []
    above = overtime_of(person, audit)
    spans = {(day, day): DAY_LIMIT_S for day in above}
    for month in {month_of(day) for day in above}:
        if audit.holds(month[0]) and audit.holds(month[1]):
            spans[month] = MONTH_LIMIT_S
    found: list[Judged] = []
    for (first, last), limit in sorted(spans.items()):
        days = each_day(first, last)
        seconds = sum(above.get(day, 0) for day in days)
        outcomes = one("broken" if seconds > limit else "kept")
        if void_share_is_too_high(person.accepted(days)) or lacks_place(person, days):
            outcomes = one("unknown")
        found.append(Judged("time/overtime_limit", person.worker_id, first, last, outcomes, seconds, limit))
    return found
