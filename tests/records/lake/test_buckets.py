"""A bucket read piece by piece: every row once and in order, every worker in one piece."""

from collections.abc import Mapping
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huhang.records.lake.handing import LakeHandover, open_lake
from huhang.records.lake.taking_in import take_in_to_lake
from tests.records.made_files import order, write_rows

COLUMNS = {
    "orders": ("platform_id", "worker_id", "order_id", "status"),
    "sessions": ("platform_id", "worker_id", "online_at"),
    "deductions": ("platform_id", "worker_id", "deduction_id"),
}
# Some workers have more orders than are read at once, some have none.
ORDERS = {("acme", f"w{number}"): number % 7 * 9 for number in range(30)} | {("zeta", "w3"): 40}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> LakeHandover:
    home = tmp_path_factory.mktemp("buckets")
    of = [worker for worker, many in ORDERS.items() for _ in range(many)]
    Random(5).shuffle(of)
    named = [{"platform_id": platform, "worker_id": worker} for platform, worker in of]
    write_rows(home / "files", "orders", [order(order_id=f"o{n}", **who) for n, who in enumerate(named)])
    workers = [{"platform_id": platform, "worker_id": worker} for platform, worker in ORDERS]
    at = {"online_at": "2025-11-03T09:00:00", "offline_at": "2025-11-03T12:00:00"}
    write_rows(home / "files", "sessions", [who | at for who in workers])
    cut = {"occurred_at": "2025-11-03T11:00:00", "reason": "late", "amount_fen": "100"}
    write_rows(
        home / "files", "deductions", [who | cut | {"deduction_id": f"d{n}"} for n, who in enumerate(workers)]
    )
    take_in_to_lake([home / "files"], home / "lake")
    for file in (home / "lake" / "data").rglob("*.parquet"):
        pq.write_table(pq.read_table(file, partitioning=None), file, row_group_size=8)
    return open_lake(home / "lake")


def pieces_of(handover: LakeHandover, at_once: int | None) -> list[Mapping[str, pa.Table]]:
    return [piece for read in handover.buckets(COLUMNS, at_once) for piece in read()]


def rows_of(pieces: list[Mapping[str, pa.Table]], name: str) -> list[dict[str, object]]:
    return [row for piece in pieces for row in piece[name].to_pylist()]


@pytest.mark.parametrize("platform", [None, "acme", "zeta"])
@pytest.mark.parametrize("at_once", [1, 20, 90, 10_000])
def test_pieces_have_all_rows_of_whole_workers(
    lake: LakeHandover, at_once: int, platform: str | None
) -> None:
    handover = lake.of_platform(platform) if platform else lake
    whole, pieces = pieces_of(handover, None), pieces_of(handover, at_once)
    assert len(whole) == len(handover.buckets(COLUMNS))
    assert (len(pieces) > len(whole)) == (at_once < 100 and platform != "zeta")
    for name in COLUMNS:
        assert rows_of(pieces, name) == rows_of(whole, name)
    there = [
        {(row["platform_id"], row["worker_id"]) for name in COLUMNS for row in piece[name].to_pylist()}
        for piece in pieces
    ]
    assert sum(map(len, there)) == len(set().union(*there))
    if platform is None:
        assert len(rows_of(pieces, "orders")) == sum(ORDERS.values())


def test_a_piece_is_not_much_larger_than_asked_for(lake: LakeHandover) -> None:
    most = max(piece["orders"].num_rows for piece in pieces_of(lake, 90))
    assert most <= 90 + max(ORDERS.values())
