"""Slips: every line by pencil, rounded up once, and sums that agree."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from huhang.audit.report.content import ReportContent
from huhang.audit.report.figures import floor_of, rounded_up, yuan_four
from huhang.audit.report.slip import draw_slip


def test_the_slips_of_the_report_add_up(content: ReportContent) -> None:
    assert len(content.slips) == 3
    for slip in content.slips:
        drawing = draw_slip(slip)
        assert drawing.adds_up
        exact = sum((floor_of(line.seconds, line.fen_per_hour) for line in slip.floor_lines), Fraction(0))
        assert 0 <= slip.floor_fen - exact < 1
        assert slip.shortfall_fen > 0
        assert {line.from_day for line in slip.floor_lines} <= {line.to_day for line in slip.floor_lines}


def test_what_does_not_count_is_shown_and_left_out_of_the_sum(content: ReportContent) -> None:
    left_out = [line for slip in content.slips for line in draw_slip(slip).left_out]
    assert left_out
    assert all(line.fen > 0 for line in left_out)


def test_a_slip_whose_lines_do_not_add_up_says_so(content: ReportContent) -> None:
    slip = content.slips[0]
    assert not draw_slip(replace(slip, working_s=slip.working_s + 1)).adds_up
    assert not draw_slip(replace(slip, counted_fen=slip.counted_fen + 1)).adds_up
    assert not draw_slip(replace(slip, floor_fen=slip.floor_fen + 1)).adds_up


def test_the_greatest_difference_comes_first_and_each_worker_once(content: ReportContent) -> None:
    amounts = [slip.shortfall_fen for slip in content.slips]
    assert amounts == sorted(amounts, reverse=True)
    assert len({slip.worker_id for slip in content.slips}) == len(content.slips)


def test_in_hand_time_alone_gives_a_lower_floor(content: ReportContent) -> None:
    for slip in content.slips:
        assert slip.in_hand_floor_fen is not None
        assert slip.in_hand_floor_fen < slip.floor_fen


@given(st.integers(0, 10**7), st.integers(1, 10**5))
def test_four_decimals_are_cut_and_the_sum_is_rounded_up(seconds: int, rate: int) -> None:
    exact = floor_of(seconds, rate)
    usual, small = yuan_four(exact)
    shown = Fraction(usual.replace("\u00a0", "")) + Fraction(int(small), 10_000)
    assert 0 <= exact / 100 - shown < Fraction(1, 10_000)
    assert 0 <= rounded_up(exact) - exact < 1
