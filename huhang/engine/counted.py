"""The completed orders of a bucket that an audit counts, by company, area and local day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pyarrow as pa
from numba import njit

from huhang.engine.arrays import Arrays
from huhang.engine.codes import NOTHING, named
from huhang.engine.columns import Column, Flags, Ints, Tables, Texts
from huhang.engine.crew import Crew
from huhang.engine.work import COMPLETED
from huhang.vocabulary.days import EPOCH

Span = tuple[date, date]

# Keys are numbered through a table of all that there could be, up to this size; beyond it, by sorting.
_LARGEST_TABLE = 1 << 24


@dataclass(frozen=True)
class Counted:
    """Orders of a bucket; `borders` are the Unix seconds at which local days begin, from `first` on.

    `span` are the first and the last day of which orders count; None: all.
    """

    tables: Tables
    crew: Crew
    arrays: Arrays
    first: date
    borders: Ints
    zone: str
    span: Span | None

    @cached_property
    def day(self) -> Ints:
        """The number of the day of acceptance of each order; NOTHING for one that does not count."""
        numbers = np.arange(len(self.borders) - 1)
        since, until = self.span or (self.first, self.first + timedelta(days=len(numbers)))
        inside = (numbers >= (since - self.first).days) & (numbers <= (until - self.first).days)
        return _counting(self.arrays.orders.day, self.arrays.orders.is_what, inside)

    @cached_property
    def place(self) -> Ints:
        """The company and the area of each order as one number."""
        orders = self.arrays.orders
        return _places(orders.first, orders.area, self.crew.platform, self.areas)

    @property
    def areas(self) -> int:
        """How many areas there are, none being one of them: the first."""
        return len(self.arrays.names.areas) + 1

    @property
    def places(self) -> int:
        """How many numbers of places there may be."""
        return max(len(self.crew.platforms), 1) * self.areas

    def named_places(self, place: Ints) -> dict[str, Texts]:
        """The columns platform_id and area_code."""
        return {
            "platform_id": named(place // self.areas, self.crew.platforms),
            "area_code": named(place % self.areas - 1, self.arrays.names.areas),
        }

    def column(self, name: str) -> Column:
        """A column of the orders."""
        return self.tables["orders"].column(name)


@njit(nogil=True, cache=True)
def _places(first: Ints, area: Ints, platform: Ints, areas: int) -> Ints:
    out = np.empty(len(area), np.int64)
    for worker in range(len(platform)):
        for i in range(first[worker], first[worker + 1]):
            out[i] = platform[worker] * areas + area[i] + 1
    return out


@njit(nogil=True, cache=True)
def _counting(day: Ints, is_what: Ints, inside: Flags) -> Ints:
    out = np.empty(len(day), np.int64)
    for i in range(len(day)):
        counts = is_what[i] & COMPLETED and day[i] != NOTHING and inside[day[i]]
        out[i] = day[i] if counts else NOTHING
    return out


def as_days(number: Ints, first: date) -> Texts:
    """Days by their number from the first on."""
    return pa.array((number + (first - EPOCH).days).astype(np.int32)).cast(pa.date32())


def numbered(keys: Ints, possible: int) -> tuple[Ints, Ints]:
    """Keys below `possible` numbered without gaps: the number of each, and the keys in order."""
    if possible > _LARGEST_TABLE:
        known, number = np.unique(keys, return_inverse=True)
        return number.astype(np.int64), known
    return _through_a_table(keys, possible)


@njit(nogil=True, cache=True)
def _through_a_table(keys: Ints, possible: int) -> tuple[Ints, Ints]:
    number = np.zeros(possible, np.int32)
    for key in keys:
        number[key] = 1
    known = np.flatnonzero(number)
    for i in range(len(known)):
        number[known[i]] = i
    out = np.empty(len(keys), np.int64)
    for i in range(len(keys)):
        out[i] = number[keys[i]]
    return out, known
