"""The five outcomes: their shape, their words, and the strip that shows their shares."""

from dataclasses import dataclass

from huhang.audit.report.content import OutcomeCounts
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome, Text

ORDER = (Outcome.BROKEN, Outcome.SIGNAL, Outcome.UNKNOWN, Outcome.KEPT, Outcome.NOT_APPLICABLE)
MEANINGS: dict[Outcome, Text] = {
    Outcome.BROKEN: Text("按现有数据，没有做到", "on this data, not done"),
    Outcome.SIGNAL: Text("要人去看的事实，不下结论", "facts for a person to look at"),
    Outcome.UNKNOWN: Text("缺一项事实，写明是哪一项", "one fact is missing, and named"),
    Outcome.KEPT: Text("按现有数据，做到了", "on this data, done"),
    Outcome.NOT_APPLICABLE: Text(
        "当时当地没有有效文本，或不在范围", "no text in force there and then, or out of scope"
    ),
}
# A share that rounds to nothing is still drawn this wide (percent), so that it is seen.
_LEAST_WIDTH = 0.8


@dataclass(frozen=True)
class OutcomePart:
    """One outcome with its count, and its place in the strip in percent."""

    outcome: Outcome
    name: Text
    meaning: Text
    count: int
    x: float
    width: float


def parts_of(counts: OutcomeCounts) -> tuple[OutcomePart, ...]:
    """The five outcomes in fixed order; the widths of those that occur sum to 100."""
    found = [counts.of(outcome) or 0 for outcome in ORDER]
    whole = sum(found) or 1
    raw = [max(_LEAST_WIDTH, 100 * count / whole) if count else 0.0 for count in found]
    scale = 100 / (sum(raw) or 1)
    parts, x = [], 0.0
    for outcome, count, width in zip(ORDER, found, raw, strict=True):
        wide = round(width * scale, 3)
        parts.append(
            OutcomePart(outcome, OUTCOME_NAMES[outcome], MEANINGS[outcome], count, round(x, 3), wide)
        )
        x += wide
    return tuple(parts)
