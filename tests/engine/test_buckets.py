"""A bucket cut into pieces: whole workers, few orders at a time, nothing lost."""

from collections import Counter
from functools import partial
from random import Random

import pyarrow as pa
import pytest

from huhang.engine.buckets import Bucket, grouped, pieces_of

WORKERS = [(platform, f"w{number}") for platform in ("jia", "yi") for number in range(9)]


def numbered(many: int) -> list[Bucket]:
    """Buckets that can be told from each other."""
    return [partial(lambda number: iter([{"orders": pa.table({"n": [number]})}]), n) for n in range(many)]


@pytest.mark.parametrize(
    ("orders", "groups", "largest"),
    [
        # Small: a group for each job. A city: four for each of them. A province: large ones.
        ([100] * 8, 2, 400),
        ([150] * 64, 8, 1200),
        ([300] * 64, 8, 2400),
        ([1600] * 64, 32, 3200),
        ([0] * 5 + [1600] * 64, 32, 3200),
        ([3, 9000, 10], 3, 9000),
        ([], 0, 0),
    ],
)
def test_buckets_are_judged_in_even_groups(orders: list[int], groups: int, largest: int) -> None:
    buckets = numbered(len(orders))
    found = grouped(buckets, orders, 2, 1400, 3500)
    assert [bucket for group in found for bucket in group] == buckets
    assert len(found) == groups
    of = dict(zip(buckets, orders, strict=True))
    assert max((sum(of[bucket] for bucket in group) for group in found), default=0) == largest


def rows_of(dice: Random, many: int) -> list[dict[str, str | int | None]]:
    """Rows of workers in any order, some that name no worker, or no company."""
    rows: list[dict[str, str | int | None]] = []
    for number in range(many):
        platform, worker = dice.choice(WORKERS)
        named = dice.random()
        rows.append(
            {
                "platform_id": platform if named > 0.05 else None,
                "worker_id": worker if named < 0.95 else None,
                "row": number,
            }
        )
    return rows


@pytest.mark.parametrize("in_order", [True, False])
def test_every_row_is_in_one_piece_and_no_worker_in_two(in_order: bool) -> None:
    dice = Random(7)
    kinds: dict[str, pa.DataType] = {name: pa.string() for name in ("platform_id", "worker_id")}
    schema = pa.schema({**kinds, "row": pa.int64()})
    tables = {
        name: pa.Table.from_pylist(rows_of(dice, many), schema=schema)
        for name, many in (("orders", 400), ("sessions", 60), ("workers", 25), ("deductions", 0))
    }
    if in_order:
        for name, table in tables.items():
            tables[name] = table.sort_by([("platform_id", "ascending"), ("worker_id", "ascending")])
    pieces = list(pieces_of(tables, 50))
    assert len(pieces) > 3
    assert max(piece["orders"].num_rows for piece in pieces) < 150
    for name, table in tables.items():
        found = Counter(row for piece in pieces for row in piece[name]["row"].to_pylist())
        assert found == Counter(table["row"].to_pylist())
    places: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        there = {
            (row["platform_id"], row["worker_id"]) for table in piece.values() for row in table.to_pylist()
        }
        places.update(key for key in there if None not in key)
    assert set(places.values()) == {1}
