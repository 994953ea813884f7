"""Premiums that no rule calls wrong: by trade, place, day and what a company filed."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest

from huhang.engine.buckets import DERIVED_FROM
from huhang.engine.derive import Habits, derive
from huhang.engine.fine_premiums import FinePremiums, fine_premiums
from huhang.law.loader import load_law
from huhang.vocabulary.places import NATION
from tests.oracle.batches import gathered
from tests.oracle.handing_over import arrow_tables
from tests.oracle.order_streams import paid_orders

SHANGHAI, SHIJIAZHUANG = "310101", "130102"
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
ONE_DAY = timedelta(days=1)
NO_RULES = pa.schema({"platform_id": pa.string(), "content": pa.string()}).empty_table()
FILED: dict[str, list[dict[str, float | None]]] = {
    "one": [{"injury_premium_step": 7}],
    "two": [{"injury_premium_step": 7}, {"injury_premium_step": 25}],
    "odd": [{"injury_premium_step": 6.5}],
    "none": [{"injury_premium_step": None}, {"due_day": 5}],
}


@pytest.fixture(scope="module")
def fine() -> FinePremiums:
    rules = [
        {"platform_id": platform, "content": json.dumps(content)}
        for platform, contents in FILED.items()
        for content in contents
    ]
    book = load_law()
    return fine_premiums(book, pa.Table.from_pylist(rules), (SHANGHAI, SHIJIAZHUANG), FIRST, LAST)


@pytest.mark.parametrize(
    ("platform", "sector", "subsector", "fen", "is_fine"),
    [
        # Both steps of deliveries are lawful, but a company pays the one that it filed.
        ("none", "instant_delivery", None, 7, True),
        ("none", "instant_delivery", "food_delivery", 25, True),
        ("one", "instant_delivery", None, 7, True),
        ("one", "instant_delivery", None, 25, False),
        ("two", "instant_delivery", None, 7, False),
        ("odd", "instant_delivery", None, 7, False),
        # Nobody filed anything for a company that is not known.
        (None, "instant_delivery", None, 7, True),
        ("none", "ride_hailing", None, 7, False),
        ("none", "city_freight", None, 18, True),
        ("none", "instant_delivery", None, 0, False),
        ("none", "instant_delivery", None, None, True),
        # No text speaks of these trades.
        ("one", "live_marketing", None, 3, True),
        ("one", None, "food_delivery", 3, True),
    ],
)
def test_what_is_fine(
    fine: FinePremiums,
    platform: str | None,
    sector: str | None,
    subsector: str | None,
    fen: int | None,
    is_fine: bool,
) -> None:
    assert fine.has(platform, sector, subsector, fen) is is_fine


def test_what_stops_being_lawful_is_not_fine() -> None:
    book = load_law()
    key = "oip.base_fee_per_order.city_freight"
    now = book.parameters[key][NATION]
    *_, last = now.values
    november = date(2025, 11, 1)
    values = (replace(last, until_day=november - ONE_DAY), replace(last, from_day=november, value=20))
    changed = replace(book, parameters={**book.parameters, key: {NATION: replace(now, values=values)}})
    for first, until, lawful in (
        (FIRST, november - ONE_DAY, {18}),
        (FIRST, november, set()),
        (november, LAST, {20}),
    ):
        fine = fine_premiums(changed, NO_RULES, (SHANGHAI,), first, until)
        assert fine.lawful["city_freight"] == lawful


def test_where_nothing_is_known_only_what_no_text_speaks_of_is_fine() -> None:
    assert not FinePremiums().has("p", "instant_delivery", None, 7)
    assert FinePremiums().has("p", "live_marketing", None, 7)


def test_orders_are_named_only_for_premiums_that_may_be_wrong(fine: FinePremiums) -> None:
    tables = arrow_tables(gathered(paid_orders, 40), DERIVED_FROM)
    of_all, of_some = (
        derive(tables, {}, Habits((1200,), 7200, 21600, fine_premiums=known))["premiums"].to_pylist()
        for known in (FinePremiums(), fine)
    )
    spared = 0
    for every, some in zip(of_all, of_some, strict=True):
        told = (every[name] for name in ("platform_id", "sector", "subsector", "premium_fen"))
        is_fine = fine.has(*told)
        assert some == every | ({"samples": []} if is_fine else {})
        spared += is_fine and bool(every["samples"])
    assert 0 < spared < len(of_all)
