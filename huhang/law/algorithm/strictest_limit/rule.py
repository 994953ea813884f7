"""Delivery times are not set by the strictest rule: most are not promised below what half of all take.

SH-10b and HE-19b forbid the strictest algorithm as a measure of work and give no number for the middle;
for food delivery elsewhere the guiding opinions of seven departments say the same (CN38-algorithm). Like
deliveries are those of a company in a district, a local hour of acceptance, a band of distance and a
calendar month. Where most of them are promised within fewer minutes than half of them took, that is a
signal for a person to look at.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test, on_the_day
from huhang.vocabulary.law import Right
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.tests_of_facts import MILLION, text_in_force
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("最严时限", "the strictest limit")
RIGHT = Right(
    clauses=("SH-10b", "HE-19b", "R3-8"),
    needs=("orders.completed_at", "orders.promised_at", "orders.distance_m"),
    subject="group",
    unit="ppm",
    spares_own_business=False,
)
HALF = MILLION // 2


def rule(facts: Facts, law: Law) -> Judgement:
    """A signal when more than half of a group's orders were promised below the median of the times taken."""
    groups = facts.groups
    for name in ("text", "text_food_delivery"):
        key = law.value(f"algorithm.strictest_limit.{name}")
        groups = on_the_day(groups, key, "place", "period_to", name)
    own = groups.text_text.notnull() | groups.text_reason.notnull()
    food = ibis.ifelse(groups.food, groups.text_food_delivery_text, ibis.null("string"))
    food_reason = ibis.ifelse(groups.food, groups.text_food_delivery_reason, ibis.null("string"))
    groups = groups.mutate(
        instrument=ibis.ifelse(own, groups.text_text, food),
        instrument_reason=ibis.ifelse(own, groups.text_reason, food_reason),
    )
    few = groups.orders < law.convention("algorithm.group_min")
    tests = (
        *text_in_force(groups),
        Test(few, Outcome.NOT_APPLICABLE, "too few like orders"),
        Test(groups.promised_below * 2 > groups.orders, Outcome.SIGNAL),
    )
    share = (groups.promised_below * MILLION) // groups.orders
    names = ("hour", "distance", "orders", "promised_median", "taken_median", "promised_below", "late_items")
    shown = {name: groups[name] for name in (*names, "late_fen")}
    shown |= {"limit_quantile_ppm": (groups.taken_within * MILLION) // groups.orders}
    return Judgement(groups, tests, groups.instrument, share, share * 0 + HALF, detail=shown)
