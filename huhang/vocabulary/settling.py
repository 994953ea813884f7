"""Words of settlement: the longest period a payout may cover, and by which text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law, on_the_day
from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_longest_period(payouts: ir.Table, filed_rules: ir.Table, law: Law) -> ir.Table:
    """Payouts with too_long, cycle_instrument and cycle_force.

    An employee's period is a month at most, a part-time worker's the days that the law sets, anybody
    else's the cycle that the company filed, if it filed one: that is a promise, or an agreement where
    workers were consulted.
    """
    part_time = (payouts.category == "A") & (payouts.hours_system.fill_null("standard") == "part_time")
    payouts = payouts.mutate(
        part_time=part_time, days=payouts.period_to.delta(payouts.period_from, unit="day") + 1
    )
    payouts = on_the_day(payouts, law.value("part_time.settlement_period.max"), "place", "judged_on", "most")
    payouts = with_filed(payouts, filed_rules, "pay_cycle_days", "judged_on")
    longer_than_month = payouts.period_to >= payouts.period_from + ibis.interval(months=1)
    employee = payouts.category == "A"
    too_long = ibis.cases(
        (payouts.part_time, payouts.days > payouts.most),
        (employee, longer_than_month),
        else_=payouts.days > payouts.pay_cycle_days,
    )
    text = ibis.cases(
        (payouts.part_time, payouts.most_source),
        (employee, payouts.instrument),
        else_=payouts.pay_cycle_days_rule,
    )
    return payouts.mutate(
        too_long=too_long.fill_null(False),
        cycle_instrument=text,
        cycle_force=ibis.ifelse(employee, ibis.null("string"), payouts.pay_cycle_days_force),
    )


def with_filed(subjects: ir.Table, filed_rules: ir.Table, key: str, day: str) -> ir.Table:
    """Subjects with what their company filed and has in force on `day`: <key>, <key>_force, <key>_rule."""
    filed = filed_rules.filter(filed_rules.key == key).select(
        _platform="platform_id",
        _from="from_day",
        _to="to_day",
        **{key: filed_rules.value, f"{key}_force": filed_rules.force, f"{key}_rule": _rule_name(filed_rules)},
    )
    in_force = [
        subjects.platform_id == filed["_platform"],
        subjects[day] >= filed["_from"],
        subjects[day] <= filed["_to"],
    ]
    return subjects.left_join(filed, in_force).drop("_platform", "_from", "_to")


def _rule_name(filed: ir.Table) -> ir.StringValue:
    return ibis.literal("filed:") + filed.platform_id + ":" + filed.subject + ":" + filed.rule_version
