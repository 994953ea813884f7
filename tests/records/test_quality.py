"""The verdict on quality, in numbers and in both languages; declarations of tables; the reference page."""

import json
from pathlib import Path

import pytest

from huhang.records.reference import KIND_NAMES, columns_markdown
from huhang.records.row_faults import ROW_FAULTS
from huhang.records.schema import Kind
from huhang.records.tables import TABLES
from tests.records.made_files import order, take, taken_orders, write_rows


def test_the_verdict_counts_rows_reasons_days_and_filled_cells(tmp_path: Path) -> None:
    session = {"platform_id": "acme", "worker_id": "w1", "online_at": "2025-11-01T23:00:00"}
    write_rows(
        tmp_path,
        "sessions",
        [
            session | {"offline_at": "2025-11-02T01:00:00", "demanded": "true"},
            session
            | {"online_at": "2025-11-02T00:30:00", "offline_at": "2025-11-01T00:00:00", "demanded": ""},
            session | {"offline_at": ""},
        ],
    )
    sessions = take(tmp_path).quality.to_json()["tables"]["sessions"]
    assert (sessions["rows"], sessions["accepted"], sessions["quarantined"]) == (3, 2, 1)
    assert sessions["reasons"] == {"missing": 1}
    assert (sessions["first_day"], sessions["last_day"]) == ("2025-11-01", "2025-11-02")
    assert sessions["filled"]["demanded"] == 0.5
    assert sessions["clock_faults"] == {"offline_at_before_online_at": 1}


def test_the_verdict_is_json_and_the_same_in_numbers_and_words(tmp_path: Path) -> None:
    handover = taken_orders(
        tmp_path, order(picked_up_at=""), order(order_id="2", sector="?", picked_up_at="")
    )
    verdict = json.loads(json.dumps(handover.quality.to_json()))
    assert [(reason["code"], reason["rows"]) for reason in verdict["reasons"]] == [("not_allowed", 1)]
    assert [(fault["code"], fault["rows"]) for fault in verdict["faults"]] == [("pick_up_missing", 1)]
    assert (
        handover.quality.lines("zh")[0]
        == "订单（orders）：2 行，接收 1 行，隔离 1 行；2025-11-03 至 2025-11-03。"
    )
    assert handover.quality.lines("en")[0] == (
        "orders: 2 rows, 1 accepted, 1 set aside; 2025-11-03 to 2025-11-03."
    )
    assert len(verdict["files"][0]["sha256"]) == 64


def test_progress_tells_each_file_and_the_end(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    for number in range(2):
        write_rows(tmp_path, f"orders-{number}", [order(order_id=str(number))])
    take(tmp_path, progress=lambda file, done, total: seen.append((file, done, total)))
    assert seen == [("orders-0.csv", 0, 2), ("orders-1.csv", 1, 2), ("", 2, 2)]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_declared_soundly(name: str) -> None:
    table = TABLES[name]
    assert table.name == name
    assert set(table.key) <= set(table.by_name)
    assert len(table.by_name) == len(table.columns)
    assert "revised_at" in table.by_name
    assert {later for pair in table.later_than for later in pair} <= set(table.by_name)
    assert table.day_column is None or table.by_name[table.day_column].kind in {Kind.TIME, Kind.DAY}
    for column in table.columns:
        assert (column.kind is Kind.CHOICE) == bool(column.values)
        assert column.zh
        assert column.en


def test_every_table_is_handed_on_with_every_column_in_its_type(tmp_path: Path) -> None:
    handover = taken_orders(tmp_path, order())
    assert handover.tables["orders"].schema.equals(TABLES["orders"].arrow_schema)
    assert handover.present["orders"] == set(order())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reference_page_has_every_table_column_and_reason(lang: str) -> None:
    page = columns_markdown(lang)
    for table in TABLES.values():
        assert f"## {table.name} " in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)
    assert all(f"| `{code}` |" in page for code in ROW_FAULTS)
    assert set(KIND_NAMES) == set(Kind)
