"""time/weekly_rest: a free day in an employee's week; seven days in a row of others are a signal."""

import pandas as pd

from benchmarks.thirteen_rights.facts import Facts, heaviest_area
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    NOT_APPLICABLE,
    SIGNAL,
    UNKNOWN,
    Test,
    judged,
    one_category,
    usable_time,
)

WEEK = 7
COUNTS = ["orders", "void_orders", "long_orders"]


def weekly_rest(facts: Facts) -> pd.DataFrame:
    weeks, runs = facts.with_standing(_weeks(facts)), facts.with_standing(_runs(facts))
    subjects = pd.concat(
        [
            weeks[weeks.category == "A"].assign(run=False, sector=None, subsector=None),
            runs[runs.category != "A"].assign(run=True),
        ],
        ignore_index=True,
    )
    for key, name in (
        ("work.weekly_rest_days.min", "labour"),
        ("rest.weekly_rest_days.min.food_delivery", "standard"),
    ):
        subjects = facts.law.at(subjects, key, "place", "period_to", name)
    food = subjects.subsector.isna() | (subjects.subsector == "food_delivery")
    riding = (subjects.sector == "instant_delivery") & food
    standard, unusable = subjects.standard.where(riding), subjects.standard_unusable & riding
    free = subjects.labour.where(~subjects.run, standard)
    unusable = subjects.labour_unusable.where(~subjects.run, unusable)
    full = subjects.days > WEEK - free
    tests = [
        one_category(subjects),
        *usable_time(subjects, facts.law),
        Test(~subjects.run & (subjects.hours_system != "standard"), NOT_APPLICABLE),
        Test(subjects.place.isna() & (subjects.days > 0), UNKNOWN),
        Test(unusable, UNKNOWN),
        Test(free.isna(), NOT_APPLICABLE),
        Test(full & subjects.run & subjects.subsector.isna(), UNKNOWN),
        Test(full & subjects.run, SIGNAL),
        Test(full, BROKEN),
    ]
    return judged(subjects, tests, subjects.days, WEEK - free)


def _weeks(facts: Facts) -> pd.DataFrame:
    """Weeks from Monday wholly inside the audit, with the days worked."""
    days = facts.worker_days
    weeks = days.assign(period_from=days.day - (days.day + 3) % WEEK)
    weeks = weeks.groupby(["worker", "period_from"])[["worked", *COUNTS]].sum().reset_index()
    weeks = weeks.rename(columns={"worked": "days"}).assign(period_to=weeks.period_from + WEEK - 1)
    inside = (weeks.period_from >= facts.since) & (weeks.period_to <= facts.until)
    seconds = facts.seconds.assign(period_from=facts.seconds.day - (facts.seconds.day + 3) % WEEK)
    return _with_place(weeks[inside], seconds)


def _runs(facts: Facts) -> pd.DataFrame:
    """Days in a row with order time that end in the audit, with the trade of the longest day."""
    days = facts.worker_days[facts.worker_days.in_hand_s > 0].sort_values(["worker", "day"])
    days = days.assign(island=days.day - days.groupby("worker").cumcount())
    runs = days.groupby(["worker", "island"]).agg(
        period_from=("day", "min"),
        period_to=("day", "max"),
        days=("day", "size"),
        **{name: (name, "sum") for name in COUNTS},
    )
    longest = days.sort_values(["worker", "island", "in_hand_s", "day"], ascending=[True, True, False, True])
    longest = longest.drop_duplicates(["worker", "island"]).set_index(["worker", "island"])
    runs = runs.join(longest[["sector", "subsector"]]).reset_index()
    runs = runs[runs.period_to.between(facts.since, facts.until)]
    of_runs = days[["worker", "day", "island"]].merge(runs, on=["worker", "island"])
    seconds = facts.seconds.merge(of_runs[["worker", "day", "period_from"]], on=["worker", "day"])
    return _with_place(runs, seconds)


def _with_place(spans: pd.DataFrame, seconds: pd.DataFrame) -> pd.DataFrame:
    place = heaviest_area(seconds, ["worker", "period_from"]).rename("place").reset_index()
    return spans.merge(place, how="left", on=["worker", "period_from"])
