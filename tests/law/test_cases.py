"""Every right on the cases that were worked out by hand."""

import pytest

from huhang.law.loader import load_law
from tests.law.cases import bench, cases_of, differences, together

# Ibis still fetches by the older name.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

RIGHTS = tuple(sorted(load_law().rights))


@pytest.mark.parametrize("right", RIGHTS)
def test_the_engine_agrees_with_every_case(right: str) -> None:
    loaded, wrong = load_law().rights[right], []
    for group in together(cases_of(right)):
        with bench(group) as facts:
            for number, rows in facts.judged(loaded, load_law()).items():
                found = differences(group[number], rows)
                wrong += [f"{right} {number} {group[number].case}: {text}" for text in found]
    assert wrong == [], "\n".join(wrong)
