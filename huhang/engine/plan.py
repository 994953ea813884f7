"""Rights made into queries once, to be asked of the facts of one bucket after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from huhang.engine.derive import Habits, derive
from huhang.engine.facts import RECORDS, Surroundings, open_facts
from huhang.engine.judge import Handed, LawOfAudit, judge
from huhang.vocabulary.law import OF_COMPANIES, LawBook


@dataclass(frozen=True)
class PlannedRight:
    """A right as a query over facts: its columns are those of `judge`, `details` the names after detail_.

    `of_companies`: its subjects are companies, judged once the facts of all workers are added up. `counted`
    is what tells how many subjects some rows stand for.
    """

    name: str
    unit: str
    query: str
    details: tuple[str, ...]
    of_companies: bool = False
    counted: str = "count(*)"


@dataclass(frozen=True)
class Plan:
    """The queries of an audit, the tables of the law that they read, and the dated values in these."""

    rights: tuple[PlannedRight, ...]
    law: Mapping[str, pa.Table]
    entries: Sequence[str]


def make_plan(
    book: LawBook,
    rights: Sequence[str],
    places: Sequence[str],
    handed: Handed,
    areas: tuple[str, ...],
    reach: tuple[date, date],
    tables: Mapping[str, pa.Table],
    around: Surroundings,
) -> Plan:
    """Make the queries of rights at some places; `reach` are the days whose law may be needed.

    `tables` and the records of `around` tell the columns; no row of them is read.
    """
    nothing = derive({name: table.slice(0, 0) for name, table in tables.items()}, {}, Habits((1,), 0, 0))
    empty = {name: around.records[name].slice(0, 0) for name in (*RECORDS, "handed")}
    backend, facts = open_facts(nothing, empty, book.calendar, around.since, around.until)
    try:
        law = LawOfAudit(book, backend, areas, *reach)
        planned = []
        for name in rights:
            judged = judge(book.rights[name], facts, law, handed, places)
            columns = sorted(column for column in judged.columns if column.startswith("detail_"))
            details = tuple(column.removeprefix("detail_") for column in columns)
            query = str(backend.compile(judged))
            right = book.rights[name].right
            counted = "sum(subjects)::BIGINT" if "subjects" in judged.columns else "count(*)"
            of_companies = right.subject in OF_COMPANIES
            planned.append(PlannedRight(name, right.unit, query, details, of_companies, counted))
        return Plan(tuple(planned), law.tables, law.entries())
    finally:
        backend.disconnect()
