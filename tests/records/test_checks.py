"""What is wrong with a cell is said with its file, row, column, value and reason; the other rows stay."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from huhang.records.row_faults import ROW_FAULTS
from huhang.records.rule_content import RULE_KEYS, RuleKey
from huhang.records.schema import MOST, NUMBER_KINDS, Kind
from huhang.records.tables import TABLES
from tests.records.made_files import bad_cells, order, take, taken_orders, write_mapping, write_rows

BAD_ORDERS = [
    ("platform_id", "", "missing"),
    ("order_id", "nan", "missing"),
    ("order_id", "9" * 201, "too_long"),
    ("worker_id", "", "missing"),
    ("sector", "couriers", "not_allowed"),
    ("status", "done", "not_allowed"),
    ("status", "", "missing"),
    ("area_code", "3101", "bad_area_code"),
    ("area_code", "ZZ-NYC", "area_needs_mapping"),
    ("area_code", "319999", "unknown_area"),
    ("accepted_at", "", "missing"),
    ("accepted_at", "0", "missing"),
    ("accepted_at", "nan", "missing"),
    ("accepted_at", "yesterday", "unreadable_time"),
    ("accepted_at", "2025-11-03", "unreadable_time"),
    ("accepted_at", "2025/11/03 10:00:00", "unreadable_time"),
    ("accepted_at", "2025-11-03T10:00:60", "unreadable_time"),
    ("accepted_at", "2025-02-30T10:00:00", "unreadable_time"),
    ("accepted_at", "1762135200", "time_is_number"),
    ("accepted_at", "1970-01-01T08:00:00", "implausible_time"),
    ("accepted_at", "2125-11-03T10:00:00", "implausible_time"),
    ("completed_at", "1970-01-01T00:00:00Z", "implausible_time"),
    ("pay_base_fen", "5.20", "money_not_whole_fen"),
    ("pay_base_fen", "-1", "negative"),
    ("pay_base_fen", "9223372036854775808", "too_large"),
    ("pay_base_fen", "9223372036854775807", "too_large"),
    ("pay_base_fen", str(MOST + 1), "too_large"),
    ("pay_base_fen", "￥520", "not_a_number"),
    ("pay_base_fen", "1e3", "not_a_number"),
    ("pay_base_yuan", "5.205", "part_of_fen"),
    ("pay_base_yuan", "1,200.00", "not_a_number"),
    ("pay_base_yuan", "92233720368547758.08", "too_large"),
    ("pay_base_yuan", "10000000000.01", "too_large"),
    ("pay_base_yuan", "-0.01", "negative"),
    ("distance_m", "near", "not_a_number"),
    ("distance_m", "1e999", "not_a_number"),
    ("distance_m", "-5", "negative"),
    ("distance_m", "1e300", "too_large"),
    ("attempt", "1.5", "not_a_number"),
    ("attempt", "9223372036854775807", "too_large"),
    ("attempt", "9223372036854775808", "too_large"),
]


def _with(column: str, value: str) -> dict[str, str]:
    row = order(**{column: value})
    if column == "pay_base_yuan":
        del row["pay_base_fen"]
    return row


@pytest.mark.parametrize(("column", "value", "reason"), BAD_ORDERS)
def test_a_bad_cell_is_set_aside_alone(tmp_path: Path, column: str, value: str, reason: str) -> None:
    good = _with(column, "1" if column == "attempt" else "")
    good |= {"order_id": "2", **({} if column not in order() else {column: order()[column]})}
    if column == "order_id":
        good["order_id"] = "2"
    handover = taken_orders(tmp_path, _with(column, value), good, known_areas=frozenset({"310101"}))
    shown = "" if reason == "missing" else value[:200]
    assert bad_cells(handover) == [("orders.csv", 2, column, shown, reason)]
    assert handover.tables["orders"]["order_id"].to_pylist() == ["2"]
    assert handover.quality.tables["orders"].reasons == {reason: 1}
    assert ROW_FAULTS[reason].remedy.zh.endswith("。")


NUMBERS = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.kind in NUMBER_KINDS
]


@pytest.mark.parametrize(("table", "name"), NUMBERS)
def test_a_number_is_taken_up_to_its_greatest_and_no_further(tmp_path: Path, table: str, name: str) -> None:
    column = TABLES[table].by_name[name]
    columns = [own for own in TABLES[table].columns if own.required or own.conditional or own.name == name]
    rows = [
        {own.name: str(number) if own.name == name else _some(own.kind, own.values, place) for own in columns}
        for place, number in enumerate((column.most, column.most + 1, -column.most - 1))
    ]
    write_rows(tmp_path, table, rows)
    handover = take(tmp_path)
    assert handover.tables[table][name].to_pylist() == [column.most]
    least = "too_large" if column.kind in (Kind.SIGNED_MONEY, Kind.NUMBER) else "negative"
    assert [(cell[1], cell[4]) for cell in bad_cells(handover)] == [(3, "too_large"), (4, least)]


def _some(kind: Kind, values: tuple[str, ...], place: int) -> str:
    """A good cell of a kind; codes differ from row to row."""
    good = {Kind.AREA: "310101", Kind.TIME: "2025-11-03T10:00:00", Kind.DAY: "2025-11-03", Kind.MONEY: "1"}
    return values[0] if values else good.get(kind, f"c{place}")


def test_millions_of_the_greatest_amounts_still_add_up() -> None:
    assert MOST * 9_000_000 < 2**63


def test_every_bad_cell_of_a_row_is_named(tmp_path: Path) -> None:
    handover = taken_orders(tmp_path, order(sector="x", accepted_at="?", pay_base_fen="y"))
    assert [cell[2] for cell in bad_cells(handover)] == ["accepted_at", "pay_base_fen", "sector"]
    assert handover.quality.quarantined == 1


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-11-03T10:00:00", "2025-11-03T02:00:00"),
        ("2025-11-03 10:00:00", "2025-11-03T02:00:00"),
        ("2025-11-03T10:00", "2025-11-03T02:00:00"),
        ("2025-11-03T10:00:00.999", "2025-11-03T02:00:00"),
        ("2025-11-03T10:00:00Z", "2025-11-03T10:00:00"),
        ("2025-11-03T10:00:00+01:00", "2025-11-03T09:00:00"),
        ("2025-11-03 10:00:00-0330", "2025-11-03T13:30:00"),
        ("2025-11-03T10:00:59.9+08", "2025-11-03T02:00:59"),
    ],
)
def test_a_time_is_read_to_the_second_in_the_zone_of_the_file(tmp_path: Path, text: str, utc: str) -> None:
    handover = taken_orders(tmp_path, order(accepted_at=text, completed_at="2025-11-03T23:00:00Z"))
    assert handover.tables["orders"]["accepted_at"].to_pylist() == [
        datetime.fromisoformat(utc).replace(tzinfo=UTC)
    ]


@pytest.mark.parametrize("absent", ["", "0", "0.0", "nan", "NaN", "NaT", " "])
def test_a_time_of_nothing_is_missing_and_never_1970(tmp_path: Path, absent: str) -> None:
    handover = taken_orders(tmp_path, order(completed_at=absent))
    assert handover.tables["orders"]["completed_at"].to_pylist() == [None]
    assert handover.quality.tables["orders"].coverage.clock_faults == {"end_missing": 1}


def test_zero_money_is_zero_and_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    handover = taken_orders(tmp_path, order(pay_base_fen="0"), order(order_id="2", pay_base_fen=""))
    assert handover.tables["orders"]["pay_base_fen"].to_pylist() == [0, None]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"status": "refused", "worker_id": "", "accepted_at": "", "completed_at": ""}, None),
        ({"status": "cancelled", "worker_id": "", "accepted_at": "", "completed_at": ""}, None),
        ({"status": "cancelled", "accepted_at": "", "completed_at": "2025-11-03T10:30:00"}, "accepted_at"),
        ({"status": "cancelled", "worker_id": "", "completed_at": ""}, "worker_id"),
        ({"status": "open", "accepted_at": "", "completed_at": ""}, "accepted_at"),
        ({"status": "open", "worker_id": "", "completed_at": ""}, "worker_id"),
        ({"status": "completed", "accepted_at": ""}, "accepted_at"),
    ],
)
def test_who_and_when_accepted_may_be_empty_only_where_nobody_did(
    tmp_path: Path, cells: dict[str, str], reason: str | None
) -> None:
    handover = taken_orders(tmp_path, order(**cells))
    assert [cell[2] for cell in bad_cells(handover)] == ([reason] if reason else [])


def test_an_end_before_its_start_keeps_the_row_and_is_told(tmp_path: Path) -> None:
    handover = taken_orders(tmp_path, order(completed_at="2025-11-03T09:59:59"))
    assert handover.quality.accepted == 1
    assert handover.quality.tables["orders"].coverage.clock_faults == {"completed_at_before_accepted_at": 1}
    assert any("completed_at before accepted_at, 1" in line for line in handover.quality.lines("en"))


def test_a_deduction_below_zero_is_a_refund_and_a_payout_below_zero_is_none(tmp_path: Path) -> None:
    deduction = {
        "platform_id": "acme",
        "deduction_id": "d1",
        "worker_id": "w1",
        "occurred_at": "2025-11-03T10:00:00",
        "reason": "late",
        "amount_yuan": "-3.5",
    }
    payout = {
        "platform_id": "acme",
        "payout_id": "p1",
        "worker_id": "w1",
        "period_from": "2025-11-01",
        "period_to": "20251130",
        "amount_fen": "-350",
    }
    write_rows(tmp_path, "deductions", [deduction])
    write_rows(tmp_path, "payouts_2025", [payout, payout | {"payout_id": "p2", "amount_fen": "350"}])
    handover = take(tmp_path)
    assert handover.tables["deductions"]["amount_fen"].to_pylist() == [-350]
    assert bad_cells(handover) == [("payouts_2025.csv", 2, "amount_fen", "-350", "negative")]
    assert handover.tables["payouts"]["period_to"].to_pylist() == [date(2025, 11, 30)]


def test_json_lists_and_flags_are_kept_in_one_form(tmp_path: Path) -> None:
    rule = {"platform_id": "acme", "subject": "pay", "rule_version": "1", "content": '{"b": 1, "a": [2]}'}
    bad = rule | {"rule_version": "2", "content": "{b: 1}"}
    write_rows(tmp_path, "rules", [rule, bad])
    write_rows(
        tmp_path, "agreements", [{"agreement_id": "1", "terms": "pay； hours|rest", "electronic": "是"}]
    )
    handover = take(tmp_path)
    assert handover.tables["rules"]["content"].to_pylist() == ['{"a":[2],"b":1}']
    assert bad_cells(handover) == [("rules.csv", 3, "content", "{b: 1}", "bad_json")]
    assert handover.tables["agreements"]["terms"].to_pylist() == [["pay", "hours", "rest"]]
    assert handover.tables["agreements"]["electronic"].to_pylist() == [True]


def _rule(**content: object) -> dict[str, str]:
    text = json.dumps(content, ensure_ascii=False)
    return {"platform_id": "acme", "subject": "pay", "rule_version": "1", "content": text}


@pytest.mark.parametrize(
    "key", [key for key in RULE_KEYS if key.least is not None], ids=lambda key: str(key.name)
)
def test_a_key_of_a_rule_is_a_whole_number_within_its_bounds(tmp_path: Path, key: RuleKey) -> None:
    assert key.least is not None
    assert key.most is not None
    good: list[object] = [key.least, key.most, float(key.most)]
    bad: list[object] = [
        key.least - 1,
        key.most + 1,
        2**70,
        key.least + 0.5,
        "月末",
        str(key.least),
        None,
        True,
        [1],
    ]
    rules = [_rule(**{key.name: value, "fines": [{"late": "?"}]}) for value in (*good, *bad)]
    write_rows(tmp_path, "rules", [rule | {"rule_version": str(at)} for at, rule in enumerate(rules)])
    handover = take(tmp_path)
    assert handover.tables["rules"]["rule_version"].to_pylist() == ["0", "1", "2"]
    shown = [f"{key.name}: {json.dumps(value, ensure_ascii=False)}" for value in bad]
    assert bad_cells(handover) == [
        ("rules.csv", row, "content", value, "bad_rule_content") for row, value in enumerate(shown, start=5)
    ]


def test_a_misspelt_key_of_a_rule_is_told(tmp_path: Path) -> None:
    write_rows(
        tmp_path,
        "rules",
        [_rule(due_days=15, fines={"late": 1}), _rule() | {"rule_version": "2", "content": ""}],
    )
    handover = take(tmp_path)
    assert handover.quality.accepted == 2
    ((file, warning),) = handover.quality.warnings
    assert file == "rules.csv"
    assert "due_days；已知的键：allowance_min、" in warning.zh
    assert "due_days; known keys: allowance_min, " in warning.en


def test_a_content_that_is_no_object_is_set_aside_and_an_unreadable_one_told_as_such(tmp_path: Path) -> None:
    contents = ["[1]", '"due_day"', "7", "{", "", "{}"]
    rules = [_rule() | {"rule_version": str(at), "content": text} for at, text in enumerate(contents)]
    write_rows(tmp_path, "rules", rules)
    handover = take(tmp_path)
    assert handover.tables["rules"]["content"].to_pylist() == [None, "{}"]
    reasons = ["bad_rule_content"] * 3 + ["bad_json"]
    assert [(cell[3], cell[4]) for cell in bad_cells(handover)] == list(
        zip(contents[:4], reasons, strict=True)
    )


NEW_YORK = "table: orders\nzone: America/New_York\n"


def test_a_time_that_the_clock_skipped_is_set_aside_and_one_shown_twice_takes_the_first(
    tmp_path: Path,
) -> None:
    mapping = write_mapping(tmp_path / "m", NEW_YORK)
    write_rows(
        tmp_path / "data",
        "orders",
        [
            order(order_id="skipped", accepted_at="2025-03-09T02:30:00", completed_at="2025-03-09T04:00:00"),
            order(order_id="twice", accepted_at="2025-11-02T01:30:00", completed_at="2025-11-02T03:00:00"),
        ],
    )
    handover = take(tmp_path / "data", mapping)
    assert bad_cells(handover) == [
        ("orders.csv", 2, "accepted_at", "2025-03-09T02:30:00", "nonexistent_time")
    ]
    assert handover.tables["orders"]["accepted_at"].to_pylist() == [datetime(2025, 11, 2, 5, 30, tzinfo=UTC)]
    assert handover.quality.tables["orders"].ambiguous_times == 1
    assert handover.zones == {"acme": "America/New_York"}
