"""Rights made into queries once, to be asked of the facts of one bucket after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version

import duckdb
import pyarrow as pa

from huhang.engine.derive import Habits, derive
from huhang.engine.facts import RECORDS, Surroundings, open_facts
from huhang.engine.judge import FORCES, Handed, LawOfAudit, convention, judge, table_of_forces
from huhang.engine.kept_queries import fetch_queries, keep_queries, name_of
from huhang.engine.parameters import parameter_table
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.places import NATION


@dataclass(frozen=True)
class PlannedRight:
    """A right as a query over facts: its columns are those of `judge`, `details` the names after detail_.

    `of_companies`: its subjects are companies, judged once the facts of all workers are added up. `subjects`
    is what tells how many subjects a row stands for.
    """

    name: str
    unit: str
    query: str
    details: tuple[str, ...]
    of_companies: bool = False
    subjects: str = "1"


@dataclass(frozen=True)
class Plan:
    """The queries of an audit, the tables of the law that they read, and the dated values in these."""

    rights: tuple[PlannedRight, ...]
    law: Mapping[str, pa.Table]

    @property
    def entries(self) -> Sequence[str]:
        """The names of all dated values that were consulted, for the receipt."""
        found: set[str] = set()
        for table in (table for name, table in self.law.items() if name != FORCES):
            found.update(str(entry) for entry in table.column("entry").drop_null().unique().to_pylist())
        return sorted(found)


@dataclass(frozen=True)
class _Made:
    """The queries of rights, and the parameters in the tables of the law that they read."""

    rights: tuple[PlannedRight, ...]
    keys: Mapping[str, tuple[str, bool]]


def make_plan(
    book: LawBook,
    rights: Sequence[str],
    places: Sequence[str],
    handed: Handed,
    areas: tuple[str, ...],
    reach: tuple[date, date],
    tables: Mapping[str, pa.Table],
    around: Surroundings,
    *,
    all_lists: bool = False,
) -> Plan:
    """Make the queries of rights at some places, or take those kept from an earlier run like this one.

    `reach` are the days whose law may be needed; `tables` and the records of `around` tell the columns; no
    row of them is read. Lists of details are made of what is told, or of everything (`all_lists`).
    """
    about = _about(book, rights, places, handed, areas, reach[1])
    name = name_of({**about, "all_lists": all_lists})
    kept = fetch_queries(name)
    if kept is None:
        made = _made(book, rights, places, handed, areas, reach, tables, around, all_lists)
        keep_queries(name, asdict(made))
    else:
        planned = [PlannedRight(**{**right, "details": tuple(right["details"])}) for right in kept["rights"]]
        made = _Made(tuple(planned), kept["keys"])
    law = {
        table: parameter_table(book, key, areas, *reach, each=each)
        for table, (key, each) in made.keys.items()
    }
    return Plan(made.rights, {**law, FORCES: table_of_forces(book)})


def _about(
    book: LawBook,
    rights: Sequence[str],
    places: Sequence[str],
    handed: Handed,
    areas: Sequence[str],
    last: date,
) -> dict[str, object]:
    """All that has a say in the text of the queries, beside the code."""
    conventions = {}
    for key in sorted(key for key, by_place in book.parameters.items() if NATION in by_place):
        with_value = any(isinstance(value.value, int) for value in book.parameters[key][NATION].values)
        conventions[key] = _convention(book, key, last) if with_value else None
    return {
        "rights": {name: book.rights[name].version for name in rights},
        "law": book.version,
        "conventions": conventions,
        "places": list(places),
        "areas": [] if NATION in places else list(areas),
        "columns": sorted(handed.columns),
        "tables": sorted(handed.tables),
        "versions": [version("ibis-framework"), duckdb.__version__],
    }


def _convention(book: LawBook, key: str, day: date) -> int | None:
    try:
        return convention(book, key, day)
    except KeyError:
        return None


def _made(
    book: LawBook,
    rights: Sequence[str],
    places: Sequence[str],
    handed: Handed,
    areas: tuple[str, ...],
    reach: tuple[date, date],
    tables: Mapping[str, pa.Table],
    around: Surroundings,
    all_lists: bool,
) -> _Made:
    nothing = derive({name: table.slice(0, 0) for name, table in tables.items()}, {}, Habits((1,), 0, 0))
    empty = {name: around.records[name].slice(0, 0) for name in (*RECORDS, "handed")}
    backend, facts = open_facts(nothing, empty, book.calendar, around.since, around.until)
    try:
        law = LawOfAudit(book, backend, areas, *reach)
        planned = []
        for name in rights:
            judged = judge(book.rights[name], facts, law, handed, places, all_lists=all_lists)
            columns = sorted(column for column in judged.columns if column.startswith("detail_"))
            details = tuple(column.removeprefix("detail_") for column in columns)
            query = str(backend.compile(judged))
            right = book.rights[name].right
            subjects = "subjects" if "subjects" in judged.columns else "1"
            of_companies = right.subject in OF_COMPANIES
            planned.append(PlannedRight(name, right.unit, query, details, of_companies, subjects))
        return _Made(tuple(planned), law.keys)
    finally:
        backend.disconnect()
