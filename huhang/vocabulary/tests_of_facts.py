"""Tests that many rights begin with: is the data good enough, who is the worker, is a text in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from huhang.vocabulary.judging import Law, Test, on_the_day
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.words import Outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir

MILLION = 1_000_000

# Deductions that leave counted pay as it is; own contributions come off where they are paid on top.
NOT_COUNTED = ("tax", "social_insurance", "housing_fund", "court_order", "advance")
OWN_CONTRIBUTIONS = ("social_insurance", "housing_fund")


def usable_time(subjects: ir.Table, law: Law) -> tuple[Test, ...]:
    """The worker's time is known well enough to be judged."""
    void_max = law.convention("data.void_share_max")
    return (
        Test(
            subjects.void_orders * MILLION > subjects.orders * void_max,
            Outcome.UNKNOWN,
            "void time",
            of_data=True,
        ),
        Test(subjects.long_orders > 0, Outcome.UNKNOWN, "order_breaks", of_data=True),
    )


def one_category(subjects: ir.Table) -> Test:
    """The worker is in one category through the whole period."""
    return Test(subjects.category_changes, Outcome.UNKNOWN, "category changes", of_data=True)


def deductions_handed(periods: ir.Table) -> Test:
    """The company handed deductions over; for rights that judge nothing else."""
    return Test(~periods.deductions_handed, Outcome.UNKNOWN, "deductions not handed over", of_data=True)


def with_text(subjects: ir.Table, law: Law, keys: Mapping[str, str], day: str = "period_to") -> ir.Table:
    """Subjects with the text in force for their category at their place on `day`.

    `keys` names for each category the parameter that holds the instrument. Adds instrument (null where no
    text is in force) and instrument_reason (why one that is set cannot be used).
    """
    texts, reasons = [], []
    for category, key in keys.items():
        name = f"text_{category}"
        subjects = on_the_day(subjects, law.value(key), "place", day, name)
        texts.append((subjects.category == category, subjects[f"{name}_text"]))
        reasons.append((subjects.category == category, subjects[f"{name}_reason"]))
    return subjects.mutate(
        instrument=ibis.cases(*texts, else_=ibis.null("string")),
        instrument_reason=ibis.cases(*reasons, else_=ibis.null("string")),
    )


def text_in_force(subjects: ir.Table) -> tuple[Test, ...]:
    """A text is in force there and then, and it can be used."""
    return (
        Test(
            subjects.instrument.isnull() & subjects.instrument_reason.isnull(),
            Outcome.NOT_APPLICABLE,
            "no rule in force",
        ),
        Test(subjects.instrument_reason.notnull(), Outcome.UNKNOWN, subjects.instrument_reason),
    )


def blank(subjects: ir.Table, *names: str) -> tuple[Test, ...]:
    """No completed order has an empty cell in these pay columns (base, incentive ...)."""
    return tuple(
        Test(subjects[f"{name}_blanks"] > 0, Outcome.UNKNOWN, f"pay_{name}_fen missing", of_data=True)
        for name in names
    )


def paid(subjects: ir.Table, name: str) -> ir.IntegerValue:
    """The sum of a pay column (base, incentive ...), null where a cell of it is empty: unknown, not zero."""
    return ibis.ifelse(subjects[f"{name}_blanks"] > 0, ibis.null("int64"), subjects[f"{name}_fen"])


def full_month(months: ir.Table) -> tuple[Test, ...]:
    """The worker was engaged all month, with work on its official working days but for recorded leave."""
    normal = months.worked_days >= months.workdays - months.leave_days
    return (
        Test(months.engaged.isnull(), Outcome.UNKNOWN, "engaged_from missing"),
        Test(~months.engaged, Outcome.NOT_APPLICABLE, "not a full month of normal work"),
        Test(months.workdays.isnull(), Outcome.UNKNOWN, "calendar of the year not known"),
        Test(~normal, Outcome.NOT_APPLICABLE, "not a full month of normal work"),
    )
