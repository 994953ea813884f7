"""The values told with a finding are those that its right compared with, and no others of the same law."""

import pytest

from huhang.audit.explain import values_named

RECEIPT = {
    "parameters": [
        {"entry": "month", "key": "overtime.limit.monthly", "source": "labour-law"},
        {"entry": "rest", "key": "work.weekly_rest_days.min", "source": "labour-law"},
        {"entry": "floor", "key": "min_wage.monthly", "source": "sh-minwage-2025"},
    ]
}


@pytest.mark.parametrize(
    ("right", "detail", "told"),
    [
        ("time/overtime_limit", {}, ["month"]),
        ("time/weekly_rest", {}, ["rest"]),
        ("pay/monthly_floor", {"parameter": "floor"}, ["floor"]),
        ("pay/hourly_floor", {"lines": [{"parameter": "floor"}]}, ["floor"]),
        ("pay/in_full", {}, []),
    ],
)
def test_a_finding_tells_the_values_that_it_rests_on(
    right: str, detail: dict[str, object], told: list[str]
) -> None:
    finding = {"right": right, "instruments": ["labour-law"]}
    assert [row["entry"] for row in values_named(RECEIPT, detail, finding)] == told
