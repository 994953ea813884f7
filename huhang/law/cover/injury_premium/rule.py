"""For every order the platform pays the premium for injury cover.

SH-9a and HE-18: platforms of travel, instant delivery and city freight join the pilot, which sets the fee
of an order by trade (cn-2025-24). The premium is right when it is the step that the company filed; where
it filed none, or none that is lawful, any lawful step passes. Orders of workers with work-injury
insurance are left out, and a declared own business is not: the pilot speaks of whoever takes orders in
the platform's name. Where the fee floats the sum of the month decides. Fees before 2025-07-01 are not
confirmed.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.premiums import by_month
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("职业伤害保障缴费", "premium for injury cover")
RIGHT = Right(
    clauses=("SH-9a", "HE-18"),
    needs=("orders.injury_premium_fen",),
    subject="company_month",
    unit="fen",
    spares_own_business=False,
)
SHOWN = (
    *("orders", "wrong", "zeros", "paid_fen", "step_fen", "samples", "floated"),
    "insurances_handed",
)


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when completed orders of a company in an area and month lack the right premium."""
    months = by_month(facts.premium_days, facts.filed_rules, law)
    tests = (
        Test(months.orders == 0, Outcome.NOT_APPLICABLE, "no rule in force"),
        Test(months.blanks > 0, Outcome.UNKNOWN, "injury_premium_fen missing"),
        Test(months.reason.notnull(), Outcome.UNKNOWN, months.reason),
        Test(~months.takes_part, Outcome.UNKNOWN, "company not known to be in the pilot"),
        Test(months.is_wrong, Outcome.BROKEN),
    )
    shown = {name: months[name] for name in SHOWN} | {"due_fen": months.right_fen}
    return Judgement(
        months, tests, months.instrument, months.paid_fen, months.right_fen, months.short_fen, detail=shown
    )
