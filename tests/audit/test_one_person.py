"""The order time of one person over platforms: an independent count by minutes, and nothing of a company."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from huhang.audit.one_person import days_of_person
from huhang.law.loader import load_law
from huhang.records.handover import Handover
from huhang.records.quality import Quality
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Outcome

START = datetime(2025, 12, 10, 16, 0, tzinfo=UTC)  # midnight in Shanghai
MINUTE = timedelta(minutes=1)
UNTIL = date(2025, 12, 31)
KEYS = (("p0", "w7"), ("p1", "w7"))


def handed(platform: str, worker: str, spans: list[tuple[int, int]]) -> Handover:
    """Orders of one worker as minutes from the start."""
    schema = TABLES["orders"].arrow_schema
    rows: list[dict[str, Any]] = [
        {
            **dict.fromkeys(schema.names),
            "platform_id": platform, "order_id": f"o{number}", "worker_id": worker, "attempt": 1,
            "sector": "instant_delivery", "subsector": "food_delivery", "area_code": "310101",
            "status": "completed", "accepted_at": START + first * MINUTE,
            "completed_at": START + (first + length) * MINUTE,
        }
        for number, (first, length) in enumerate(spans)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=schema)
    table = table.sort_by([(column, "ascending") for column in TABLES["orders"].key])
    return Handover({"orders": table}, {"orders": frozenset(schema.names)}, {}, Quality([], {}), [], "", {})


def by_minutes(spans: list[tuple[int, int]]) -> dict[date, int]:
    """Seconds of the union by local day, minute by minute."""
    minutes = {minute for first, length in spans for minute in range(first, first + length)}
    days: dict[date, int] = defaultdict(int)
    for minute in minutes:
        days[date(2025, 12, 11) + timedelta(days=minute // 1440)] += 60
    return days


spans = st.lists(st.tuples(st.integers(0, 3 * 1440), st.integers(1, 200)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(spans, spans)
def test_a_second_of_two_platforms_counts_once(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    records = {key: handed(*key, found) for key, found in zip(KEYS, (one, two), strict=True)}
    days = days_of_person(records, load_law(), UNTIL)
    assert {day.day: day.order_s for day in days if day.order_s} == by_minutes([*one, *two])
    for platform, own in zip(("p0", "p1"), (one, two), strict=True):
        assert {
            day.day: dict(day.parts)[platform] for day in days if platform in dict(day.parts)
        } == by_minutes(own)
    assert all(day.at_once_s >= 0 for day in days)


def test_the_rest_between_days_and_the_longest_stretch_are_those_of_the_person() -> None:
    first = handed(*KEYS[0], [(600, 240)])
    second = handed(*KEYS[1], [(830, 250), (1440 + 300, 60)])
    days = days_of_person(dict(zip(KEYS, (first, second), strict=True)), load_law(), UNTIL)
    assert [(day.order_s, day.at_once_s, day.longest_spell_s, day.rest_s) for day in days] == [
        (480 * 60, 10 * 60, 480 * 60, None),
        (60 * 60, 0, 60 * 60, (1740 - 1080) * 60),
    ]


def test_only_above_the_limit_that_is_in_force_is_there_a_signal() -> None:
    def outcome(shift: int, minutes: int) -> tuple[Outcome | None, int | None]:
        half = minutes // 2
        records = {
            KEYS[0]: handed(*KEYS[0], [(shift, half)]),
            KEYS[1]: handed(*KEYS[1], [(shift + half, minutes - half)]),
        }
        day = days_of_person(records, load_law(), UNTIL)[0]
        return day.outcome, day.limit_s

    assert outcome(60, 480) == (Outcome.KEPT, 8 * 3600)
    assert outcome(60, 481) == (Outcome.SIGNAL, 8 * 3600)
    # The standard is in force from 4 December; before it nothing is said.
    assert outcome(60 - 10 * 1440, 481) == (None, None)
