"""What a worker earned in a settlement period is paid in full, less what may lawfully be taken off.

SH-5c and HE-12, elsewhere the national opinions (CN56-pay); for employees the Labour Law (LL-50). Earned
are all pay components and tips of the orders accepted in the period; lawful deductions are those by law, by a
court or agreed in writing, and by their nature taxes, contributions, court orders and advances. What a
company takes off by its own rule alone is not among them. A period that is not yet due is not judged,
and one that the orders handed over do not cover may be broken, but is never kept.
"""

from huhang.vocabulary.counting import lawful_deductions
from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.tests_of_facts import blank, one_category, paid, text_in_force, with_text
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("足额支付", "paid in full")
RIGHT = Right(
    clauses=("SH-5c", "HE-12"),
    needs=("orders.pay_base_fen", "orders.pay_incentive_fen", "payouts.amount_fen"),
    subject="worker_period",
    unit="fen",
)
TEXTS = {"B": "pay.wages.text", "A": "pay.wages.text_labour"}
COMPONENTS = ("base", "incentive", "one_off", "night", "weather", "holiday")


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when payouts by the end of the audit fall short of earnings less lawful deductions."""
    periods = with_text(facts.periods, law, TEXTS)
    periods = lawful_deductions(periods, facts.period_deductions)
    earned = sum((paid(periods, name) for name in COMPONENTS), periods.tip_fen)
    owed = earned - periods.lawful_fen
    short = owed - periods.paid_fen
    tests = (
        Test(periods.overlaps, Outcome.UNKNOWN, "periods overlap", of_data=True),
        one_category(periods),
        *blank(periods, *COMPONENTS),
        Test(periods.tip_blanks > 0, Outcome.UNKNOWN, "tip_fen missing", of_data=True),
        Test(~periods.whole, Outcome.NOT_APPLICABLE, "period not wholly inside the audit"),
        Test(periods.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(periods),
        Test(~periods.payouts_handed, Outcome.UNKNOWN, "payouts not handed over"),
        Test((short <= 0) & ~periods.reached, Outcome.UNKNOWN, "orders do not cover the period"),
        Test((short <= 0) & (short <= periods.unclear_fen), Outcome.KEPT),
        Test(periods.due_on.isnull(), Outcome.UNKNOWN, "due day not known"),
        Test(periods.due_on >= periods.as_of, Outcome.NOT_APPLICABLE, "not yet due"),
        Test(~periods.deductions_handed, Outcome.UNKNOWN, "deductions not handed over"),
        Test((short > 0) & (short > periods.unclear_fen), Outcome.BROKEN),
        Test(short.notnull(), Outcome.UNKNOWN, "deductions.basis missing"),
    )
    shown = {"earned_fen": earned, "lawful_deductions_fen": periods.lawful_fen, "debtor": periods.debtor}
    shown |= {"rule_deductions_fen": periods.rule_fen, "paid_fen": periods.paid_fen, "due_on": periods.due_on}
    shown |= {"payouts": periods.payouts, "orders": periods.orders, "due_from": periods.due_from}
    return Judgement(periods, tests, periods.instrument, periods.paid_fen, owed, short, detail=shown)
