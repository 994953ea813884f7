"""Hand-worked cases judged by the engine: all that hand over the same things in one call."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from huhang.audit.prepare import Prepared, prepare
from huhang.engine.derive import derive
from huhang.engine.facts import RECORDS, open_facts
from huhang.engine.judge import LawOfAudit, judge
from huhang.engine.parameters import SCHEMA, parameter_table
from huhang.law.loader import load_law
from huhang.records.handover import Handover
from huhang.records.quality import Quality
from huhang.records.tables import TABLES
from huhang.vocabulary.days import month_first, month_last
from huhang.vocabulary.judging import Facts, Judgement
from huhang.vocabulary.law import LawBook, LoadedRight
from huhang.vocabulary.places import NATION
from tests.law.case_files import WORKER, Case, Days
from tests.law.case_rows import Row, platform, tables_of
from tests.law.dated_values import Looked

Months = frozenset[tuple[str, date]]
Said = tuple[object, object]
Laws = Mapping[Looked, pa.Table]


@cache
def cases_of(right: str) -> Mapping[int, Case]:
    """The cases of a right, numbered from 1."""
    found = load_law().rights[right].cases
    return {number: Case.model_validate(dict(case)) for number, case in enumerate(found, start=1)}


def together(cases: Mapping[int, Case]) -> list[dict[int, Case]]:
    """Cases by what they hand over and over which days they are audited."""
    groups: dict[tuple[object, ...], dict[int, Case]] = {}
    for number, case in cases.items():
        key = (case.missing, case.without, case.audit.first, case.audit.last)
        groups.setdefault(key, {})[number] = case
    return list(groups.values())


@dataclass
class LawOfCases(LawOfAudit):
    """The law at the places and months that the cases speak of, decades apart as they may be."""

    months: Months = frozenset()
    looked: set[Looked] = field(default_factory=set)

    def _table(self, key: str, *, each: bool) -> ir.Table:
        looked = Looked(key, each)
        if looked not in self.looked:
            self.looked.add(looked)
            self.backend.con.register(looked.table, self.said_of(looked))
        return self.backend.table(looked.table)

    def said_of(self, looked: Looked) -> pa.Table:
        """What the book says of a key at these places and months."""
        parts = [
            parameter_table(self.book, looked.key, [area], month, month_last(month), each=looked.each)
            for area, month in sorted(self.months)
        ]
        return pa.concat_tables([SCHEMA.empty_table(), *parts])


@dataclass(frozen=True)
class Question:
    """A right put to some cases: the query, and the keys that it looks up."""

    query: str
    looked: frozenset[Looked]


@dataclass(frozen=True)
class Bench:
    """Facts of some cases, laid out once to be judged as often as wanted."""

    cases: Mapping[int, Case]
    prepared: Prepared
    backend: Backend
    facts: Facts
    months: Months
    known: dict[Looked, list[tuple[Said, pa.Table]]] = field(default_factory=dict)
    answered: dict[Question, list[tuple[Laws, dict[int, list[Row]]]]] = field(default_factory=dict)

    @property
    def hands_over_everything(self) -> bool:
        """Whether no table and no column is missing."""
        return not any(case.missing or case.without for case in self.cases.values())

    def said(self, loaded: LoadedRight) -> Judgement:
        """What the rule of a right says."""
        return loaded.rule(self.facts, self._law(load_law()))

    def put(self, loaded: LoadedRight) -> Question:
        """The question that a right puts: the same under any book, and wherever the same is handed over."""
        law = self._law(load_law())
        judged = judge(loaded, self.facts, law, self.prepared.handed, (NATION,))
        return Question(str(self.backend.compile(judged)), frozenset(law.looked))

    def judged(self, question: Question, book: LawBook) -> dict[int, list[Row]]:
        """The verdicts under a book about the worker or company of each case, by start, debtor, text.

        Books that say the same here, whatever their dated values are called, are answered once.
        """
        laws = {looked: self._said_of(looked, book) for looked in sorted(question.looked)}
        nameless = {looked: table.drop_columns(["entry"]) for looked, table in laws.items()}
        answers = self.answered.setdefault(question, [])
        for before, rows in answers:
            if before == nameless:
                return rows
        rows = self._asked(question, book, laws)
        answers.append((nameless, rows))
        return rows

    def _asked(self, question: Question, book: LawBook, laws: Laws) -> dict[int, list[Row]]:
        self._law(book).forces()
        for looked, table in laws.items():
            self.backend.con.register(looked.table, table)
        names = {platform(number, case): number for number, case in self.cases.items()}
        found: dict[int, list[Row]] = {number: [] for number in self.cases}
        # A table is bound once, a relation twice.
        self.backend.con.execute(f"CREATE OR REPLACE TEMP TABLE said AS {question.query}")
        for row in self.backend.con.sql("FROM said").to_arrow_table().to_pylist():
            if row["worker_id"] in (WORKER, None):
                found[names[row["platform_id"]]].append(row)
        return {number: sorted(rows, key=_order) for number, rows in found.items()}

    def _said_of(self, looked: Looked, book: LawBook) -> pa.Table:
        said = (book.parameters[looked.key], book.tiers)
        known = self.known.setdefault(looked, [])
        for before, table in known:
            if before[0] is said[0] and before[1] is said[1]:
                return table
        table = self._law(book).said_of(looked)
        known.append((said, table))
        return table

    def _law(self, book: LawBook) -> LawOfCases:
        first, last = min(day for _, day in self.months), max(day for _, day in self.months)
        return LawOfCases(book, self.backend, self.prepared.areas, first, last, months=self.months)


def _order(row: Row) -> tuple[str, ...]:
    names = ("period_from", "detail_starts_at", "detail_debtor", "instrument", "detail_span", "subject_id")
    return tuple(str(row.get(name)) for name in names)


@contextmanager
def bench(cases: Mapping[int, Case]) -> Iterator[Bench]:
    """The facts of cases that hand over the same things."""
    one = next(iter(cases.values()))
    handover = _handover(tables_of(cases, one.missing), one.missing)
    book = load_law()
    prepared = prepare(handover, book, one.audit.last, since=one.audit.first)
    # A case tells of each subject by itself, also of those that would be counted together.
    habits = replace(prepared.habits, fine_spell_s=0, fine_day_s=0)
    derived = derive(prepared.tables, handover.zones, habits)
    small = {name: prepared.tables[name] for name in RECORDS}
    records = {**small, "handed": prepared.handed_over}
    backend, facts = open_facts(derived, records, book.calendar, one.audit.first, one.audit.last)
    try:
        yield Bench(cases, prepared, backend, facts, frozenset(_months(cases.values())))
    finally:
        backend.disconnect()


def _handover(tables: dict[str, pa.Table], missing: frozenset[str]) -> Handover:
    present = {
        name: frozenset(column for column in TABLES[name].by_name if f"{name}.{column}" not in missing)
        for name in tables
    }
    return Handover(tables, present, {}, Quality([], {}), [], "", {})


def _months(cases: Iterable[Case]) -> Iterator[tuple[str, date]]:
    """Every area of a case in every month from its first day to its last, and the months beside."""
    for case in cases:
        days = [day for span in days_of(case) for day in (span.first, span.last)]
        areas = {case.place, *(order.area for order in case.orders if order.area)}
        if case.worker and case.worker.area:
            areas.add(case.worker.area)
        month = month_first(min(days) - timedelta(days=1))
        while month <= max(days) + timedelta(days=1):
            yield from ((area, month) for area in areas)
            month = month_last(month) + timedelta(days=1)


def days_of(case: Case) -> list[Days]:
    """The days that a case speaks of: of its orders, sessions, deductions, periods and due days."""
    spans = [(o.accepted.date(), o.accepted.date() + o.days()[-1]) for o in case.orders]
    spans += [(o.completed.date(), o.completed.date() + o.days()[-1]) for o in case.orders if o.completed]
    spans += [(s.first.date(), s.last.date()) for s in case.sessions]
    spans += [(d.at.date(), d.at.date()) for d in case.deductions]
    spans += [(p.first, p.last) for p in (*case.payouts, *([case.settlement] if case.settlement else []))]
    return [Days.model_validate({"from": first, "to": last}) for first, last in spans]


def differences(case: Case, rows: list[Row]) -> list[str]:
    """Where the verdicts on a case are not those that stand in it; empty where they agree."""
    if len(rows) != len(case.expected):
        found = [(str(row["period_from"]), row["verdict"], row["reason"]) for row in rows]
        return [f"subjects: expected {len(case.expected)}, found {found}"]
    wrong: list[str] = []
    for expected, row in zip(case.expected, rows, strict=True):
        for name, wanted in _said(expected).items():
            got = row[name]
            if str(got) != str(wanted):
                wrong.append(f"{row['period_from']} {name}: expected {wanted!r}, found {got!r}")
    return wrong


_COLUMNS = {"shortfall": "shortfall_fen", "text": "instrument", "place_of_subject": "place"}


def _said(expected: Any) -> dict[str, object]:
    """The columns that an expectation speaks of, with what they should be."""
    said: dict[str, object] = {"verdict": expected.verdict, "reason": expected.reason}
    for name in ("measure", "threshold", "force", "would_be", "category_from", "shortfall", "text"):
        if name in expected.model_fields_set:
            said[_COLUMNS.get(name, name)] = getattr(expected, name)
    if expected.place_of_subject is not None:
        said["place"] = expected.place_of_subject
    return said | {f"detail_{name}": value for name, value in expected.detail.items()}
