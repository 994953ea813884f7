"""Terms of three calendar years, compared with counts made by other means over another source."""

import csv
from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import duckdb
import pytest

from huhang.law.loader import load_law
from huhang.procedure.counting import months_later, term_end, workdays_before
from huhang.vocabulary.days import each_day
from tests.law.shared import SHARED, needs_shared

CALENDAR = load_law().calendar
YEARS = (2024, 2025, 2026)
LAST = date(2026, 12, 31)


@cache
def working_days() -> tuple[date, ...]:
    """The working days of 2023 to 2026 by the evidence: weekdays, less days off, with make-up days."""
    off: set[date] = set()
    on: set[date] = set()
    path = SHARED / "data" / "calendar-cn" / "cn_rest_and_makeup_days_2004_2026.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            (on if row["kind"] == "班" else off).add(date.fromisoformat(row["date"]))
    days = each_day(date(2023, 12, 1), LAST)
    return tuple(day for day in days if day in on or (day.isoweekday() <= 5 and day not in off))


@needs_shared
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("amount", [1, 2, 5, 7, 10, 15, 30, 60, 90])
def test_working_days_are_those_of_the_published_calendar(year: int, amount: int) -> None:
    days = working_days()
    for start in each_day(date(year, 1, 1), date(year, 12, 31)):
        index = bisect_right(days, start) + amount - 1
        end = term_end(start, amount, "working_days", CALENDAR)
        if index < len(days):
            assert (end.day, end.firm) == (days[index], True), start
        else:
            assert end.day is None
            assert end.note is not None
            assert "2027" in end.note.en


@needs_shared
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("amount", "unit"),
    [(7, "days"), (30, "days"), (60, "days"), (3, "months"), (6, "months"), (2, "years")],
)
def test_calendar_terms_end_on_a_working_day(year: int, amount: int, unit: str) -> None:
    starts = each_day(date(year, 1, 1), date(year, 12, 31))
    ends = duckdb.execute(
        f"SELECT CAST(d + INTERVAL {amount} {unit} AS DATE) FROM "
        f"generate_series(DATE '{year}-01-01', DATE '{year}-12-31', INTERVAL 1 DAY) AS s(d) ORDER BY d"
    ).fetchall()
    days = working_days()
    for start, (plain,) in zip(starts, ends, strict=True):
        end = term_end(start, amount, unit, CALENDAR)
        index = bisect_right(days, plain - timedelta(days=1))
        if index < len(days):
            assert (end.day, end.firm) == (days[index], True), start
        else:
            assert not end.firm, start
            assert end.note is not None


@needs_shared
def test_a_reminder_falls_on_the_working_day_so_far_before_the_end() -> None:
    days = working_days()
    for due in each_day(date(2026, 2, 1), date(2026, 11, 30)):
        index = bisect_right(days, due - timedelta(days=1))
        assert workdays_before(due, 5, CALENDAR) == days[index - 5], due


def test_days_of_a_pause_are_not_counted() -> None:
    start = date(2026, 3, 2)
    still = frozenset(each_day(date(2026, 3, 5), date(2026, 3, 11)))
    for unit in ("working_days", "days"):
        whole = term_end(start, 20, unit, CALENDAR).day
        paused = term_end(start, 20, unit, CALENDAR, still).day
        assert whole is not None
        assert paused is not None
        counted = [day for day in each_day(start + timedelta(days=1), paused) if day not in still]
        if unit == "working_days":
            assert len([day for day in counted if CALENDAR.is_workday(day)]) == 20
        else:
            assert paused == whole + timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 3, 31), -24, date(2024, 3, 31)),
    ],
)
def test_a_month_that_is_too_short_ends_the_term_on_its_last_day(day: date, months: int, end: date) -> None:
    assert months_later(day, months) == end
