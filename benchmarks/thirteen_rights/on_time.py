"""pay/on_time: payouts by their due day, in money, for periods no longer than law or agreement allow."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import Facts, heaviest_area
from benchmarks.thirteen_rights.in_full import WAGES
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    NOT_APPLICABLE,
    UNKNOWN,
    Test,
    judged,
    one_category,
    text_in_force,
    with_text,
)
from benchmarks.thirteen_rights.periods import DEBTOR, payouts


def on_time(facts: Facts) -> pd.DataFrame:
    rows = facts.with_standing(_placed(facts))
    rows = with_text(rows, facts.law, WAGES, "judged_on")
    open_still = ~(rows.paid_on <= facts.until)
    until = rows.paid_on.where(~open_still, facts.until)
    behind = until > rows.effective_due
    in_kind = rows.channel == "in_kind"
    tests = [
        one_category(rows),
        Test(rows.place.isna(), UNKNOWN),
        *text_in_force(rows),
        Test(behind | in_kind | _too_long(facts, rows), BROKEN),
        Test(rows.effective_due.isna(), UNKNOWN),
        Test(open_still & (rows.effective_due >= facts.until), NOT_APPLICABLE),
    ]
    days = (until - rows.effective_due).where(behind, 0)
    return judged(rows, tests, days, 0, rows.amount_fen.where(behind & open_still, 0))


def _placed(facts: Facts) -> pd.DataFrame:
    """Payouts of the audit with the area of most work in their period, else of all work, else at home."""
    rows = payouts(facts)
    overlap = (rows.period_from <= facts.until) & (rows.period_to >= facts.since)
    rows = rows[overlap | rows.effective_due.between(facts.since, facts.until)].reset_index(drop=True)
    rows["payout"] = rows.index
    worked = rows[[*DEBTOR, "payout", "period_from", "period_to"]].merge(facts.seconds, on=DEBTOR)
    worked = worked[worked.day.between(worked.period_from, worked.period_to)]
    of_period = rows.payout.map(heaviest_area(worked, ["payout"]))
    usual = rows.worker.map(heaviest_area(facts.seconds, ["worker"]))
    place = of_period.fillna(usual).fillna(rows.work_area_code)
    return rows.assign(place=place, judged_on=np.minimum(rows.period_to, facts.until))


def _too_long(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """An employee's period is a month at most, part-time the days of the law, others' what was filed."""
    days = rows.period_to - rows.period_from + 1
    key = "part_time.settlement_period.max"
    most = facts.law.at(rows[["place", "judged_on"]], key, "place", "judged_on", "most").most
    cycle = facts.filed.at(rows, "pay_cycle_days", "judged_on").pay_cycle_days
    first = pd.to_datetime(rows.period_from, unit="D")
    in_a_month = (first + pd.DateOffset(months=1)).astype("datetime64[s]").astype("int64") // 86_400
    employee = rows.category == "A"
    part_time = employee & (rows.hours_system == "part_time")
    too_long = (days > cycle).mask(employee, rows.period_to >= in_a_month)
    return too_long.mask(part_time, days > most.to_numpy())
