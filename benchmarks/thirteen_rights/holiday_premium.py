"""pay/holiday_premium: work on a statutory holiday is paid above that of ordinary days."""

import pandas as pd

from benchmarks.thirteen_rights.facts import Facts, zeros
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    KEPT,
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
from benchmarks.thirteen_rights.months import COUNTS, MONTH, debtor_days

TEXTS = {"B": "pay.holiday_premium.text", "A": "pay.holiday_premium.text_labour"}
BLANKS = ["base_blanks", "incentive_blanks", "holiday_blanks"]


def holiday_premium(facts: Facts) -> pd.DataFrame:
    days = with_text(facts.with_standing(_holidays(facts)), facts.law, TEXTS)
    ordinary = (days.ordinary_pay * days.working_s + days.ordinary_s - 1) // days.ordinary_s.clip(lower=1)
    overtime = (days.category == "A") & (days.hours_system != "irregular")
    not_above = days.pay * days.ordinary_s <= days.ordinary_pay * days.working_s
    least = facts.law.convention("data.ordinary_time_min")
    tests = [
        one_category(days),
        *blank(days, "base", "incentive", "holiday"),
        *usable_time(days, facts.law),
        Test(overtime, NOT_APPLICABLE),
        Test(days.place.isna(), UNKNOWN),
        *text_in_force(days),
        Test(~days.known, UNKNOWN),
        Test(days.holiday_fen > 0, KEPT),
        Test(days.ordinary_s < least, UNKNOWN),
        Test(not_above, BROKEN),
    ]
    below = ordinary - days.pay
    return judged(days, tests, below, 0, below)


def _holidays(facts: Facts) -> pd.DataFrame:
    """Statutory holidays with work, beside the ordinary days of their month; faults of both count."""
    days = debtor_days(facts)
    days = days.assign(pay=days.base_fen + days.incentive_fen + days.holiday_fen)
    sums = ["pay", "working_s", *COUNTS, *BLANKS]
    ordinary = days[days.workday].groupby(MONTH)[sums].sum().add_prefix("ordinary_")
    ordinary = ordinary.rename(columns={"ordinary_working_s": "ordinary_s"}).reset_index()
    worked = days[days.statutory & (days.working_s > 0)].merge(ordinary, how="left", on=MONTH)
    worked = zeros(worked, *(name for name in ordinary if name not in MONTH))
    for name in (*COUNTS, *BLANKS):
        worked[name] += worked[f"ordinary_{name}"]
    return worked.assign(place=worked.area, period_from=worked.day, period_to=worked.day)
