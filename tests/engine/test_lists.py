"""Lists of details are there where something is told, and the same as where they are made for everybody."""

from typing import Any

import pytest

from tests.engine.verdicts import verdicts
from tests.oracle.batches import gathered
from tests.oracle.money_streams import SUMMER, money_stream
from tests.oracle.month_streams import AUDIT, month_stream
from tests.oracle.standing import Audit
from tests.oracle.streams import Handed

OF_PERIODS = gathered(lambda dice: money_stream(dice, SUMMER), 150)
OF_MONTHS = gathered(month_stream, 150)


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in one order, without the number of the period: it is another one every time."""
    names = ("platform_id", "worker_id", "debtor", "period_from", "period_to", "instrument")
    unnumbered = [{name: row[name] for name in row if name != "period"} for row in rows]
    return sorted(unnumbered, key=lambda row: [str(row[name]) for name in names])


@pytest.mark.parametrize(
    ("right", "lists", "handed", "audit"),
    [
        ("pay/hourly_floor", ("detail_lines", "detail_deductions"), OF_PERIODS, SUMMER.audit),
        ("pay/monthly_floor", ("detail_deductions",), OF_MONTHS, AUDIT),
    ],
)
def test_lists_are_those_of_what_is_told(
    right: str, lists: tuple[str, ...], handed: list[Handed], audit: Audit
) -> None:
    some = in_order(verdicts(handed, audit, (right,))[right])
    every = in_order(verdicts(handed, audit, (right,), all_lists=True)[right])
    emptied = [row | ({} if row["told"] else {name: [] for name in lists}) for row in every]
    assert some == emptied
    for name in lists:
        assert {(row["told"], bool(row[name])) for row in every} >= {(True, True), (False, True)}
