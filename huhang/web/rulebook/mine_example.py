"""An example to begin with: invented, and worked out by the same rights."""

from django.http import QueryDict

_DAYS = (
    ("2025-12-08", "10:00", "14:30", "70", ""),
    ("2025-12-09", "10:00", "14:00", "95", ""),
    ("2025-12-10", "17:00", "21:30", "88", ""),
    ("2026-01-01", "10:00", "14:00", "60", ""),
    ("2026-01-05", "10:00", "14:00", "110", ""),
)


def example(kind: str) -> QueryDict:
    """The fields of the form filled in, by stretches or, for "month", by a month in sums."""
    form = QueryDict(mutable=True)
    form.update({"place": "浦东新区", "kind": "food", "relation": "B", "by": "day"})
    if kind == "month":
        form.update({"relation": "A", "by": "month"} | {"month": "2025-11", "month_days": "22"})
        form.update({"month_hours": "176", "month_pay": "2600"})
        for name in ("relation", "by"):
            form.setlist(name, form.getlist(name)[-1:])
        return form
    for row in _DAYS:
        for name, value in zip(("day", "from", "to", "pay", "holiday"), row, strict=True):
            form.appendlist(name, value)
    form.setlist("reason", ["late"])
    form.setlist("taken", ["20"])
    return form
