"""Weeks, days in a row and days with one debtor, against the days and seconds that they are made of."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from huhang.engine.buckets import DERIVED_FROM
from huhang.engine.derive import OF_DEBTOR_DAYS, derive, together
from tests.engine.test_against_oracle import habits
from tests.oracle.batches import gathered
from tests.oracle.handing_over import arrow_tables
from tests.oracle.money_streams import AUTUMN, partner_stream
from tests.oracle.month_streams import month_stream
from tests.oracle.streams import ABROAD, time_stream

Row = dict[str, Any]
Facts = dict[str, list[Row]]
ORDERS = ("orders", "void_orders", "long_orders")
PAY = [f"{name}_{kind}" for kind in ("fen", "blanks") for name in ("base", "incentive", "holiday")]
DEBTOR_DAY = ("platform_id", "worker_id", "debtor", "day")
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def derived() -> dict[str, pa.Table]:
    """The facts of many workers, some with several debtors, breaks between days, and deductions."""
    handed = [
        *gathered(lambda dice: time_stream(dice, ABROAD), 20, 700),
        *gathered(time_stream, 300),
        *gathered(lambda dice: partner_stream(dice, AUTUMN), 200, 300),
        *gathered(month_stream, 100, 500),
    ]
    zones = {one.platform_id: one.zone for one in handed}
    assert len(set(zones.values())) > 1
    return derive(arrow_tables(handed, DERIVED_FROM), zones, habits(handed))


@pytest.fixture(scope="module")
def facts(derived: dict[str, pa.Table]) -> Facts:
    return {name: derived[name].to_pylist() for name in ("worker_days", "weeks", "runs", *OF_DEBTOR_DAYS)}


def worker(row: Row) -> tuple[str, str]:
    return row["platform_id"], row["worker_id"]


def most_at(seconds: Iterable[Row]) -> str | None:
    """The area of most working time, the first by its code of several."""
    weights: Counter[str] = Counter()
    for row in seconds:
        if row["area_code"] is not None:
            weights[row["area_code"]] += row["working_s"]
    return min(weights, key=lambda area: (-weights[area], area), default=None)


def added(rows: list[Row], names: Iterable[str]) -> Row:
    return {name: sum(row[name] for row in rows) for name in names}


def in_order(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return sorted(tuple(f"{name}={row[name]}" for name in sorted(row)) for row in rows)


def grouped(rows: Iterable[Row], names: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def test_weeks(facts: Facts) -> None:
    def of_week(name: str) -> dict[tuple[Any, ...], list[Row]]:
        mondays = [row | {"monday": row["day"] - row["day"].weekday() * ONE_DAY} for row in facts[name]]
        return grouped(mondays, ("platform_id", "worker_id", "monday"))

    seconds = of_week("seconds")
    expected = [
        {
            **dict(zip(("platform_id", "worker_id", "period_from"), key, strict=True)),
            "period_to": key[2] + 6 * ONE_DAY,
            "worked_days": sum(row["worked"] for row in days),
            **added(days, ("in_hand_s", *ORDERS)),
            "place": most_at(seconds[key]),
        }
        for key, days in of_week("worker_days").items()
    ]
    assert len(expected) > 300
    assert in_order(facts["weeks"]) == in_order(expected)


def runs_of(days: list[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = []
    for row in sorted(days, key=lambda row: (worker(row), row["day"])):
        last = runs[-1][-1] if runs else None
        if last and worker(last) == worker(row) and last["day"] + ONE_DAY == row["day"]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def test_days_in_a_row(facts: Facts) -> None:
    seconds = grouped(facts["seconds"], ("platform_id", "worker_id", "day"))
    expected = []
    for days in runs_of([row for row in facts["worker_days"] if row["in_hand_s"]]):
        longest = max(days, key=lambda row: row["in_hand_s"])
        first: date = days[0]["day"]
        expected.append(
            {name: days[0][name] for name in ("platform_id", "worker_id")}
            | {"period_from": first, "period_to": days[-1]["day"], "days": len(days)}
            | {name: longest[name] for name in ("sector", "subsector")}
            | added(days, ORDERS)
            | {"place": most_at(row for day in days for row in seconds[(*worker(day), day["day"])])}
        )
    assert {len(days) > 1 for days in runs_of(facts["worker_days"])} == {True, False}
    assert in_order(facts["runs"]) == in_order(expected)


def test_days_with_one_debtor(facts: Facts) -> None:
    seconds = grouped(facts["seconds"], DEBTOR_DAY)
    pay = grouped(facts["pay_days"], DEBTOR_DAY)
    deductions = grouped(facts["deduction_days"], DEBTOR_DAY)
    trades = {(*worker(row), row["day"]): row for row in facts["worker_days"]}
    expected = []
    for key in {*seconds, *pay, *deductions}:
        worked_at = most_at(seconds.get(key, []))
        of_orders = next((row["area_code"] for row in pay.get(key, [])), None)
        expected.append(
            dict(zip(DEBTOR_DAY, key, strict=True))
            | {"with_work": key in seconds or key in pay, "worked_at": worked_at}
            | {"place": of_orders if worked_at is None else worked_at}
            | {name: trades.get((*key[:2], key[3]), {}).get(name) for name in ("sector", "subsector")}
            | added(seconds.get(key, []), ("working_s",))
            | added(pay.get(key, []), (*ORDERS, *PAY))
        )
    assert {(key in seconds, key in pay) for key in deductions} >= {(False, False), (True, True)}
    debtors = grouped(facts["debtor_days"], ("platform_id", "worker_id", "day"))
    assert max(len(rows) for rows in debtors.values()) > 1
    found = [
        {name: cell for name, cell in row.items() if name != "debtor_day"} for row in facts["debtor_days"]
    ]
    assert in_order(found) == in_order(expected)


def test_facts_name_their_day_by_its_number(derived: dict[str, pa.Table]) -> None:
    twice = together([derived, derived])
    days = twice["debtor_days"].to_pylist()
    assert [row["debtor_day"] for row in days] == list(range(len(days)))
    for name in OF_DEBTOR_DAYS:
        rows = twice[name].to_pylist()
        assert len({row["debtor_day"] < len(days) // 2 for row in rows}) == 2
        for row in rows:
            assert {key: row[key] for key in DEBTOR_DAY} == {
                key: days[row["debtor_day"]][key] for key in DEBTOR_DAY
            }


def test_nothing_handed_over() -> None:
    found = derive(arrow_tables([], DERIVED_FROM), {}, habits([]))
    assert [found[name].num_rows for name in ("weeks", "runs", "debtor_days")] == [0, 0, 0]
