"""Days: the official working-day calendar, months, and the borders of local days in a zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

CHINA_ZONE = "Asia/Shanghai"
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class WorkCalendar:
    """The official calendar: statutory holidays, days off and make-up working days.

    `known_years` are those whose yearly arrangement was published; other years have no answer.
    """

    statutory: frozenset[date]
    days_off: frozenset[date]
    makeup_workdays: frozenset[date]
    known_years: frozenset[int]

    def is_known(self, day: date) -> bool:
        """Whether the yearly arrangement for this day has been published."""
        return day.year in self.known_years

    def is_workday(self, day: date) -> bool:
        """Whether the day is an official working day; KeyError where the year is not known."""
        if not self.is_known(day):
            raise KeyError(day.year)
        if day in self.makeup_workdays:
            return True
        return day.weekday() < 5 and day not in self.days_off and day not in self.statutory

    def workday_on_or_before(self, day: date) -> date:
        """The day itself if a working day, else the working day before it."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day


def month_first(day: date) -> date:
    """The first day of the calendar month."""
    return day.replace(day=1)


def month_last(day: date) -> date:
    """The last day of the calendar month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def each_day(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def day_start_second(day: date, zone: str) -> int:
    """Unix second at which the local day begins in `zone`."""
    return int(datetime.combine(day, time(), ZoneInfo(zone)).timestamp())


@lru_cache(maxsize=64)
def day_borders(first: date, last: date, zone: str) -> Sequence[int]:
    """Unix seconds at which each local day from `first` to the day after `last` begins."""
    return tuple(day_start_second(day, zone) for day in each_day(first, last + timedelta(days=1)))
