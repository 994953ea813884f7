"""Words of overtime: what an employee worked above the standard day, by day and by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law, on_the_day
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

STANDARD_DAY = "work.daily_hours.standard"
MOST_IN_A_DAY = "overtime.limit.special_daily"
MOST_IN_A_MONTH = "overtime.limit.monthly"

_SPAN = ("platform_id", "worker_id", "debtor", "month")
_SHOWN = (
    *("platform_id", "worker_id", "debtor", "subject_id", "place", "period_from", "period_to"),
    *("category", "category_from", "category_changes", "hours_system", "person_status"),
    *("orders", "void_orders", "long_orders", "working_s"),
)


def days_and_months(days: ir.Table, months: ir.Table, law: Law) -> ir.Table:
    """Each day of an employee and each month of anybody, with overtime_s and the limit that speaks of it.

    On working days overtime is what is above the standard day, on other days all working time. Adds span
    (day or month), whole, calendar_known, usual_known, overtime_s, limit_s, limit_reason and limit_source;
    overtime_s is null where the standard day or the kind of day is not known.
    """
    days = on_the_day(
        days.filter(days.category == "A"), law.value(STANDARD_DAY), "place", "period_to", "usual"
    )
    above = above_zero(days.working_s - days.usual)
    days = days.mutate(
        overtime_s=ibis.ifelse(days.usual.isnull(), None, ibis.ifelse(days.workday, above, days.working_s)),
        calendar_known=days.workday.notnull(),
        usual_known=days.usual.notnull(),
        placed=days.place.notnull(),
        whole=True,
    )
    sums = days.group_by(*_SPAN).aggregate(
        overtime_s=ibis.ifelse(days.overtime_s.isnull().any(), None, days.overtime_s.sum()),
        calendar_known=days.calendar_known.all(),
        usual_known=days.usual_known.all(),
        placed=days.placed.all(),
        usual_reason=days.usual_reason.min(),
    )
    renamed = sums.rename({f"_{name}": name for name in _SPAN})
    months = months.left_join(renamed, [months[name] == renamed[f"_{name}"] for name in _SPAN])
    known = {name: months[name].fill_null(True) for name in ("calendar_known", "usual_known", "placed")}
    no_time = ibis.ifelse(months["_month"].isnull(), 0, months.overtime_s)
    months = months.mutate(**known, overtime_s=no_time)
    months = months.mutate(placed=months.placed & months.place.notnull())
    return _limited(days, law, "day", MOST_IN_A_DAY).union(_limited(months, law, "month", MOST_IN_A_MONTH))


def _limited(spans: ir.Table, law: Law, name: str, key: str) -> ir.Table:
    spans = on_the_day(spans, law.value(key), "place", "period_to", "most")
    return spans.select(
        *_SHOWN,
        "whole",
        "calendar_known",
        "usual_known",
        "placed",
        span=ibis.literal(name),
        overtime_s=spans.overtime_s.cast("int64"),
        limit_s=spans.most,
        limit_reason=spans.most_reason.coalesce(spans.usual_reason),
        limit_source=spans.most_source,
    )
