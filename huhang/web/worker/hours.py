"""A person's order time over all platforms, month by month, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from huhang.audit.one_person import Key, PersonDay, days_of_person
from huhang.audit.report.law_words import instrument_name
from huhang.engine.judge import convention
from huhang.law.loader import load_law
from huhang.records.lake.handing import open_lake
from huhang.vocabulary.words import Outcome, Text

# The full width of a bar in the table of days.
_WIDEST_S = 24 * 3600
_PARTS = 240


@dataclass(frozen=True)
class DayLine:
    """A day, and how wide its bar is in parts of the whole."""

    day: PersonDay
    width: int

    @property
    def is_signal(self) -> bool:
        """Whether it is above the limit in force."""
        return self.day.outcome is Outcome.SIGNAL


@dataclass(frozen=True)
class PersonMonth:
    """A month of a person: its days, the months before and after, the limit and the text behind it."""

    month: date
    lines: tuple[DayLine, ...]
    before: date | None
    after: date | None
    limit: Text | None
    limit_s: int | None
    least_break_s: int

    @property
    def order_s(self) -> int:
        """All order time of the month."""
        return sum(line.day.order_s for line in self.lines)

    @property
    def longest(self) -> PersonDay | None:
        """The longest day."""
        return max((line.day for line in self.lines), key=lambda day: day.order_s, default=None)

    @property
    def shortest_rest_s(self) -> int | None:
        """The shortest rest before a day."""
        return min((line.day.rest_s for line in self.lines if line.day.rest_s is not None), default=None)

    @property
    def at_once_s(self) -> int:
        """Seconds that more than one platform counts."""
        return sum(line.day.at_once_s for line in self.lines)

    @property
    def void(self) -> int:
        """Orders without a usable time."""
        return sum(line.day.void for line in self.lines)

    @property
    def signals(self) -> int:
        """Days above the limit in force."""
        return sum(line.is_signal for line in self.lines)


def month_of_person(keys: Sequence[Key], asked: date | None) -> PersonMonth | None:
    """The month asked for of the person with these ids, else the last one with orders; None without any."""
    lake, book = open_lake(settings.HOME.lake), load_law()
    extent = lake.extent()
    until = (extent[1].date() if extent else timezone.localdate()) + timedelta(days=1)
    days = days_of_person({key: lake.of_worker(*key) for key in keys}, book, until)
    months = sorted({day.day.replace(day=1) for day in days})
    if not months:
        return None
    month = asked if asked in months else months[-1]
    place = months.index(month)
    shown = [day for day in days if day.day.replace(day=1) == month]
    sources = [day.source for day in shown if day.source]
    return PersonMonth(
        month=month,
        lines=tuple(DayLine(day, _PARTS * min(day.order_s, _WIDEST_S) // _WIDEST_S) for day in shown),
        before=months[place - 1] if place else None,
        after=months[place + 1] if place + 1 < len(months) else None,
        limit=instrument_name(book, sources[0]) if sources else None,
        limit_s=next((day.limit_s for day in shown if day.limit_s is not None), None),
        least_break_s=convention(book, "spell.least_break", shown[-1].day),
    )
