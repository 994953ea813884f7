"""The local days that the rows of a bucket lie on, and the seconds at which they begin."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from huhang.engine.columns import Ints, Tables, earliest_and_latest
from huhang.vocabulary.days import EPOCH, day_borders

# What has a day, by table.
TIMES = {"orders": ("accepted_at", "completed_at", "cancelled_at"),
         "sessions": ("online_at", "offline_at"), "deductions": ("occurred_at",)}  # fmt: skip


@dataclass(frozen=True)
class LocalDays:
    """Local days in a row: the first of them, and the Unix seconds at which each begins and the last ends."""

    first: date
    borders: Ints

    def table(self) -> pa.Table:
        """One row per day: number, day, start_s."""
        numbers = np.arange(len(self.borders) - 1, dtype=np.int64)
        days = pa.array((numbers + (self.first - EPOCH).days).astype(np.int32)).cast(pa.date32())
        return pa.table({"number": numbers, "day": days, "start_s": self.borders[:-1]})

    def numbers(self, instants: Ints) -> Ints:
        """The number of the day of each instant, in Unix seconds."""
        return np.searchsorted(self.borders, instants, side="right").astype(np.int64) - 1

    def number(self, day: date) -> int:
        """The number of a day, kept within the first and the last."""
        return min(max((day - self.first).days, 0), len(self.borders) - 1)


def local_days(tables: Tables, zone: str) -> LocalDays:
    """The local days of all rows, with two to spare on either side."""
    columns = [tables[name].column(column) for name, columns in TIMES.items() for column in columns]
    edges = [edge for edge in map(earliest_and_latest, columns) if edge]
    spare = timedelta(days=2)
    first_day = datetime.fromtimestamp(min((first for first, _ in edges), default=0), UTC).date() - spare
    last_day = datetime.fromtimestamp(max((last for _, last in edges), default=0), UTC).date() + spare
    borders = np.array(day_borders(first_day, last_day, zone), np.int64)
    borders.flags.writeable = False
    return LocalDays(first_day, borders)
