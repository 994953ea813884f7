"""Long days, limits of like orders and premiums against brute force, on many random platforms."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from huhang.engine.limit_facts import BANDS_M
from tests.engine.verdicts import verdicts
from tests.oracle.batches import gathered, smallest
from tests.oracle.order_rights import FEWEST, groups, longest_day, premiums
from tests.oracle.order_streams import long_day, many_orders, paid_orders
from tests.oracle.standing import Audit, Person
from tests.oracle.streams import Dice, Handed

# Ibis still fetches by the older name.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

DECEMBER = Audit(date(2025, 12, 3), date(2025, 12, 31))
NOVEMBER = Audit(date(2025, 11, 1), date(2025, 11, 30))
SUMMER = Audit(date(2025, 6, 1), date(2025, 8, 1))
Found = Mapping[tuple[Any, ...], tuple[Any, ...]]


def _days_found(handed: Sequence[Handed]) -> Found:
    rows = verdicts(handed, DECEMBER, ("time/daily",))["time/daily"]
    return {
        (row["platform_id"], row["worker_id"], row["period_from"], row["rule_kind"]): (
            row["verdict"],
            row["measure"],
            row["threshold"],
        )
        for row in rows
    }


def _days_by_hand(handed: Sequence[Handed]) -> Found:
    return {
        (one.platform_id, worker_id, *key): said
        for one in handed
        for worker_id in one.workers()
        for key, said in longest_day(Person(one, worker_id), DECEMBER).items()
    }


def _groups_found(handed: Sequence[Handed]) -> Found:
    rows = verdicts(handed, NOVEMBER, ("algorithm/strictest_limit",))["algorithm/strictest_limit"]
    bands = ["0-1km", "1-2km", "2-3km", "3-5km", "5km-"]
    assert len(bands) == len(BANDS_M) + 1
    return {
        (
            row["platform_id"],
            row["place"],
            row["period_from"],
            row["detail_hour"],
            bands.index(row["detail_distance"]),
        ): (row["verdict"], row["detail_orders"], row["detail_taken_median"], row["detail_promised_below"])
        for row in rows
    }


def _groups_by_hand(handed: Sequence[Handed]) -> Found:
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for one in handed:
        for key, group in groups(one, NOVEMBER).items():
            size, below = len(group.taken), group.below
            verdict = "signal" if 2 * below > size else "kept"
            found[key] = (verdict if size >= FEWEST else "not_applicable", size, group.median, below)
    return found


def _premiums_found(handed: Sequence[Handed]) -> Found:
    rows = verdicts(handed, SUMMER, ("cover/injury_premium",))["cover/injury_premium"]
    return {
        (row["platform_id"], row["place"], row["period_from"]): (
            row["verdict"],
            *(
                (row["measure"], row["threshold"], row["shortfall_fen"], row["detail_samples"])
                if row["verdict"] in ("broken", "kept")
                else ()
            ),
        )
        for row in rows
    }


def _premiums_by_hand(handed: Sequence[Handed]) -> Found:
    insurances = [row for one in handed for row in one.rows("insurances")]
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for one in handed:
        for key, month in premiums(one, SUMMER, insurances).items():
            judged = month.verdict in ("broken", "kept")
            figures = (month.paid, month.due, month.short, sorted(month.wrong)[:10])
            found[key] = (month.verdict, *(figures if judged else ()))
    return found


def _disagreeing(found: Found, by_hand: Found) -> list[tuple[Any, ...]]:
    return [
        (key, found.get(key), by_hand.get(key))
        for key in sorted(found.keys() | by_hand.keys(), key=str)
        if found.get(key) != by_hand.get(key)
    ]


def _agree(
    make: Callable[[Dice], Handed],
    examples: int,
    engine: Callable[[Sequence[Handed]], Found],
    hand: Callable[[Sequence[Handed]], Found],
) -> Counter[str]:
    """Compare many platforms in one call, and count the verdicts; the smallest that disagrees is shown."""
    batch = gathered(make, examples)
    found = engine(batch)
    wrong = _disagreeing(found, hand(batch))
    if wrong:

        def still(several: Sequence[Handed]) -> set[str]:
            return {key[0] for key, *_ in _disagreeing(engine(several), hand(several))}

        first = next(one for one in batch if one.platform_id == wrong[0][0][0])
        example = smallest(first, still) if examples > 100 else first
        told = _disagreeing(engine([example]), hand([example]))
        raise AssertionError(f"{len(wrong)} subjects differ; smallest: {example.tables}\n{told}")
    return Counter(said[0] for said in found.values())


def test_long_days() -> None:
    verdicts_given = _agree(long_day, 600, _days_found, _days_by_hand)
    assert min(verdicts_given[name] for name in ("kept", "broken", "unknown", "not_applicable")) > 20


def test_groups_of_like_orders() -> None:
    verdicts_given = _agree(many_orders, 100, _groups_found, _groups_by_hand)
    assert min(verdicts_given[name] for name in ("kept", "signal", "not_applicable")) > 5


def test_premiums() -> None:
    verdicts_given = _agree(paid_orders, 400, _premiums_found, _premiums_by_hand)
    assert min(verdicts_given[name] for name in ("kept", "broken", "unknown", "not_applicable")) > 20
