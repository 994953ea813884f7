"""What the accepted rows of a table cover: days, filled columns, and times that cannot be."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.quality import Coverage
from huhang.records.schema import Kind, Table
from huhang.vocabulary.days import CHINA_ZONE


@dataclass
class Tally:
    """Counts over some rows, to be added up: rows, filled cells by column, faults, and first and last day."""

    rows: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    pick_ups_missing: int = 0
    first: date | None = None
    last: date | None = None

    def add(self, other: "Tally") -> None:
        """Count the rows of another tally, too."""
        self.rows += other.rows
        self.filled.update(other.filled)
        self.faults.update(other.faults)
        self.pick_ups_missing += other.pick_ups_missing
        self.first = min((day for day in (self.first, other.first) if day), default=None)
        self.last = max((day for day in (self.last, other.last) if day), default=None)

    def take_away(self, other: "Tally") -> None:
        """Count rows no more that turned out to be double; their days are those of others."""
        self.rows -= other.rows
        self.filled.subtract(other.filled)
        self.faults.subtract(other.faults)
        self.pick_ups_missing -= other.pick_ups_missing


def tally(table: Table, rows: pa.Table, zone: str) -> Tally:
    """Count what rows cover, all of platforms in one zone."""
    first, last = _days(table, rows, zone if table.has_platform else CHINA_ZONE)
    names = [column.name for column in table.columns if column.name in rows.column_names]
    counted = Tally(
        rows=rows.num_rows,
        filled=Counter({name: rows.num_rows - rows.column(name).null_count for name in names}),
        first=first,
        last=last,
    )
    for later, earlier in table.later_than:
        if later in names and earlier in names:
            counted.faults[f"{later}_before_{earlier}"] = _count(
                pc.less(rows.column(later), rows.column(earlier))
            )
    if table.name == "orders":
        counted.faults["end_missing"] = _ends_missing(rows)
        counted.pick_ups_missing = _count(pc.and_(_is(rows, "completed"), _empty(rows, "picked_up_at")))
    return counted


def coverage(table: Table, counted: Tally, present: frozenset[str]) -> Coverage:
    """The coverage of the rows that were counted; only columns that were handed over are spoken of."""
    handed = [column.name for column in table.columns if column.name in present]
    faults = {name: count for name, count in counted.faults.items() if count > 0}
    if "completed_at" not in present:
        faults.pop("end_missing", None)
    asked = table.name == "orders" and "picked_up_at" in present
    return Coverage(
        counted.first,
        counted.last,
        {name: round(counted.filled[name] / counted.rows, 4) if counted.rows else 0.0 for name in handed},
        faults,
        counted.pick_ups_missing if asked else None,
    )


def _ends_missing(rows: pa.Table) -> int:
    """Orders completed or cancelled without the time of it: of these two the end of the order is taken."""
    completed: Any = pc.and_(_is(rows, "completed"), _empty(rows, "completed_at"))
    under_way: Any = pc.and_(_is(rows, "cancelled"), pc.invert(_empty(rows, "accepted_at")))
    return _count(pc.or_(completed, pc.and_(under_way, _empty(rows, "cancelled_at"))))


def _is(rows: pa.Table, status: str) -> Any:
    column: Any = rows.column("status")
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    place = column.dictionary.index(status).as_py()
    return pc.equal(column.indices, pa.scalar(place, pa.int32()))


def _empty(rows: pa.Table, name: str) -> Any:
    if name not in rows.column_names:
        return pa.nulls(rows.num_rows).is_null()
    return rows.column(name).combine_chunks().is_null()


def _count(mask: Any) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _days(table: Table, rows: pa.Table, zone: str) -> tuple[date | None, date | None]:
    """The first and the last local day of the rows."""
    if table.day_column is None or table.day_column not in rows.column_names or rows.num_rows == 0:
        return None, None
    found = pc.min_max(rows.column(table.day_column))
    is_time = table.by_name[table.day_column].kind is Kind.TIME
    days = [found[edge].as_py() for edge in ("min", "max")]
    if days[0] is None:
        return None, None
    if is_time:
        days = [value.astimezone(ZoneInfo(zone)).date() for value in days]
    return days[0], days[1]
