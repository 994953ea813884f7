"""Which rules on the length of a day speak of a worker's day: the standard, and what the company filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.settling import with_filed
from huhang.vocabulary.spell_rules import SECONDS_PER_MINUTE

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY_LIMIT = "rest.daily_order_time.soft_cap.food_delivery"
LONGEST_DAY = "longest_day_min"


def with_each_limit(days: ir.Table, filed_rules: ir.Table, law: Law) -> ir.Table:
    """A row for every day and rule that speaks of it, or one row of kind "none".

    Adds rule_kind (standard, filed, none), limit_s, rule_reason (why the standard cannot be used),
    rule_instrument, rule_force (of what was filed) and kind_unknown (deliveries of an unnamed kind).
    """
    kind_unknown = ((days.sector == "instant_delivery") & days.subsector.isnull()).fill_null(False)
    riding = kind_unknown | (days.subsector == "food_delivery").fill_null(False)
    days = days.mutate(kind_unknown=kind_unknown, riding=riding)
    texts = law.value(DAY_LIMIT).select(
        _area="area_code", _day="day", text_limit="stated", text_reason="reason", text="source"
    )
    spoken = [days.place == texts["_area"], days.period_from == texts["_day"], days.riding]
    days = days.left_join(texts, spoken).drop("_area", "_day")
    days = with_filed(days, filed_rules, LONGEST_DAY, "period_from")
    nothing = ibis.null("string")
    standard = days.filter(days.text.notnull()).mutate(
        rule_kind=ibis.literal("standard"),
        limit_s="text_limit",
        rule_reason="text_reason",
        rule_instrument="text",
        rule_force=nothing,
    )
    filed = days.filter(days[LONGEST_DAY].notnull()).mutate(
        rule_kind=ibis.literal("filed"),
        limit_s=days[LONGEST_DAY] * SECONDS_PER_MINUTE,
        rule_reason=nothing,
        rule_instrument=days[f"{LONGEST_DAY}_rule"],
        rule_force=days[f"{LONGEST_DAY}_force"],
    )
    none = days.filter(days.text.isnull() & days[LONGEST_DAY].isnull()).mutate(
        rule_kind=ibis.literal("none"),
        limit_s=ibis.null("int64"),
        rule_reason=nothing,
        rule_instrument=nothing,
        rule_force=nothing,
    )
    return standard.union(filed, none)
