"""Days and months of workers with one debtor inside the audit, and the official calendar."""

from functools import cache

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import DEBTOR_DAY, Facts, heaviest_area, zeros
from benchmarks.thirteen_rights.law import day_of
from benchmarks.thirteen_rights.records import PARTS, month_first, month_last
from benchmarks.thirteen_rights.working_time import mostly

MONTH = ["worker", "debtor", "month"]
COUNTS = ["orders", "void_orders", "long_orders"]
MONEY = [f"{name}_{what}" for name in PARTS for what in ("fen", "blanks")]


@cache
def calendar(facts: Facts) -> pd.DataFrame:
    """Every day of the months of the audit and around it: statutory, workday, and whether that is known."""
    edges = pd.Series([facts.law.first, facts.law.last])
    days = pd.DataFrame({"day": np.arange(month_first(edges)[0], month_last(edges)[1] + 1)})
    official = facts.law.book.calendar
    dates = days.day.map(day_of)
    days["known"] = dates.map(official.is_known)
    days["statutory"] = dates.isin(official.statutory)
    days["workday"] = [official.is_known(day) and official.is_workday(day) for day in dates]
    return days


@cache
def debtor_days(facts: Facts) -> pd.DataFrame:
    """Working time and pay of each day; `area` is that of most seconds, `place` else that of an order."""
    seconds, pay = facts.inside(facts.seconds), facts.inside(facts.pay_days)
    time = seconds.groupby(DEBTOR_DAY).working_s.sum().to_frame()
    time["area"] = heaviest_area(seconds, DEBTOR_DAY)
    days = time.reset_index().merge(pay, how="outer", on=DEBTOR_DAY)
    days = zeros(days, "working_s", *COUNTS, *MONEY)
    days["place"] = days.area.fillna(days.pay_area.astype("str"))
    return days.assign(month=month_first(days.day)).merge(calendar(facts), on="day")


@cache
def months(facts: Facts) -> pd.DataFrame:
    """Months with work: sums, place, days worked, official working days, leave, and whether all of it."""
    days = debtor_days(facts).assign(worked_days=lambda rows: rows.working_s > 0)
    found = days.groupby(MONTH)[["worked_days", "working_s", *COUNTS, *MONEY]].sum()
    found["place"] = mostly(days, MONTH, "place", "working_s")
    found = found.reset_index().merge(
        facts.records.crew[["worker", "work_area_code", "engaged_from", "engaged_to"]], on="worker"
    )
    last = month_last(found.month)
    found["place"] = found.place.fillna(found.work_area_code)
    stays = ~(found.engaged_to < last)
    found["engaged_unknown"] = found.engaged_from.isna() & stays
    found["engaged"] = (found.engaged_from <= found.month) & stays
    found["whole"] = (found.month >= facts.since) & (last <= facts.until)
    official = calendar(facts).assign(month=lambda rows: month_first(rows.day))
    official = official.groupby("month").agg(workdays=("workday", "sum"), known=("known", "all"))
    found = found.merge(official.reset_index(), on="month")
    found = found.merge(_leave_days(facts), how="left", on=["worker", "month"])
    return found.fillna({"leave_days": 0}).assign(period_from=found.month, period_to=last)


def _leave_days(facts: Facts) -> pd.DataFrame:
    """Working days on leave by worker and month, each counted once."""
    leaves = facts.records.tables["leaves"][["worker", "from_day", "to_day"]].astype("int64")
    leaves = leaves.reset_index(drop=True)
    days = leaves.loc[leaves.index.repeat(leaves.to_day - leaves.from_day + 1)]
    days = days.assign(day=days.from_day + days.groupby(level=0).cumcount())
    days = days[["worker", "day"]].drop_duplicates().merge(calendar(facts), on="day")
    days = days[days.workday].assign(month=lambda rows: month_first(rows.day))
    return days.groupby(["worker", "month"]).size().rename("leave_days").reset_index()
