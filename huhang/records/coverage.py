"""What the accepted rows of a table cover: days, filled columns, and times that cannot be."""

from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.quality import Coverage
from huhang.records.schema import Kind, Table
from huhang.vocabulary.days import CHINA_ZONE

# Of these two the end of the order time is taken; without it the row's time is void.
_END_MISSING = (
    "(status = 'completed' AND completed_at IS NULL)"
    " OR (status = 'cancelled' AND accepted_at IS NOT NULL AND cancelled_at IS NULL)"
)
_PICK_UP_MISSING = "status = 'completed' AND picked_up_at IS NULL"


def coverage_of(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rows: pa.Table,
    present: frozenset[str],
    zones: dict[str, str],
) -> Coverage:
    """The coverage of the canonical rows of a table; only columns that were handed over are spoken of."""
    first, last = _days(table, rows, zones)
    handed = [column.name for column in table.columns if column.name in present]
    filled = {
        name: round(1 - rows[name].null_count / rows.num_rows, 4) if rows.num_rows else 0.0 for name in handed
    }
    questions = {
        f"{later}_before_{earlier}": f"{later} < {earlier}"
        for later, earlier in table.later_than
        if later in present and earlier in present
    }
    if table.name == "orders" and "completed_at" in present:
        questions["end_missing"] = _END_MISSING
    if table.name == "orders" and "picked_up_at" in present:
        questions["pick_up_missing"] = _PICK_UP_MISSING
    counts = _counts(connection, rows, questions)
    pick_ups_missing = counts.pop("pick_up_missing", None)
    clock_faults = {name: count for name, count in counts.items() if count}
    return Coverage(first, last, filled, clock_faults, pick_ups_missing)


def _counts(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, questions: dict[str, str]
) -> dict[str, int]:
    """How many rows answer each question with yes."""
    if not questions:
        return {}
    asked = ", ".join(f"count(*) FILTER (WHERE {question})" for question in questions.values())
    connection.register("handed", rows)
    found = connection.execute(f"SELECT {asked} FROM handed").fetchall()
    connection.unregister("handed")
    return dict(zip(questions, (int(count) for count in found[0]), strict=True))


def _days(table: Table, rows: pa.Table, zones: dict[str, str]) -> tuple[date | None, date | None]:
    """The first and the last local day of the rows; of several zones, each platform's own."""
    if table.day_column is None or rows.num_rows == 0:
        return None, None
    days: list[date] = []
    for zone, part in _by_zone(table, rows, zones):
        for value in (pc.min(part[table.day_column]).as_py(), pc.max(part[table.day_column]).as_py()):
            if value is not None:
                is_time = table.by_name[table.day_column].kind is Kind.TIME
                days.append(value.astimezone(ZoneInfo(zone)).date() if is_time else value)
    return min(days, default=None), max(days, default=None)


def _by_zone(table: Table, rows: pa.Table, zones: dict[str, str]) -> list[tuple[str, pa.Table]]:
    """The rows parted by the zone of their platform."""
    if not table.has_platform or len(set(zones.values())) < 2:
        return [(next(iter(zones.values()), CHINA_ZONE) if table.has_platform else CHINA_ZONE, rows)]
    parts = []
    for zone in sorted(set(zones.values())):
        platforms = pa.array([name for name, its in zones.items() if its == zone], pa.string())
        parts.append((zone, rows.filter(pc.is_in(rows["platform_id"], value_set=platforms))))
    return parts
