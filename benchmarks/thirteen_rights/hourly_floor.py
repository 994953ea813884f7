"""pay/hourly_floor: counted pay is not below the hourly standard of the place and day of each second."""

import pandas as pd

from benchmarks.thirteen_rights.deducting import counted_deductions
from benchmarks.thirteen_rights.facts import Facts, zeros
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
)
from benchmarks.thirteen_rights.law import Law
from benchmarks.thirteen_rights.months import COUNTS
from benchmarks.thirteen_rights.periods import parts_by_text, periods, within

TEXTS = {"B": "pay.hourly_floor.text", "A": "pay.hourly_floor.text_part_time"}
HOUR_S = 3600
SUMS = [*COUNTS, "base_fen", "incentive_fen", "base_blanks", "incentive_blanks"]


def hourly_floor(facts: Facts) -> pd.DataFrame:
    parts = parts_by_text(facts, facts.with_standing(periods(facts)), TEXTS)
    parts = _with_pay(facts, _with_floor(facts, parts))
    deductions = _of_parts(facts, parts, facts.deductions)
    parts = counted_deductions(parts, deductions, facts.law, "min_wage.hourly.on_top")
    counted = parts.base_fen + parts.incentive_fen - parts.deducted_fen
    full_time = (parts.category == "A") & (parts.hours_system != "part_time")
    handed = parts.platform_id.isin(facts.records.handed["deductions"])
    tests = [
        Test(parts.overlaps, UNKNOWN, of_data=True),
        one_category(parts),
        *blank(parts, "base", "incentive"),
        *usable_time(parts, facts.law),
        Test(full_time, NOT_APPLICABLE),
        Test(parts.working_s == 0, NOT_APPLICABLE),
        Test(parts.placeless_s > 0, UNKNOWN),
        *text_in_force(parts),
        Test(parts.floor_unknown, UNKNOWN),
        Test(parts.on_top_unknown, UNKNOWN),
        Test(counted < parts.floor_fen, BROKEN),
        Test(~handed, UNKNOWN),
    ]
    return judged(parts, tests, counted, parts.floor_fen, (parts.floor_fen - counted).clip(lower=0))


def _of_parts(facts: Facts, parts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of days with the number, place and last day of the part of a period that they lie in."""
    whole = periods(facts)
    placed = within(facts, whole, rows).merge(
        parts[["period", "number", "place", "period_from", "period_to"]], on="period"
    )
    return placed[placed.day.between(placed.period_from, placed.period_to)]


def _with_floor(facts: Facts, parts: pd.DataFrame) -> pd.DataFrame:
    """Parts with their working seconds and the floor due for them, rounded up once."""
    seconds = _priced(facts.law, _of_parts(facts, parts, facts.seconds))
    sums = seconds.groupby("number").agg(
        working_s=("working_s", "sum"),
        placeless_s=("placeless_s", "sum"),
        due=("due", "sum"),
        floor_unknown=("unknown", "any"),
    )
    parts = zeros(parts.join(sums, on="number"), "working_s", "placeless_s", "due")
    floor = (parts.due + HOUR_S - 1) // HOUR_S
    return parts.assign(floor_fen=floor, floor_unknown=parts.floor_unknown.eq(True))


def _priced(law: Law, seconds: pd.DataFrame) -> pd.DataFrame:
    seconds = seconds.astype({"area": "str"})
    priced = law.at(seconds, "min_wage.hourly", "area", "day", "floor")
    worked = (priced.working_s > 0) & priced.area.notna()
    return priced.assign(
        due=(priced.working_s * priced.floor).where(worked, 0),
        unknown=worked & priced.floor.isna(),
        placeless_s=priced.working_s.where(priced.area.isna(), 0),
    )


def _with_pay(facts: Facts, parts: pd.DataFrame) -> pd.DataFrame:
    """Parts with the pay and orders of their own days."""
    own = _of_parts(facts, parts, facts.pay_days).groupby("number")[SUMS].sum()
    return zeros(parts.drop(columns=SUMS).join(own, on="number"), *SUMS)
