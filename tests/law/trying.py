"""A right on its cases: as the law stands, and with the days of dated values moved."""

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

from huhang.law.loader import load_law
from huhang.vocabulary.days import month_last
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Outcome
from tests.law.case_rows import Row
from tests.law.cases import Bench, Question, bench, cases_of, together
from tests.law.dated_values import ONE_DAY, Change, Looked, changes, moved

EVERY_KEY = ""
# Shown beside the verdict, which does not depend on them.
SHOWN_ONLY = {"pay/hourly_floor": frozenset({"min_wage.monthly", "min_wage.hours_of_month"})}
# Asked on the last day of a calendar month alone.
OF_MONTHS = (
    "min_wage.monthly",
    "min_wage.monthly.on_top",
    "pay.monthly_floor.text",
    "overtime.limit.monthly",
    "algorithm.strictest_limit.text",
    "algorithm.strictest_limit.text_food_delivery",
)
GIVES_NO_ANSWER = (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)
SUNDAY = 6
Rows = Mapping[int, list[Row]]


@dataclass(frozen=True)
class Tried:
    """A right on its cases: what it says as the law stands, and which cases turn when days move.

    `turned` has, for a key (or for every key) and a number of days, the cases that turn out otherwise;
    `reasons_when_moved` all reasons that are given then.
    """

    changes: frozenset[Change]
    looked: frozenset[Looked]
    literal_reasons: frozenset[str]
    reasons_when_moved: frozenset[str]
    outcomes: frozenset[str]
    rows: Rows
    turned: Mapping[tuple[str, int], frozenset[int]]


def is_asked(key: str, day: date) -> bool:
    """Whether a rule can ask for the key on this day: some ask on holidays, or at the end of a week."""
    if key.startswith("pay.holiday_premium."):
        return day in load_law().calendar.statutory
    if key in OF_MONTHS:
        return day == month_last(day)
    return key != "work.weekly_rest_days.min" or day.weekday() == SUNDAY


def sides(change: Change) -> tuple[date, date]:
    """The last day before the change, and the first since, on which a rule can ask for the key."""
    before, after = change.day - ONE_DAY, change.day
    while not is_asked(change.key, before):
        before -= ONE_DAY
    while not is_asked(change.key, after):
        after += ONE_DAY
    return before, after


def moves(change: Change) -> tuple[int, int]:
    """By how many days the change must move to reach behind each of its sides: fewer than 0, more than 0."""
    before, after = sides(change)
    return (before - change.day).days, (after - change.day).days + 1


@cache
def tried(right: str) -> Tried:
    """The right on its cases, judged once as the law stands and once for every move of a key."""
    loaded, book = load_law().rights[right], load_law()
    with ExitStack() as stack:
        benches = [stack.enter_context(bench(group)) for group in together(cases_of(right))]
        questions = {one.prepared.handed: one for one in reversed(benches)}
        put = {handed: one.put(loaded) for handed, one in questions.items()}
        asked = [(one, put[one.prepared.handed]) for one in benches]
        whole = [(one, question) for one, question in asked if one.hands_over_everything]
        first, question = asked[0]
        said = first.said(loaded)
        looked = frozenset(one for one in question.looked if one.key not in SHOWN_ONLY.get(right, ()))
        found = frozenset(change for one in looked for change in changes(book, one))
        rows = _rows(asked, book)
        others = {(key, days): _rows(whole, moved(book, keys, days)) for key, keys, days in _all_moves(found)}
    silent = [test.reason for test in said.tests if test.outcome in GIVES_NO_ANSWER]
    reasons = frozenset(reason for reason in silent if isinstance(reason, str))
    outcomes = frozenset(str(test.outcome) for test in said.tests)
    turned = {move: _turned(rows, other) for move, other in others.items()}
    when_moved = frozenset(reason for other in others.values() for reason in reasons_in(other))
    return Tried(found, looked, reasons, when_moved, outcomes, rows, turned)


def reasons_in(rows: Rows) -> frozenset[str]:
    """Every reason that is given in some case."""
    return frozenset(row["reason"] for found in rows.values() for row in found)


def _all_moves(found: Iterable[Change]) -> list[tuple[str, list[str], int]]:
    """Every key by itself, and all together, by every number of days that its changes call for."""
    by_key: dict[str, set[int]] = {EVERY_KEY: set()}
    for change in found:
        by_key.setdefault(change.key, set()).update(moves(change))
        by_key[EVERY_KEY].update(moves(change))
    every = sorted(by_key)[1:]
    pairs = [pair for key, days in by_key.items() for pair in product([key], sorted(days))]
    return [(key, every if key == EVERY_KEY else [key], days) for key, days in pairs]


def _rows(asked: list[tuple[Bench, Question]], book: LawBook) -> Rows:
    return {number: rows for one, question in asked for number, rows in one.judged(question, book).items()}


def _turned(rows: Rows, other: Rows) -> frozenset[int]:
    return frozenset(number for number in other if _answers(rows[number]) != _answers(other[number]))


def _answers(rows: list[Row]) -> list[tuple[object, ...]]:
    """What a case turns out to be; the days named in a reason are no part of it."""
    names = ("verdict", "measure", "threshold", "shortfall_fen", "instrument", "force")
    return [(*(row[name] for name in names), re.sub(r"\d{4}-\d\d-\d\d", "", row["reason"])) for row in rows]
