"""What city is to be made, and the parts of workers in which it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from huhang.demo.companies import COMPANIES, Company
from huhang.vocabulary.days import CHINA_ZONE, WorkCalendar, day_start_second, each_day, month_first
from huhang.vocabulary.words import HuhangError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A part holds so many days of workers at most: memory follows it, and not the size of the city.
DAYS_OF_A_PART = 60_000
LARGEST_PART = 1_000
FAULTS = ("real", "none")


@dataclass(frozen=True)
class Place:
    """One place of the city: its districts and their hourly floors, fen by district and first of a month.

    A floor of None is one that the law does not tell; pay is then kept above the highest that it does.
    """

    code: str
    areas: tuple[str, ...]
    floors: Mapping[tuple[str, date], int | None]

    def highest_floor(self, day: date) -> int:
        """The highest hourly floor of a month here, else the highest ever told, fen."""
        told = [fen for (_, month), fen in self.floors.items() if month == month_first(day) and fen]
        return max(told or [fen for fen in self.floors.values() if fen], default=UNTOLD_FLOOR)

    def only_floor(self, first: date, last: date) -> int | None:
        """The one hourly floor of all districts through the period; None where there are several."""
        months = {month_first(first), month_first(last)}
        told = {fen for (_, month), fen in self.floors.items() if month in months}
        return told.pop() if len(told) == 1 else None


UNTOLD_FLOOR = 2_600


@dataclass(frozen=True)
class CityPlan:
    """The whole order for a city; the same plan gives the same files, whatever the number of threads."""

    workers: int
    since: date
    until: date
    places: Sequence[Place]
    calendar: WorkCalendar
    seed: int
    faults: str

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise HuhangError(
                f"开始日 {self.since} 在结束日 {self.until} 之后。请把 --from 和 --to 对调。",
                f"The first day {self.since} is after the last {self.until}. Swap --from and --to.",
            )
        unknown = [day.year for day in (self.since, self.until) if not self.calendar.is_known(day)]
        if unknown:
            raise HuhangError(
                f"没有 {unknown[0]} 年的放假安排，造不出那一年的数据。请换一段日期。",
                f"The holidays of {unknown[0]} are not known, so no city can be made. Choose other days.",
            )

    @property
    def real(self) -> bool:
        """Whether faults and breaches are put in."""
        return self.faults == "real"

    @cached_property
    def days(self) -> list[date]:
        """Every day of the city."""
        return each_day(self.since, self.until)

    @cached_property
    def midnights(self) -> Ints:
        """The second at which each day begins."""
        return np.array([day_start_second(day, CHINA_ZONE) for day in self.days], np.int64)

    @cached_property
    def months(self) -> Ints:
        """The number of the month of each day, counted through the years."""
        return np.array([day.year * 12 + day.month for day in self.days], np.int64)

    @cached_property
    def statutory(self) -> Flags:
        """Which days are statutory holidays."""
        return np.array([day in self.calendar.statutory for day in self.days])

    @cached_property
    def workdays(self) -> Flags:
        """Which days are official working days."""
        return np.array([self.calendar.is_workday(day) for day in self.days])

    @cached_property
    def before_holidays(self) -> Flags:
        """Which days are the eve of a statutory holiday."""
        return np.array([day + timedelta(days=1) in self.calendar.statutory for day in self.days])

    def parts(self) -> list["Part"]:
        """The parts of the city: so many workers of one company in one place, each with a number."""
        largest = max(20, min(LARGEST_PART, DAYS_OF_A_PART // len(self.days)))
        shares = [(place, company, company.share) for place in self.places for company in COMPANIES]
        whole = sum(share for *_, share in shares)
        made: list[Part] = []
        reached, given = 0.0, 0
        for place, company, share in shares:
            reached += share
            mine = round(self.workers * reached / whole) - given
            given += mine
            while mine > 0:
                size = min(mine, largest)
                made.append(Part(self, len(made), company, place, size))
                mine -= size
        return made


@dataclass(frozen=True)
class Part:
    """Some workers of one company in one place; everything about them comes from its own random stream."""

    plan: CityPlan
    number: int
    company: Company
    place: Place
    workers: int

    def stream(self, what: int) -> np.random.Generator:
        """A random stream of its own for one kind of thing."""
        return np.random.Generator(np.random.SFC64([self.plan.seed, self.number, what]))

    @cached_property
    def periods(self) -> list[tuple[date, date]]:
        """The settlement periods, cut to the days of the city."""
        first_days = [
            day
            for day in self.plan.days
            if day == self.plan.since or (day.weekday() == 0 if self.company.weekly else day.day == 1)
        ]
        lasts = [day - timedelta(days=1) for day in first_days[1:]] + [self.plan.until]
        return list(zip(first_days, lasts, strict=True))

    @cached_property
    def period_of_day(self) -> Ints:
        """The number of the settlement period of each day."""
        firsts = np.array([(first - self.plan.since).days for first, _ in self.periods], np.int64)
        found = np.searchsorted(firsts, np.arange(len(self.plan.days)), side="right") - 1
        return found.astype(np.int64)

    @cached_property
    def ends_at_midnight(self) -> Flags:
        """Days whose work is over by midnight: no second of it falls to a new period or a holiday."""
        last = np.append(np.diff(self.period_of_day) > 0, True)
        return last | self.plan.before_holidays
