"""How long customers were told to wait, and how long deliveries took, by groups of like orders."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Flags, Ints, fixed, instants
from huhang.engine.counted import Counted, numbered
from huhang.vocabulary.days import month_first

Metres = NDArray[np.float64]
DELIVERY, FOOD = "instant_delivery", "food_delivery"
# Minutes beyond the longest count as the longest; a promise before the acceptance is the minute before.
LONGEST_MIN = 240
BEFORE_MIN = -1
# Distances in metres at which a band begins, after the first.
BANDS_M = np.array([1_000, 2_000, 3_000, 5_000], np.float64)
BANDS, HOURS = len(BANDS_M) + 1, 24
MINUTES = LONGEST_MIN - BEFORE_MIN + 1
_HOUR_S, _SLOT_S, _SLOTS = 3_600, 900, 104
COUNTS = ("promised", "taken", "food")
# A row for each minute of each group is more than all other facts together: what names it is kept narrow.
_LIKE: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("platform_id", "area_code"), pa.dictionary(pa.int16(), pa.string())),
    "month": pa.date32(),
    "hour": pa.int8(),
    "band": pa.int8(),
    "minute": pa.int16(),
}
LIMITS = pa.schema({**_LIKE, **dict.fromkeys(COUNTS, pa.int32())})


def limit_facts(counted: Counted) -> pa.Table:
    """How many orders were promised within, and how many took, so many minutes; of these those with food.

    By company, area, month, local hour of acceptance and band of distance; deliveries with all three times.
    """
    days = [counted.first + timedelta(days=number) for number in range(len(counted.borders) - 1)]
    months = sorted({month_first(day) for day in days})
    month_of = np.array([months.index(month_first(day)) for day in days], np.int64)
    hours = _local_hours(days, counted.borders, counted.zone)
    start, trade = counted.arrays.orders.start, counted.arrays.orders.trade
    promised, completed = (fixed(instants(counted.column(name))) for name in ("promised_at", "completed_at"))
    metres = np.array(counted.column("distance_m").to_numpy(), np.float64)
    delivers, food = (_of_trade(counted, word) for word in (DELIVERY, FOOD))
    place = counted.place * len(months)
    key, at = _deliveries(
        counted.day,
        start,
        promised,
        completed,
        metres,
        delivers[trade],
        place,
        month_of,
        hours,
        counted.borders,
    )
    group, keys = numbered(key, counted.places * len(months) * HOURS * BANDS)
    number, minute, *counts = _count(group, at, start, promised, completed, food[trade], len(keys)).T
    place = keys // (HOURS * BANDS)
    groups = pa.table(
        {
            **counted.named_places(place // len(months)),
            "month": pa.array(months, pa.date32()).take(place % len(months)),
            "hour": pa.array(keys // BANDS % HOURS),
            "band": pa.array(keys % BANDS),
        }
    )
    groups = groups.cast(pa.schema([LIMITS.field(name) for name in groups.column_names]))
    found = {"minute": minute + BEFORE_MIN, **dict(zip(COUNTS, counts, strict=True))}
    rows = groups.take(pa.array(number))
    for name, column in found.items():
        rows = rows.append_column(LIMITS.field(name), pa.array(column, LIMITS.field(name).type))
    return rows


@njit(nogil=True, cache=True)
def _deliveries(
    day: Ints,
    start: Ints,
    promised: Ints,
    completed: Ints,
    metres: Metres,
    delivers: Flags,
    place: Ints,
    month_of: Ints,
    hours: Ints,
    borders: Ints,
) -> tuple[Ints, Ints]:
    """The groups of the deliveries with all three times and a distance, and which orders these are."""
    key, at = np.empty(len(day), np.int64), np.empty(len(day), np.int64)
    found = 0
    for i in range(len(day)):
        told = day[i] != NOTHING and promised[i] != MISSING and completed[i] >= start[i]
        if not (told and delivers[i] and metres[i] >= 0):
            continue
        hour = hours[day[i], (start[i] - borders[day[i]]) // _SLOT_S]
        band = 0
        while band < len(BANDS_M) and metres[i] >= BANDS_M[band]:
            band += 1
        key[found] = ((place[i] + month_of[day[i]]) * HOURS + hour) * BANDS + band
        at[found] = i
        found += 1
    return key[:found].copy(), at[:found].copy()


def _of_trade(counted: Counted, word: str) -> Flags:
    """Which trades are of this sector, or of this subsector."""
    trade = counted.arrays.orders.trade
    shown = counted.arrays.names.trades(np.arange(trade.max(initial=-1) + 1))
    named = [np.asarray(texts.to_pylist(), object) == word for texts in shown.values()]
    return np.asarray(named[0] | named[1], np.bool_)


def _local_hours(days: list[date], borders: Ints, zone: str) -> Ints:
    """The hour on the local clock of each quarter of an hour of each day, also of days that are not whole."""
    hours = np.tile(np.arange(_SLOTS, dtype=np.int64) * _SLOT_S // _HOUR_S % HOURS, (len(days), 1))
    for day in np.flatnonzero(np.diff(borders) != HOURS * _HOUR_S):
        seconds = (int(borders[day]) + slot * _SLOT_S for slot in range(_SLOTS))
        hours[day] = [datetime.fromtimestamp(second, ZoneInfo(zone)).hour for second in seconds]
    return hours


@njit(nogil=True, cache=True)
def _count(
    group: Ints, rank: Ints, start: Ints, promised: Ints, completed: Ints, food: Flags, groups: int
) -> Ints:
    """How many orders of each group have so many minutes, begun ones taken for whole; `rank` tells which.

    Rows of group, minute after BEFORE_MIN, and the counts, of minutes that any order has.
    """
    begins, order = _by_group(group, groups)
    out = np.empty((2 * len(group), 5), np.int64)
    counts = np.zeros((MINUTES, 3), np.int64)
    used = 0
    for number in range(groups):
        for at in range(begins[number], begins[number + 1]):
            i = rank[order[at]]
            within, taken = promised[i] - start[i], completed[i] - start[i]
            told = BEFORE_MIN if within < 0 else min(LONGEST_MIN, (within + 59) // 60)
            took = min(LONGEST_MIN, (taken + 59) // 60)
            counts[told - BEFORE_MIN, 0] += 1
            counts[took - BEFORE_MIN, 1] += 1
            counts[took - BEFORE_MIN, 2] += food[i]
        for minute in range(MINUTES):
            if counts[minute, 0] or counts[minute, 1]:
                out[used, 0], out[used, 1] = number, minute
                for what in range(3):
                    out[used, 2 + what] = counts[minute, what]
                    counts[minute, what] = 0
                used += 1
    return out[:used].copy()


@njit(nogil=True, cache=True)
def _by_group(group: Ints, groups: int) -> tuple[Ints, Ints]:
    """Where each group begins among orders that stand group by group, and these orders."""
    begins = np.zeros(groups + 1, np.int64)
    for i in range(len(group)):
        begins[group[i] + 1] += 1
    begins = np.cumsum(begins)
    free = begins.copy()
    order = np.empty(len(group), np.int64)
    for i in range(len(group)):
        order[free[group[i]]] = i
        free[group[i]] += 1
    return begins, order
