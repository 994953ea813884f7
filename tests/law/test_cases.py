"""Every right on the cases that were worked out by hand, which leave nothing out.

Both sides of every dated value are tried, and every reason that can be given. All in one module, so that one
process asks each right once.
"""

import re
from datetime import date

import pytest
from pydantic import ValidationError

from huhang.law.loader import load_law
from huhang.records.tables import TABLES
from huhang.vocabulary.reasons import reason_text
from tests.law.case_files import Case
from tests.law.case_rows import Row
from tests.law.cases import cases_of, differences
from tests.law.dated_values import Change, change_at
from tests.law.trying import EVERY_KEY, moves, reasons_in, sides, tried

RIGHTS = tuple(sorted(load_law().rights))
HAN = re.compile("[\u4e00-\u9fff]")
# What the engine itself says before the rule is heard: in some case of every right, or of one of them.
OF_EVERY_RIGHT = ("own business (declared)", "status")
OF_SOME_RIGHT = (
    *(f"own business ({source})" for source in ("judgment", "award", "inspection", "contract")),
    *(f"status: {status}" for status in ("student", "pensioner", "over_age")),
)

# Given only once the texts are renewed beyond the last calendar: tried by moving their days.
ONLY_WHEN_RENEWED = frozenset({"calendar of the year not known"})
# A rule asks them all the same: a day has one category, and every order its area; companies have neither
# category nor status.
CANNOT_BE = {
    "pay/holiday_premium": frozenset({"category changes"}),
    "time/weekly_rest": frozenset({"area"}),
    **dict.fromkeys(("algorithm/strictest_limit", "cover/injury_premium"), frozenset(OF_EVERY_RIGHT)),
}


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


def _consulted(case: Case, rows: list[Row]) -> set[tuple[str, date]]:
    """The places and days of which a case asks the law."""
    areas = {case.place, *(order.area for order in case.orders if order.area)}
    days = {row[name] for row in rows for name in ("period_from", "period_to")}
    for order in case.orders:
        ends = order.completed or order.accepted
        days.update(when.date() + later for later in order.days() for when in (order.accepted, ends))
    return {(area, day) for area in areas for day in days}


def _turns(right: str, change: Change, side: int) -> bool:
    """Whether some case stands at this side of the change (0 before, 1 since) and turns when it moves.

    Of keys that change on one day together, the one that is tried first hides the others: there it is
    enough that the case turns when all of them move.
    """
    found, book = tried(right), load_law()
    day, days = sides(change)[side], moves(change)[side]
    for number, case in cases_of(right).items():
        for area, when in _consulted(case, found.rows[number]):
            if when != day:
                continue
            here = [other for one in found.looked if (other := change_at(book, one, area, change.day))]
            key = EVERY_KEY if len(here) > 1 else change.key
            if change in here and number in found.turned[change.key, days] | found.turned[key, days]:
                return True
    return False


@pytest.mark.parametrize("right", RIGHTS)
def test_both_sides_of_every_dated_value_are_tried(right: str) -> None:
    lacking = [
        f"{right}: no case turns on {sides(change)[side]}: {change}"
        for change in sorted(tried(right).changes)
        for side in (0, 1)
        if not _turns(right, change, side)
    ]
    assert tried(right).changes
    assert lacking == [], "\n".join(lacking)


@pytest.mark.parametrize("right", RIGHTS)
def test_every_reason_of_a_rule_is_given_in_a_case(right: str) -> None:
    given = reasons_in(tried(right).rows) | (tried(right).reasons_when_moved & ONLY_WHEN_RENEWED)
    reasons = {*tried(right).literal_reasons, *OF_EVERY_RIGHT} - CANNOT_BE.get(right, frozenset())
    assert sorted(reasons - given) == []


@pytest.mark.parametrize("right", RIGHTS)
def test_every_need_of_a_right_is_once_not_met(right: str) -> None:
    lacking = []
    for need in load_law().rights[right].right.needs:
        table, column = need.split(".")
        of_need = TABLES[table].by_name[column]
        reasons = {case.reason for case in cases_of(right).values() if need in case.missing}
        if f"{column} missing" not in reasons and not (of_need.required or of_need.conditional):
            lacking.append(need)
        without = {case.reason for case in cases_of(right).values() if table in case.without}
        if f"{table} not handed over" not in without and table != "orders":
            lacking.append(table)
    assert lacking == []


@pytest.mark.parametrize("right", RIGHTS)
def test_every_outcome_of_a_rule_is_found_in_a_case(right: str) -> None:
    found = {row["verdict"] for rows in tried(right).rows.values() for row in rows}
    assert found == tried(right).outcomes | {"kept"}


def test_every_source_and_status_is_found_in_some_case() -> None:
    given = {reason for right in RIGHTS for reason in reasons_in(tried(right).rows)}
    assert [reason for reason in OF_SOME_RIGHT if reason not in given] == []


@pytest.mark.parametrize("right", RIGHTS)
def test_every_reason_can_be_said_in_chinese(right: str) -> None:
    unsaid = [
        reason
        for reason in reasons_in(tried(right).rows)
        if reason and not HAN.search(reason_text(reason).zh)
    ]
    assert unsaid == []


@pytest.mark.parametrize("right", RIGHTS)
def test_every_case_is_a_sentence_of_its_own(right: str) -> None:
    cases = list(cases_of(right).values())
    assert all(HAN.search(case.case) and case.en and not HAN.search(case.en) for case in cases)
    assert len({case.case for case in cases}) == len({case.en for case in cases}) == len(cases)
