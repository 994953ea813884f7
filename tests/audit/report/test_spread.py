"""How differences are spread, against plain Python over the same amounts."""

from statistics import median_low

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from huhang.audit.report.spread import CLASSES, LEAST_FINDINGS, spreads_of
from huhang.vocabulary.words import Text

TITLE = Text("权利", "right")
amounts_drawn = st.lists(st.one_of(st.none(), st.integers(-5, 200_000)), max_size=3 * LEAST_FINDINGS)


@given(amounts_drawn, amounts_drawn)
def test_every_difference_is_in_one_class(amounts: list[int | None], others: list[int | None]) -> None:
    columns = {
        "right": ["a"] * len(amounts) + ["b"] * len(others),
        "verdict": ["broken"] * len(amounts) + ["unknown"] * len(others),
        "shortfall_fen": pa.array([*amounts, *others], pa.int64()),
    }
    told = spreads_of(pa.table(columns), [("a", TITLE), ("b", TITLE), ("c", TITLE)])
    owed = [fen for fen in amounts if fen and fen > 0]
    if len(owed) < LEAST_FINDINGS:
        assert told == ()
        return
    (spread,) = told
    assert (spread.sum_fen, spread.median_fen, spread.findings) == (sum(owed), median_low(owed), len(owed))
    for low, high, count, width in spread.bars:
        assert count == sum(1 for fen in owed if low <= fen and (high is None or fen < high))
        assert width == round(100 * count / max(spread.counts), 2)
    assert [bar[0] for bar in spread.bars] == list(CLASSES)
