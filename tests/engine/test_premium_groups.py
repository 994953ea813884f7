"""Premiums of several buckets added up, against the same done row by row."""

import random
from collections import defaultdict
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from huhang.engine.premium_groups import premiums_together

KEYS: dict[str, pa.DataType] = {
    **dict.fromkeys(("platform_id", "area_code"), pa.string()),
    "day": pa.date32(),
    **dict.fromkeys(("sector", "subsector"), pa.string()),
    "premium_fen": pa.int64(),
}
COLUMNS = pa.schema({**KEYS, "orders": pa.int64(), "samples": pa.list_(pa.string())})


def some_rows(draw: random.Random, many: int) -> list[dict[str, Any]]:
    """Rows of a bucket, many of them alike, some with an area, a trade or a premium that is not known."""
    return [
        {
            "platform_id": draw.choice("ab"),
            "area_code": draw.choice(["310101", None]),
            "day": date(2025, 11, draw.randint(1, 2)),
            "sector": draw.choice(["instant_delivery", None]),
            "subsector": draw.choice(["food_delivery", None]),
            "premium_fen": draw.choice([0, 7, None]),
            "orders": draw.randint(1, 1000),
            "samples": sorted(
                f"{draw.choice('ö九z')}{draw.randint(0, 99)}" for _ in range(draw.randint(0, 10))
            ),
        }
        for _ in range(many)
    ]


def by_hand(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], tuple[int, list[str]]]:
    found: dict[tuple[Any, ...], tuple[int, list[str]]] = defaultdict(lambda: (0, []))
    for row in rows:
        key = tuple(row[name] for name in KEYS)
        orders, samples = found[key]
        found[key] = orders + row["orders"], sorted([*samples, *row["samples"]], key=str.encode)[:10]
    return dict(found)


def as_told(table: pa.Table) -> dict[tuple[Any, ...], tuple[int, list[str]]]:
    rows = table.to_pylist()
    told = {tuple(row[name] for name in KEYS): (row["orders"], row["samples"]) for row in rows}
    assert len(told) == len(rows)
    return told


@pytest.mark.parametrize("seed", range(5))
def test_orders_are_added_and_the_smallest_samples_kept(seed: int) -> None:
    draw = random.Random(seed)
    rows = [some_rows(draw, many) for many in (40, 0, 300)]
    parts = [pa.Table.from_pylist(part, COLUMNS) for part in rows]
    together = premiums_together(parts)
    assert together.schema.equals(COLUMNS)
    assert as_told(together) == by_hand([row for part in rows for row in part])


def test_sums_are_added_up_like_buckets() -> None:
    draw = random.Random(11)
    parts = [pa.Table.from_pylist(some_rows(draw, 100), COLUMNS) for _ in range(3)]
    twice = premiums_together([premiums_together(parts[:2]), parts[2]])
    assert as_told(twice) == as_told(premiums_together(parts))


def test_nothing_adds_up_to_nothing() -> None:
    assert premiums_together([COLUMNS.empty_table()]).equals(COLUMNS.empty_table())
