"""Every right on the cases that were worked out by hand."""

import pytest

from huhang.law.loader import load_law
from tests.law.cases import cases_of, differences
from tests.law.trying import tried

# Ibis still fetches by the older name.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

RIGHTS = tuple(sorted(load_law().rights))


@pytest.mark.parametrize("right", RIGHTS)
def test_the_engine_agrees_with_every_case(right: str) -> None:
    wrong = [
        f"{right} {number} {case.case}: {difference}"
        for number, case in cases_of(right).items()
        for difference in differences(case, tried(right).rows[number])
    ]
    assert wrong == [], "\n".join(wrong)
