"""Words of money: the floor due for working time, and the pay that counts towards it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law, Listed, on_the_day
from huhang.vocabulary.money import ceil_div_column
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.tests_of_facts import NOT_COUNTED, OWN_CONTRIBUTIONS

if TYPE_CHECKING:
    import ibis.expr.types as ir

SECONDS_PER_HOUR = 3600

# The number of a worker's settlement period, or month, with one debtor.
PERIOD = ("period",)
# What tells the parts of a period apart where a text changes within it.
PART = (*PERIOD, "period_from")
# What is shown of the floor due for an area and standard.
_LINE = {
    "area": "area_code",
    "fen_per_hour": "floor",
    "from": "first",
    "parameter": "floor_entry",
    "seconds": "seconds",
    "to": "last",
}


def floor_due(periods: ir.Table, seconds: ir.Table, law: Law) -> tuple[ir.Table, Listed]:
    """Periods with floor_fen, floor_reason and monthly_174_fen, and the lines of each.

    The floor is the exact sum over areas and days of seconds times the hourly standard there, divided by
    3,600 and rounded up once. The lines have it by area and standard, as a slip shows it; floor_reason says
    which standard is not usable. monthly_174_fen is the monthly standard by the hour (174 hours), where
    the place shows it beside.
    """
    inside = within(seconds, periods)
    priced = on_the_day(inside, law.value("min_wage.hourly"), "area_code", "day", "floor")
    missing = ibis.literal("min_wage.hourly for ") + priced.area_code + " not known"
    priced = priced.mutate(
        reason=priced.floor_reason.coalesce(ibis.ifelse(priced.floor.isnull(), missing, ibis.null("string")))
    )
    worked = priced.filter((priced.working_s > 0) & priced.area_code.notnull())
    lines = worked.group_by(*PART, "area_code", "floor", "floor_entry", "reason").aggregate(
        seconds=worked.working_s.sum(), first=worked.day.min(), last=worked.day.max()
    )
    due = lines.group_by(*PART).aggregate(
        floor_fen=ceil_div_column((lines.seconds * lines.floor).sum(), SECONDS_PER_HOUR),
        floor_reason=lines.reason.min(),
    )
    periods = _joined(periods, due, PART)
    periods = on_the_day(periods, law.value("min_wage.monthly"), "place", "period_to", "monthly")
    periods = on_the_day(periods, law.value("min_wage.hours_of_month"), "place", "period_to", "hours")
    by_month = ceil_div_column(periods.monthly * periods.working_s, periods.hours * SECONDS_PER_HOUR)
    listed = Listed(lines, PART, _LINE, order=("area_code", "first", "floor_entry"))
    return periods.mutate(monthly_174_fen=by_month), listed


def counted_deductions(
    periods: ir.Table, deductions: ir.Table, law: Law, on_top_key: str
) -> tuple[ir.Table, Listed]:
    """Periods with deducted_fen and on_top_reason, and the deductions of each that count.

    Tax, contributions, housing fund, court orders and advances leave counted pay as it is, but for own
    contributions where the place has them paid on top of the floor (`on_top_key`); on_top_reason is set
    where there are own contributions and the place's rule about them is not known.
    """
    rows = within(deductions, periods, "place")
    rows = on_the_day(rows, law.value(on_top_key), "place", "period_to", "on_top")
    own = rows.reason.isin(OWN_CONTRIBUTIONS)
    on_top = own & rows.on_top_text.fill_null("").contains(ibis.literal('"') + rows.reason + '"')
    counts = ~rows.reason.isin(NOT_COUNTED) | on_top
    not_known = ibis.literal(f"{on_top_key} for ") + rows.place + " not known"
    why = ibis.ifelse(
        own & rows.on_top_text.isnull(), rows.on_top_reason.coalesce(not_known), ibis.null("string")
    )
    rows = rows.mutate(fen=ibis.ifelse(counts, rows.amount_fen, 0), why=why)
    by_reason = rows.group_by(*PART, "reason").aggregate(fen=rows.fen.sum(), why=rows.why.min())
    sums = by_reason.group_by(*PART).aggregate(
        deducted=by_reason.fen.sum(), on_top_reason=by_reason.why.min()
    )
    periods = _joined(periods, sums, PART)
    counting = by_reason.filter(by_reason.fen != 0)
    listed = Listed(counting, PART, {"fen": "fen", "reason": "reason"}, order=("reason",))
    return periods.mutate(deducted_fen=periods.deducted.fill_null(0)).drop("deducted"), listed


def within(rows: ir.Table, periods: ir.Table, *names: str) -> ir.Table:
    """Rows of days that lie in the periods, or parts of them, with period_from, period_to and `names`."""
    placed = periods.select(*PERIOD, "period_from", "period_to", *names)
    found = rows.join(placed, PERIOD)
    return found.filter(found.day.between(found.period_from, found.period_to))


def same(periods: ir.Table, sums: ir.Table, key: tuple[str, ...]) -> list[ir.BooleanValue]:
    """Where the key of the periods is that of the sums, which have it with an underscore before it."""
    return [periods[name] == sums[f"_{name}"] for name in key]


def _joined(periods: ir.Table, sums: ir.Table, key: tuple[str, ...]) -> ir.Table:
    """Periods with the sums of each; null where a period has none."""
    renamed = sums.rename({f"_{name}": name for name in key})
    return periods.left_join(renamed, same(periods, renamed, key)).drop(*(f"_{name}" for name in key))


def lawful_deductions(periods: ir.Table, deductions: ir.Table) -> ir.Table:
    """Periods with lawful_fen, rule_fen and unclear_fen.

    Lawful by nature are taxes, contributions, court orders and advances; else by their basis: law, court
    or written agreement. `rule_fen` came off by the company's rule alone; `unclear_fen` has no basis named.
    """
    by_nature = deductions.reason.isin(NOT_COUNTED)
    lawful = by_nature | deductions.basis.isin(("law", "court", "written")).fill_null(False)
    by_rule = ~by_nature & (deductions.basis == "rule").fill_null(False)
    sums = deductions.group_by(*PERIOD).aggregate(
        lawful=deductions.amount_fen.sum(where=lawful),
        rule=deductions.amount_fen.sum(where=by_rule),
        unclear=deductions.amount_fen.sum(where=~lawful & ~by_rule),
    )
    periods = _joined(periods, sums, PERIOD)
    filled = {f"{name}_fen": periods[name].fill_null(0) for name in ("lawful", "rule", "unclear")}
    return periods.mutate(**filled).drop("lawful", "rule", "unclear")
