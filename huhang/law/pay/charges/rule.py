"""Nobody pays the company for being hired: no deposit, no guarantee money.

SH-4b and HE-10, elsewhere the national opinions (CN56-fair); for employees the Labour Contract Law (LCL-9).
A deposit is judged by the text of the day on which it was taken; what was given back within the period comes
off. Equipment, a vehicle, a service or insurance that a worker bought or rented freely is shown, not judged.
"""

from huhang.vocabulary.cuts import with_forbidden
from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.tests_of_facts import deductions_handed, one_category, text_in_force
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("不收押金", "no charge for being hired")
RIGHT = Right(
    clauses=("SH-4b", "HE-10", "R1-e"), needs=("deductions.amount_fen",), subject="worker_period", unit="fen"
)
TEXTS = {"B": "pay.charges.text", "A": "pay.charges.text_labour"}
CHARGES = ("deposit",)


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when deposits were taken in the period and not given back in it."""
    periods = with_forbidden(facts.periods, facts.period_cuts, law, TEXTS, CHARGES)
    taken = periods.forbidden_fen
    tests = (
        one_category(periods),
        deductions_handed(periods),
        Test(periods.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(periods),
        Test(taken > 0, Outcome.BROKEN),
    )
    short = above_zero(taken)
    shown = {"debtor": periods.debtor, "fen": taken, "items": periods.forbidden_items}
    return Judgement(periods, tests, periods.instrument, taken, taken * 0, short, detail=shown)
