"""Words of texts that change: a period is cut where another text comes into force, each part by itself."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from huhang.vocabulary.counting import PART, PERIOD, same, within
from huhang.vocabulary.judging import Facts, Law

_SECONDS = ("in_hand_s", "demanded_s", "allowance_s", "working_s", "placeless_s")
_PAY = (
    *("orders", "void_orders", "long_orders"),
    *("base_fen", "incentive_fen", "base_blanks", "incentive_blanks"),
)
_NOTHING = ibis.null("string")


def parts_by_text(facts: Facts, law: Law, keys: Mapping[str, str]) -> ir.Table:
    """Settlement periods with the text in force, those in which it changes as a row for each text.

    `keys` names for each category the parameter that holds the text. Adds instrument (null where no text
    is in force on any day), instrument_reason (why one that is set cannot be used) and text_changes. Days
    of a period on which no text is in force, while one is on others, belong to no part; time, orders, base
    and incentive pay of a part are those of its own days, period_from and period_to its first and last.
    """
    spoken = [
        _with_spans(facts.periods.filter(facts.periods.category == category), law.value(key))
        for category, key in keys.items()
    ]
    others = facts.periods.filter(facts.periods.category.notin(list(keys)))
    silent = others.mutate(instrument=_NOTHING, instrument_reason=_NOTHING, text_changes=ibis.literal(False))
    parts = ibis.union(silent, *spoken)
    return parts.filter(~parts.text_changes).union(_of_own_days(parts.filter(parts.text_changes), facts))


def _spans(values: ir.Table) -> ir.Table:
    """The runs of days in an area on which one text is set, usable or not."""
    same_text = ("area_code", "text", "reason")
    numbered = values.mutate(
        run=values.day.epoch_days() - ibis.row_number().over(group_by=same_text, order_by=values.day)
    )
    return numbered.group_by(*same_text, "run").aggregate(first=numbered.day.min(), last=numbered.day.max())


def _with_spans(periods: ir.Table, values: ir.Table) -> ir.Table:
    spans = _spans(values)
    joined = periods.left_join(
        spans,
        [
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
    )
    return parts.select(*periods.columns, "instrument", "instrument_reason", "text_changes")


def _of_own_days(parts: ir.Table, facts: Facts) -> ir.Table:
    """Parts with the sums of their own days in place of those of the whole period."""
    placeless = ibis.ifelse(facts.period_seconds.area_code.isnull(), facts.period_seconds.working_s, 0)
    paid = facts.period_days.join(facts.pay_days, ["platform_id", "worker_id", "debtor", "day"])
    sums = {
        _SECONDS: _added_up(parts, facts.period_seconds.mutate(placeless_s=placeless), _SECONDS),
        _PAY: _added_up(parts, paid, _PAY),
    }
    found = parts.drop(*_SECONDS, *_PAY)
    for names, added in sums.items():
        found = found.left_join(added, same(found, added, PART)).drop(*(f"_{name}" for name in PART))
        found = found.mutate(**{name: found[name].fill_null(0) for name in names})
    return found.select(*parts.columns)


def _added_up(parts: ir.Table, rows: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """The sums of the rows that lie in each part, its keys with an underscore before them."""
    inside = within(rows.select(*PERIOD, "day", *names), parts)
    added = inside.group_by(*PART).aggregate(**{name: inside[name].sum().cast("int64") for name in names})
    return added.rename({f"_{name}": name for name in PART})
