"""How the differences of a right are spread: many small ones and a few great ones are different stories."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from huhang.vocabulary.words import Text

# Fewer than these are all in the list of the gravest, or nearly so.
LEAST_FINDINGS = 30
# From how many fen on a class begins.
CLASSES = (0, 1_000, 5_000, 20_000, 100_000)


@dataclass(frozen=True)
class Spread:
    """Broken findings of one right with a difference: how many in each class, the middle one, the sum."""

    title: Text
    counts: tuple[int, ...]
    median_fen: int
    sum_fen: int

    @property
    def findings(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def bars(self) -> tuple[tuple[int, int | None, int, float], ...]:
        """For each class: from and below how many fen (None is open), the count, percent of the longest."""
        ends = [*CLASSES[1:], None]
        most = max(self.counts)
        return tuple(
            (low, high, count, round(100 * count / most, 2))
            for low, high, count in zip(CLASSES, ends, self.counts, strict=True)
        )


def spreads_of(findings: pa.Table, rights: Iterable[tuple[str, Text]]) -> tuple[Spread, ...]:
    """One spread for each right with enough broken findings that have a difference."""
    light = findings.select(["right", "verdict", "shortfall_fen"])
    short = light.filter((pc.field("verdict") == "broken") & (pc.field("shortfall_fen") > 0))
    found = (_spread(title, short.filter(pc.field("right") == right)) for right, title in rights)
    return tuple(spread for spread in found if spread is not None)


def _spread(title: Text, short: pa.Table) -> Spread | None:
    amounts = short["shortfall_fen"]
    if len(amounts) < LEAST_FINDINGS:
        return None
    counts = [short.filter(_inside(low, high)).num_rows for low, high in pairwise([*CLASSES, None])]
    middle = pc.quantile(amounts, 0.5, interpolation="lower")[0].as_py()
    return Spread(title, tuple(counts), int(middle), int(pc.sum(amounts).as_py()))


def _inside(low: int | None, high: int | None) -> pc.Expression:
    field = pc.field("shortfall_fen")
    above: pc.Expression = field >= (low or 0)
    return above if high is None else above & (field < high)
