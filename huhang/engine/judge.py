"""A right over its subjects: needs, scope and place come before the answer of the rule itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from huhang.engine.parameters import parameter_table
from huhang.vocabulary.judging import Facts, Judgement, Listed, Test, decide
from huhang.vocabulary.law import OF_COMPANIES, LawBook, LoadedRight
from huhang.vocabulary.places import NATION, covers
from huhang.vocabulary.queries import ibis
from huhang.vocabulary.words import Outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

# Persons whose relation the law settles apart: category B as a what-if only, category A unknown.
FORCES = "law_forces"
OUTSIDE_STATUS = ("student", "pensioner", "over_age")
# What is told one by one; of the rest only the number.
TOLD = (str(Outcome.BROKEN), str(Outcome.SIGNAL), str(Outcome.UNKNOWN))
# Kinds of subject that are only there where times are, and what else leaves no rows to judge.
_OF_TIMES = ("spell", "group")
_NO_ROWS = ("not handed over", "completed_at missing")


@dataclass
class LawOfAudit:
    """The law at the places and days of one audit, as tables beside the facts.

    `keys` names for each table the parameter in it, and whether it has a row for every layer;
    `conventions` are those that were asked for, with what they are worth.
    """

    book: LawBook
    backend: Backend
    areas: tuple[str, ...]
    first: date
    last: date
    tables: dict[str, pa.Table] = field(default_factory=dict)
    keys: dict[str, tuple[str, bool]] = field(default_factory=dict)
    conventions: dict[str, int] = field(default_factory=dict)

    def value(self, key: str) -> ir.Table:
        """The parameter by area and day, from the nearest layer that sets it."""
        return self._table(key, each=False)

    def each(self, key: str) -> ir.Table:
        """The parameter by area and day, a row for every layer that sets it."""
        return self._table(key, each=True)

    def convention(self, key: str) -> int:
        """One of our own conventions."""
        self.conventions[key] = convention(self.book, key, self.last)
        return self.conventions[key]

    def forces(self) -> ir.Table:
        """The force of every text: _instrument and _force."""
        if FORCES not in self.tables:
            self.tables[FORCES] = table_of_forces(self.book)
            self.backend.con.register(FORCES, self.tables[FORCES])
        return self.backend.table(FORCES)

    def _table(self, key: str, *, each: bool) -> ir.Table:
        name = f"law_{'each' if each else 'nearest'}_{key.replace('.', '_')}"
        if name not in self.tables:
            rows = parameter_table(self.book, key, self.areas, self.first, self.last, each=each)
            self.backend.con.register(name, rows)
            self.tables[name] = rows
            self.keys[name] = (key, each)
        return self.backend.table(name)


def table_of_forces(book: LawBook) -> pa.Table:
    """The force of every text: _instrument and _force."""
    known = {name: str(found.force) for name, found in sorted(book.instruments.items())}
    return pa.table({"_instrument": list(known), "_force": list(known.values())})


def convention(book: LawBook, key: str, day: date) -> int:
    """One of our own conventions, which hold everywhere; KeyError where there is none."""
    for value in book.parameters[key][NATION].values:
        starts = value.from_day is None or value.from_day <= day
        if starts and (value.until_day is None or day <= value.until_day) and isinstance(value.value, int):
            return value.value
    raise KeyError(key)


@dataclass(frozen=True)
class Handed:
    """What was handed over: columns as "orders.pay_base_fen", and tables."""

    columns: frozenset[str]
    tables: frozenset[str]

    def missing(self, needs: Iterable[str]) -> str | None:
        """The first need that is not met, as a reason; None where all are."""
        for need in needs:
            table, column = need.split(".")
            if table not in self.tables:
                return f"{table} not handed over"
            if need not in self.columns:
                return f"{column} missing"
        return None


def judge(
    loaded: LoadedRight,
    facts: Facts,
    law: LawOfAudit,
    handed: Handed,
    places: Iterable[str],
    *,
    all_lists: bool = True,
) -> ir.Table:
    """Every subject of the right with its verdict, as the order of tests in rights.md has it.

    Columns: platform_id, worker_id, subject_kind, subject_id, place, period_from, period_to, category,
    category_from, verdict, reason, instrument, force, measure, threshold, shortfall_fen, would_be (the
    verdict of a person whose status lies outside, else null), told (whether it is told one by one, not only
    counted) and detail_*. Lists among these are empty where nothing is told, unless `all_lists`.
    """
    missing = handed.missing(loaded.right.needs)
    kind = loaded.right.subject
    if missing is not None and (missing.endswith(_NO_ROWS) or kind in _OF_TIMES):
        kind, judgement = _nobody_knows(facts, kind)
    else:
        judgement = loaded.rule(facts, law)
    decided = _selected(decide(judgement), tuple(places), law.areas)
    decided = decided.mutate(subject_kind=ibis.literal(kind))
    if missing is not None:
        decided = _lacking(decided, missing)
    else:
        decided = _own_business_apart(decided) if loaded.right.spares_own_business else decided
        decided = _status_apart(decided)
    decided = decided.mutate(told=decided.verdict.isin(TOLD) | decided.would_be.notnull())
    return _with_force(_with_lists(decided, judgement.lists(), all_lists), law.forces())


def _nobody_knows(facts: Facts, kind: str) -> tuple[str, Judgement]:
    """No table, no rows of it; no times, no spells and no groups: the periods of workers stand for them, or
    the months of companies."""
    by_company = kind in OF_COMPANIES
    kind, subjects = (
        ("company_month", facts.company_months) if by_company else ("worker_period", facts.periods)
    )
    zero = subjects.orders * 0
    nothing = ibis.null("string")
    return kind, Judgement(subjects, (Test(zero == 0, Outcome.UNKNOWN),), nothing, zero, zero)


def _selected(subjects: ir.Table, places: tuple[str, ...], areas: tuple[str, ...]) -> ir.Table:
    """Subjects of the places asked for; one whose place is not known is never left out."""
    if NATION in places:
        return subjects
    wanted = [area for area in areas if any(covers(place, area) for place in places)]
    return subjects.filter(subjects.place.isin(wanted) | subjects.place.isnull())


def _lacking(decided: ir.Table, missing: str) -> ir.Table:
    """A need that is not met: nothing can be said of anybody."""
    nothing = ibis.null("int64")
    return decided.mutate(
        verdict=ibis.literal(str(Outcome.UNKNOWN)),
        reason=ibis.literal(missing),
        would_be=ibis.null("string"),
        measure=nothing,
        threshold=nothing,
        shortfall_fen=nothing,
    )


def _own_business_apart(decided: ir.Table) -> ir.Table:
    """Own business is the first question of scope: only what the data leave open comes before it."""
    own = (decided.category == "C").fill_null(False) & ~decided.by_data
    source = ibis.ifelse(decided.category_from == "declaration", "declared", decided.category_from)
    reason = ibis.literal("own business (") + source + ")"
    return decided.mutate(
        verdict=ibis.ifelse(own, str(Outcome.NOT_APPLICABLE), decided.verdict),
        reason=ibis.ifelse(own, reason, decided.reason),
    )


def _status_apart(decided: ir.Table) -> ir.Table:
    """A status that lies outside is the next: what the rule says is then no more than what would be."""
    unknown, not_applicable = str(Outcome.UNKNOWN), str(Outcome.NOT_APPLICABLE)
    outside = decided.person_status.isin(OUTSIDE_STATUS).fill_null(False) & ~decided.by_data
    apart = outside & (decided.category == "B") & (decided.verdict != not_applicable)
    open_relation = outside & (decided.category == "A")
    return decided.mutate(
        would_be=ibis.ifelse(apart & (decided.verdict != unknown), decided.verdict, ibis.null("string")),
        verdict=ibis.cases((apart, not_applicable), (open_relation, unknown), else_=decided.verdict),
        reason=ibis.cases(
            (apart, ibis.literal("status: ") + decided.person_status),
            (open_relation, ibis.literal("status")),
            else_=decided.reason,
        ),
    )


def _with_lists(decided: ir.Table, lists: Mapping[str, Listed], of_all: bool) -> ir.Table:
    """Subjects with their lists: most are told of nobody, and a list costs more than all else of its rows."""
    told = decided if of_all else decided.filter(decided.told)
    for name, listed in lists.items():
        rows = listed.rows if of_all else listed.rows.semi_join(told, listed.key)
        line = ibis.struct({part: rows[column] for part, column in listed.shown.items()})
        found = rows.group_by(*listed.key).aggregate(
            found=line.collect(order_by=[rows[column] for column in listed.order])
        )
        found = found.rename({f"_{column}": column for column in listed.key})
        joined = decided.left_join(found, [decided[column] == found[f"_{column}"] for column in listed.key])
        none = ibis.literal([], type=joined.found.type())
        shown = joined.mutate(**{f"detail_{name}": joined.found.fill_null(none)})
        decided = shown.drop("found", *(f"_{column}" for column in listed.key))
    return decided


def _with_force(decided: ir.Table, forces: ir.Table) -> ir.Table:
    """The force of the operative text; a signal has none."""
    joined = decided.left_join(forces, decided.instrument == forces["_instrument"])
    force = joined.given_force.coalesce(joined["_force"])
    shown = joined.mutate(
        force=ibis.ifelse(joined.verdict == str(Outcome.SIGNAL), ibis.null("string"), force)
    )
    return shown.drop("_instrument", "_force")


def to_arrow(backend: Backend, table: ir.Table) -> pa.Table:
    """The rows of an expression."""
    rows = backend.to_pyarrow(table)
    assert isinstance(rows, pa.Table)
    return rows
