"""A day of rest in the week.

For employees on standard hours at least one day in the calendar week is free of order time (LL-38, SH-6b);
work that ends by two in the morning belongs to the day it began. The food-delivery standard offers others a
day a week in principle, and the rider decides whether to take it (GBT-7.4.1e): seven days in a row or more
are a signal, never a finding.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test, on_the_day
from huhang.vocabulary.law import Right
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.tests_of_facts import one_category, usable_time
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("每周休息", "weekly rest")
RIGHT = Right(clauses=("SH-6b", "R2-2.3"), needs=("orders.accepted_at",), subject="worker_week", unit="days")
WEEK = 7


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken for an employee's week without a free day; a signal for seven days in a row of others."""
    weeks = facts.weeks.filter(facts.weeks.category == "A").mutate(
        days="worked_days", run=False, sector=ibis.null("string"), subsector=ibis.null("string")
    )
    runs = facts.runs.filter(facts.runs.category != "A").mutate(run=True)
    names = [name for name in weeks.columns if name in runs.columns]
    subjects = weeks.select(*names).union(runs.select(*names))
    subjects = on_the_day(subjects, law.value("work.weekly_rest_days.min"), "place", "period_to", "labour")
    subjects = on_the_day(
        subjects, law.value("rest.weekly_rest_days.min.food_delivery"), "place", "period_to", "standard"
    )
    run, delivery = subjects.run, subjects.sector == "instant_delivery"
    riding = delivery & (subjects.subsector.fill_null("food_delivery") == "food_delivery")
    reason = ibis.ifelse(run, ibis.ifelse(riding, subjects.standard_reason, None), subjects.labour_reason)
    free = ibis.ifelse(run, ibis.ifelse(riding, subjects.standard, None), subjects.labour)
    source = ibis.ifelse(run, subjects.standard_source, subjects.labour_source)
    full = subjects.days > WEEK - free
    other_hours = subjects.hours_system.fill_null("standard") != "standard"
    tests = (
        one_category(subjects),
        *usable_time(subjects, law),
        Test(~run & other_hours, Outcome.NOT_APPLICABLE, "not on standard hours"),
        Test(subjects.place.isnull() & (subjects.days > 0), Outcome.UNKNOWN, "area"),
        Test(reason.notnull(), Outcome.UNKNOWN, reason),
        Test(free.isnull(), Outcome.NOT_APPLICABLE, "no rule in force"),
        Test(full & run & subjects.subsector.isnull(), Outcome.UNKNOWN, "subsector missing"),
        Test(full & run, Outcome.SIGNAL),
        Test(full, Outcome.BROKEN),
    )
    shown = {"days": subjects.days, "hours_system": subjects.hours_system, "sector": subjects.sector}
    shown |= {"in_a_row": run, "orders": subjects.orders}
    return Judgement(subjects, tests, source, subjects.days, WEEK - free, detail=shown)
