"""The facts of all buckets in one database, made into the subjects that rights judge."""

from collections.abc import Mapping
from datetime import date

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from huhang.engine.month_queries import MONTH_SUBJECTS, MONTHS
from huhang.engine.shared_queries import SHARED, SUBJECTS, WITH_STANDING
from huhang.vocabulary.days import WorkCalendar, each_day
from huhang.vocabulary.judging import Facts

DERIVED = ("worker_days", "seconds", "pay_days", "deduction_days", "spells")
# The record tables that rights look into beside the derived facts, and what each company handed over.
RECORDS = ("workers", "agreements", "payouts", "rules", "leaves", "rest_prompts", "insurances")
_SUBJECTS = (*SUBJECTS, *MONTH_SUBJECTS)
_SHARED = (
    "period_seconds",
    "period_deductions",
    "filed_rules",
    "month_deductions",
    "period_cuts",
    "period_kinds",
)


def open_facts(
    derived: Mapping[str, pa.Table],
    records: Mapping[str, pa.Table],
    calendar: WorkCalendar,
    since: date,
    until: date,
) -> tuple[Backend, Facts]:
    """A database with all facts, and the tables that rights query.

    `derived` are the concatenated tables of `derive`, `records` the tables of RECORDS and
    `handed` (empty where not handed over). The caller disconnects the database when done.
    """
    backend = ibis.duckdb.connect()
    db = backend.con
    # Ibis still writes lambdas with an arrow.
    db.execute("SET TimeZone = 'UTC'; SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    for name, table in {name: derived[name] for name in DERIVED}.items():
        db.register(name, table)
    for name in (*RECORDS, "handed"):
        db.register(name, records[name])
    db.register("calendar", calendar_table(calendar, since, until))
    db.execute(f"SET VARIABLE since = DATE '{since}'; SET VARIABLE until = DATE '{until}'")
    for name, query in {**SHARED, **MONTHS}.items():
        db.execute(f"CREATE TABLE {name} AS {query}")
    for name in _SUBJECTS:
        db.execute(f"CREATE TABLE {name}_judged AS {WITH_STANDING.format(subjects=f'all_{name}')}")
    shared = {name: backend.table(name) for name in _SHARED}
    return backend, Facts(**shared, **{name: backend.table(f"{name}_judged") for name in _SUBJECTS})


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
