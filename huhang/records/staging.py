"""Rows checked by SQL, cell by cell, and turned into values: good rows, and the bad cells of the others."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import ARROW, SPECIAL

from huhang.records.arrange import ROW, Arranged
from huhang.records.canonical import canonical_json, canonical_list
from huhang.records.cells import SQL_TYPES, CellSql, TimeReading, cell_sql
from huhang.records.mapping import measure_factor
from huhang.records.plan import ATTEMPT_BY, Plan
from huhang.records.reading.raw import VALUE_SHOWN, file_of
from huhang.records.row_faults import CellFault
from huhang.records.rule_content import rule_fault
from huhang.records.schema import Column, Kind, Table
from huhang.records.zones import ZoneClock, zone_clock

# Cells that some rows need and others do not: when an empty cell is a fault, by table and column.
_NEEDED_WHEN: dict[tuple[str, str], str] = {
    ("orders", "worker_id"): "p_accepted_at IS NOT NULL OR p_status IN ('completed', 'open')",
    ("orders", "accepted_at"): (
        "p_status IN ('completed', 'open') OR (p_status = 'cancelled'"
        " AND coalesce(p_arrived_at, p_picked_up_at, p_completed_at) IS NOT NULL)"
    ),
}
# What is asked of a value that can be read, by table and column: the part that cannot be, and the reason.
_ASKED_OF: dict[tuple[str, str], tuple[str, str]] = {
    ("rules", "content"): ("rule_fault", "bad_rule_content"),
}


@dataclass(frozen=True)
class Staged:
    """What came of rows: the good ones under the columns handed over, bad cells, times that occurred twice.

    `rows` has the row number beside the columns of the table; `ambiguous` counts by file.
    """

    rows: pa.Table
    faults: list[CellFault]
    ambiguous: Counter[int]


def open_staging(known_areas: frozenset[str] | None) -> duckdb.DuckDBPyConnection:
    """A connection in which rows can be staged; with `known_areas` None every area is taken as known."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET TimeZone = 'UTC'")
    connection.create_function(
        "canonical_json", canonical_json, ["VARCHAR"], "VARCHAR", null_handling=SPECIAL
    )
    connection.create_function("rule_fault", rule_fault, ["VARCHAR"], "VARCHAR")
    connection.create_function("canonical_list", canonical_list, ["VARCHAR"], "VARCHAR")
    if known_areas is None:
        connection.execute("CREATE MACRO is_known_area(code) AS true")
    else:
        connection.register("_areas", pa.table({"code": pa.array(sorted(known_areas), pa.string())}))
        connection.execute("CREATE TABLE known_areas AS SELECT code FROM _areas")
        connection.execute("CREATE MACRO is_known_area(c) AS c IN (SELECT code FROM known_areas)")
    return connection


def stage(connection: duckdb.DuckDBPyConnection, arranged: Arranged, plan: Plan) -> Staged:
    """Check the rows of files with one plan."""
    clock = zone_clock(plan.mapping.zone)
    cells = _cells(plan, clock)
    _name_clock(connection, clock)
    plain = {ROW, ATTEMPT_BY}
    names = [name if name in plain else f"x_{name}" for name in arranged.texts.column_names]
    connection.register("arrived", arranged.texts.rename_columns(names))
    rows = _good(connection, plan, cells)
    connection.register("kept", rows.select([ROW]))
    faults = list(arranged.faults)
    if rows.num_rows < arranged.texts.num_rows:
        faults += _faults(connection, plan, cells)
    ambiguous = _ambiguous(connection, cells, clock)
    connection.unregister("kept")
    connection.unregister("arrived")
    return Staged(rows, faults, ambiguous)


def _cells(plan: Plan, clock: ZoneClock) -> dict[str, CellSql]:
    """The SQL of every column that the file has."""
    times = TimeReading(clock.fixed_offset, plan.mapping.time_format, plan.mapping.year)
    cells = {}
    for column in plan.table.columns:
        if column.name in plan.called or column.name in plan.told:
            unit = plan.unit_of(column)
            factor = measure_factor(column, unit) if unit else (1, 1)
            cells[column.name] = cell_sql(column, unit, factor, times, mapped=plan.mapped)
    return cells


def _valued(plan: Plan, cells: dict[str, CellSql]) -> str:
    """SQL of the rows that arrived with the "p_" values of all columns beside their texts."""
    values = ", ".join(
        f'{cells[column.name].value} AS "p_{column.name}"'
        if column.name in cells
        else f'CAST(NULL AS {SQL_TYPES.get(column.kind, "VARCHAR")}) AS "p_{column.name}"'
        for column in plan.table.columns
    )
    return f"SELECT *, {values} FROM arrived"


def _reason(table: Table, name: str, cell: CellSql) -> str:
    """SQL of the reason why a cell is bad, with what depends on other cells of the row."""
    asked = _ASKED_OF.get((table.name, name))
    if asked is not None:
        function, reason = asked
        return f"coalesce({cell.reason}, CASE WHEN {function}(\"p_{name}\") <> '' THEN '{reason}' END)"
    needed = _NEEDED_WHEN.get((table.name, name))
    if needed is None:
        return cell.reason
    return f"CASE WHEN \"x_{name}\" IS NULL AND ({needed}) THEN 'missing' ELSE {cell.reason} END"


def _good(connection: duckdb.DuckDBPyConnection, plan: Plan, cells: dict[str, CellSql]) -> pa.Table:
    """The rows without a bad cell, in the types of their columns."""
    columns = [plan.table.by_name[name] for name in cells]
    values = ", ".join(f'{_unpacked(column)} AS "{column.name}"' for column in columns)
    numbering = f", {ATTEMPT_BY}" if plan.mapping.attempt_by else ""
    reasons = ", ".join(_reason(plan.table, name, cell) for name, cell in cells.items())
    query = (
        f"SELECT {ROW}{numbering}, {values} FROM ({_valued(plan, cells)}) WHERE coalesce({reasons}) IS NULL"
    )
    found = cast(pa.Table, connection.sql(query).to_arrow_table())
    kinds = {column.name: column.staged_type for column in columns}
    return pa.table({name: _typed(found.column(name), kinds.get(name)) for name in found.column_names})


def _unpacked(column: Column) -> str:
    """SQL of a value, lists no longer as JSON."""
    value = f'"p_{column.name}"'
    return f"from_json({value}, '[\"VARCHAR\"]')" if column.kind is Kind.LIST else value


def _typed(column: Any, kind: pa.DataType | None) -> Any:
    """A column as one array in the type in which it waits to be merged."""
    whole = column.combine_chunks()
    if kind is None:
        return whole
    return pc.dictionary_encode(whole) if pa.types.is_dictionary(kind) else whole.cast(kind)


def _faults(connection: duckdb.DuckDBPyConnection, plan: Plan, cells: dict[str, CellSql]) -> list[CellFault]:
    """The bad cells of the rows that were not kept, with the text handed over."""
    told = ", ".join(f'{_reason(plan.table, name, cell)} AS "r_{name}"' for name, cell in cells.items())
    connection.execute(
        f"CREATE TEMP TABLE bad AS SELECT *, {told} FROM ({_valued(plan, cells)}) "
        f"WHERE {ROW} NOT IN (SELECT {ROW} FROM kept)"
    )
    faults: list[CellFault] = []
    for name in cells:
        shown = f'"x_{name}"'
        if (plan.table.name, name) in _ASKED_OF:
            function, reason = _ASKED_OF[plan.table.name, name]
            shown = f'CASE "r_{name}" WHEN \'{reason}\' THEN {function}("p_{name}") ELSE {shown} END'
        query = f'SELECT {ROW}, {shown}, "r_{name}" FROM bad WHERE "r_{name}" IS NOT NULL'
        for row, text, reason in connection.execute(query).fetchall():
            faults.append(CellFault(row, plan.name_of(name), (text or "")[:VALUE_SHOWN], reason))
    connection.execute("DROP TABLE bad")
    return faults


def _name_clock(connection: duckdb.DuckDBPyConnection, clock: ZoneClock) -> None:
    """Make "local_to_utc" and "occurs_twice" those of a zone whose clock changes."""
    if clock.fixed_offset is not None:
        return

    def to_utc(local: Any) -> Any:
        known, missing = _numbers(local)
        seconds, skipped = clock.to_utc(known)
        return pa.array(seconds, mask=missing | skipped)

    def occurs_twice(local: Any) -> Any:
        known, missing = _numbers(local)
        return pa.array(clock.occurs_twice(known) & ~missing)

    for name, function, kind in (
        ("local_to_utc", to_utc, "BIGINT"),
        ("occurs_twice", occurs_twice, "BOOLEAN"),
    ):
        if connection.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = ?", [name]).fetchone():
            connection.remove_function(name)
        connection.create_function(name, function, ["BIGINT"], kind, type=ARROW, null_handling=SPECIAL)


def _numbers(column: Any) -> tuple[Any, Any]:
    """Whole numbers of an Arrow column with 0 where missing, and where they are missing."""
    missing = np.asarray(column.is_null())
    return np.asarray(column.fill_null(0)).astype(np.int64), missing


def _ambiguous(
    connection: duckdb.DuckDBPyConnection, cells: dict[str, CellSql], clock: ZoneClock
) -> Counter[int]:
    """How many good cells of each file hold a local time that the clock showed twice."""
    local_times = [cell.local for cell in cells.values() if cell.local is not None]
    if clock.fixed_offset is not None or not local_times:
        return Counter()
    asked = " + ".join(f"count(*) FILTER (occurs_twice({local}))" for local in local_times)
    query = (
        f"SELECT {file_of(ROW)}, {asked} FROM arrived WHERE {ROW} IN (SELECT {ROW} FROM kept) GROUP BY ALL"
    )
    return Counter({int(index): int(count) for index, count in connection.execute(query).fetchall()})
