"""algorithm/strictest_limit: like deliveries are not mostly promised below what half of all take."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import Facts
from benchmarks.thirteen_rights.judging import (
    MILLION,
    NOT_APPLICABLE,
    SIGNAL,
    Test,
    judged,
    text_in_force,
)
from benchmarks.thirteen_rights.law import day_of
from benchmarks.thirteen_rights.records import CHINA_S, month_first, month_last

LONGEST_MIN = 240
BANDS = {0: "0-1km", 1_000: "1-2km", 2_000: "2-3km", 3_000: "3-5km", 5_000: "5km-"}
GROUP = ["platform_id", "area", "month", "hour", "distance"]
TEXTS = {"own": "algorithm.strictest_limit.text", "riders": "algorithm.strictest_limit.text_food_delivery"}


def strictest_limit(facts: Facts) -> pd.DataFrame:
    groups = _groups(facts)
    for name, key in TEXTS.items():
        groups = facts.law.at(groups, key, "place", "period_to", name)
    own = groups.own_text.notna() | groups.own_unusable
    groups["text"] = groups.own_text.where(own, groups.riders_text.where(groups.food))
    groups["text_unusable"] = groups.own_unusable.where(own, groups.riders_unusable & groups.food)
    few = groups.orders < facts.law.convention("algorithm.group_min")
    tests = [
        *text_in_force(groups),
        Test(few, NOT_APPLICABLE),
        Test(groups.below * 2 > groups.orders, SIGNAL),
    ]
    return judged(groups, tests, groups.below * MILLION // groups.orders, MILLION // 2, of_companies=True)


def _groups(facts: Facts) -> pd.DataFrame:
    """Like deliveries with how many were promised within fewer minutes than the median taken."""
    orders = _deliveries(facts)
    by = orders.groupby(GROUP, observed=True, dropna=False)
    median = by.taken.transform("quantile", 0.5, interpolation="lower")
    orders["below"] = orders.promised < median
    groups = orders.groupby(GROUP, observed=True, dropna=False).agg(
        orders=("taken", "size"), below=("below", "sum"), food=("food", "any")
    )
    groups = groups.reset_index()
    months = {month: day_of(month).strftime("%Y-%m") for month in groups.month.unique()}
    place = groups.area.astype("str")
    hour = groups.hour.map("{:02d}h".format)
    name = place + "/" + groups.month.map(months) + "/" + hour + "/" + groups.distance.astype("str")
    return groups.assign(
        place=place,
        subject_id=name,
        period_from=groups.month.clip(lower=facts.since),
        period_to=month_last(groups.month).clip(upper=facts.until),
    )


def _deliveries(facts: Facts) -> pd.DataFrame:
    """Completed deliveries with all three times, minutes begun taken for whole."""
    orders = facts.inside(facts.records.orders[lambda rows: rows.counts])
    known = (orders.completed_s >= orders.start_s) & orders.promised_s.notna() & (orders.distance_m >= 0)
    delivered = (orders.status == "completed") & (orders.sector == "instant_delivery")
    orders = orders[known & delivered].merge(facts.records.crew[["worker", "platform_id"]], on="worker")
    promised = np.ceil((orders.promised_s - orders.start_s) / 60).clip(upper=LONGEST_MIN)
    return pd.DataFrame(
        {
            "platform_id": orders.platform_id,
            "area": orders.area,
            "month": month_first(orders.day),
            "hour": ((orders.start_s + CHINA_S) // 3600 % 24).astype("int64"),
            "distance": pd.cut(orders.distance_m, [*BANDS, np.inf], right=False, labels=list(BANDS.values())),
            "promised": promised.where(orders.promised_s >= orders.start_s, -1),
            "taken": np.ceil((orders.completed_s - orders.start_s) / 60).clip(upper=LONGEST_MIN),
            "food": orders.subsector == "food_delivery",
        }
    )
