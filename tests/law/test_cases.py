"""Every right on the cases that were worked out by hand."""

import pytest
from pydantic import ValidationError

from huhang.law.loader import load_law
from tests.law.case_files import Case
from tests.law.cases import cases_of, differences
from tests.law.trying import tried

RIGHTS = tuple(sorted(load_law().rights))


@pytest.mark.parametrize("right", RIGHTS)
def test_the_engine_agrees_with_every_case(right: str) -> None:
    wrong = [
        f"{right} {number} {case.case}: {difference}"
        for number, case in cases_of(right).items()
        for difference in differences(case, tried(right).rows[number])
    ]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(
    ("said", "instead"),
    [("verdict", "kept"), ("reason", "area"), ("shortfall", 1799), ("force", "law"), ("measure", 8001)],
)
def test_a_case_that_says_something_else_is_noticed(said: str, instead: object) -> None:
    case, rows = cases_of("pay/hourly_floor")[1], tried("pay/hourly_floor").rows[1]
    other = case.model_copy(update={said: instead})
    assert differences(case, rows) == []
    (difference,) = differences(other, rows)
    assert repr(instead) in difference


def test_a_subject_more_or_less_is_noticed() -> None:
    case, rows = cases_of("pay/hourly_floor")[1], tried("pay/hourly_floor").rows[1]
    assert differences(case, []) != []
    assert differences(case, [*rows, *rows]) != []


def test_a_case_with_an_unknown_word_is_refused() -> None:
    said = dict(load_law().rights["pay/hourly_floor"].cases[0])
    with pytest.raises(ValidationError, match="shortfal"):
        Case.model_validate(said | {"shortfal": "1.00"})
