"""pay/in_full: what was earned in a settlement period is paid, less what may lawfully be taken off."""

import pandas as pd

from benchmarks.thirteen_rights.deducting import NOT_COUNTED
from benchmarks.thirteen_rights.facts import Facts
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
    with_text,
)
from benchmarks.thirteen_rights.periods import periods, within
from benchmarks.thirteen_rights.records import PARTS, month_first, month_last

WAGES = {"B": "pay.wages.text", "A": "pay.wages.text_labour"}


def in_full(facts: Facts) -> pd.DataFrame:
    found = with_text(facts.with_standing(_with_deductions(facts)), facts.law, WAGES)
    found = found.fillna({"paid_fen": 0})
    earned = found[[f"{name}_fen" for name in PARTS]].sum(axis=1)
    owed = earned - found.lawful_fen
    short = owed - found.paid_fen
    certain = short > found.unclear_fen
    paid, taken = (found.platform_id.isin(facts.records.handed[name]) for name in ("payouts", "deductions"))
    tests = [
        Test(found.overlaps, UNKNOWN, of_data=True),
        one_category(found),
        *blank(found, *PARTS),
        Test(~found.whole, NOT_APPLICABLE),
        Test(found.place.isna(), UNKNOWN),
        *text_in_force(found),
        Test(~paid, UNKNOWN),
        Test((short <= 0) & ~_reached(facts, found), UNKNOWN),
        Test((short <= 0) & ~certain, KEPT),
        Test(found.due_on.isna(), UNKNOWN),
        Test(found.due_on >= facts.until, NOT_APPLICABLE),
        Test(~taken, UNKNOWN),
        Test((short > 0) & certain, BROKEN),
        Test(short.notna(), UNKNOWN),
    ]
    return judged(found, tests, found.paid_fen, owed, short)


def _with_deductions(facts: Facts) -> pd.DataFrame:
    """Periods with deductions that are lawful by nature or basis, and those of which nothing says it."""
    found = periods(facts)
    rows = within(facts, found, facts.deductions)
    by_nature = rows.reason.isin(NOT_COUNTED)
    lawful = by_nature | rows.basis.isin(["law", "court", "written"])
    unclear = ~lawful & (rows.basis != "rule")
    for name, chosen in (("lawful_fen", lawful), ("unclear_fen", unclear)):
        sums = rows[chosen].groupby("period").amount_fen.sum()
        found = found.assign(**{name: found.period.map(sums).fillna(0)})
    return found


def _reached(facts: Facts, found: pd.DataFrame) -> pd.Series:
    """Whether the orders of the whole company reach over the period; they come in whole months."""
    days = facts.pay_days.merge(facts.records.crew[["worker", "platform_id"]], on="worker")
    reach = days.groupby("platform_id").day.agg(["min", "max"])
    first, last = month_first(reach["min"]), month_last(reach["max"])
    begun = found.platform_id.map(first) <= found.settlement_from
    return begun & (found.settlement_to <= found.platform_id.map(last))
