"""The engine's verdicts on rows in memory: facts derived in one go, then every right over them.

The queries of a right are kept from one test to the next, as they are from one audit to the next.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa

from huhang.engine.buckets import DERIVED_FROM
from huhang.engine.derive import Habits, derive
from huhang.engine.facts import RECORDS, Surroundings, calendar_table, open_facts
from huhang.engine.fine_premiums import fine_premiums
from huhang.engine.judge import Handed as HandedColumns
from huhang.engine.plan import make_plan
from huhang.law.loader import load_law
from huhang.records.tables import TABLES
from huhang.vocabulary.places import NATION
from tests.oracle.handing_over import arrow_tables
from tests.oracle.second_sets import agreed_changes
from tests.oracle.standing import Audit
from tests.oracle.streams import Handed

RIGHTS = (
    *("pay/hourly_floor", "pay/on_time", "pay/in_full", "pay/holiday_premium"),
    *("time/continuous", "time/weekly_rest"),
)
ENGINE_TABLES = tuple(dict.fromkeys((*DERIVED_FROM, *RECORDS)))
SPEAKING = ("deductions", "payouts", "sessions", "rest_prompts", "insurances")
SPARE = timedelta(days=60)


def _habits(handed: Sequence[Handed], audit: Audit) -> Habits:
    breaks = {
        int(rule["content"]["least_break_min"]) * 60
        for one in handed
        for rule in one.rows("rules")
        if "least_break_min" in rule["content"]
    }
    allowance = {one.platform_id: agreed_changes(one.rows("rules")) for one in handed}
    filed = {name: changes for name, changes in allowance.items() if changes}
    days = (audit.since, audit.until)
    return Habits((1200, *sorted(breaks - {1200})), 2 * 3600, 6 * 3600, filed, days)


def _handed_over(handed: Sequence[Handed]) -> pa.Table:
    """A row per platform: whether it handed over the tables that may be missing."""
    columns: dict[str, list[object]] = {"platform_id": [one.platform_id for one in handed]}
    for name in SPEAKING:
        columns[name] = [name in one.tables for one in handed]
    return pa.table(columns)


def verdicts(
    handed: Sequence[Handed], audit: Audit, rights: Sequence[str] = RIGHTS, *, all_lists: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Every subject of the rights with its verdict."""
    tables = arrow_tables(handed, ENGINE_TABLES)
    book = load_law()
    areas = {str(code) for code in tables["orders"].column("area_code").unique().to_pylist()}
    homes = {str(code) for code in tables["workers"].column("work_area_code").unique().to_pylist() if code}
    reach = (audit.since - SPARE, audit.until + SPARE)
    fine = fine_premiums(book, tables["rules"], areas, *reach)
    derived = derive(tables, {}, replace(_habits(handed, audit), fine_premiums=fine))
    records = {name: tables[name] for name in RECORDS}
    records["handed"] = _handed_over(handed)
    backend, _ = open_facts(derived, records, book.calendar, audit.since, audit.until)
    # Somebody always hands payouts over; whose none are is told by platform.
    there = {"payouts", *(name for one in handed for name in one.tables)}
    columns = {f"{name}.{column}" for name in there for column in TABLES[name].by_name}
    found = HandedColumns(frozenset(columns), frozenset(there))
    around = Surroundings(records, calendar_table(book.calendar, *reach), audit.since, audit.until)
    told: dict[str, list[dict[str, Any]]] = {}
    try:
        for name in rights:
            plan = make_plan(
                book, (name,), (NATION,), found, tuple(sorted(areas | homes)), reach, tables, around,
                all_lists=all_lists,
            )  # fmt: skip
            for key, table in plan.law.items():
                backend.con.register(key, table)
            (planned,) = plan.rights
            # A table is bound once, a relation twice.
            backend.con.execute(f"CREATE OR REPLACE TEMP TABLE said AS {planned.query}")
            told[name] = backend.con.sql("FROM said").to_arrow_table().to_pylist()
    finally:
        backend.disconnect()
    return told
