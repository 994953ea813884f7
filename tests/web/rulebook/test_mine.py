"""What "work out mine" tells is what the rights say of the same rows, and nothing of it is kept."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from huhang.audit.assess import assess
from huhang.audit.one_worker import Answer, judge_worker
from huhang.audit.result import Asked
from huhang.law.loader import load_law
from huhang.records.handover import Handover
from huhang.records.quality import Quality
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Outcome
from huhang.web.rulebook.mine_entered import Entered, Month, Stretch, Taken, rights_for, rows_of
from huhang.web.rulebook.mine_example import example
from huhang.web.rulebook.mine_form import MineForm
from huhang.web.rulebook.mine_told import work_out
from tests.law.case_rows import table_of_rows

# Shanghai from 1 July 2025: 25.00 yuan an hour, 2,740 a month.
FEN_AN_HOUR, FEN_A_MONTH = 2500, 274_000
MINUTES = st.integers(0, 23 * 60 + 59).map(lambda minute: time(minute // 60, minute % 60))
DAYS = st.dates(date(2025, 11, 3), date(2025, 11, 28))
STRETCHES = st.lists(
    st.builds(Stretch, DAYS, MINUTES, MINUTES, st.integers(0, 30_000), st.just(0)), min_size=1, max_size=8
)


def entered(stretches: Sequence[Stretch], **changed: Any) -> Entered:
    return Entered(
        **{"place": "310115", "kind": "food", "relation": "B", "stretches": tuple(stretches)} | changed
    )


def union_s(stretches: Sequence[Stretch]) -> int:
    """Seconds in which at least one stretch ran, counted minute by minute."""
    minutes: set[int] = set()
    start = date(2025, 11, 1)
    for stretch in stretches:
        first = (stretch.day - start).days * 1440 + stretch.starts.hour * 60 + stretch.starts.minute
        last = (stretch.day - start).days * 1440 + stretch.ends.hour * 60 + stretch.ends.minute
        minutes.update(range(first, last if last > first else last + 1440))
    return 60 * len(minutes)


def answers(told: Entered) -> list[Answer]:
    since, until = told.days
    return judge_worker(rows_of(told, load_law()), load_law(), rights_for(told), since, until)


@settings(max_examples=12)
@given(STRETCHES, st.lists(st.builds(Taken, st.just("late"), st.integers(1, 5_000)), max_size=2))
def test_the_hourly_floor_is_what_a_pencil_gives(stretches: list[Stretch], taken: list[Taken]) -> None:
    found = [a for a in answers(entered(stretches, taken=tuple(taken))) if a.right == "pay/hourly_floor"]
    seconds = union_s(stretches)
    due = -(-seconds * FEN_AN_HOUR // 3600)
    counted = sum(s.pay_fen for s in stretches) - sum(t.fen for t in taken)
    (answer,) = found
    assert (answer.measure, answer.threshold) == (counted, due)
    assert answer.outcome is (Outcome.BROKEN if counted < due else Outcome.KEPT)
    assert answer.shortfall_fen == (due - counted if counted < due else None)


@settings(max_examples=4)
@given(STRETCHES)
def test_what_is_broken_is_what_an_audit_of_the_same_rows_finds(stretches: list[Stretch]) -> None:
    told, book = entered(stretches), load_law()
    since, until = told.days
    tables = {name: table_of_rows(name, rows) for name, rows in rows_of(told, book).items()}
    present = {name: frozenset(TABLES[name].by_name) for name in tables}
    handover = Handover(tables, present, {}, Quality([], {}), [], "", {})
    audit = assess(handover, book, Asked(("000000",), since, until, rights_for(told)), jobs=1)
    names = ("right", "period_from", "measure", "threshold", "shortfall_fen", "force")
    expected = sorted(
        tuple(row[name] for name in names) for row in audit.findings.to_pylist() if row["verdict"] == "broken"
    )
    found = [a for a in answers(told) if a.outcome is Outcome.BROKEN]
    assert sorted(tuple(getattr(answer, name) for name in names) for answer in found) == expected


def test_an_employee_with_a_full_month_has_the_monthly_floor() -> None:
    month = Month(date(2025, 11, 1), 20, 160 * 3600, FEN_A_MONTH - 1)
    result = work_out(entered((), relation="A", month=month))
    (told,) = [one for one in result.answers if one.right == "pay/monthly_floor"]
    assert (told.outcome, told.shortfall_fen) == (Outcome.BROKEN, 1)
    assert told.force is not None
    assert told.force.zh == "法律"
    fewer = Month(date(2025, 11, 1), 19, 160 * 3600, 1)
    assert work_out(entered((), relation="A", month=fewer)).answers == ()


def test_a_holiday_is_compared_with_the_ordinary_days_of_the_month() -> None:
    day = date(2025, 10, 1)
    ordinary = Stretch(date(2025, 10, 13), time(10), time(12), 10_000)
    for pay, allowance, outcome in ((10_000, 0, "broken"), (10_001, 0, "kept"), (9_000, 1, "kept")):
        holiday = Stretch(day, time(10), time(12), pay, allowance)
        (told,) = [a for a in answers(entered((ordinary, holiday))) if a.right == "pay/holiday_premium"]
        assert told.outcome == outcome


def test_four_hours_and_a_minute_on_end_are_below_the_standard() -> None:
    limit = [Stretch(date(2025, 12, 10), time(10), time(14), 20_000)]
    beyond = [Stretch(date(2025, 12, 10), time(10), time(14, 1), 20_000)]
    for stretches, broken in ((limit, 0), (beyond, 1)):
        found = [a for a in answers(entered(stretches)) if a.right == "time/continuous"]
        assert sum(a.outcome is Outcome.BROKEN for a in found) == broken


def test_a_month_in_sums_keeps_its_days_seconds_and_pay() -> None:
    book = load_law()
    for days, seconds in ((1, 86_400), (7, 100_001), (30, 3600)):
        told = entered((), month=Month(date(2025, 11, 1), days, seconds, 777))
        orders = rows_of(told, book)["orders"]
        lengths = [(row["completed_at"] - row["accepted_at"]) / timedelta(seconds=1) for row in orders]
        assert (len(orders), sum(lengths), sum(row["pay_base_fen"] for row in orders)) == (days, seconds, 777)
        assert all(one["completed_at"] <= other["accepted_at"] for one, other in pairwise(orders))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("place", "蓬莱仙岛", "没有找到"),
        ("place", "鼓楼区", "有几个地方"),
        ("from", "25:00", "第 1 行"),
        ("day", "13.10.2025", "第 1 行"),
        ("pay", "八十", "第 1 行"),
        ("taken", "1.234", "扣款"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(field: str, value: str, told: str) -> None:
    data = example("day")
    data.setlist(field, [value, *data.getlist(field)[1:]])
    form = MineForm(data)
    assert not form.is_valid()
    assert form.entered is None
    assert told in str(form.errors)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["place", "day", "from", "to", "pay", "taken", "month"]), st.text(max_size=12)
    )
)
def test_nothing_that_is_typed_is_a_fault_of_the_program(typed: dict[str, str]) -> None:
    data = example("day")
    for name, value in typed.items():
        data.setlist(name, [value, *data.getlist(name)[1:]])
    form = MineForm(data)
    assert form.is_valid() == (form.entered is not None)


@pytest.mark.django_db
def test_the_page_tells_the_result_and_keeps_nothing(
    browse: Callable[[None], Client], django_assert_num_queries: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = browse(None)
    with django_assert_num_queries(0):
        response = client.post("/law/mine/", dict(example("day").lists()))
    page = response.content.decode()
    assert "按本次计算" in page
    assert "疑似不符合" in page
    assert "违法" not in page
    assert "no-store" in response["Cache-Control"]
    assert caplog.text == ""
    english = client.post("/law/mine/?lang=en", dict(example("month").lists())).content.decode()
    assert "By this calculation" in english
    assert "140.00" in english


@pytest.mark.django_db
def test_more_rows_keep_what_was_typed(browse: Callable[[None], Client]) -> None:
    data = dict(example("day").lists()) | {"more": ["1"]}
    page = browse(None).post("/law/mine/", data).content.decode()
    assert page.count('name="day"') == 10
    assert 'value="2025-12-08"' in page
    assert "按本次计算" not in page
