"""The limits of several buckets added up, and the medians of each group of like orders."""

from typing import Any, cast

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import Ints
from huhang.engine.limit_facts import BANDS, BEFORE_MIN, COUNTS, HOURS, MINUTES

Counts = NDArray[np.int32]
# Areas, and days since 1970, that there may be; a group and a minute are one number with these.
_AREAS = _DAYS = 1 << 16
_MEDIANS = ("orders", "taken_median", "promised_median", "promised_below", "taken_within")


class LimitSums:
    """The limits of buckets added up, kept narrow: by group and minute, in order of these."""

    def __init__(self) -> None:
        # The numbers of texts, in the order in which they come.
        self._texts: dict[str, dict[str | None, int]] = {"platform_id": {}, "area_code": {}}
        self._keys: Ints = np.empty(0, np.int64)
        self._counts: Counts = np.empty((0, len(COUNTS)), np.int32)

    def __len__(self) -> int:
        """How many minutes of groups have orders."""
        return len(self._keys)

    def add(self, limits: pa.Table) -> None:
        """Add those of one more bucket, in any order, the same group and minute as often as it comes."""
        keys = self._keys_of(limits)
        order = np.argsort(keys, kind="stable")
        counts = np.column_stack([limits.column(name).to_numpy() for name in COUNTS]).astype(np.int32)
        self._keys, self._counts = _merged(self._keys, self._counts, keys[order], counts[order])

    def medians(self) -> pa.Table:
        """One row per group with what half of its orders say.

        A median is the smallest minute by which half of the orders were done, or promised. `promised_below`
        are the orders promised in less than the median taken, `taken_within` those done within the median
        promised.
        """
        groups = self._keys // MINUTES
        begins = np.flatnonzero(np.diff(groups, prepend=np.int64(-1)))
        minute = self._keys % MINUTES + BEFORE_MIN
        found = _medians(np.append(begins, len(groups)), minute, self._counts.astype(np.int64))
        columns: dict[str, Any] = self._named(groups[begins])
        columns |= dict(zip(_MEDIANS, found.T, strict=False))
        return pa.table(columns | {"food": pa.array(found[:, len(_MEDIANS)] > 0)})

    def _keys_of(self, limits: pa.Table) -> Ints:
        keys = self._numbers(limits, "platform_id") * _AREAS + self._numbers(limits, "area_code")
        keys = keys * _DAYS + limits.column("month").cast(pa.int32()).to_numpy()
        for name, room in (("hour", HOURS), ("band", BANDS)):
            keys = keys * room + limits.column(name).to_numpy()
        return cast(Ints, keys * MINUTES + limits.column("minute").to_numpy() - BEFORE_MIN)

    def _numbers(self, limits: pa.Table, name: str) -> Ints:
        known = self._texts[name]
        parts = [np.empty(0, np.int64)]
        for chunk in limits.column(name).chunks:
            assert isinstance(chunk, pa.DictionaryArray)
            texts = [*chunk.dictionary.to_pylist(), None]
            of = np.array([known.setdefault(text, len(known)) for text in texts], np.int64)
            parts.append(of[chunk.indices.fill_null(len(texts) - 1).to_numpy()])
        return np.concatenate(parts)

    def _named(self, groups: Ints) -> dict[str, Any]:
        band, rest = groups % BANDS, groups // BANDS
        hour, rest = rest % HOURS, rest // HOURS
        month, rest = rest % _DAYS, rest // _DAYS
        texts = {"platform_id": rest // _AREAS, "area_code": rest % _AREAS}
        named = {
            name: pa.array(list(self._texts[name]), pa.string()).take(numbers)
            for name, numbers in texts.items()
        }
        days = pa.array(month.astype(np.int32)).cast(pa.date32())
        return {**named, "month": days, "hour": hour, "band": band}


@njit(nogil=True, cache=True)
def _merged(keys: Ints, counts: Counts, more: Ints, more_counts: Counts) -> tuple[Ints, Counts]:
    """The counts of two lists in order, added up where keys are the same; the first has each key once."""
    room = len(keys) + len(more)
    found, sums = np.empty(room, np.int64), np.empty((room, counts.shape[1]), np.int32)
    used, i, j = 0, 0, 0
    while i < len(keys) or j < len(more):
        mine = j == len(more) or (i < len(keys) and keys[i] <= more[j])
        key = keys[i] if mine else more[j]
        again = used > 0 and found[used - 1] == key
        if not again:
            found[used] = key
            used += 1
        for what in range(counts.shape[1]):
            count = counts[i, what] if mine else more_counts[j, what]
            sums[used - 1, what] = sums[used - 1, what] + count if again else count
        if mine:
            i += 1
        else:
            j += 1
    return found[:used].copy(), sums[:used].copy()


@njit(nogil=True, cache=True)
def _medians(begins: Ints, minute: Ints, counts: Ints) -> Ints:
    """For each group the columns of _MEDIANS, and how many of its orders are food."""
    out = np.zeros((len(begins) - 1, 6), np.int64)
    for group in range(len(out)):
        first, last = begins[group], begins[group + 1]
        promised, taken, food = counts[first:last, 0], counts[first:last, 1], counts[first:last, 2]
        orders = taken.sum()
        taken_at = _median_at(taken, orders)
        promised_at = _median_at(promised, orders)
        out[group, 0] = orders
        out[group, 1] = minute[first + taken_at]
        out[group, 2] = minute[first + promised_at]
        out[group, 3] = promised[:taken_at].sum()
        out[group, 4] = taken[: promised_at + 1].sum()
        out[group, 5] = food.sum()
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
