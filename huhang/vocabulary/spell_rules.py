"""Which rules on unbroken work speak of a spell: each text by itself, and what the company filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.settling import with_filed

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOTOR_DRIVERS = ("ride_hailing", "city_freight", "road_freight", "designated_driving")
SECONDS_PER_MINUTE = 60

DELIVERY_LIMIT = "rest.continuous_order_time.limit.food_delivery"
DELIVERY_BREAK = "rest.continuous_order_time.dispatch_pause.food_delivery"
DRIVING_LIMIT = "rest.continuous_driving.limit.motor_vehicle_drivers"
DRIVING_BREAK = "rest.continuous_driving.min_stop.motor_vehicle_drivers"


def with_each_rule(spells: ir.Table, filed_rules: ir.Table, law: Law) -> ir.Table:
    """A row for every spell and rule that speaks of it, or one row of kind "none".

    Adds rule_kind (text, motor, filed, none), limit_s, rule_reason (why a text cannot be used),
    rule_instrument, rule_force (of what was filed) and kind_unknown (deliveries of an unnamed kind). The
    spell is that which the rule's own least break ends.
    """
    usual = law.convention("spell.least_break")
    kind_unknown = (spells.sector == "instant_delivery") & spells.subsector.isnull()
    riding = kind_unknown | (spells.subsector == "food_delivery").fill_null(False)
    spells = spells.mutate(
        kind_unknown=kind_unknown.fill_null(False),
        speaks_of=ibis.cases((riding, "text"), (_drives(spells), "motor")),
    )
    spoken = _texts(law, DELIVERY_LIMIT, DELIVERY_BREAK, "text", usual).union(
        _texts(law, DRIVING_LIMIT, DRIVING_BREAK, "motor", usual)
    )
    by_text = _by_text(spells, spoken)
    by_filing = _by_filing(spells, filed_rules, usual)
    base = spells.filter(spells.least_break_s == usual)
    unruled = base.anti_join(
        spoken,
        [
            base.place == spoken.area_code,
            base.period_from == spoken.day,
            base.speaks_of == spoken.rule_kind,
        ],
    ).anti_join(by_filing, ["platform_id", "period_from"])
    nothing = ibis.null("string")
    none = unruled.mutate(
        rule_kind=ibis.literal("none"),
        limit_s=ibis.null("int64"),
        rule_reason=nothing,
        rule_instrument=nothing,
        rule_force=nothing,
    )
    columns = none.columns
    return none.union(by_text.select(*columns), by_filing.select(*columns))


def _drives(spells: ir.Table) -> ir.BooleanValue:
    return spells.sector.isin(MOTOR_DRIVERS).fill_null(False)


def _texts(law: Law, limit_key: str, break_key: str, kind: str, usual: int) -> ir.Table:
    """Each text with its limit and least break by area and day; its reason where it cannot be used."""
    limits = law.each(limit_key)
    breaks = law.each(break_key).select(
        _area="area_code", _day="day", _source="source", break_s="stated", break_reason="reason"
    )
    same = [
        limits.area_code == breaks["_area"],
        limits.day == breaks["_day"],
        limits.source == breaks["_source"],
    ]
    both = limits.left_join(breaks, same)
    return both.select(
        "area_code",
        "day",
        rule_kind=ibis.literal(kind),
        limit_s=both.stated,
        rule_break_s=both.break_s.fill_null(usual),
        rule_reason=both.reason.coalesce(both.break_reason),
        rule_instrument=both.source,
    )


def _by_text(spells: ir.Table, spoken: ir.Table) -> ir.Table:
    joined = spells.join(
        spoken,
        [
            spells.place == spoken.area_code,
            spells.period_from == spoken.day,
            spells.speaks_of == spoken.rule_kind,
            spells.least_break_s == spoken.rule_break_s,
        ],
    )
    return joined.mutate(rule_force=ibis.null("string"))


def _by_filing(spells: ir.Table, filed_rules: ir.Table, usual: int) -> ir.Table:
    filed = with_filed(spells, filed_rules, "longest_spell_min", "period_from")
    filed = filed.filter(filed.longest_spell_min.notnull())
    filed = with_filed(filed, filed_rules, "least_break_min", "period_from")
    own_break = (filed.least_break_min * SECONDS_PER_MINUTE).fill_null(usual)
    filed = filed.filter(filed.least_break_s == own_break)
    return filed.mutate(
        rule_kind=ibis.literal("filed"),
        limit_s=filed.longest_spell_min * SECONDS_PER_MINUTE,
        rule_reason=ibis.null("string"),
        rule_instrument=filed.longest_spell_min_rule,
        rule_force=filed.longest_spell_min_force,
    )
