"""After eight hours of orders in a day the rider is asked whether to go on before anything is pushed.

The food-delivery standard says so (GBT-7.4.1a; SH-6b and HE-14 leave the number to other texts); the
hours are the order time of the local day. A day counts as asked when a daily prompt was shown on it,
whatever the minute; pushed is what was offered after a prompt and before the rider confirmed to go on.
Apart from that a day is not longer than the longest that the company filed or promised. Each rule gives a
finding of its own force.
"""

from huhang.vocabulary.day_rules import with_each_limit
from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.tests_of_facts import usable_time
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("一天的时长", "length of the day")
RIGHT = Right(
    clauses=("SH-6b", "HE-14"),
    needs=("orders.accepted_at", "orders.completed_at"),
    subject="worker_day",
    unit="s",
)
SHOWN = ("in_hand_s", "working_s", "span_s", "online_s", "orders", "prompts", "pushed", "sector", "subsector")


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when a long day has no prompt, or orders pushed before the answer, or passes what was filed."""
    days = with_each_limit(facts.days, facts.filed_rules, law)
    over = days.in_hand_s > days.limit_s
    tests = (
        *usable_time(days, law),
        Test(days.rule_kind == "none", Outcome.NOT_APPLICABLE, "no rule in force"),
        Test(days.rule_reason.notnull() & over, Outcome.UNKNOWN, days.rule_reason),
        Test(days.rule_reason.notnull(), Outcome.NOT_APPLICABLE, "no confirmed rule in force"),
        Test(over & (days.rule_kind == "filed"), Outcome.BROKEN),
        Test(over & days.kind_unknown, Outcome.UNKNOWN, "subsector missing"),
        Test(over & ~days.prompts_handed, Outcome.UNKNOWN, "rest_prompts"),
        Test(over & ((days.prompts == 0) | (days.pushed > 0)), Outcome.BROKEN),
        Test(over & (days.offers_blank > 0), Outcome.UNKNOWN, "offered_at missing"),
    )
    shown = {name: days[name] for name in SHOWN} | {"limit_s": days.limit_s, "kind": days.rule_kind}
    shown |= {"prompts_handed": days.prompts_handed}
    return Judgement(
        days, tests, days.rule_instrument, days.in_hand_s, days.limit_s, None, days.rule_force, shown
    )
