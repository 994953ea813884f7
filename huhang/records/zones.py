"""Local clock times turned to UTC seconds: the first of two equal times, none for times skipped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]

EARLIEST = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class ZoneClock:
    """The clock changes of a zone from 2000 to 2100: when each happens and the offsets before and after."""

    changes: Seconds
    before: Seconds
    after: Seconds
    first_offset: int

    @property
    def fixed_offset(self) -> int | None:
        """The one offset of the zone in seconds east of UTC, or None where the clock changes."""
        return None if len(self.changes) else self.first_offset

    def to_utc(self, local: Seconds) -> tuple[Seconds, npt.NDArray[np.bool_]]:
        """UTC seconds of local clock seconds, and which of them the clock skipped."""
        if not len(self.changes):
            return local - self.first_offset, np.zeros(len(local), dtype=np.bool_)
        index = np.searchsorted(self.changes + self.before, local, side="right")
        last = np.maximum(index - 1, 0)
        skipped = (index > 0) & (local < self.changes[last] + self.after[last])
        offsets = np.append(self.before, self.after[-1:])
        return local - offsets[index], skipped

    def occurs_twice(self, local: Seconds) -> npt.NDArray[np.bool_]:
        """Which local clock seconds happen twice, as the clock was put back."""
        if not len(self.changes):
            return np.zeros(len(local), dtype=np.bool_)
        index = np.searchsorted(self.changes + self.before, local, side="right")
        following = np.minimum(index, len(self.changes) - 1)
        return (index < len(self.changes)) & (local >= self.changes[following] + self.after[following])


@lru_cache(maxsize=64)
def zone_clock(zone: str) -> ZoneClock:
    """The clock of an IANA zone; KeyError (ZoneInfoNotFoundError) where there is no such zone."""
    clock = ZoneInfo(zone)

    def offset(second: int) -> int:
        shift = datetime.fromtimestamp(second, clock).utcoffset()
        return 0 if shift is None else int(shift.total_seconds())

    found: list[tuple[int, int, int]] = []
    known = first = offset(EARLIEST - DAY_SECONDS)
    for second in range(EARLIEST, LATEST + DAY_SECONDS, DAY_SECONDS):
        new = offset(second)
        if new != known:
            found.append((_change_between(second - DAY_SECONDS, second, known, offset), known, new))
            known = new
    changes, before, after = (np.array([row[place] for row in found], dtype=np.int64) for place in range(3))
    return ZoneClock(changes, before, after, first)


def _change_between(low: int, high: int, known: int, offset: Callable[[int], int]) -> int:
    """The first second with another offset than `known`, after `low` and not after `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        if offset(middle) == known:
            low = middle
        else:
            high = middle
    return high
