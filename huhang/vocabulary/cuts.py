"""Words of deductions that a text forbids: which of them fell on days on which a text was in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from huhang.vocabulary.counting import PERIOD
from huhang.vocabulary.judging import Law, on_the_day
from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_forbidden(
    periods: ir.Table, cuts: ir.Table, law: Law, keys: Mapping[str, str], reasons: tuple[str, ...]
) -> ir.Table:
    """Periods with forbidden_fen and forbidden_items of these reasons, and the text.

    `keys` names for each category the parameter that holds the text; a deduction is judged by the text of
    its own day, a period without one by that of its last day. Adds instrument (null where no text is in
    force) and instrument_reason (why one that is set cannot be used).
    """
    placed = periods.select(*PERIOD, "place", "category")
    rows = cuts.filter(cuts.reason.isin(reasons)).join(placed, PERIOD)
    rows = _texts(rows, law, keys, "day")
    by_period = rows.group_by(*PERIOD).aggregate(
        cut_text=rows.text.max(),
        cut_reason=rows.text_reason.max(),
        forbidden_fen=rows.amount_fen.sum(where=rows.text.notnull()),
        forbidden_items=rows["items"].sum(where=rows.text.notnull()),
        cuts=rows.amount_fen.count(),
    )
    renamed = by_period.rename({f"_{name}": name for name in PERIOD})
    same = [periods[name] == renamed[f"_{name}"] for name in PERIOD]
    joined = _texts(periods.left_join(renamed, same), law, keys, "period_to")
    some = joined.cuts.notnull()
    return joined.mutate(
        forbidden_fen=joined.forbidden_fen.fill_null(0),
        forbidden_items=joined.forbidden_items.fill_null(0),
        instrument=ibis.ifelse(some, joined.cut_text, joined.text),
        instrument_reason=ibis.ifelse(some, joined.cut_reason, joined.text_reason),
    )


def for_each_text(periods: ir.Table, cuts: ir.Table, law: Law, keys: Mapping[str, str]) -> ir.Table:
    """A row for every period and text on bad reviews that speaks of it, or one row without a text.

    `keys` names the parameter of the place's own text and that of the standard for food delivery. Adds to
    `with_forbidden` kind_unknown: deliveries of an unnamed kind, of which the standard may speak.
    """
    periods = periods.mutate(kind_unknown=periods.kind_unknown & ~periods.food)
    riding = periods.filter(periods.food | periods.kind_unknown)
    standard = with_forbidden(riding, cuts, law, dict.fromkeys(("A", "B"), keys["food"]), ("bad_review",))
    local = with_forbidden(periods, cuts, law, dict.fromkeys(("A", "B"), keys["place"]), ("bad_review",))
    local = local.mutate(kind_unknown=ibis.literal(False))
    columns = [*periods.columns, "forbidden_fen", "forbidden_items", "instrument", "instrument_reason"]
    spoken = [_spoken(table).select(*columns) for table in (standard, local)]
    both = spoken[0].union(spoken[1])
    return both.union(local.anti_join(both, PERIOD).select(*columns))


def _spoken(periods: ir.Table) -> ir.Table:
    return periods.filter(periods.instrument.notnull() | periods.instrument_reason.notnull())


def _texts(rows: ir.Table, law: Law, keys: Mapping[str, str], day: str) -> ir.Table:
    """Rows with the text of their category at their place on their day, and why it cannot be used."""
    texts, reasons = [], []
    for category, key in keys.items():
        name = f"{day}_{category}"
        rows = on_the_day(rows, law.value(key), "place", day, name)
        texts.append((rows.category == category, rows[f"{name}_text"]))
        reasons.append((rows.category == category, rows[f"{name}_reason"]))
    nothing = ibis.null("string")
    return rows.mutate(
        text=ibis.cases(*texts, else_=nothing), text_reason=ibis.cases(*reasons, else_=nothing)
    )
