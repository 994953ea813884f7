"""For an hour of work the pay is not below the hourly minimum wage of the place and day of that hour.

It holds for workers who do not fully qualify for a labour relation (SH-5b, HE-12; elsewhere the national
guide on rest and pay) and for part-time workers in one (LCL-72). Pay that counts is base and incentive
less deductions; hours are those in hand, demanded or allowed, each by its own area's standard; the floor
is rounded up once, in fen, over the whole settlement period. Where another text comes into force within
the period, each text speaks of its own days, and none of days on which no text was in force.
"""

from huhang.vocabulary import tests_of_facts as tested
from huhang.vocabulary.counting import counted_deductions, floor_due
from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.money import above_zero
from huhang.vocabulary.text_changes import parts_by_text
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("小时最低报酬", "hourly floor")
RIGHT = Right(
    clauses=("SH-5b", "HE-12"),
    needs=("orders.pay_base_fen", "orders.pay_incentive_fen"),
    subject="worker_period",
    unit="fen",
)
TIMES = ("in_hand_s", "demanded_s", "allowance_s", "working_s", "orders", "void_orders")
SHOWN = (*TIMES, "debtor", "floor_fen", "monthly_174_fen")
TEXTS = {"B": "pay.hourly_floor.text", "A": "pay.hourly_floor.text_part_time"}


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when counted pay is below the floor due for the working time of the period."""
    periods = parts_by_text(facts, law, TEXTS)
    periods, lines = floor_due(periods, facts.period_seconds, law)
    periods, taken = counted_deductions(periods, facts.period_deductions, law, "min_wage.hourly.on_top")
    base, incentive = tested.paid(periods, "base"), tested.paid(periods, "incentive")
    counted = base + incentive - periods.deducted_fen
    full_time = (periods.category == "A") & (periods.hours_system.fill_null("standard") != "part_time")
    tests = (
        Test(periods.overlaps, Outcome.UNKNOWN, "periods overlap", of_data=True),
        tested.one_category(periods),
        *tested.blank(periods, "base", "incentive"),
        *tested.usable_time(periods, law),
        Test(full_time, Outcome.NOT_APPLICABLE, "full-time labour relation"),
        Test(periods.working_s == 0, Outcome.NOT_APPLICABLE, "no working time"),
        Test(periods.placeless_s > 0, Outcome.UNKNOWN, "area"),
        *tested.text_in_force(periods),
        Test(periods.floor_reason.notnull(), Outcome.UNKNOWN, periods.floor_reason),
        Test(periods.on_top_reason.notnull(), Outcome.UNKNOWN, periods.on_top_reason),
        Test(counted < periods.floor_fen, Outcome.BROKEN),
        Test(~periods.deductions_handed, Outcome.UNKNOWN, "deductions not handed over"),
    )
    short = above_zero(periods.floor_fen - counted)
    shown = {name: periods[name] for name in SHOWN} | {"base_fen": base, "incentive_fen": incentive}
    shown |= {"counted_fen": counted, "clipped": ~periods.whole, "no_sessions": ~periods.sessions_handed}
    shown |= {"text_changes": periods.text_changes, "lines": lines, "deductions": taken}
    return Judgement(periods, tests, periods.instrument, counted, periods.floor_fen, short, detail=shown)
