"""The engine's facts against the oracle's, on thousands of random streams."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hypothesis import given, settings

from huhang.engine.buckets import DERIVED_FROM
from huhang.engine.derive import Habits, derive
from tests.oracle.batches import gathered, smallest
from tests.oracle.handing_over import arrow_tables
from tests.oracle.second_sets import (
    Stream,
    agreed_changes,
    day_facts,
    is_void,
    local_day,
    seconds_by_area,
    spells,
    timeline,
    was_accepted,
)
from tests.oracle.streams import ABROAD, Handed, time_stream, time_streams

LEAST_BREAKS = (1200, 600, 1201)
Facts = dict[str, dict[tuple[Any, ...], Any]]


def habits(handed: Iterable[Handed]) -> Habits:
    """The conventions of the streams, with the allowance of each platform's filed rule."""
    allowance = {one.platform_id: agreed_changes(one.rows("rules")) for one in handed}
    return Habits(LEAST_BREAKS, 2 * 3600, 6 * 3600, {key: found for key, found in allowance.items() if found})


def engine_facts(handed: Sequence[Handed]) -> dict[tuple[str, str], Facts]:
    """Days, seconds by area and spells of each worker, as the engine derives them in one go."""
    tables = arrow_tables(handed, DERIVED_FROM)
    found = derive(tables, {one.platform_id: one.zone for one in handed}, habits(handed))
    facts: dict[tuple[str, str], Facts] = {}

    def of(row: Mapping[str, Any]) -> Facts:
        nothing: Facts = {"days": {}, "areas": {}, "spells": {}}
        return facts.setdefault((row["platform_id"], row["worker_id"]), nothing)

    for row in found["worker_days"].to_pylist():
        columns = ("orders", "void_orders", "in_hand_s", "demanded_s", "allowance_s", "working_s", "span_s")
        figures = [int(row[column]) for column in columns]
        of(row)["days"][(row["day"],)] = (*figures, row["online_s"], row["longest_spell_s"] or 0)
    for row in found["seconds"].to_pylist():
        if row["working_s"]:
            of(row)["areas"][(row["day"], row["area_code"])] = row["working_s"]
    for row in found["spells"].to_pylist():
        key = (row["least_break_s"], row["start_s"], row["end_s"])
        of(row)["spells"][key] = (row["length_s"], row["day"])
    return facts


def _days(stream: Stream) -> dict[tuple[Any, ...], Any]:
    cells = timeline(stream)
    void = [local_day(o["accepted_at"], stream.zone) for o in stream.orders if is_void(o) and was_accepted(o)]
    days: dict[tuple[Any, ...], Any] = {}
    for day, facts in day_facts(stream, LEAST_BREAKS[0]).items():
        of_day = [cell for cell in cells if cell.day == day and cell.order is None]
        demanded = sum(cell.seconds for cell in of_day if cell.demanded)
        allowance = sum(cell.seconds for cell in of_day if cell.allowance)
        figures = (facts.orders, void.count(day), facts.in_hand_s, demanded, allowance, facts.working_s)
        days[(day,)] = (*figures, facts.span_s, facts.online_s, facts.longest_spell_s)
    return days


def oracle_facts(stream: Stream) -> Facts:
    """The same facts from the oracle."""
    cells = timeline(stream)
    return {
        "days": _days(stream),
        "areas": dict(seconds_by_area(cells)),
        "spells": {
            (least, spell.start, spell.end): (spell.length_s, spell.day)
            for least in LEAST_BREAKS
            for spell in spells(cells, least)
        },
    }


def disagreements(handed: Sequence[Handed]) -> dict[tuple[str, str], tuple[Facts, Facts]]:
    """Per worker, what the engine says and what the oracle says, where they differ."""
    engine = engine_facts(handed)
    nothing: Facts = {"days": {}, "areas": {}, "spells": {}}
    differing: dict[tuple[str, str], tuple[Facts, Facts]] = {}
    for one in handed:
        for worker_id in one.workers():
            key = (one.platform_id, worker_id)
            pair = (engine.get(key, nothing), oracle_facts(one.stream(worker_id)))
            if pair[0] != pair[1]:
                differing[key] = pair
    return differing


def compare(batch: Sequence[Handed]) -> None:
    """All platforms in one call; a disagreement is shown on the smallest part that has it."""
    wrong = disagreements(batch)
    if wrong:
        first = next(one for one in batch if one.platform_id in {platform for platform, _ in wrong})
        example = smallest(first, lambda several: {platform for platform, _ in disagreements(several)})
        raise AssertionError(f"{len(wrong)} workers differ: {example.tables}, {disagreements([example])}")


def test_facts_of_many_streams() -> None:
    compare(gathered(time_stream, 2000))


def test_days_of_23_and_25_hours() -> None:
    compare(gathered(lambda dice: time_stream(dice, ABROAD), 300))


@settings(max_examples=50, deadline=None)
@given(time_streams())
def test_facts_of_one_stream(handed: Handed) -> None:
    assert disagreements([handed]) == {}
