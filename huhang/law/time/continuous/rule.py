"""No unbroken work beyond the limit of the rule that holds there, with a break long enough to end it.

SH-6b and HE-14 leave the number to other texts, each of which gives a finding of its own force: the
food-delivery standard (GBT-7.4.1b), a city's guide (SJZG-rest), the rule that the company filed. For
motor drivers the road rules (RSR-62-7) speak of driving, which orders do not show: order time beyond
their limit is a signal. A text that cannot be used leaves unknown only what is beyond its limit; at the
limit itself nothing is broken.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.spell_rules import with_each_rule
from huhang.vocabulary.tests_of_facts import one_category, usable_time
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("连续工作", "continuous work")
RIGHT = Right(
    clauses=("SH-6b", "HE-14", "JS-3a"),
    needs=("orders.accepted_at", "orders.completed_at"),
    subject="spell",
    unit="s",
)


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken, or for drivers a signal, when a spell is longer than the limit of a rule in force."""
    spells = with_each_rule(facts.spells, facts.filed_rules, law)
    over = spells.length_s > spells.limit_s
    tests = (
        one_category(spells),
        *usable_time(spells, law),
        Test(spells.place.isnull(), Outcome.UNKNOWN, "area"),
        Test(spells.rule_kind == "none", Outcome.NOT_APPLICABLE, "no rule in force"),
        Test(spells.rule_reason.notnull() & over, Outcome.UNKNOWN, spells.rule_reason),
        Test(spells.rule_reason.notnull(), Outcome.NOT_APPLICABLE, "no confirmed rule in force"),
        Test(over & spells.kind_unknown, Outcome.UNKNOWN, "subsector missing"),
        Test(over & (spells.rule_kind == "motor"), Outcome.SIGNAL),
        Test(over, Outcome.BROKEN),
    )
    names = ("least_break_s", "limit_s", "orders", "sector", "subsector", "starts_at", "ends_at")
    shown = {name: spells[name] for name in names} | {"instrument": spells.rule_instrument}
    return Judgement(
        spells, tests, spells.rule_instrument, spells.length_s, spells.limit_s, None, spells.rule_force, shown
    )
