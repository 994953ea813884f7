"""The oracle itself on small streams worked out by hand, and against sets of single seconds."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.second_sets import (
    DayFacts,
    Row,
    Stream,
    day_facts,
    is_void,
    order_end,
    seconds_by_area,
    spells,
    timeline,
    was_accepted,
)
from tests.oracle.streams import Handed, time_streams

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> int:
    """Unix second of a Shanghai time such as "07-01 10:00"."""
    pattern = "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M"
    return int(datetime.strptime(f"2025-{text}", pattern).replace(tzinfo=ZONE).timestamp())


def order(start: str, end: str, number: str = "1", area: str = "310101", **more: Any) -> dict[str, Any]:
    return {
        "order_id": number,
        "status": "completed",
        "accepted_at": at(start),
        "completed_at": at(end),
        "cancelled_at": None,
        "area_code": area,
    } | more


def working_s(stream: Stream, day: date) -> int:
    return day_facts(stream)[day].working_s


JULY_1 = date(2025, 7, 1)
JUNE_30 = date(2025, 6, 30)


def test_overlapping_orders_count_once() -> None:
    # 10:00-11:00 and 10:30-11:30 and, nested, 10:40-10:50: union 10:00-11:30 = 90 min = 5400 s.
    stream = Stream(
        [
            order("07-01 10:00", "07-01 11:00", "a"),
            order("07-01 10:30", "07-01 11:30", "b"),
            order("07-01 10:40", "07-01 10:50", "c"),
        ]
    )
    assert day_facts(stream)[JULY_1] == DayFacts(3, 5400, 5400, 5400, None, 5400)


def test_midnight_cuts_sums_but_not_the_spell() -> None:
    # 23:50-00:20: 600 s on 30 June, 1200 s on 1 July; the spell of 1800 s belongs to 30 June.
    facts = day_facts(Stream([order("06-30 23:50", "07-01 00:20")]))
    assert facts[JUNE_30] == DayFacts(1, 600, 600, 600, None, 1800)
    assert facts[JULY_1] == DayFacts(0, 1200, 1200, 1200, None, 0)


def test_order_without_length_counts_only_as_an_order() -> None:
    # 10:00-10:10 and 10:35-10:45, zero length at 10:20: the gap is 25 min >= 20 min, so two spells of 600 s.
    stream = Stream(
        [
            order("07-01 10:00", "07-01 10:10", "a"),
            order("07-01 10:20", "07-01 10:20", "b"),
            order("07-01 10:35", "07-01 10:45", "c"),
        ]
    )
    assert day_facts(stream)[JULY_1] == DayFacts(3, 1200, 1200, 45 * 60, None, 600)


@pytest.mark.parametrize(
    ("row", "void"),
    [
        (order("07-01 10:00", "07-01 11:00"), False),
        (order("07-01 10:00", "07-01 10:00"), False),
        (order("07-01 10:00", "07-01 09:59"), True),
        (order("07-01 10:00", "07-01 11:00", status="open"), True),
        (order("07-01 10:00", "07-01 11:00", status="cancelled"), True),
        (order("07-01 10:00", "07-01 11:00", status="refused"), False),
        (order("07-01 10:00", "07-01 11:00", status="cancelled", cancelled_at=at("07-01 10:05")), False),
    ],
)
def test_void_orders(row: Row, void: bool) -> None:
    assert is_void(row) is void


def test_cancelled_order_counts_until_its_cancellation() -> None:
    cancelled = order("07-01 10:00", "07-01 11:00", status="cancelled", cancelled_at=at("07-01 10:05"))
    assert working_s(Stream([cancelled]), JULY_1) == 300


def test_break_is_taken_out_of_its_own_order_alone() -> None:
    # a 10:00-12:00 less 10:30-11:30 leaves 60 min; b 11:00-11:10 lies in a's break: 70 min = 4200 s in hand.
    stream = Stream(
        [order("07-01 10:00", "07-01 12:00", "a"), order("07-01 11:00", "07-01 11:10", "b")],
        breaks=[{"order_id": "a", "from_at": at("07-01 10:30"), "to_at": at("07-01 11:30")}],
    )
    assert day_facts(stream)[JULY_1].in_hand_s == 4200


def allowance(minutes: int, since: date, version: str = "v1") -> Row:
    return {
        "subject": "working_time",
        "rule_version": version,
        "effective_from": since,
        "content": {"allowance_min": minutes},
    }


def test_allowance_fills_gaps_up_to_and_including_its_length() -> None:
    # gaps of 10 min (filled) and of 10 min 1 s (not filled), allowance 10 min: 4 x 10 min = 2400 s.
    stream = Stream(
        [
            order("07-01 10:00", "07-01 10:10", "a"),
            order("07-01 10:20", "07-01 10:30", "b"),
            order("07-01 10:40:01", "07-01 10:50:01", "c"),
        ],
        rules=[allowance(10, date(2025, 1, 1))],
    )
    assert working_s(stream, JULY_1) == 2400


def test_allowance_follows_the_rule_of_the_day_on_which_the_gap_starts() -> None:
    # the gap 23:55-00:05 starts on 30 June, under the old 15 minutes, though 1 July knows none.
    orders = [order("06-30 23:50", "06-30 23:55", "a"), order("07-01 00:05", "07-01 00:10", "b")]
    old, new = allowance(15, date(2025, 1, 1)), allowance(0, date(2025, 7, 1), "v2")
    assert working_s(Stream(orders, rules=[old, new]), JUNE_30) == 600
    assert working_s(Stream(orders, rules=[old, new]), JULY_1) == 600
    # were it the other way round, the gap would count for nothing: 300 s each day.
    reversed_rules = [allowance(0, date(2025, 1, 1)), allowance(15, date(2025, 7, 1), "v2")]
    assert working_s(Stream(orders, rules=reversed_rules), JUNE_30) == 300


def test_demanded_presence_joins_order_time_and_bridges_spells() -> None:
    # order 10:00-10:30, demanded 10:15-11:15, order 11:15-11:20: one spell of 80 min, in hand 35 min.
    stream = Stream(
        [order("07-01 10:00", "07-01 10:30", "a"), order("07-01 11:15", "07-01 11:20", "b")],
        sessions=[{"online_at": at("07-01 10:15"), "offline_at": at("07-01 11:15"), "demanded": True}],
    )
    assert day_facts(stream)[JULY_1] == DayFacts(2, 2100, 4800, 4800, 3600, 4800)


def test_free_log_in_is_online_time_only() -> None:
    # sessions 09:00-10:00 and 09:30-10:30 unite to 90 min online; nothing is worked.
    sessions: list[Row] = [
        {"online_at": at("07-01 09:00"), "offline_at": at("07-01 10:00"), "demanded": False},
        {"online_at": at("07-01 09:30"), "offline_at": at("07-01 10:30"), "demanded": None},
    ]
    assert day_facts(Stream([], sessions=sessions))[JULY_1] == DayFacts(0, 0, 0, 0, 5400, 0)


def test_least_break_ends_a_spell_and_allowance_does_not_bridge_it() -> None:
    # gap 19:59 joins, gap 20:00 ends the spell, though an allowance of 30 min makes both working time.
    stream = Stream(
        [
            order("07-01 10:00", "07-01 10:10", "a"),
            order("07-01 10:29:59", "07-01 10:40", "b"),
            order("07-01 11:00", "07-01 11:10", "c"),
        ],
        rules=[allowance(30, date(2025, 1, 1))],
    )
    assert [spell.length_s for spell in spells(timeline(stream))] == [2400, 600]
    assert working_s(stream, JULY_1) == 70 * 60


def test_area_of_a_second() -> None:
    # a (310101) 10:00-10:40, b (310115) 10:20-11:00: the earlier accepted keeps the overlap: 2400, 1200 s.
    overlap = [order("07-01 10:00", "07-01 10:40", "a"), order("07-01 10:20", "07-01 11:00", "b", "310115")]
    assert seconds_by_area(timeline(Stream(overlap))) == {(JULY_1, "310101"): 2400, (JULY_1, "310115"): 1200}
    tie = [order("07-01 10:00", "07-01 10:40", "b"), order("07-01 10:00", "07-01 10:30", "a", "310115")]
    assert seconds_by_area(timeline(Stream(tie))) == {(JULY_1, "310115"): 1800, (JULY_1, "310101"): 600}


def test_area_of_demanded_seconds_is_that_before_else_that_after_else_of_the_worker() -> None:
    demanded = [
        {"online_at": at("06-30 23:30"), "offline_at": at("07-01 00:30"), "demanded": True},
        {"online_at": at("07-01 09:00"), "offline_at": at("07-01 11:00"), "demanded": True},
        {"online_at": at("07-02 09:00"), "offline_at": at("07-02 09:10"), "demanded": True},
    ]
    orders = [order("06-30 23:30", "06-30 23:45", "a"), order("07-01 10:00", "07-01 10:10", "b", "310115")]
    # 30 June: 15 min order + 15 min after it, 310101. 1 July: half an hour after midnight and an hour before
    # the order take the next of that day (310115), with the rest 150 min in all. 2 July has no order.
    expected = {(JUNE_30, "310101"): 1800, (JULY_1, "310115"): 9000, (date(2025, 7, 2), None): 600}
    assert seconds_by_area(timeline(Stream(orders, demanded))) == expected
    at_home = seconds_by_area(timeline(Stream(orders, demanded, work_area="130102")))
    assert at_home[(date(2025, 7, 2), "130102")] == 600


def plain_sets(stream: Stream) -> tuple[set[int], set[int]]:
    """In-hand and demanded seconds as plain sets, straight from the words."""
    in_hand: set[int] = set()
    for row in stream.orders:
        end = order_end(row)
        if was_accepted(row) and end is not None and end > row["accepted_at"]:
            time = set(range(row["accepted_at"], end))
            for pause in stream.breaks:
                if pause["order_id"] == row["order_id"]:
                    time -= set(range(pause["from_at"], pause["to_at"]))
            in_hand |= time
    demanded: set[int] = set()
    for session in stream.sessions:
        if session["demanded"]:
            demanded |= set(range(session["online_at"], session["offline_at"]))
    return in_hand, demanded


@settings(max_examples=60, deadline=None)
@given(time_streams())
def test_cells_say_what_sets_of_seconds_say(handed: Handed) -> None:
    for worker_id in handed.workers():
        stream = handed.stream(worker_id)
        in_hand, demanded = plain_sets(stream)
        cells = timeline(stream)
        assert {s for c in cells if c.order is not None for s in range(c.start, c.end)} == in_hand
        assert {s for c in cells if c.present for s in range(c.start, c.end)} == in_hand | demanded


@settings(max_examples=40, deadline=None)
@given(time_streams(), st.integers(1, 5000))
def test_further_borders_change_nothing(handed: Handed, step: int) -> None:
    for worker_id in handed.workers():
        stream = handed.stream(worker_id)
        cells = timeline(stream)
        if not cells:
            continue
        finer = timeline(stream, range(cells[0].start, cells[-1].end, max(step, 600)))
        assert seconds_by_area(finer) == seconds_by_area(cells)
        assert [s.length_s for s in spells(finer)] == [s.length_s for s in spells(cells)]
