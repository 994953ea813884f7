"""Words of texts that change: a period is cut where another text comes into force, each part by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from huhang.vocabulary.counting import PART, same, within
from huhang.vocabulary.judging import Facts, Law
from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SECONDS = ("in_hand_s", "demanded_s", "allowance_s", "working_s", "placeless_s")
_PAY = (
    *("orders", "void_orders", "long_orders"),
    *("base_fen", "incentive_fen", "base_blanks", "incentive_blanks"),
)
_SUMS = (*_SECONDS, *_PAY)


def parts_by_text(facts: Facts, law: Law, keys: Mapping[str, str]) -> ir.Table:
    """Settlement periods with the text in force, those in which it changes as a row for each text.

    `keys` names for each category the parameter that holds the text. Adds instrument (null where no text
    is in force on any day), instrument_reason (why one that is set cannot be used) and text_changes. Days
    of a period on which no text is in force, while one is on others, belong to no part; time, orders, base
    and incentive pay of a part are those of its own days, period_from and period_to its first and last.
    """
    spans = ibis.union(
        *(_spans(law.value(key)).mutate(speaks_of=ibis.literal(category)) for category, key in keys.items())
    )
    periods = facts.periods
    joined = periods.left_join(
        spans,
        [
            periods.category == spans.speaks_of,
            periods.place == spans.area_code,
            periods.period_from <= spans["last"],
            periods.period_to >= spans["first"],
        ],
    )
    later = (joined["first"] > joined.period_from).fill_null(False)
    sooner = (joined["last"] < joined.period_to).fill_null(False)
    parts = joined.mutate(
        instrument=joined.text,
        instrument_reason=joined.reason,
        text_changes=later | sooner,
        period_from=ibis.ifelse(later, joined["first"], joined.period_from),
        period_to=ibis.ifelse(sooner, joined["last"], joined.period_to),
    ).select(*periods.columns, "instrument", "instrument_reason", "text_changes")
    return _with_own_days(parts, facts)


def _spans(values: ir.Table) -> ir.Table:
    """The runs of days in an area on which one text is set, usable or not."""
    same_text = ("area_code", "text", "reason")
    numbered = values.mutate(
        run=values.day.epoch_days() - ibis.row_number().over(group_by=same_text, order_by=values.day)
    )
    return numbered.group_by(*same_text, "run").aggregate(first=numbered.day.min(), last=numbered.day.max())


def _with_own_days(parts: ir.Table, facts: Facts) -> ir.Table:
    """Where the text changes, the sums of the part's own days in place of those of the whole period."""
    changed = parts.filter(parts.text_changes)
    rows = ibis.union(_time_of_days(facts, changed), _pay_of_days(facts, changed))
    sums = rows.group_by(*PART).aggregate(**{f"own_{name}": rows[name].sum() for name in _SUMS})
    sums = sums.rename({f"_{name}": name for name in PART})
    found = parts.left_join(sums, same(parts, sums, PART))
    own = {
        name: ibis.ifelse(found.text_changes, found[f"own_{name}"].fill_null(0), found[name]).cast("int64")
        for name in _SUMS
    }
    return found.mutate(**own).select(*parts.columns)


def _time_of_days(facts: Facts, parts: ir.Table) -> ir.Table:
    """Time of each day of the parts, with no pay."""
    seconds = within(facts.period_seconds, parts)
    placeless = ibis.ifelse(seconds.area_code.isnull(), seconds.working_s, 0)
    nothing = dict.fromkeys(_PAY, ibis.literal(0, "int64"))
    return seconds.mutate(placeless_s=placeless, **nothing).select(*PART, *_SUMS)


def _pay_of_days(facts: Facts, parts: ir.Table) -> ir.Table:
    """Pay of each day of the parts, with no time."""
    days = within(facts.period_days, parts)
    paid = facts.pay_days.join(days, "debtor_day")
    nothing = dict.fromkeys(_SECONDS, ibis.literal(0, "int64"))
    return paid.mutate(**nothing).select(*PART, *_SUMS)
