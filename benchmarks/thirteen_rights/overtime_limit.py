"""time/overtime_limit: at most three hours of overtime a day and thirty-six a month, for employees."""

import pandas as pd

from benchmarks.thirteen_rights.facts import Facts
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    NOT_APPLICABLE,
    UNKNOWN,
    Test,
    judged,
    one_category,
    usable_time,
)
from benchmarks.thirteen_rights.months import MONTH, debtor_days, months

STANDARD_DAY = "work.daily_hours.standard"
MOST = {"day": "overtime.limit.special_daily", "month": "overtime.limit.monthly"}


def overtime_limit(facts: Facts) -> pd.DataFrame:
    days = _days(facts)
    spans = {"day": days, "month": _months(facts, days)}
    limited = [facts.law.at(table, MOST[name], "place", "period_to", "most") for name, table in spans.items()]
    found = pd.concat(limited, ignore_index=True)
    tests = [
        one_category(found),
        Test(found.category == "B", NOT_APPLICABLE),
        Test(found.hours_system != "standard", NOT_APPLICABLE),
        Test(~found.whole, NOT_APPLICABLE),
        *usable_time(found, facts.law),
        Test(~found.placed, UNKNOWN),
        Test(found.most_unusable | found.usual_unusable, UNKNOWN),
        Test(found.most.isna() | ~found.usual_known, NOT_APPLICABLE),
        Test(~found.known, UNKNOWN),
        Test(found.overtime_s > found.most, BROKEN),
    ]
    return judged(found, tests, found.overtime_s, found.most)


def _days(facts: Facts) -> pd.DataFrame:
    """Days of employees with their overtime: on working days above the standard day, on others all."""
    days = debtor_days(facts)
    days = days[days.working_s > 0]
    days = facts.with_standing(days.assign(period_from=days.day, period_to=days.day))
    days = facts.law.at(days[days.category == "A"], STANDARD_DAY, "place", "period_to", "usual")
    above = (days.working_s - days.usual).clip(lower=0)
    overtime = above.where(days.workday, days.working_s).where(days.usual.notna())
    placed = days.place.notna()
    return days.assign(overtime_s=overtime, usual_known=days.usual.notna(), placed=placed, whole=True)


def _months(facts: Facts, days: pd.DataFrame) -> pd.DataFrame:
    """Months of everybody with the overtime of the days on which they were employees."""
    sums = days.groupby(MONTH).agg(
        overtime_s=("overtime_s", "sum"),
        known=("known", "all"),
        usual_known=("usual_known", "all"),
        placed=("placed", "all"),
        usual_unusable=("usual_unusable", "any"),
    )
    found = facts.with_standing(months(facts).drop(columns="known"))
    found = found.merge(sums.reset_index(), how="left", on=MONTH).fillna({"overtime_s": 0})
    for name in ("known", "usual_known", "placed"):
        found[name] = found[name].ne(False)
    found["usual_unusable"] = found.usual_unusable.eq(True)
    return found.assign(placed=found.placed & found.place.notna())
