"""Orders stand in one order for the loops, however they come."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from huhang.engine.crew import number_workers
from huhang.engine.in_order import in_order

NOON = datetime(2025, 11, 3, 4, tzinfo=UTC)
COLUMNS: dict[str, pa.DataType] = {
    **dict.fromkeys(("platform_id", "worker_id", "order_id"), pa.string()),
    "attempt": pa.int64(),
    "accepted_at": pa.timestamp("s", tz="UTC"),
}
ORDERS = pa.schema(COLUMNS)
NOBODY = pa.schema(dict.fromkeys(("platform_id", "worker_id"), pa.string())).empty_table()
Row = dict[str, Any]


def made(dice: Random, many: int) -> list[Row]:
    """Rows all different, of few workers, seconds and order numbers, so that many of them tie."""
    rows = {
        (
            dice.choice(["jia", "yi"]),
            dice.choice(["w1", "w2", None]),
            dice.choice(["a", "ab", "b", "号"]),
            dice.choice([1, 2, None]),
            dice.choice([None, NOON, NOON + timedelta(seconds=1)]),
        )
        for _ in range(many)
    }
    found = [dict(zip(ORDERS.names, row, strict=True)) for row in rows]
    dice.shuffle(found)
    return found


def place(row: Row) -> tuple[object, ...]:
    """Where a row stands: no time before all times, no attempt after all attempts."""
    accepted, attempt = row["accepted_at"], row["attempt"]
    when = (accepted is not None, accepted or NOON)
    return row["platform_id"], row["worker_id"], when, row["order_id"], (attempt is None, attempt or 0)


def stood(rows: list[Row]) -> list[Row]:
    orders = pa.Table.from_pylist(rows, schema=ORDERS)
    tables = {"orders": orders, "sessions": NOBODY, "deductions": NOBODY, "workers": NOBODY}
    found, crew = in_order(tables, number_workers(tables))
    assert len(crew.rows["orders"]) == found["orders"].num_rows
    names = crew.names(crew.rows["orders"])
    for name in ("platform_id", "worker_id"):
        assert names[name].to_pylist() == found["orders"].column(name).to_pylist()
    return found["orders"].to_pylist()


@pytest.mark.parametrize("many", [0, 1, 2, 20, 200])
def test_orders_stand_by_worker_time_number_and_attempt(many: int) -> None:
    for seed in range(20):
        rows = made(Random(seed), many)
        expected = sorted((row for row in rows if row["worker_id"] is not None), key=place)
        assert stood(rows) == expected
        assert stood(expected) == expected
        # In order but for the ties of one second.
        by_time = sorted(
            rows, key=lambda row: (row["worker_id"] is None, place(row)[:3] if row["worker_id"] else ())
        )
        assert stood(by_time) == expected


def test_orders_of_other_seconds_stand_by_time_whatever_their_number() -> None:
    rows = [
        {"platform_id": "jia", "worker_id": "w1", "order_id": name, "attempt": 1, "accepted_at": NOON + after}
        for name, after in (("a", timedelta(hours=2)), ("b", timedelta(hours=1)), ("c", timedelta()))
    ]
    assert stood(rows) == rows[::-1]
