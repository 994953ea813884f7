"""pay/monthly_floor: an employee's full month of normal work is paid the monthly standard at least."""

import pandas as pd

from benchmarks.thirteen_rights.deducting import counted_deductions
from benchmarks.thirteen_rights.facts import Facts
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    NOT_APPLICABLE,
    UNKNOWN,
    Test,
    blank,
    judged,
    one_category,
    text_in_force,
    usable_time,
    with_text,
)
from benchmarks.thirteen_rights.months import months
from benchmarks.thirteen_rights.records import month_first


def monthly_floor(facts: Facts) -> pd.DataFrame:
    found = with_text(facts.with_standing(months(facts)), facts.law, {"A": "pay.monthly_floor.text"})
    found = facts.law.at(found, "min_wage.monthly", "place", "period_to", "floor")
    found["number"] = range(len(found))
    deductions = facts.inside(facts.deductions).assign(month=lambda rows: month_first(rows.day))
    keys = ["worker", "debtor", "month"]
    rows = deductions.merge(found[[*keys, "number", "place", "period_to"]], on=keys)
    found = counted_deductions(found, rows, facts.law, "min_wage.monthly.on_top")
    counted = found.base_fen + found.incentive_fen - found.deducted_fen
    handed = found.platform_id.isin(facts.records.handed["deductions"])
    tests = [
        one_category(found),
        Test(found.category == "B", NOT_APPLICABLE),
        Test(found.hours_system == "part_time", NOT_APPLICABLE),
        Test(~found.whole, NOT_APPLICABLE),
        *blank(found, "base", "incentive"),
        *usable_time(found, facts.law),
        Test(found.place.isna(), UNKNOWN),
        *text_in_force(found),
        Test(found.engaged_unknown, UNKNOWN),
        Test(~found.engaged, NOT_APPLICABLE),
        Test(~found.known, UNKNOWN),
        Test(found.worked_days < found.workdays - found.leave_days, NOT_APPLICABLE),
        Test(found.floor.isna(), UNKNOWN),
        Test(found.on_top_unknown, UNKNOWN),
        Test(counted < found.floor, BROKEN),
        Test(~handed, UNKNOWN),
    ]
    return judged(found, tests, counted, found.floor, (found.floor - counted).clip(lower=0))
