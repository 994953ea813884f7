"""The sentence a right is written in: these subjects, these tests in order, this measure and threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from huhang.vocabulary.queries import ibis
from huhang.vocabulary.words import Outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Test(NamedTuple):
    """If the condition holds, this is the outcome and its reason; a null condition does not hold.

    `of_data` marks a test of the data themselves, which comes even before the question whose business the
    work is and what the worker's status is.
    """

    condition: ir.BooleanValue
    outcome: Outcome
    reason: ir.StringValue | str = ""
    of_data: bool = False


@dataclass(frozen=True)
class Listed:
    """Rows that are shown with a subject as a list; it is made only where something is told of the subject.

    `key` are the columns, of rows and subjects, that tell whose they are; `shown` names the column for each
    part of a line, `order` those by which the lines stand.
    """

    rows: ir.Table
    key: tuple[str, ...]
    shown: Mapping[str, str]
    order: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What a rule says of its subjects.

    `subjects` has platform_id, worker_id, subject_id, place, period_from, period_to, category and
    category_from; `tests` are tried in order, the first that holds decides, else `kept`. `instrument` is
    the id of the text that gives the verdict (null: none in force), `force` where it is not that of a
    loaded instrument. Measure and threshold are int64 in the right's unit, the shortfall is fen or null.
    `detail` is what else is shown.
    """

    subjects: ir.Table
    tests: tuple[Test, ...]
    instrument: ir.StringValue
    measure: ir.IntegerValue
    threshold: ir.IntegerValue
    shortfall_fen: ir.IntegerValue | None = None
    force: ir.StringValue | None = None
    detail: Mapping[str, ir.Value | Listed] = field(default_factory=dict)

    def values(self) -> dict[str, ir.Value]:
        """What else is shown, but for lists."""
        return {name: shown for name, shown in sorted(self.detail.items()) if not isinstance(shown, Listed)}

    def lists(self) -> dict[str, Listed]:
        """The lists that are shown."""
        return {name: shown for name, shown in sorted(self.detail.items()) if isinstance(shown, Listed)}


@dataclass(frozen=True)
class Facts:
    """Facts derived once from the records, as tables that a rule may query.

    Every table about workers has platform_id, worker_id, place, period_from, period_to, category,
    category_from and hours_system. periods: a worker, debtor and settlement period, with its number
    (`period`), seconds, pay and blanks, whether food was delivered in it and whether anything of an unnamed
    kind; period_seconds and period_deductions, by this number: its seconds by day and area, its deductions by
    day, reason and basis; holidays: a statutory holiday worked, with the month's ordinary days; payouts: one
    payout with its due day; spells: one spell for each least break; weeks: a calendar week; runs: local days
    in a row with order time; filed_rules: what a company filed, by key and days in force. months: a worker,
    debtor and calendar month with work, with a number likewise; month_deductions, by this number: its
    deductions by day, reason and basis; labour_days: a day with working time of somebody who is or was an
    employee. period_cuts: deductions of a period that some text forbids (bad_review, deposit) by day and
    reason, with how many they are. period_days: the days of a period on which anything happened; pay_days: a
    worker, debtor and day with orders, their pay and blanks; both with the number of the day with this debtor
    (`debtor_day`). days: a day with order time, with the prompts to
    rest of that day. Tables about companies have no worker and no category: groups, like deliveries of a
    month with their limits and times; premium_days, orders of a day by premium for injury cover;
    company_months, where a company has orders.
    """

    periods: ir.Table
    period_seconds: ir.Table
    period_deductions: ir.Table
    holidays: ir.Table
    payouts: ir.Table
    spells: ir.Table
    weeks: ir.Table
    runs: ir.Table
    filed_rules: ir.Table
    months: ir.Table
    month_deductions: ir.Table
    labour_days: ir.Table
    period_cuts: ir.Table
    period_days: ir.Table
    pay_days: ir.Table
    days: ir.Table
    groups: ir.Table
    premium_days: ir.Table
    company_months: ir.Table


class Law(Protocol):
    """Parameters at the places and days of the audit."""

    def value(self, key: str) -> ir.Table:
        """Columns area_code, day, value, text, reason, entry, source; no row where nothing sets it."""
        ...

    def each(self, key: str) -> ir.Table:
        """The same with a row for every layer that sets the key, for texts that stand side by side."""
        ...

    def convention(self, key: str) -> int:
        """One of our own conventions, which hold everywhere."""
        ...


def decide(judgement: Judgement) -> ir.Table:
    """The subjects with verdict, reason, instrument, force, measure, threshold and shortfall_fen.

    `by_data` tells whether a test of the data decided.
    """
    held = [test.condition.fill_null(False) for test in judgement.tests]
    outcomes = [str(test.outcome) for test in judgement.tests]
    reasons = [_text(test.reason) for test in judgement.tests]
    of_data = [ibis.literal(test.of_data) for test in judgement.tests]
    nothing = ibis.null("int64")
    shortfall = nothing if judgement.shortfall_fen is None else judgement.shortfall_fen
    columns = {
        "verdict": ibis.cases(*zip(held, outcomes, strict=True), else_=str(Outcome.KEPT)),
        "reason": ibis.cases(*zip(held, reasons, strict=True), else_=ibis.literal("")),
        "by_data": ibis.cases(*zip(held, of_data, strict=True), else_=ibis.literal(False)),
        "instrument": judgement.instrument,
        "given_force": ibis.null("string") if judgement.force is None else judgement.force,
        "measure": judgement.measure.cast("int64"),
        "threshold": judgement.threshold.cast("int64"),
        "shortfall_fen": shortfall.cast("int64"),
        **{f"detail_{name}": value for name, value in judgement.values().items()},
    }
    return judgement.subjects.mutate(**columns)


def _text(reason: ir.StringValue | str) -> ir.StringValue:
    return ibis.literal(reason) if isinstance(reason, str) else reason


def on_the_day(subjects: ir.Table, values: ir.Table, area: str, day: str, name: str) -> ir.Table:
    """Subjects with the parameter at their area and day: <name>, and its _text, _reason, _entry, _source."""
    renamed = values.select(
        _area=values.area_code,
        _day=values.day,
        **{
            name: values.value,
            f"{name}_text": values.text,
            f"{name}_reason": values.reason,
            f"{name}_entry": values.entry,
            f"{name}_source": values.source,
        },
    )
    joined = subjects.left_join(
        renamed, [subjects[area] == renamed["_area"], subjects[day] == renamed["_day"]]
    )
    return joined.drop("_area", "_day")
