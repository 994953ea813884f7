"""Equal rows are skipped, contradicting ones set aside, revisions ordered, attempts numbered."""

from pathlib import Path
from typing import Any

import pytest

from huhang.records.handover import Handover
from tests.records.made_files import bad_cells, order, take, taken_orders, write_mapping, write_rows


def _pay(handover: Handover) -> list[Any]:
    return list(handover.tables["orders"]["pay_base_fen"].to_pylist())


def test_equal_rows_are_counted_and_skipped(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders-1", [order(), order(pay_base_fen=" 520 ")])
    write_rows(tmp_path, "orders-2", [order(), order(order_id="2")])
    handover = take(tmp_path)
    first, second = handover.quality.files
    assert (first.rows, first.accepted, first.duplicates) == (2, 1, 1)
    assert (second.rows, second.accepted, second.duplicates) == (2, 1, 1)
    assert handover.tables["orders"]["order_id"].to_pylist() == ["1", "2"]


def test_different_contents_under_one_key_are_all_set_aside(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders-1", [order(), order(order_id="2")])
    write_rows(tmp_path, "orders-2", [order(pay_base_fen="521"), order()])
    handover = take(tmp_path)
    key = "platform_id + order_id + worker_id + attempt"
    assert bad_cells(handover) == [
        ("orders-1.csv", 2, key, "acme / 1 / w1 / 1", "conflicting"),
        ("orders-2.csv", 2, key, "acme / 1 / w1 / 1", "conflicting"),
        ("orders-2.csv", 3, key, "acme / 1 / w1 / 1", "conflicting"),
    ]
    assert handover.tables["orders"]["order_id"].to_pylist() == ["2"]


def test_the_latest_revision_counts(tmp_path: Path) -> None:
    handover = taken_orders(
        tmp_path,
        order(pay_base_fen="1", revised_at="2025-11-05T00:00:00"),
        order(pay_base_fen="2", revised_at="2025-11-06T00:00:00"),
        order(pay_base_fen="3", revised_at=""),
        order(pay_base_fen="2", revised_at="2025-11-05T16:00:00Z"),
    )
    assert _pay(handover) == [2]
    counts = handover.quality.tables["orders"].counts
    assert (counts["corrected"], counts["duplicates"], counts["quarantined"]) == (2, 1, 0)


def test_two_contents_of_one_revision_contradict(tmp_path: Path) -> None:
    revised = "2025-11-06T00:00:00"
    handover = taken_orders(
        tmp_path,
        order(pay_base_fen="1", revised_at="2025-11-05T00:00:00"),
        order(pay_base_fen="2", revised_at=revised),
        order(pay_base_fen="3", revised_at=revised),
    )
    assert [cell[1] for cell in bad_cells(handover)] == [2, 3, 4]
    assert _pay(handover) == []


def test_one_order_of_several_workers_or_attempts_is_several_rows(tmp_path: Path) -> None:
    handover = taken_orders(
        tmp_path,
        order(),
        order(worker_id="w2"),
        order(attempt="2"),
        order(worker_id="", status="refused", accepted_at="", completed_at=""),
    )
    table = handover.tables["orders"]
    assert table["worker_id"].to_pylist() == [None, "w1", "w1", "w2"]
    assert table["attempt"].to_pylist() == [1, 1, 2, 1]
    assert "attempt" in handover.present["orders"]


ITEMS = """
table: orders
columns: {order_id: delivery}
distinct: [platform_id, order_id]
ignore: [item]
"""


def test_several_rows_of_one_order_are_merged_where_the_mapping_says_so(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path / "m", ITEMS)
    row = order(delivery="7", item="rice")
    del row["order_id"]
    write_rows(tmp_path / "data", "orders", [row, row | {"item": "soup"}, row | {"delivery": "8"}])
    handover = take(tmp_path / "data", mapping)
    (entry,) = handover.quality.files
    assert (entry.rows, entry.accepted, entry.merged, entry.duplicates) == (3, 2, 1, 0)


ATTEMPTS = """
table: orders
columns: {worker_id: courier}
attempt_by: dispatched
"""


@pytest.mark.parametrize("split", [False, True])
def test_attempts_are_numbered_by_their_time_however_the_rows_are_split(tmp_path: Path, split: bool) -> None:
    mapping = write_mapping(tmp_path / "m", ATTEMPTS)
    rows = []
    for courier, dispatched, status in (
        ("b", "1000", "completed"),
        ("a", "99", "refused"),
        ("b", "200", "refused"),
    ):
        row = order(courier=courier, dispatched=dispatched, status=status)
        del row["worker_id"]
        rows.append(row)
    write_rows(tmp_path / "data", "orders-1", rows[:2] if split else rows)
    if split:
        write_rows(tmp_path / "data", "orders-2", rows[2:])
    table = take(tmp_path / "data", mapping).tables["orders"]
    found = list(zip(table["worker_id"].to_pylist(), table["attempt"].to_pylist(), strict=True))
    assert found == [("a", 1), ("b", 2), ("b", 3)]
