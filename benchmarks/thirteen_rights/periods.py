"""Settlement periods of workers and debtors, what was worked, earned and taken off in them, and payouts."""

from functools import cache

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import DEBTOR_DAY, Facts, heaviest_area, zeros
from benchmarks.thirteen_rights.law import day_of, number_of
from benchmarks.thirteen_rights.months import COUNTS, MONEY
from benchmarks.thirteen_rights.records import month_first, month_last

DEBTOR = ["worker", "debtor"]
EDGES = ["settlement_from", "settlement_to"]
PERIOD = [*DEBTOR, *EDGES, "settled"]


@cache
def payouts(facts: Facts) -> pd.DataFrame:
    """Payouts with their debtor and the working day on or before the day they were due."""
    debtors = facts.pay_days.groupby("worker").debtor.agg(["nunique", "first"])
    only = debtors["first"].where(debtors["nunique"] == 1)
    crew = facts.records.crew[["worker", "employer", "home_debtor", "work_area_code"]]
    rows = facts.records.tables["payouts"].merge(crew, on="worker")
    debtor = rows.employer.fillna(rows.partner_id).fillna(rows.worker.map(only)).fillna(rows.home_debtor)
    due = {day: _working_day(facts, day) for day in rows.due_on.dropna().unique()}
    rows = rows.astype({"period_from": "int64", "period_to": "int64"})
    return rows.assign(debtor=debtor, effective_due=rows.due_on.map(due))


def _working_day(facts: Facts, number: float) -> float:
    calendar, day = facts.law.book.calendar, day_of(int(number))
    return float(number_of(calendar.workday_on_or_before(day))) if calendar.is_known(day) else number


@cache
def settled_days(facts: Facts) -> pd.DataFrame:
    """Every day of every period that a payout names."""
    periods = payouts(facts)[[*DEBTOR, "period_from", "period_to"]].drop_duplicates()
    periods = periods.set_axis([*DEBTOR, *EDGES], axis=1).reset_index(drop=True)
    days = periods.loc[periods.index.repeat(periods.settlement_to - periods.settlement_from + 1)]
    return days.assign(day=days.settlement_from + days.groupby(level=0).cumcount())


@cache
def period_days(facts: Facts) -> pd.DataFrame:
    """Days with work or money in their settlement period, else in what their month leaves over."""
    parts = (facts.seconds, facts.pay_days, facts.deductions)
    active = facts.inside(pd.concat([part[DEBTOR_DAY] for part in parts]).drop_duplicates())
    placed = active.merge(settled_days(facts), how="left", on=DEBTOR_DAY)
    placed["settled"] = placed.settlement_from.notna()
    rest = placed[~placed.settled][DEBTOR_DAY].assign(month=lambda rows: month_first(rows.day))
    left_over = (
        rest.drop(columns="day").drop_duplicates().merge(_left_over(facts, rest), on=[*DEBTOR, "month"])
    )
    rest = rest.merge(left_over, on=[*DEBTOR, "month"]).assign(settled=False)
    days = pd.concat([placed[placed.settled], rest])[[*PERIOD, "day"]]
    return days.astype(dict.fromkeys(EDGES, "int64"))


def _left_over(facts: Facts, rest: pd.DataFrame) -> pd.DataFrame:
    """The first and last day of each month that no period of the worker and debtor covers."""
    months = rest[[*DEBTOR, "month"]].drop_duplicates().reset_index(drop=True)
    days = months.loc[months.index.repeat(month_last(months.month) - months.month + 1)]
    days = days.assign(day=days.month + days.groupby(level=0).cumcount())
    known = settled_days(facts)[DEBTOR_DAY].drop_duplicates()
    days = days.merge(known, how="left", on=DEBTOR_DAY, indicator="covered")
    free = days[days.covered == "left_only"].groupby([*DEBTOR, "month"]).day.agg(["min", "max"])
    return free.set_axis(EDGES, axis=1).reset_index()


@cache
def periods(facts: Facts) -> pd.DataFrame:
    """Every settlement period in the audit with its number, sums of pay, place and payouts."""
    named = settled_days(facts)[[*DEBTOR, *EDGES]].drop_duplicates().assign(settled=True)
    named = named[(named.settlement_from <= facts.until) & (named.settlement_to >= facts.since)]
    found = pd.concat([named, period_days(facts)[PERIOD]]).drop_duplicates().reset_index(drop=True)
    found["period"] = found.index
    pay, seconds = within(facts, found, facts.pay_days), within(facts, found, facts.seconds)
    sums = pay.groupby("period")[[*COUNTS, *MONEY]].sum()
    areas = heaviest_area(seconds, ["period"]).rename("area")
    of_pay = pay.groupby("period").pay_area.min().astype("str")
    found = found.join(sums, on="period").join(areas, on="period").join(of_pay, on="period")
    found = zeros(found, *COUNTS, *MONEY)
    crew = facts.records.crew[["worker", "work_area_code"]]
    found = found.merge(crew, on="worker")
    found["place"] = found.area.fillna(found.pay_area).fillna(found.work_area_code)
    found["overlaps"] = found.period.isin(_overlapping(found)) & found.settled
    found["whole"] = (found.settlement_from >= facts.since) & (found.settlement_to <= facts.until)
    found["period_from"] = found.settlement_from.clip(lower=facts.since)
    found["period_to"] = found.settlement_to.clip(upper=facts.until)
    return found.merge(_paid(facts), how="left", on=[*DEBTOR, *EDGES])


def within(facts: Facts, found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of days with the number of the period that they lie in."""
    days = period_days(facts).merge(found[[*PERIOD, "period"]], on=PERIOD)
    return days[[*DEBTOR_DAY, "period"]].merge(rows, on=DEBTOR_DAY)


def _overlapping(found: pd.DataFrame) -> pd.Series:
    """Periods of payouts with a day in another period of the same worker and debtor."""
    settled = found[found.settled][[*DEBTOR, *EDGES, "period"]]
    pairs = settled.merge(settled, on=DEBTOR, suffixes=("", "_other"))
    other = pairs.period != pairs.period_other
    begun = pairs.settlement_from <= pairs.settlement_to_other
    return pairs[other & begun & (pairs.settlement_from_other <= pairs.settlement_to)].period


def _paid(facts: Facts) -> pd.DataFrame:
    """What was paid for each period by the end of the audit, and when the last of it was due."""
    rows = payouts(facts)
    in_time = rows.amount_fen.where(rows.paid_on <= facts.until, 0)
    rows = rows.rename(columns={"period_from": EDGES[0], "period_to": EDGES[1]}).assign(paid_fen=in_time)
    sums = rows.groupby([*DEBTOR, *EDGES]).agg(paid_fen=("paid_fen", "sum"), due_on=("effective_due", "max"))
    return sums.reset_index()


def parts_by_text(facts: Facts, found: pd.DataFrame, keys: dict[str, str]) -> pd.DataFrame:
    """Periods cut where another text comes into force; one row without text where none is in force."""
    spans = pd.concat([_spans(facts, key).assign(category=category) for category, key in keys.items()])
    joined = found.merge(spans, how="left", on=["category", "place"])
    joined = joined[(joined["first"] <= joined.period_to) & (joined["last"] >= joined.period_from)]
    silent = found[~found.period.isin(joined.period)].assign(text=None, text_unusable=False)
    parts = pd.concat([joined, silent], ignore_index=True)
    parts["period_from"] = np.fmax(parts.period_from, parts["first"]).astype("int64")
    parts["period_to"] = np.fmin(parts.period_to, parts["last"]).astype("int64")
    return parts.drop(columns=["first", "last"]).assign(number=parts.index)


def _spans(facts: Facts, key: str) -> pd.DataFrame:
    """The days in a row on which a text is set at a place, usable or not."""
    values = facts.law.value(key).sort_values(["area", "day"])
    text = values.text.fillna("")
    same = (values.area == values.area.shift()) & (text == text.shift())
    same &= (values.unusable == values.unusable.shift()) & (values.day == values.day.shift() + 1)
    spans = values.groupby((~same).cumsum()).agg(
        place=("area", "first"),
        text=("text", "first"),
        text_unusable=("unusable", "first"),
        first=("day", "min"),
        last=("day", "max"),
    )
    return spans.reset_index(drop=True)
