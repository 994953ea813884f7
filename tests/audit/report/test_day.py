"""The picture of a day against plain sets of seconds."""

from datetime import date
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from huhang.audit.report.content import (
    Basis,
    DayLimit,
    OrderBar,
    ReportContent,
    SpellBar,
    Stretch,
    WorkerDayPicture,
)
from huhang.audit.report.day import draw_day, lanes_of, seconds_of, union
from huhang.vocabulary.words import Force, Outcome, Text

SPANS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 90)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=24,
)
NOBODY = Text("", "")


def orders_of(spans: list[tuple[int, int]]) -> tuple[OrderBar, ...]:
    return tuple(OrderBar(n, f"o{n}", a, b, "310101", "completed") for n, (a, b) in enumerate(spans, 1))


def picture(
    stretches: tuple[Stretch, ...], spells: tuple[SpellBar, ...] = (), least_break_s: int | None = 1200
) -> WorkerDayPicture:
    return WorkerDayPicture(
        anchor="day-1",
        worker_id="R-1",
        platform_id="yi",
        day=date(2025, 12, 13),
        category=NOBODY,
        finding_id="f",
        basis=Basis(Outcome.BROKEN, Force.STANDARD, NOBODY),
        headline=NOBODY,
        orders=(),
        stretches=stretches,
        spells=spells,
        limits=(DayLimit(8 * 3600, Text("8 小时", "8 h")), DayLimit(12 * 3600, Text("12 小时", "12 h"))),
        least_break_s=least_break_s,
        areas=(("310101", Text("黄浦区", "Huangpu")),),
    )


def hours(*spans: tuple[float, float], kind: str = "in_hand") -> tuple[Stretch, ...]:
    return tuple(Stretch(kind, int(a * 3600), int(b * 3600), "310101") for a, b in spans)


@given(SPANS)
def test_two_orders_of_one_lane_never_overlap(spans: list[tuple[int, int]]) -> None:
    lanes = lanes_of(orders_of(spans))
    for (lane, span), (other_lane, other) in combinations(zip(lanes, spans, strict=True), 2):
        if lane == other_lane:
            assert min(span[1], other[1]) <= max(span[0], other[0])


@given(SPANS.map(lambda spans: [span for span in spans if span[1] > span[0]]))
def test_there_are_no_more_lanes_than_orders_held_at_once(spans: list[tuple[int, int]]) -> None:
    held = [sum(1 for a, b in spans if a <= second < b) for second in range(500)]
    assert max(lanes_of(orders_of(spans)), default=-1) + 1 == max(held)


@given(SPANS)
def test_the_union_holds_the_same_seconds(spans: list[tuple[int, int]]) -> None:
    merged = union(spans)
    assert {s for a, b in merged for s in range(a, b)} == {s for a, b in spans for s in range(a, b)}
    assert all(before[1] < after[0] for before, after in pairwise(merged))


@given(SPANS, SPANS)
def test_gaps_and_total_agree_with_the_stretches(
    held: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    stretches = tuple(Stretch("in_hand", a, b, "310101") for a, b in held if b > a)
    stretches += tuple(Stretch("demanded", a, b, "310101") for a, b in asked if b > a)
    drawing = draw_day(picture(stretches))
    present = {s for stretch in stretches for s in range(stretch.starts_s, stretch.ends_s)}
    between = set(range(min(present), max(present))) if present else set()
    assert {s for gap in drawing.gaps for s in range(gap.starts_s, gap.ends_s)} == between - present
    assert drawing.total[-1][1] == seconds_of(stretches, "in_hand", "demanded") == len(present)


def test_the_pause_that_was_due_is_marked_where_the_limit_was_reached() -> None:
    day = picture(hours((10, 14.95)), (SpellBar(36_000, 53_820, 12, 14_400),))
    (flag,) = draw_day(day).flags
    assert flag.second == 14 * 3600
    assert flag.spell.over_s == 53_820 - 36_000 - 14_400
    assert draw_day(picture(hours((10, 14)), (SpellBar(36_000, 50_400, 9, 14_400),))).flags == ()


def test_a_gap_is_a_break_from_its_least_length_on() -> None:
    stretches = (
        Stretch("in_hand", 0, 100, "a"),
        Stretch("in_hand", 1300, 1400, "a"),
        Stretch("in_hand", 2599, 2700, "a"),
    )
    assert [gap.is_break for gap in draw_day(picture(stretches)).gaps] == [True, False]
    assert [gap.is_break for gap in draw_day(picture(stretches, least_break_s=None)).gaps] == [False, False]


def test_the_second_at_which_a_limit_was_reached_leaves_pauses_out() -> None:
    first, second = draw_day(picture(hours((8, 12), (13, 18)))).crossings
    assert first.reached_s == 17 * 3600
    assert second.reached_s is None


def test_an_allowance_gap_is_told_as_such_and_counts_in_the_total() -> None:
    drawing = draw_day(picture(hours((8, 9), (9.1, 10)) + hours((9, 9.1), kind="allowance")))
    assert [gap.is_allowance for gap in drawing.gaps] == [True]
    assert drawing.total[-1] == (36_000, 7200)


def test_work_past_midnight_stays_in_the_frame() -> None:
    frame = draw_day(picture(hours((22, 25.5)))).frame
    assert (frame.first_s, frame.last_s) == (22 * 3600, 26 * 3600)
    assert (frame.across(22 * 3600), frame.across(26 * 3600)) == (0, 100)


def test_a_day_without_anything_can_be_drawn() -> None:
    assert draw_day(picture(())).lanes == 1


def test_the_days_of_the_report_agree_with_their_tables(content: ReportContent) -> None:
    assert len(content.days) == 3
    for day in content.days:
        held = [(order.starts_s, order.ends_s) for order in day.orders]
        assert sum(b - a for a, b in union(held)) == seconds_of(day.stretches, "in_hand")
        assert max(spell.over_s for spell in day.spells) > 0
        assert {order.area_code for order in day.orders} == {code for code, _ in day.areas}
