"""The deliveries of all buckets by groups of like ones, and the medians of each group."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import Ints
from huhang.engine.counted import numbered
from huhang.engine.limit_facts import BANDS, BEFORE_MIN, DELIVERIES, HOURS, MINUTES

# Company, area and month.
Place: TypeAlias = tuple[str | None, str | None, date | None]
Counts: TypeAlias = NDArray[np.int32]
_PLACE: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("platform_id", "area_code"), pa.string()),
    "month": pa.date32(),
}
# A place has a group for each hour and each band of distance.
_GROUPS = HOURS * BANDS
_PROMISED, _TAKEN = 0, 1
# Most groups have deliveries of some minutes in a row: so many are counted on one page.
_ON_PAGE = 32
_PAGES = -(-MINUTES // _ON_PAGE)
_NO_PAGE = -1
_MEDIANS = ("orders", "taken_median", "promised_median", "promised_below", "taken_within")


class LimitSums:
    """How many deliveries of each group were promised within, and how many took, so many minutes."""

    def __init__(self) -> None:
        self._places: dict[Place, int] = {}
        # By group, what was counted, and page: the row of `_pages`.
        self._page_of: Counts = np.empty((0, 2, _PAGES), np.int32)
        self._pages: Counts = np.zeros((1, _ON_PAGE), np.int32)
        self._used = 0
        self._food: NDArray[np.bool_] = np.empty(0, np.bool_)

    def add(self, deliveries: pa.Table) -> None:
        """Add those of one more bucket, in any order."""
        for batch in deliveries.select(DELIVERIES.names).to_batches():
            self._add(batch)

    def _add(self, batch: pa.RecordBatch) -> None:
        texts: list[Any] = [batch.column(name) for name in _PLACE]
        names = [[*coded.dictionary.to_pylist(), None] for coded in texts]
        numbers = [coded.indices.fill_null(len(coded.dictionary)).to_numpy() for coded in texts]
        rooms = [len(told) for told in names]
        local, known = numbered(np.ravel_multi_index(numbers, rooms), int(np.prod(rooms)))
        places = self._numbers_of(
            [told[at] for at in numbers.tolist()]
            for told, numbers in zip(names, np.unravel_index(known, rooms), strict=True)
        )
        hour, band, promised, taken = (batch.column(number).to_numpy() for number in range(3, 7))
        food = batch.column(7).to_numpy(zero_copy_only=False)
        self._pages, self._used = _count(
            places, local, hour, band, promised, taken, food,
            self._page_of, self._pages, self._used, self._food,
        )  # fmt: skip

    def _numbers_of(self, columns: Iterable[Sequence[Any]]) -> Ints:
        """The numbers of some places; room is made for those that are new."""
        known = self._places
        told = [known.setdefault(place, len(known)) for place in zip(*columns, strict=True)]
        more = len(self._places) * _GROUPS - len(self._food)
        pages = np.full((more, 2, _PAGES), _NO_PAGE, np.int32)
        self._page_of = np.concatenate([self._page_of, pages])
        self._food = np.concatenate([self._food, np.zeros(more, np.bool_)])
        return np.array(told, np.int64)

    def medians(self) -> pa.Table:
        """One row per group with what half of its orders say.

        A median is the smallest minute by which half of the orders were done, or promised. `promised_below`
        are the orders promised in less than the median taken, `taken_within` those done within the median
        promised.
        """
        groups = np.flatnonzero((self._page_of[:, _TAKEN] != _NO_PAGE).any(axis=1))
        place, hour, band = np.unravel_index(groups, (len(self._places), HOURS, BANDS))
        columns: dict[str, Any] = {
            name: pa.array([told[at] for told in self._places], kind).take(pa.array(place, pa.int64()))
            for at, (name, kind) in enumerate(_PLACE.items())
        }
        columns |= {"hour": hour, "band": band}
        columns |= dict(zip(_MEDIANS, _medians(self._page_of, groups, self._pages).T, strict=True))
        return pa.table(columns | {"food": pa.array(self._food[groups])})


@njit(nogil=True, cache=True)
def _count(
    places: Ints,
    place: Ints,
    hour: NDArray[np.int8],
    band: NDArray[np.int8],
    promised: NDArray[np.int16],
    taken: NDArray[np.int16],
    food: NDArray[np.bool_],
    page_of: Counts,
    pages: Counts,
    used: int,
    has_food: NDArray[np.bool_],
) -> tuple[Counts, int]:
    """Count deliveries on the pages of their groups; gives the pages, more of them where needed."""
    for i in range(len(place)):
        group = (places[place[i]] * HOURS + hour[i]) * BANDS + band[i]
        for what in range(2):
            minute = (promised[i] if what == _PROMISED else taken[i]) - BEFORE_MIN
            page = page_of[group, what, minute // _ON_PAGE]
            if page == _NO_PAGE:
                if used == len(pages):
                    more = np.zeros((used + used // 2 + 1, _ON_PAGE), np.int32)
                    more[:used] = pages
                    pages = more
                page, used = used, used + 1
                page_of[group, what, minute // _ON_PAGE] = page
            pages[page, minute % _ON_PAGE] += 1
        has_food[group] |= food[i]
    return pages, used


@njit(nogil=True, cache=True)
def _medians(page_of: Counts, groups: Ints, pages: Counts) -> Ints:
    """For each of the groups the columns of _MEDIANS."""
    out = np.zeros((len(groups), 5), np.int64)
    for at in range(len(out)):
        promised = _minutes(page_of[groups[at], _PROMISED], pages)
        taken = _minutes(page_of[groups[at], _TAKEN], pages)
        orders = taken.sum()
        taken_at = _median_at(taken, orders)
        promised_at = _median_at(promised, orders)
        out[at, 0] = orders
        out[at, 1] = taken_at + BEFORE_MIN
        out[at, 2] = promised_at + BEFORE_MIN
        out[at, 3] = promised[:taken_at].sum()
        out[at, 4] = taken[: promised_at + 1].sum()
    return out


@njit(nogil=True, cache=True)
def _minutes(page_of: Counts, pages: Counts) -> Ints:
    """The counts of a group minute by minute."""
    out = np.zeros(len(page_of) * _ON_PAGE, np.int64)
    for number in range(len(page_of)):
        if page_of[number] != _NO_PAGE:
            out[number * _ON_PAGE : (number + 1) * _ON_PAGE] = pages[page_of[number]]
    return out


@njit(nogil=True, cache=True)
def _median_at(counts: Ints, orders: int) -> int:
    """At which of the minutes in order half of the orders are reached."""
    reached = 0
    for at in range(len(counts)):
        reached += counts[at]
        if 2 * reached >= orders:
            return at
    return len(counts) - 1
