"""The facts of workers in one database, made into the subjects that rights judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from huhang.engine.alike_queries import ALIKE, DAYS, alike_query
from huhang.engine.asking import fetch, run
from huhang.engine.company_facts import CompanyFacts, company_facts, lay_out_companies
from huhang.engine.month_queries import MONTH_SUBJECTS, MONTHS
from huhang.engine.order_queries import COMPANY_SUBJECTS
from huhang.engine.shared_queries import SHARED, SUBJECTS, WITH_STANDING
from huhang.engine.whose_rows import WHOSE, WhoseRows
from huhang.vocabulary.days import WorkCalendar, each_day
from huhang.vocabulary.judging import Facts
from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

DERIVED = (
    *("worker_days", "seconds", "pay_days", "deduction_days", "spells", "like_spells"),
    *("weeks", "runs", "debtor_days", "prompts", "prompted_orders"),
)
# The record tables that rights look into beside the derived facts, and what each company handed over.
RECORDS = ("workers", "agreements", "payouts", "rules", "leaves")
# Of these the rows of a worker are found; the other records are needed whole.
_OF_WORKERS = ("workers", "agreements", "payouts", "leaves")
_SUBJECTS = (*SUBJECTS, *MONTH_SUBJECTS, "days")
_SHARED = (
    "period_seconds",
    "period_deductions",
    "filed_rules",
    "month_deductions",
    "period_cuts",
    "period_days",
    "pay_days",
    *COMPANY_SUBJECTS,
)


@dataclass(frozen=True)
class Surroundings:
    """What the facts of workers stand in: small records and `handed`, the calendar, the days of the audit.

    `companies` are the tables that speak of whole companies (company.py), none where the workers at hand
    are all there are. `fine` are the lengths, in seconds, that no rule forbids a spell or a day: by the name
    of the variable that queries read.
    """

    records: Mapping[str, pa.Table]
    calendar: pa.Table
    since: date
    until: date
    companies: Mapping[str, pa.Table] = field(default_factory=dict)
    fine: Mapping[str, int] = field(default_factory=lambda: {"fine_spell_s": 0, "fine_day_s": 0})

    @cached_property
    def of_workers(self) -> WhoseRows:
        """The records of which each group of workers is asked for its own."""
        return WhoseRows({name: self.records[name] for name in _OF_WORKERS})


def open_facts(
    derived: Mapping[str, pa.Table],
    records: Mapping[str, pa.Table],
    calendar: WorkCalendar,
    since: date,
    until: date,
) -> tuple[Backend, Facts]:
    """A database with all facts, and the tables that rights query.

    `derived` are the tables of `derive` of all workers, `records` the tables of RECORDS and
    `handed` (empty where not handed over). The caller disconnects the database when done.
    """
    backend = ibis.duckdb.connect()
    # Ibis still writes lambdas with an arrow.
    backend.con.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    around = Surroundings(records, calendar_table(calendar, since, until), since, until)
    for name in RECORDS:
        backend.con.register(name, records[name])
    judge_alike(backend.con, _lay_out(backend.con, derived, around))
    companies = CompanyFacts()
    companies.add(company_facts(derived))
    lay_out_companies(backend.con, companies.tables())
    shared = {name: backend.table(name) for name in _SHARED}
    return backend, Facts(**shared, **{name: backend.table(f"{name}_judged") for name in _SUBJECTS})


def lay_out_facts(
    db: duckdb.DuckDBPyConnection, derived: Mapping[str, pa.Table], crew: pa.Table, around: Surroundings
) -> dict[str, pa.Table]:
    """Make the tables that rights query, for the workers of `crew` (platform_id, worker_id) alone.

    The database holds on to nothing of `derived` that no right asks for. Returns the subjects that are alike,
    which may be added up over many crews before they are judged.
    """
    db.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    db.register("crew", crew)
    for name, table in around.of_workers.around(crew, db).items():
        db.register(f"some_{name}", table)
        run(db, f"CREATE TABLE {name} AS FROM some_{name} SEMI JOIN crew USING ({', '.join(WHOSE)})")
        db.unregister(f"some_{name}")
    db.register("rules", around.records["rules"])
    alike = _lay_out(db, derived, around)
    for name in DERIVED:
        if name not in _SHARED:
            db.unregister(name)
    return alike


def judge_alike(db: duckdb.DuckDBPyConnection, alike: Mapping[str, pa.Table]) -> None:
    """Put subjects that are alike beside those that rights judge one by one."""
    for name, subjects in alike.items():
        db.register(f"alike_{name}", subjects)
        run(db, f"INSERT INTO {name}_judged BY NAME FROM alike_{name}")


def lay_out_company_facts(
    db: duckdb.DuckDBPyConnection, added: Mapping[str, pa.Table], around: Surroundings
) -> None:
    """Make the tables that rights of companies query, from the facts of all workers added up."""
    db.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    db.register("rules", around.records["rules"])
    _set_days(db, around)
    run(db, f"CREATE TABLE filed_rules AS {SHARED['filed_rules']}")
    lay_out_companies(db, added)


def _set_days(db: duckdb.DuckDBPyConnection, around: Surroundings) -> None:
    db.register("handed", around.records["handed"])
    days = f"SET VARIABLE since = DATE '{around.since}'; SET VARIABLE until = DATE '{around.until}'"
    fine = "".join(f"; SET VARIABLE {name} = {seconds}" for name, seconds in around.fine.items())
    db.execute(f"SET TimeZone = 'UTC'; {days}{fine}")


def _lay_out(
    db: duckdb.DuckDBPyConnection, derived: Mapping[str, pa.Table], around: Surroundings
) -> dict[str, pa.Table]:
    for name in DERIVED:
        db.register(name, derived[name])
    db.register("calendar", around.calendar)
    _set_days(db, around)
    for name, table in around.companies.items():
        db.register(name, table)
    # Queries have the smaller side of a join on the right: DuckDB guesses worse.
    db.execute("SET disabled_optimizers = 'build_side_probe_side'")
    queries = {**SHARED, **MONTHS, "all_days": DAYS}
    subjects = {name: queries.pop(f"all_{name}") for name in _SUBJECTS}
    for name, query in queries.items():
        if name not in around.companies:
            run(db, f"CREATE TABLE {name} AS {query}")
    for name, subject in subjects.items():
        run(db, f"CREATE TABLE {name}_judged AS {WITH_STANDING.format(subjects=f'({subject})')}")
    return {name: fetch(db, alike_query(name, WITH_STANDING)) for name in ALIKE}


def calendar_table(calendar: WorkCalendar, since: date, until: date) -> pa.Table:
    """One row per day around the audit: day, statutory, workday (null where the year is not known), and
    workday_on_or_before (null likewise)."""
    known = calendar.known_years or {since.year}
    first = date(min(since.year, min(known)), 1, 1)
    last = date(max(until.year + 1, max(known)), 12, 31)
    days = each_day(first, last)
    workday = [calendar.is_workday(day) if calendar.is_known(day) else None for day in days]
    before: list[date | None] = []
    for day, works in zip(days, workday, strict=True):
        before.append(None if works is None else day if works else before[-1] if before else None)
    return pa.table(
        {
            "day": pa.array(days, pa.date32()),
            "statutory": pa.array([day in calendar.statutory for day in days]),
            "workday": pa.array(workday, pa.bool_()),
            "workday_on_or_before": pa.array(before, pa.date32()),
        }
    )
