"""Work on a statutory holiday is paid above normal work, or with an extra allowance.

It holds for workers who do not fully qualify (SH-6d, HE-13; elsewhere the national opinions, CN56-holiday)
and in Shanghai for employees whose holiday work is not overtime. No text names a multiple: a holiday
component is enough, else the pay of a working second that day must be above that of the ordinary working
days of the month inside the audit. Bridge days and make-up days are not statutory holidays.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.money import ceil_div_column
from huhang.vocabulary.tests_of_facts import blank, one_category, text_in_force, usable_time, with_text
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("节日加价", "holiday premium")
RIGHT = Right(
    clauses=("SH-6d", "HE-13", "R3-7"),
    needs=("orders.pay_base_fen", "orders.pay_incentive_fen", "orders.pay_holiday_fen"),
    subject="worker_day",
    unit="fen",
)
TEXTS = {"B": "pay.holiday_premium.text", "A": "pay.holiday_premium.text_labour"}


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when the holiday has no component of its own and pays a second no better than ordinary days."""
    days = with_text(facts.holidays, law, TEXTS)
    overtime = (days.category == "A") & (days.hours_system.fill_null("standard") != "irregular")
    ordinary = ceil_div_column(days.ordinary_pay_fen * days.working_s, days.ordinary_s.nullif(0))
    not_above = days.pay_fen * days.ordinary_s <= days.ordinary_pay_fen * days.working_s
    tests = (
        one_category(days),
        *blank(days, "base", "incentive", "holiday"),
        *usable_time(days, law),
        Test(overtime, Outcome.NOT_APPLICABLE, "overtime law applies"),
        Test(days.place.isnull(), Outcome.UNKNOWN, "area"),
        *text_in_force(days),
        Test(~days.calendar_known, Outcome.UNKNOWN, "calendar of the year not known"),
        Test(days.holiday_fen > 0, Outcome.KEPT),
        Test(days.ordinary_s < law.convention("data.ordinary_time_min"), Outcome.UNKNOWN, "no ordinary days"),
        Test(not_above, Outcome.BROKEN),
    )
    names = ("pay_fen", "ordinary_pay_fen", "ordinary_days", "holiday_fen", "debtor")
    shown = {name: days[name] for name in names}
    shown |= {"day": days.period_from, "seconds": days.working_s, "ordinary_seconds": days.ordinary_s}
    below = ordinary - days.pay_fen
    return Judgement(days, tests, days.instrument, below, below * 0, below, detail=shown)
