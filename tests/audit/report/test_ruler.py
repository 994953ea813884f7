"""The law ruler: tiers, review days, holes, and where each step stands."""

from dataclasses import replace
from datetime import date

from huhang.audit.report.content import ReportContent, Ruler, Step
from huhang.audit.report.law_values import dated_values, rulers_for, value_on
from huhang.audit.report.ruler import draw_ruler
from huhang.vocabulary.words import Text
from tests.audit.report.small_law import law_book

KEY = "min_wage.hourly"
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)


def test_a_value_past_its_review_is_not_known() -> None:
    (ruler,) = rulers_for(law_book(), [(KEY, "310101")], ())
    assert [step.label.zh for step in ruler.steps] == ["22.00", "23.00", "24.00", "25.00", ""]
    assert ruler.steps[-2].until_day == date(2026, 10, 9)
    assert (ruler.steps[-1].from_day, ruler.steps[-1].height) == (date(2026, 10, 10), None)


def test_a_tier_chooses_the_value_of_its_places() -> None:
    book = law_book()
    found = value_on(book, KEY, "130104", date(2025, 12, 3))
    assert found is not None
    assert found.value == 2300
    assert dated_values(book, KEY, "130105") == ()
    assert value_on(book, KEY, "130104", date(2019, 10, 31)) is None


def test_an_unconfirmed_value_and_a_hole_have_no_height() -> None:
    book = law_book()
    layer = book.parameters[KEY]["310000"]
    first, second, *rest = layer.values
    values = (replace(first, confirmed=False), replace(second, value=None), *rest)
    changed = replace(book, parameters={KEY: {"310000": replace(layer, values=values)}})
    (ruler,) = rulers_for(changed, [(KEY, "310101")], ())
    assert [step.height for step in ruler.steps[:3]] == [None, None, 2400.0]
    assert "未核实" in ruler.steps[0].source.zh


def test_an_unconfirmed_tier_and_a_stretch_without_one_are_hollow() -> None:
    book = law_book()
    (tier,) = book.tiers
    known = replace(tier, from_day=date(2019, 11, 1), until_day=date(2021, 12, 31))
    guess = replace(tier, from_day=date(2025, 12, 1), until_day=date(2026, 3, 31), confirmed=False)
    (ruler,) = rulers_for(replace(book, tiers=(known, guess)), [(KEY, "130104")], ())
    assert [(step.label.zh, str(step.from_day)) for step in ruler.steps] == [
        ("19.00", "2019-11-01"),
        ("", "2022-01-01"),
        ("", "2025-12-01"),
        ("", "2026-04-01"),
    ]
    assert "档未核实" in ruler.steps[2].source.zh
    assert ruler.steps[-1].until_day is None


def test_places_with_the_same_history_share_a_ruler() -> None:
    rulers = rulers_for(law_book(), [(KEY, "310101"), (KEY, "310115"), (KEY, "130104")], ("sh-2022-1",))
    assert [ruler.place.zh for ruler in rulers] == ["上海市", "桥西区"]
    assert [len(ruler.rails) for ruler in rulers] == [1, 0]


def test_every_step_lies_on_the_axis_and_steps_follow_each_other(content: ReportContent) -> None:
    for ruler in content.rulers:
        drawing = draw_ruler(ruler, content.from_day, content.to_day)
        for bar in drawing.steps:
            assert 0 <= bar.x <= bar.x + bar.width <= 100.5
        for before, after in zip(drawing.steps, drawing.steps[1:], strict=False):
            assert abs(before.x + before.width - after.x) < 0.01
            if before.known and after.known:
                assert (after.y < before.y) == ((after.step.height or 0) > (before.step.height or 0))
        assert 0 <= drawing.band[0] <= drawing.band[0] + drawing.band[1] <= 100


def test_a_single_value_stands_in_the_middle() -> None:
    step = Step(Text("8", "8"), 8.0, date(2024, 1, 1), None, Text("", ""))
    ruler = Ruler("r", Text("", ""), Text("", ""), Text("", ""), (step,), ())
    (bar,) = draw_ruler(ruler, FIRST, LAST).steps
    assert bar.width == 100
    assert bar.last
