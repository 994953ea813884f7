"""For a full month of normal work an employee's pay is not below the monthly minimum wage.

Labour Law (LL-48), SH-5b, HE-12. It holds for employees who are not part-time, are engaged all month, and
have working time on at least as many days as the month has official working days, less recorded leave; it
is never taken by parts of a month. Pay that counts is base and incentive less deductions; the month and the
standard are those of the place where most of the month was worked.
"""

from huhang.vocabulary.counting import counted_deductions
from huhang.vocabulary.judging import Facts, Judgement, Law, Test, on_the_day
from huhang.vocabulary.law import Right
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.tests_of_facts import (
    blank,
    full_month,
    one_category,
    paid,
    text_in_force,
    usable_time,
    with_text,
)
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("月最低工资", "monthly floor")
NEEDS = ("orders.pay_base_fen", "orders.pay_incentive_fen")
RIGHT = Right(clauses=("SH-5b", "HE-12"), needs=NEEDS, subject="worker_period", unit="fen")


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when counted pay of a full month of normal work is below the monthly standard."""
    months = with_text(facts.months, law, {"A": "pay.monthly_floor.text"})
    months = on_the_day(months, law.value("min_wage.monthly"), "place", "period_to", "floor")
    months, taken = counted_deductions(months, facts.month_deductions, law, "min_wage.monthly.on_top")
    base, incentive = paid(months, "base"), paid(months, "incentive")
    counted = base + incentive - months.deducted_fen
    floor_reason = months.floor_reason.coalesce("min_wage.monthly for " + months.place + " not known")
    part_time = months.hours_system.fill_null("standard") == "part_time"
    tests = (
        one_category(months),
        Test(months.category == "B", Outcome.NOT_APPLICABLE, "no labour relation"),
        Test(part_time, Outcome.NOT_APPLICABLE, "part-time work"),
        Test(~months.whole, Outcome.NOT_APPLICABLE, "month not wholly inside the audit"),
        *blank(months, "base", "incentive"),
        *usable_time(months, law),
        Test(months.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(months),
        *full_month(months),
        Test(months.floor.isnull(), Outcome.UNKNOWN, floor_reason),
        Test(months.on_top_reason.notnull(), Outcome.UNKNOWN, months.on_top_reason),
        Test(counted < months.floor, Outcome.BROKEN),
        Test(~months.deductions_handed, Outcome.UNKNOWN, "deductions not handed over"),
    )
    short = above_zero(months.floor - counted)
    shown = {"base_fen": base, "incentive_fen": incentive, "deductions": taken}
    shown |= {"counted_fen": counted, "floor_fen": months.floor, "parameter": months.floor_entry}
    shown |= {name: months[name] for name in ("worked_days", "workdays", "leave_days", "debtor", "orders")}
    return Judgement(months, tests, months.instrument, counted, months.floor, short, detail=shown)
