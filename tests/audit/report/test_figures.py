"""Figures as people read them."""

from datetime import date

from huhang.audit.report.figures import clock, grouped, length, percent, span, yuan

GAP = "\u00a0"


def test_numbers_stand_in_groups_of_three() -> None:
    assert grouped(1234567) == f"1{GAP}234{GAP}567"
    assert grouped(-1234) == f"\u22121{GAP}234"
    assert grouped(999) == "999"


def test_yuan_have_two_decimals() -> None:
    assert yuan(123456) == f"1{GAP}234.56"
    assert yuan(-5) == "\u22120.05"
    assert yuan(0) == "0.00"


def test_lengths_are_hours_and_minutes() -> None:
    assert length(29_100).zh.replace(GAP, " ") == "8 小时 05 分"
    assert length(29_100).en.replace(GAP, " ") == "8 h 05 min"
    assert length(17_828).zh.replace(GAP, " ") == "4 小时 57 分 08 秒"
    assert length(0).en.replace(GAP, " ") == "0 min"
    assert length(42).zh.replace(GAP, " ") == "42 秒"
    assert length(3601).en.replace(GAP, " ") == "1 h 00 min 01 s"


def test_the_clock_names_the_following_day() -> None:
    assert clock(8 * 3600 + 5 * 60) == "08:05"
    assert clock(86_400 + 90, with_seconds=True) == f"00:01:30{GAP}+1"


def test_days_are_inclusive_and_open_ends_are_said() -> None:
    first, last = date(2025, 7, 1), date(2026, 10, 9)
    assert span(first, last).zh == "2025-07-01 至 2026-10-09"
    assert span(first, None).en == "from 2025-07-01"
    assert span(None, None).zh == "起止未写明"
    assert span(first, first).zh == "2025-07-01"


def test_a_share_is_rounded_half_up_and_needs_a_base() -> None:
    assert percent(1, 3) == f"33.3{GAP}%"
    assert percent(1, 2000) == f"0.1{GAP}%"
    assert percent(0, 0) == "–"
