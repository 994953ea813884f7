"""Days of a term: working or calendar days, months and years, by the official calendar."""

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta
from typing import NamedTuple

from huhang.vocabulary.days import WorkCalendar
from huhang.vocabulary.words import Text

ONE_DAY = timedelta(days=1)
MONTHS_OF = {"month": 1, "months": 1, "year": 12, "years": 12}
NO_DAYS: frozenset[date] = frozenset()


class End(NamedTuple):
    """The last day of a term; `firm` says that no unpublished calendar can move it; `note` says why not.

    `day` is None where it cannot be told at all.
    """

    day: date | None
    firm: bool
    note: Text | None = None


def months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where the month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def term_end(
    start: date, amount: int, unit: str, calendar: WorkCalendar, still: Container[date] = NO_DAYS
) -> End:
    """The last day of a term that begins with `start`, a day that is itself not counted.

    Days in `still` (while the clock is paused) are not counted. A term in days, months or years that ends on
    a day off ends on the next working day; ValueError for any other unit.
    """
    if unit == "working_days":
        return _working_days(start, amount, calendar, still)
    if unit == "days":
        return next_workday(_calendar_days(start, amount, still), calendar)
    if unit not in MONTHS_OF:
        raise ValueError(f"a term cannot be counted in {unit}")
    whole = (months_later(start, amount * MONTHS_OF[unit]) - start).days
    return next_workday(_calendar_days(start, whole, still), calendar)


def _calendar_days(start: date, amount: int, still: Container[date]) -> date:
    day = start
    while amount > 0:
        day += ONE_DAY
        amount -= day not in still
    return day


def _working_days(start: date, amount: int, calendar: WorkCalendar, still: Container[date]) -> End:
    day, left = start, amount
    while left > 0:
        day += ONE_DAY
        if not calendar.is_known(day):
            return End(None, False, _year_not_published(day, left))
        left -= calendar.is_workday(day) and day not in still
    return End(day, True)


def next_workday(day: date, calendar: WorkCalendar) -> End:
    """The day itself if a working day, else the next one."""
    while calendar.is_known(day) and not calendar.is_workday(day):
        day += ONE_DAY
    if calendar.is_known(day):
        return End(day, True)
    note = Text(
        f"{day.year} 年的放假安排还没有公布；如果 {day} 是休息日，期限顺延到下一个工作日。",
        f"the holiday arrangement of {day.year} is not published yet; if {day} is a day off, "
        "the term ends on the next working day.",
    )
    return End(day, False, note)


def _year_not_published(day: date, left: int) -> Text:
    return Text(
        f"期限进入 {day.year} 年，该年的放假安排还没有公布；到 {day - ONE_DAY} 还剩 {left} 个工作日未计。",
        f"the term reaches into {day.year}, whose holiday arrangement is not published yet; "
        f"after {day - ONE_DAY} {left} working days are still to be counted.",
    )


def workdays_before(day: date, amount: int, calendar: WorkCalendar) -> date | None:
    """The day that lies `amount` working days before `day`; None where a year on the way is not known."""
    while amount > 0:
        day -= ONE_DAY
        if not calendar.is_known(day):
            return None
        amount -= calendar.is_workday(day)
    return day


def workdays_between(first: date, last: date, calendar: WorkCalendar) -> int | None:
    """Working days after `first` up to `last`; None where a year on the way is not known."""
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if not all(calendar.is_known(day) for day in days):
        return None
    return sum(calendar.is_workday(day) for day in days)
