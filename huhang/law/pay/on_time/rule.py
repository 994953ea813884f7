"""Pay arrives by the day it is due, in money, and for periods no longer than the law or the agreement allows.

SH-5c and HE-12, elsewhere the national opinions (CN56-pay); for employees the Labour Law (LL-50) and, part
time, LCL-72; money and not goods for others by the guide (G50-money). The due day is the payout's own, else
that of the rule the company filed; on a rest day, the working day before. A payout is judged as it stands
on the last day of the audit, all causes in one finding; its text is that of the gravest cause.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.settling import with_longest_period
from huhang.vocabulary.tests_of_facts import one_category, text_in_force, with_text
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("按时支付", "paid on time")
RIGHT = Right(
    clauses=("SH-5c", "HE-12", "R2-2.2a"), needs=("payouts.period_to",), subject="payout", unit="days"
)
TEXTS = {"B": "pay.wages.text", "A": "pay.wages.text_labour"}


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when a payout is late, unpaid past its day, in kind, or for too long a period."""
    payouts = with_longest_period(with_text(facts.payouts, law, TEXTS, "judged_on"), facts.filed_rules, law)
    open_still = payouts.paid_on.isnull() | (payouts.paid_on > payouts.as_of)
    behind = ibis.ifelse(open_still, payouts.as_of, payouts.paid_on) > payouts.effective_due
    held = {
        "in_kind": payouts.channel == "in_kind",
        "late": behind & ~open_still,
        "period_too_long": payouts.too_long,
        "unpaid": behind & open_still,
    }
    named = [ibis.ifelse(holds.fill_null(False), cause, ibis.null("string")) for cause, holds in held.items()]
    causes = ibis.array(named).filter(lambda cause: cause.notnull())
    tests = (
        one_category(payouts),
        Test(payouts.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(payouts),
        Test(causes.length() > 0, Outcome.BROKEN),
        Test(payouts.effective_due.isnull(), Outcome.UNKNOWN, "due day not known"),
        Test(open_still & (payouts.effective_due >= payouts.as_of), Outcome.NOT_APPLICABLE, "not yet due"),
    )
    by_cause = ((behind, payouts.instrument), (held["in_kind"] & (payouts.category == "B"), "cn-2023-50"))
    only_cycle = payouts.too_long & ~behind.fill_null(False) & ~held["in_kind"].fill_null(False)
    instrument = ibis.cases(*by_cause, (only_cycle, payouts.cycle_instrument), else_=payouts.instrument)
    until = ibis.ifelse(open_still, payouts.as_of, payouts.paid_on)
    days = ibis.ifelse(behind.fill_null(False), until.delta(payouts.effective_due, unit="day"), 0)
    short = ibis.ifelse(held["unpaid"].fill_null(False), payouts.amount_fen, 0)
    shown = {name: payouts[name] for name in ("amount_fen", "channel", "paid_on", "due_from", "debtor")}
    shown |= {"causes": causes, "due_on": payouts.effective_due, "payout_id": payouts.payout_id}
    shown |= {"settlement_from": payouts.period_from, "settlement_to": payouts.period_to}
    force = ibis.ifelse(only_cycle, payouts.cycle_force, ibis.null("string"))
    return Judgement(payouts, tests, instrument, days, days * 0, short, force, shown)
