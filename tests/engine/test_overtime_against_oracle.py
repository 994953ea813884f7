"""Overtime of employees, by day and by month, against brute force over the same streams."""

from dataclasses import replace
from datetime import date

import pytest

from tests.engine.verdicts import verdicts
from tests.oracle.batches import gathered
from tests.oracle.overtime import DAY_LIMIT_S, MONTH_LIMIT_S, overtime_of
from tests.oracle.standing import Audit, Person
from tests.oracle.streams import WINDOWS, ZONE, Dice, Handed, time_stream

# Ibis still fetches by the older name.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

AUDIT = Audit(date(2025, 6, 1), date(2026, 1, 31))
EMPLOYEE = {"category": "A", "category_from": "contract", "hours_system": "standard", "employer_id": "e"}
IN_CHINA = [window for window in WINDOWS if window.zone == ZONE]


def employees(dice: Dice) -> Handed:
    """A stream in which everybody is an employee of one employer on standard hours."""
    handed = time_stream(dice, IN_CHINA)
    workers = [{**row, **EMPLOYEE} for row in handed.rows("workers")]
    return replace(handed, tables={**handed.tables, "workers": workers})


def test_overtime_by_day_and_month() -> None:
    handed = gathered(employees, 120)
    by_hand = {
        (one.platform_id, worker_id, day): above
        for one in handed
        for worker_id in one.workers()
        for day, above in overtime_of(Person(one, worker_id), AUDIT).items()
    }
    rows = verdicts(handed, AUDIT, ("time/overtime_limit",))["time/overtime_limit"]
    days = {
        (row["platform_id"], row["worker_id"], row["period_from"]): row
        for row in rows
        if row["detail_span"] == "day"
    }
    assert days.keys() == by_hand.keys()
    for key, row in days.items():
        if row["place"] is None:
            assert (row["verdict"], row["measure"]) == ("unknown", None), row
        else:
            assert row["measure"] == by_hand[key], row
    judged = [row for row in rows if row["verdict"] in ("kept", "broken")]
    for row in judged:
        limit = DAY_LIMIT_S if row["detail_span"] == "day" else MONTH_LIMIT_S
        assert (row["verdict"] == "broken") == (row["measure"] > limit), row
    assert {row["verdict"] for row in judged} == {"kept", "broken"}
    for row in rows:
        if row["detail_span"] == "month" and row["measure"] is not None:
            of_month = sum(
                above
                for (platform, worker, day), above in by_hand.items()
                if (platform, worker) == (row["platform_id"], row["worker_id"])
                and row["period_from"] <= day <= row["period_to"]
            )
            assert row["measure"] == of_month
