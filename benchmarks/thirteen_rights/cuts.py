"""pay/charges and pay/bad_review_cut: what may not be taken off at all, by the text of its own day."""

import pandas as pd

from benchmarks.thirteen_rights.facts import Facts
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    UNKNOWN,
    Test,
    judged,
    one_category,
    text_in_force,
    with_text,
)
from benchmarks.thirteen_rights.periods import PERIOD, period_days, periods, within

CHARGES = {"B": "pay.charges.text", "A": "pay.charges.text_labour"}
LOCAL = dict.fromkeys("AB", "pay.bad_review_cut.text")
FOOD = dict.fromkeys("AB", "pay.bad_review_cut.text_food_delivery")


def charges(facts: Facts) -> pd.DataFrame:
    found = facts.with_standing(periods(facts))
    return _judged(facts, _with_forbidden(facts, found, CHARGES, "deposit").assign(kind_unknown=False))


def bad_review_cut(facts: Facts) -> pd.DataFrame:
    """A row for every text that speaks of a period, or one without a text."""
    found = facts.with_standing(_with_kinds(facts))
    riding = found[found.food | found.kind_unknown]
    standard = _spoken(_with_forbidden(facts, riding, FOOD, "bad_review"))
    every = _with_forbidden(facts, found.assign(kind_unknown=False), LOCAL, "bad_review")
    local = _spoken(every)
    silent = every[~every.period.isin([*standard.period, *local.period])]
    return _judged(facts, pd.concat([standard, local, silent], ignore_index=True))


def _judged(facts: Facts, found: pd.DataFrame) -> pd.DataFrame:
    taken = found.forbidden_fen
    handed = found.platform_id.isin(facts.records.handed["deductions"])
    tests = [
        one_category(found),
        Test(~handed, UNKNOWN, of_data=True),
        Test(found.place.isna(), UNKNOWN),
        *text_in_force(found),
        Test((taken > 0) & found.kind_unknown, UNKNOWN),
        Test(taken > 0, BROKEN),
    ]
    return judged(found, tests, taken, 0, taken.clip(lower=0))


def _spoken(found: pd.DataFrame) -> pd.DataFrame:
    return found[found.text.notna() | found.text_unusable]


def _with_kinds(facts: Facts) -> pd.DataFrame:
    """Periods with whether food was delivered in them, or something that nobody named."""
    found = periods(facts)
    days = period_days(facts).merge(found[[*PERIOD, "period"]], on=PERIOD)
    days = days.merge(facts.worker_days[["worker", "day", "sector", "subsector"]], on=["worker", "day"])
    food = days.period[days.subsector == "food_delivery"]
    unnamed = days.period[(days.sector == "instant_delivery") & days.subsector.isna()]
    food, unnamed = found.period.isin(food), found.period.isin(unnamed)
    return found.assign(food=food, kind_unknown=unnamed & ~food)


def _with_forbidden(facts: Facts, found: pd.DataFrame, keys: dict[str, str], reason: str) -> pd.DataFrame:
    """Periods with forbidden_fen, and the text of the deductions, else that of the last day."""
    found = with_text(found, facts.law, keys)
    rows = within(facts, periods(facts), facts.deductions[facts.deductions.reason == reason])
    rows = rows.merge(found[["period", "place", "category"]], on="period")
    rows = with_text(rows, facts.law, keys, "day")
    sums = rows.groupby("period").agg(text=("text", "max"), unusable=("text_unusable", "any"))
    fen = rows[rows.text.notna()].groupby("period").amount_fen.sum()
    some = found.period.isin(rows.period)
    return found.assign(
        forbidden_fen=found.period.map(fen).fillna(0),
        text=found.text.mask(some, found.period.map(sums.text)),
        text_unusable=found.text_unusable.mask(some, found.period.map(sums.unusable)).eq(True),
    )
