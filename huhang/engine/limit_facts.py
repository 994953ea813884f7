"""How long customers were told to wait, and how long deliveries took."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Flags, Ints, Texts, instants
from huhang.engine.counted import Counted

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
# There are as many as orders: what names them is kept narrow.
_COLUMNS: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("platform_id", "area_code"), pa.dictionary(pa.int16(), pa.string())),
    "month": pa.dictionary(pa.int16(), pa.date32()),
    **dict.fromkeys(("hour", "band"), pa.int8()),
    **dict.fromkeys(("promised_min", "taken_min"), pa.int16()),
    "food": pa.bool_(),
}
DELIVERIES = pa.schema(_COLUMNS)
_Narrow: TypeAlias = "NDArray[np.int16] | NDArray[np.int8]"


def limit_facts(counted: Counted) -> pa.Table:
    """Within how many minutes each delivery was promised, how many it took, and whether it was food.

    With company, area, month, local hour of acceptance and band of distance; deliveries with all three times
    and a distance, begun minutes taken for whole.
    """
    days = [counted.first + timedelta(days=number) for number in range(len(counted.borders) - 1)]
    months, month_of = np.unique(np.array(days, "datetime64[M]"), return_inverse=True)
    orders, completed = counted.arrays.orders, counted.arrays.completed
    promised = instants(counted.column("promised_at"))
    trades = counted.arrays.names
    delivers, food = (np.logical_or(*trades.are(pa.array([word]))) for word in (DELIVERY, FOOD))
    platform, area, month, *rest, is_food = _deliveries(
        counted.day, orders.start, promised, completed,
        np.array(counted.column("distance_m").to_numpy(), np.float64),
        orders.trade, delivers, food, counted.place, counted.areas,
        month_of, _local_hours(days, counted.borders, counted.zone), counted.borders,
    )  # fmt: skip
    nowhere_first = pa.concat_arrays([pa.nulls(1, pa.string()), counted.arrays.names.areas])
    return pa.table(
        [
            _coded(platform, counted.crew.platforms),
            _coded(area, nowhere_first),
            _coded(month, pa.array(months.astype("datetime64[D]"))),
            *map(pa.array, (*rest, is_food)),
        ],
        schema=DELIVERIES,
    )


def _coded(numbers: _Narrow, names: Texts) -> Texts:
    return pa.DictionaryArray.from_arrays(numbers, names)


@njit(nogil=True, cache=True)
def _deliveries(
    day: Ints,
    start: Ints,
    promised: Ints,
    completed: Ints,
    metres: Metres,
    trade: Ints,
    delivers: Flags,
    is_food: Flags,
    place: Ints,
    areas: int,
    month_of: Ints,
    hours: Ints,
    borders: Ints,
) -> tuple[_Narrow, _Narrow, _Narrow, _Narrow, _Narrow, _Narrow, _Narrow, Flags]:
    """The columns of DELIVERIES: texts and months by number, area 0 for none."""
    platform, area = np.empty(len(day), np.int16), np.empty(len(day), np.int16)
    month, hour, band = np.empty(len(day), np.int16), np.empty(len(day), np.int8), np.empty(len(day), np.int8)
    within, took = np.empty(len(day), np.int16), np.empty(len(day), np.int16)
    food = np.empty(len(day), np.bool_)
    found = 0
    for i in range(len(day)):
        told = day[i] != NOTHING and promised[i] != MISSING and completed[i] >= start[i]
        if not (told and delivers[trade[i]] and metres[i] >= 0):
            continue
        platform[found], area[found] = place[i] // areas, place[i] % areas
        month[found] = month_of[day[i]]
        hour[found] = hours[day[i], (start[i] - borders[day[i]]) // _SLOT_S]
        bands = 0
        while bands < len(BANDS_M) and metres[i] >= BANDS_M[bands]:
            bands += 1
        band[found] = bands
        late = promised[i] < start[i]
        within[found] = BEFORE_MIN if late else min(LONGEST_MIN, (promised[i] - start[i] + 59) // 60)
        took[found] = min(LONGEST_MIN, (completed[i] - start[i] + 59) // 60)
        food[found] = is_food[trade[i]]
        found += 1
    return (
        platform[:found], area[:found], month[:found], hour[:found], band[:found],
        within[:found], took[:found], food[:found],
    )  # fmt: skip


def _local_hours(days: list[date], borders: Ints, zone: str) -> Ints:
    """The hour on the local clock of each quarter of an hour of each day, also of days that are not whole."""
    hours = np.tile(np.arange(_SLOTS, dtype=np.int64) * _SLOT_S // _HOUR_S % HOURS, (len(days), 1))
    for day in np.flatnonzero(np.diff(borders) != HOURS * _HOUR_S):
        seconds = (int(borders[day]) + slot * _SLOT_S for slot in range(_SLOTS))
        hours[day] = [datetime.fromtimestamp(second, ZoneInfo(zone)).hour for second in seconds]
    return hours
