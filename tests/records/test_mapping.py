"""Mapping files: what they may say, what is refused with its place, and what they do to a file."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huhang.records.mapping import load_mapping, shipped_mappings
from huhang.vocabulary.words import HuhangError
from tests.records.made_files import Row, bad_cells, order, take, write_mapping, write_rows

WRONG = {
    "table: orders\nzone: Asia/Shanghai\ntable: payouts\n": "line 3: a key occurs twice",
    "table: orders\nunits: {pay_base_fen: fen, pay_base_fen: yuan}\n": "a key occurs twice",
    "table: orders\n  zone: x\n": "line 2",
    "- orders\n": "line 1",
    "table: order\n": "no such table 'order'",
    "table: orders\ncolour: red\n": "wrong: colour: there is no such key; these are: table, files",
    "tables:\n- {table: orders, colour: red}\n": "wrong: tables.0.colour: there is no such key",
    "files: [a]\n": "wrong: table: it is missing",
    "table: orders\ncolumns: [a]\n": "wrong: columns: it must be keys and values",
    "table: orders\nnulls: x\n": "wrong: nulls: it must be a list",
    "table: orders\nyear: twenty\n": "wrong: year: it must be a whole number",
    "table: orders\nyear: 99\n": "wrong: year: it must be at least 2000",
    "table: orders\nyear: 2100\n": "wrong: year: it must be at most 2099",
    "table: orders\ncolumns: {order_id: [a]}\n": "wrong: columns.order_id: it must be one word",
    "table: orders\ncolumns: {wage: pay}\n": "table orders has no column 'wage'",
    "table: orders\nzone: Asia/Peking\n": "no such time zone 'Asia/Peking'",
    "table: orders\nunits: {pay_base_fen: dollar}\n": "'dollar'; known units: fen, yuan",
    "table: orders\nunits: {accepted_at: days}\n": "known units: iso, unix_ms, unix_s",
    "table: orders\nunits: {distance_m: mile}\n": "known units: km, m",
    "table: orders\nunits: {order_id: m}\n": "known units: none",
    "table: orders\ntime_format: '%m-%d %H:%M:%S'\n": "has no year",
    "table: orders\ntime_format: '%Y-%m-%d %H:%M %z'\n": "set zone",
    "table: orders\ncolumns: {order_id: a}\nconstants: {order_id: b}\n": "already under columns",
    "table: orders\nstatus_from: {done: {}}\n": "no such status done",
    "table: payouts\nattempt_by: x\n": "only for the table orders",
    "tables: []\nzone: Asia/Shanghai\n": "zone",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_mapping_is_refused_with_file_and_place(tmp_path: Path, text: str) -> None:
    path = write_mapping(tmp_path, text)
    with pytest.raises(HuhangError) as stopped:
        load_mapping(path)
    assert stopped.value.exit_code == 2
    assert str(path) in stopped.value.text.zh
    assert WRONG[text] in stopped.value.text.en
    # What is quoted aside, the Chinese message has no English words of its own.
    assert not re.search(r"must|such|missing|known|already|Input", stopped.value.text.zh)


def test_a_mapping_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(HuhangError, match="meituan-waybills"):
        load_mapping("no-such-mapping")


def test_the_shipped_mappings_load_by_their_bare_names() -> None:
    assert shipped_mappings() == ("jumpman23-nyc", "meituan-waybills")
    for name in shipped_mappings():
        (part,) = load_mapping(name).tables
        assert part.table == "orders"


FOREIGN = """
table: orders
columns:
  order_id: 单号
  worker_id: 骑手
  sector: 行业
  status: 状态
  accepted_at: 接单
  completed_at: 完成
  pay_base_fen: 单价
  distance_m: 公里
units: {pay_base_fen: yuan, distance_m: km, accepted_at: unix_ms}
constants: {platform_id: acme, area_code: ZZ-X, pay_incentive_fen: 0}
values:
  status: {已完成: completed, 已取消: cancelled}
  sector: {外卖: instant_delivery}
nulls: ["-", 无]
time_format: "%m月%d日 %H:%M"
year: 2025
ignore: [备注]
"""


def test_a_foreign_file_is_read_through_its_mapping(tmp_path: Path) -> None:
    row = {"单号": "1", "骑手": "w", "行业": "外卖", "状态": "已完成", "接单": "1762135200999"}
    row |= {"完成": "11月03日 10:30", "单价": "5.2", "公里": "1.5", "备注": "x"}
    write_rows(tmp_path / "data", "export", [row, row | {"单号": "2", "完成": "-", "公里": "无"}])
    handover = take(tmp_path / "data", write_mapping(tmp_path / "m", FOREIGN))
    assert bad_cells(handover) == []
    assert handover.quality.warnings == []
    first, second = handover.tables["orders"].to_pylist()
    assert first["accepted_at"] == datetime(2025, 11, 3, 2, tzinfo=UTC)
    assert first["completed_at"] == datetime(2025, 11, 3, 2, 30, tzinfo=UTC)
    assert (first["pay_base_fen"], first["pay_incentive_fen"], first["distance_m"]) == (520, 0, 1500.0)
    assert (first["platform_id"], first["area_code"]) == ("acme", "ZZ-X")
    assert (second["completed_at"], second["distance_m"]) == (None, None)
    assert "pay_incentive_fen" in handover.present["orders"]
    assert "tip_fen" not in handover.present["orders"]


def test_a_bad_cell_is_named_as_the_file_calls_its_column(tmp_path: Path) -> None:
    row = {"单号": "1", "骑手": "w", "行业": "外卖", "状态": "丢了", "接单": "1", "完成": "", "单价": "五块"}
    write_rows(tmp_path / "data", "export", [row])
    handover = take(tmp_path / "data", write_mapping(tmp_path / "m", FOREIGN))
    assert [(column, value, reason) for _, _, column, value, reason in bad_cells(handover)] == [
        ("单价", "五块", "not_a_number"),
        ("接单", "1", "implausible_time"),
        ("状态", "丢了", "not_allowed"),
    ]


def test_a_mapping_for_foreign_orders_leaves_our_own_tables_alone(tmp_path: Path) -> None:
    payout: Row = {
        "platform_id": "acme",
        "payout_id": "p",
        "worker_id": "w",
        "period_from": "2025-11-01",
        "period_to": "2025-11-30",
        "amount_fen": "1",
    }
    row = {"单号": "1", "骑手": "w", "行业": "外卖", "状态": "已完成", "接单": "1762135200999"}
    write_rows(tmp_path / "data", "payouts", [payout])
    write_rows(tmp_path / "data", "x", [row])
    handover = take(tmp_path / "data", write_mapping(tmp_path / "m", FOREIGN))
    assert sorted(handover.tables) == ["orders", "payouts"]
    vain = [text.en for file, text in handover.quality.warnings if file == "x.csv"]
    assert len(vain) == 1
    assert "完成, 单价, 公里" in vain[0]


SEVERAL = """
tables:
  - {table: orders, files: ["east/*"], zone: Asia/Shanghai, constants: {platform_id: east}}
  - {table: orders, files: ["west*.csv"], zone: Asia/Tokyo, constants: {platform_id: west}}
"""


def test_several_tables_are_told_apart_by_their_files(tmp_path: Path) -> None:
    row = order()
    del row["platform_id"]
    write_rows(tmp_path / "data" / "east", "a", [row])
    write_rows(tmp_path / "data" / "far", "west-1", [row])
    handover = take(tmp_path / "data", write_mapping(tmp_path / "m", SEVERAL))
    assert handover.zones == {"east": "Asia/Shanghai", "west": "Asia/Tokyo"}
    hours = [row["accepted_at"].hour for row in handover.tables["orders"].to_pylist()]
    assert hours == [2, 1]


def test_one_platform_with_two_zones_is_refused(tmp_path: Path) -> None:
    text = SEVERAL.replace("platform_id: west", "platform_id: east")
    write_rows(tmp_path / "data" / "east", "a", [order(platform_id="x")])
    write_rows(tmp_path / "data", "west", [order(order_id="2", platform_id="x")])
    with pytest.raises(HuhangError, match="east has two time zones: Asia/Shanghai and Asia/Tokyo") as stopped:
        take(tmp_path / "data", write_mapping(tmp_path / "m", text))
    assert stopped.value.exit_code == 2


WAYBILL = {
    "dt": "20221017",
    "order_id": "7",
    "waybill_id": "1",
    "courier_id": "c1",
    "da_id": "3",
    "is_courier_grabbed": "1",
    "is_weekend": "0",
    "estimate_arrived_time": "1665977400",
    "is_prebook": "0",
    "poi_id": "9",
    "sender_lng": "174000000",
    "sender_lat": "45000000",
    "recipient_lng": "174000000",
    "recipient_lat": "45000000",
    "grab_lng": "174000000",
    "grab_lat": "45000000",
    "dispatch_time": "1665975600",
    "grab_time": "1665975660",
    "fetch_time": "1665976260",
    "arrive_time": "1665977160",
    "estimate_meal_prepare_time": "0",
    "order_push_time": "1665975500",
    "platform_order_time": "1665975400",
}
NOTHING_DONE = {"grab_time": "0", "fetch_time": "0", "arrive_time": "0"}


def test_waybills_of_the_meituan_challenge_go_through(tmp_path: Path) -> None:
    waybills: list[Row] = [
        WAYBILL | {"waybill_id": "2", "courier_id": "c2", "dispatch_time": "1665975630"},
        WAYBILL | {"is_courier_grabbed": "0", **NOTHING_DONE},
        WAYBILL | {"order_id": "8", "arrive_time": "0"},
        WAYBILL | {"order_id": "9", "is_courier_grabbed": "0", "grab_time": "1665975660"},
    ]
    write_rows(tmp_path, "all_waybill_info", waybills)
    handover = take(tmp_path, "meituan-waybills", known_areas=frozenset({"310000"}))
    assert bad_cells(handover) == []
    assert handover.quality.warnings == []
    found = [
        (row["order_id"], row["worker_id"], row["attempt"], row["status"])
        for row in handover.tables["orders"].to_pylist()
    ]
    assert found == [
        ("7", "c1", 1, "refused"),
        ("7", "c2", 2, "completed"),
        ("8", "c1", 1, "open"),
        ("9", "c1", 1, "refused"),
    ]
    offered = handover.tables["orders"]["offered_at"].to_pylist()[0]
    assert offered == datetime(2022, 10, 17, 3, 0, tzinfo=UTC)
    accepted = handover.tables["orders"]["accepted_at"].to_pylist()[0]
    assert accepted is None
    assert handover.present["orders"] >= {"attempt", "status", "promised_at", "area_code"}


def test_a_file_without_times_has_no_say_in_the_zone(tmp_path: Path) -> None:
    payout = {"platform_id": "far", "payout_id": "p", "worker_id": "w", "amount_fen": "1"}
    payout |= {"period_from": "2025-11-01", "period_to": "2025-11-30"}
    write_rows(tmp_path / "data", "payouts", [payout, payout | {"platform_id": "near", "payout_id": "q"}])
    write_rows(tmp_path / "data", "orders", [order(platform_id="far")])
    handover = take(tmp_path / "data", write_mapping(tmp_path / "m", "table: orders\nzone: Asia/Tokyo\n"))
    assert handover.zones == {"far": "Asia/Tokyo", "near": "Asia/Shanghai"}
