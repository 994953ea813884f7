"""The day worked out by hand in docs/explanation/working-time.md comes out of the engine the same."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest

from huhang.engine.buckets import DERIVED_FROM
from huhang.engine.derive import Habits, derive
from huhang.engine.parameters import resolve
from huhang.law.loader import load_law
from huhang.records.tables import TABLES
from huhang.vocabulary.money import ceil_div, yuan_text
from tests.conventions.pages import blocks
from tests.conventions.tree import ROOT

DAY, AREA = date(2025, 11, 3), "310101"
LEAST_BREAK = ALLOWANCE = 20 * 60
PAGES = [ROOT / "docs" / "explanation" / name for name in ("working-time.md", "working-time.zh-CN.md")]


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{clock}:00").replace(tzinfo=timezone(timedelta(hours=8)))


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = TABLES[name].arrow_schema
    return pa.Table.from_pylist(
        [{column: row.get(column) for column in schema.names} for row in rows], schema
    )


def orders_on(text: str) -> list[tuple[str, str, str]]:
    return re.findall(r"^\| (\d) \| (\d\d:\d\d) \| (\d\d:\d\d) \|$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def derived() -> dict[str, pa.Table]:
    who = {"platform_id": "P", "worker_id": "W", "attempt": 1, "area_code": AREA, "status": "completed"}
    kind = {"sector": "instant_delivery", "subsector": "food_delivery"}
    tables = {name: table(name, []) for name in DERIVED_FROM}
    tables["orders"] = table(
        "orders",
        [
            {**who, **kind, "order_id": number, "accepted_at": moment(start), "completed_at": moment(end)}
            for number, start, end in orders_on(PAGES[0].read_text("utf-8"))
        ],
    )
    demanded = {"online_at": moment("13:00"), "offline_at": moment("13:45"), "demanded": True}
    tables["sessions"] = table("sessions", [{**who, **demanded}])
    habits = Habits((LEAST_BREAK,), 7200, 21600, {"P": [(date(2025, 1, 1), ALLOWANCE)]})
    return derive(tables, {}, habits)


def test_both_pages_show_the_same_orders() -> None:
    shown = [orders_on(page.read_text("utf-8")) for page in PAGES]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 4


def test_the_minutes_are_those_of_the_page(derived: dict[str, pa.Table]) -> None:
    (day,) = derived["worker_days"].to_pylist()
    minutes = {
        name: day[f"{name}_s"] // 60 for name in ("in_hand", "demanded", "allowance", "working", "span")
    }
    assert minutes == {"in_hand": 125, "demanded": 30, "allowance": 15, "working": 170, "span": 240}
    assert [row["length_s"] // 60 for row in derived["spells"].to_pylist()] == [110, 60]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_floors_are_those_of_the_page(page: Any, derived: dict[str, pa.Table]) -> None:
    (day,) = derived["worker_days"].to_pylist()
    standard = resolve(load_law(), "min_wage.hourly", AREA, DAY).value
    assert isinstance(standard, int)
    one_by_one = sum(
        int((moment(end) - moment(start)).total_seconds())
        for _, start, end in orders_on(page.read_text("utf-8"))
    )
    for seconds in (day["in_hand_s"], one_by_one, day["working_s"], day["span_s"]):
        assert yuan_text(ceil_div(seconds * standard, 3600)) in page.read_text("utf-8")
    assert any("110" in body and "170" in body for _, body in blocks(page))
