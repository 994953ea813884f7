"""Words of injury cover: which orders the pilot speaks of, and which premium is right for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law, on_the_day
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.settling import with_filed
from huhang.vocabulary.tests_of_facts import MILLION

if TYPE_CHECKING:
    import ibis.expr.types as ir

IN_FORCE, PLATFORMS, FACTOR = "oip.in_force", "oip.platforms", "oip.floating_factor"
STEP = "injury_premium_step"
SAMPLES = 10
FEE = "oip.base_fee_per_order."
# The steps that are lawful for each trade; food delivery had one of its own until it became instant delivery.
STEPS = {
    "ride_hailing": ("ride_hailing",),
    "city_freight": ("city_freight",),
    "instant_delivery": ("instant_delivery.low", "instant_delivery.high", "instant_delivery"),
    "food_delivery": ("instant_delivery.low", "instant_delivery.high", "food_delivery"),
}
_DELIVERY, _FOOD = "instant_delivery", "food_delivery"
_MONTH = ("platform_id", "place", "subject_id", "period_from", "period_to")
_NOBODY = ("worker_id", "category", "category_from", "person_status")


def trade_of(sector: str | None, subsector: str | None) -> str | None:
    """The trade whose steps hold for an order, as `_with_steps` has it for tables."""
    return _FOOD if (sector, subsector) == (_DELIVERY, _FOOD) else sector


def by_month(days: ir.Table, filed_rules: ir.Table, law: Law) -> ir.Table:
    """Companies' months in an area, with what was paid for injury cover and what was due.

    Adds orders (of trades, places and days of which the pilot speaks), blanks, zeros, wrong, paid_fen,
    right_fen (what was due), short_fen, step_fen (as filed), samples of wrong orders, takes_part, reason
    (why a value cannot be used), instrument, and floated: the fee is a multiple of the step, so that only
    the sum of the month is right or wrong.
    """
    rows = _with_due(_with_part(_with_steps(days, law), filed_rules, law))
    here, count = rows.spoken_of, rows.orders
    wrong = here & (rows.premium_fen != rows.due_fen)
    sums = rows.group_by(*_MONTH).aggregate(
        orders=count.sum(where=here).fill_null(0),
        blanks=count.sum(where=here & rows.premium_fen.isnull()).fill_null(0),
        zeros=count.sum(where=here & (rows.premium_fen == 0)).fill_null(0),
        wrong=count.sum(where=wrong).fill_null(0),
        paid_fen=(count * rows.premium_fen).sum(where=here).fill_null(0),
        right_fen=(count * rows.due_fen).sum(where=here).fill_null(0),
        floated_ppm=(count * rows.base_fen * rows.factor).sum(where=here).fill_null(0),
        short_fen=(count * above_zero(rows.due_fen - rows.premium_fen)).sum(where=wrong).fill_null(0),
        step_fen=rows.own_step.max(where=here),
        samples=rows.samples.collect(where=wrong).flatten().sort()[:SAMPLES],
        takes_part=rows.takes_part.any(where=here).fill_null(False),
        reason=rows.reason.min(),
        instrument=rows.fee_source.max(where=here),
        insurances_handed=rows.insurances_handed.any(),
        floated=(rows.factor != MILLION).any(where=here).fill_null(False),
    )
    floated_fen = sums.floated_ppm // MILLION
    none = ibis.literal([], type=sums.samples.type())
    below = above_zero(floated_fen - sums.paid_fen)
    return sums.mutate(
        right_fen=ibis.ifelse(sums.floated, floated_fen, sums.right_fen),
        short_fen=ibis.ifelse(sums.floated, below, sums.short_fen),
        samples=sums.samples.fill_null(none),
        is_wrong=ibis.ifelse(sums.floated, below > 0, sums.wrong > 0),
        **{name: ibis.null("string") for name in _NOBODY},
    )


def _with_steps(days: ir.Table, law: Law) -> ir.Table:
    """Days of orders with the lawful steps of their trade there and then."""
    food = (days.sector == _DELIVERY) & (days.subsector == _FOOD).fill_null(False)
    days = days.mutate(trade=ibis.ifelse(food, _FOOD, days.sector))
    fees = [law.value(FEE + key).mutate(trade=ibis.literal(trade)) for trade, key in _trades_and_keys()]
    every = fees[0].union(*fees[1:])
    steps = every.group_by("area_code", "day", "trade").aggregate(
        steps=every.value.collect(where=every.value.notnull()),
        lowest=every.value.min(),
        fee_reason=every.reason.min(),
        fee_source=every.source.max(),
    )
    renamed = steps.rename(_area="area_code", _day="day", _trade="trade")
    same = [days.place == renamed["_area"], days.day == renamed["_day"], days.trade == renamed["_trade"]]
    return days.left_join(renamed, same).drop("_area", "_day", "_trade")


def _trades_and_keys() -> list[tuple[str, str]]:
    return [(trade, key) for trade, keys in STEPS.items() for key in keys]


def _with_part(rows: ir.Table, filed_rules: ir.Table, law: Law) -> ir.Table:
    """Whether the pilot is in force, whether the company takes part in it, and by what the fee floats.

    A company takes part that the list names, that filed its step, or that paid for some order.
    """
    for key, name in ((IN_FORCE, "in_force"), (PLATFORMS, "platforms"), (FACTOR, "floating")):
        rows = on_the_day(rows, law.value(key), "place", "day", name)
    rows = with_filed(rows, filed_rules, STEP, "day")
    named = rows.platforms_text.fill_null("").contains(ibis.literal('"') + rows.platform_id + '"')
    set_there = rows.in_force_text.notnull() | rows.in_force_reason.notnull()
    spoken_of = (set_there & rows.trade.isin(tuple(STEPS))).fill_null(False)
    no_fee = ibis.literal(FEE) + rows.trade + " for " + rows.place + " not known"
    fee_reason = rows.fee_reason.coalesce(ibis.ifelse(rows.lowest.isnull(), no_fee, ibis.null("string")))
    why = rows.in_force_reason.coalesce(fee_reason, rows.floating_reason)
    return rows.mutate(
        spoken_of=spoken_of,
        takes_part=named | rows[STEP].notnull() | (rows.premium_fen > 0).fill_null(False),
        reason=ibis.ifelse(spoken_of, why, ibis.null("string")),
        factor=rows.floating.fill_null(MILLION),
    )


def _with_due(rows: ir.Table) -> ir.Table:
    """The premium that is due: the step that was filed, if it is a lawful one, else any lawful step."""
    lawful = rows.steps.contains(rows.premium_fen).fill_null(False)
    own_step = ibis.ifelse(rows.steps.contains(rows[STEP]), rows[STEP], ibis.null("int64"))
    rows = rows.mutate(own_step=own_step)
    base = rows.own_step.fill_null(rows.lowest)
    return rows.mutate(
        base_fen=base,
        due_fen=rows.own_step.coalesce(ibis.ifelse(lawful, rows.premium_fen, rows.lowest)),
    )
