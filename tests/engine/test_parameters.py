"""What a parameter is worth at a place on a day: layers, tiers, reviews, holes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huhang.engine.parameters import NOT_SET, parameter_table, resolve, resolve_each
from huhang.law.loader import load_law

BOOK = load_law()
HOURLY = "min_wage.hourly"
DELIVERY = "rest.continuous_order_time.limit.food_delivery"


@pytest.mark.parametrize(
    ("area", "day", "fen"),
    [
        ("310101", date(2025, 6, 30), 2400),
        ("310101", date(2025, 7, 1), 2500),
        ("130104", date(2024, 5, 1), 2200),
        ("130183", date(2025, 11, 30), 2000),
        ("130107", date(2025, 11, 30), 1800),
        ("440305", date(2025, 3, 1), 2370),
    ],
)
def test_the_value_of_the_day_and_tier_is_used(area: str, day: date, fen: int) -> None:
    assert resolve(BOOK, HOURLY, area, day).value == fen


@pytest.mark.parametrize(
    ("area", "day", "reason"),
    [
        ("310101", date(2026, 10, 10), "was due for review on 2026-10-09"),
        ("130104", date(2025, 12, 1), "is not confirmed from 2025-12-01"),
        ("130123", date(2025, 12, 1), "not known"),
        ("330106", date(2025, 12, 1), None),
    ],
)
def test_a_value_that_cannot_be_used_says_why(area: str, day: date, reason: str | None) -> None:
    found = resolve(BOOK, HOURLY, area, day)
    assert found.value is None
    assert (reason is None and found == NOT_SET) or (reason is not None and reason in (found.reason or ""))


def test_no_law_is_known_elsewhere() -> None:
    assert resolve(BOOK, HOURLY, "ZZ-NYC", date(2025, 7, 1)) == NOT_SET


def test_a_city_guide_stands_beside_the_national_standard() -> None:
    found = resolve_each(BOOK, DELIVERY, "130104", date(2025, 12, 4))
    assert [(item.place, item.value) for item in found] == [("130100", None), ("000000", 14400)]
    assert "start not known" in (found[0].reason or "")


@given(
    area=st.sampled_from(["310101", "130104", "130123", "130183", "330106", "440305", "ZZ-NYC"]),
    key=st.sampled_from([HOURLY, DELIVERY, "pay.hourly_floor.text", "min_wage.hourly.on_top"]),
    first=st.dates(date(2016, 1, 1), date(2027, 6, 1)),
    length=st.integers(0, 400),
)
def test_the_table_says_for_each_day_what_resolve_says(area: str, key: str, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    rows = {row["day"]: row for row in parameter_table(BOOK, key, [area], first, last).to_pylist()}
    for day in (first, first + timedelta(days=length // 2), last):
        found = resolve(BOOK, key, area, day)
        assert (day in rows) == (found != NOT_SET)
        if found != NOT_SET:
            assert rows[day]["reason"] == found.reason
            assert rows[day]["entry"] == found.entry
            assert rows[day]["value"] == (found.value if isinstance(found.value, int) else None)
