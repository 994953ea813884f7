"""Pay is not cut merely because of a bad review.

R3-6 asks for it as a model rule; it holds in Shenzhen (SZ-bad-review) and, as a standard, for food delivery
(GBT-7.2.8). A deduction counts whose only reason is a bad review, by the text of its own day; what was given
back comes off. Two texts that speak of one period give a finding each.
"""

from huhang.vocabulary.cuts import for_each_text
from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.tests_of_facts import deductions_handed, one_category, text_in_force
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("差评扣款", "cuts for bad reviews")
RIGHT = Right(clauses=("R3-6",), needs=("deductions.amount_fen",), subject="worker_period", unit="fen")
TEXTS = {"place": "pay.bad_review_cut.text", "food": "pay.bad_review_cut.text_food_delivery"}


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when pay of the period was cut for bad reviews alone."""
    periods = for_each_text(facts.periods, facts.period_cuts, law, TEXTS)
    taken = periods.forbidden_fen
    tests = (
        one_category(periods),
        deductions_handed(periods),
        Test(periods.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(periods),
        Test((taken > 0) & periods.kind_unknown, Outcome.UNKNOWN, "subsector missing"),
        Test(taken > 0, Outcome.BROKEN),
    )
    short = above_zero(taken)
    shown = {"debtor": periods.debtor, "fen": taken, "items": periods.forbidden_items}
    return Judgement(periods, tests, periods.instrument, taken, taken * 0, short, detail=shown)
