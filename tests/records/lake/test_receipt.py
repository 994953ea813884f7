"""The number of a receipt names the day on which people in China handed the files over."""

from datetime import UTC, datetime

import pytest

from huhang.records.lake.taking_in import receipt_number


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC), "TI-20251231-000007"),
        (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), "TI-20260101-000007"),
    ],
)
def test_the_day_turns_at_midnight_in_china(moment: datetime, number: str) -> None:
    assert receipt_number(7, moment) == number
