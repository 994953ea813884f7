"""An employee on standard hours works at most three hours of overtime a day and thirty-six a month.

Labour Law (LL-41); authorities are asked to look into it (SH-19a). On official working days overtime is the
working time above the standard day of eight hours (LL-36), on other days all of it. Days are judged one by
one, months only where they lie wholly inside the audit. Three hours is the utmost for special reasons: the
usual one hour needs a reason that orders do not show.
"""

from huhang.vocabulary.judging import Facts, Judgement, Law, Test
from huhang.vocabulary.law import Right
from huhang.vocabulary.overtime import days_and_months
from huhang.vocabulary.tests_of_facts import one_category, usable_time
from huhang.vocabulary.words import Outcome, Text

TITLE = Text("加班上限", "limit of overtime")
RIGHT = Right(clauses=("SH-19a",), needs=("orders.accepted_at",), subject="worker_period", unit="s")


def rule(facts: Facts, law: Law) -> Judgement:
    """Broken when overtime is above the limit of a day or of a month."""
    spans = days_and_months(facts.labour_days, facts.months, law)
    tests = (
        one_category(spans),
        Test(spans.category == "B", Outcome.NOT_APPLICABLE, "no labour relation"),
        Test(
            spans.hours_system.fill_null("standard") != "standard",
            Outcome.NOT_APPLICABLE,
            "not on standard hours",
        ),
        Test(~spans.whole, Outcome.NOT_APPLICABLE, "month not wholly inside the audit"),
        *usable_time(spans, law),
        Test(~spans.placed, Outcome.UNKNOWN, "area"),
        Test(spans.limit_reason.notnull(), Outcome.UNKNOWN, spans.limit_reason),
        Test(spans.limit_s.isnull() | ~spans.usual_known, Outcome.NOT_APPLICABLE, "no rule in force"),
        Test(~spans.calendar_known, Outcome.UNKNOWN, "calendar of the year not known"),
        Test(spans.overtime_s > spans.limit_s, Outcome.BROKEN),
    )
    shown = {name: spans[name] for name in ("debtor", "limit_s", "orders", "overtime_s", "span", "working_s")}
    return Judgement(spans, tests, spans.limit_source, spans.overtime_s, spans.limit_s, detail=shown)
