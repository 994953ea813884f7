"""Filed rules are told in words, whatever a company wrote into them."""

import json
from typing import Any

import pytest

from huhang.records.rule_content import RULE_KEYS
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text
from huhang.web.intake.rule_words import filed_rule

ROW = {
    "subject": "working_time", "rule_version": "h-2", "effective_from": "2025-01-01",
    "consulted_on": "", "published_on": "2024-12-10", "notified_on": "",
}  # fmt: skip


def told(content: Any, **row: str) -> Any:
    return filed_rule({**ROW, **row, "content": json.dumps(content)}, frozenset({"content"}))


def test_a_key_that_the_reference_knows_is_told_by_its_meaning() -> None:
    rule = told({"longest_spell_min": 240, "own_thing": "a"})
    assert rule.subject.zh == "工作时间和休息"
    assert [(day.zh, when) for day, when in rule.days] == [("公示日", "2024-12-10"), ("施行日", "2025-01-01")]
    known, other = rule.sets
    assert (known.meaning.zh, known.lines) == (
        "企业自定的连续工作上限（分钟）",
        (Text("240 分钟", "240 minutes"),),
    )
    assert (other.key, other.meaning, other.lines) == ("own_thing", None, (Text("a", "a"),))
    assert [title.zh for title in rule.secret] == ["规则内容（JSON）"]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ([{"from": 0, "price": 5}, {"from": 300, "price": 6}], ("from: 0; price: 5", "from: 300; price: 6")),
        ({"day": {"a": 1}, "night": 2}, ("day: a: 1", "night: 2")),
        (None, ("—",)),
        ([], ()),
    ],
)
def test_parts_of_a_value_stand_line_by_line(value: Any, lines: tuple[str, ...]) -> None:
    assert told({"pay_tiers": value}).sets[0].lines == tuple(Text(line, line) for line in lines)


def test_every_key_that_is_read_is_told_with_its_unit() -> None:
    read = [key.name for key in RULE_KEYS if key.least is not None]
    told_of = {one.key: one for one in told(dict.fromkeys(read, 15)).sets}
    assert set(told_of) == set(read)
    assert all(one.lines[0].zh not in ("15", "") and not one.as_filed for one in told_of.values())
    assert told_of["due_day"].lines == (Text("每月 15 号", "day 15 of the month"),)


@pytest.mark.parametrize(
    ("key", "value", "as_filed"),
    [
        ("unit_price", 520, True),
        ("pay_tiers", {"310000": [[0, 700]]}, True),
        ("own_thing", "见附件", False),
        ("own_thing", True, False),
        ("longest_spell_min", "240", False),
    ],
)
def test_a_figure_without_a_unit_of_its_key_is_told_as_the_company_means_it(
    key: str, value: Any, as_filed: bool
) -> None:
    assert told({key: value}).sets[0].as_filed is as_filed


@pytest.mark.parametrize("subject", next(c for c in TABLES["rules"].columns if c.name == "subject").values)
def test_every_subject_has_words(subject: str) -> None:
    assert told({}, subject=subject).subject.zh != subject
