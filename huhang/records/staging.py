"""One file's rows checked and turned into values: good rows join their table, bad cells are listed."""

import json
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import ARROW, SPECIAL

from huhang.records.arrange import ATTEMPT_BY, ROW, Arranged
from huhang.records.cells import SQL_TYPES, CellSql, TimeReading, cell_sql
from huhang.records.mapping import TableMapping, measure_factor
from huhang.records.reading.raw import VALUE_SHOWN
from huhang.records.row_faults import CellFault
from huhang.records.rule_content import rule_fault
from huhang.records.schema import Kind, Table
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
    """What came of one file: its bad cells, and local times that occurred twice."""

    faults: list[CellFault]
    ambiguous_times: int


def open_staging(known_areas: frozenset[str] | None) -> duckdb.DuckDBPyConnection:
    """A connection in which files can be staged; with `known_areas` None every area is taken as known."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    connection.create_function(
        "canonical_json", canonical_json, ["VARCHAR"], "VARCHAR", null_handling=SPECIAL
    )
    connection.create_function("rule_fault", rule_fault, ["VARCHAR"], "VARCHAR")
    connection.create_function("canonical_list", _canonical_list, ["VARCHAR"], "VARCHAR")
    if known_areas is None:
        connection.execute("CREATE MACRO is_known_area(code) AS true")
    else:
        connection.register("_areas", pa.table({"code": pa.array(sorted(known_areas), pa.string())}))
        connection.execute("CREATE TABLE known_areas AS SELECT code FROM _areas")
        connection.execute("CREATE MACRO is_known_area(c) AS c IN (SELECT code FROM known_areas)")
    return connection


def stage(
    connection: duckdb.DuckDBPyConnection,
    arranged: Arranged,
    table: Table,
    mapping: TableMapping,
    file_index: int,
    *,
    mapped: bool,
) -> Staged:
    """Check the rows of one file and add the good ones to the table "rows_<name>"."""
    clock = zone_clock(mapping.zone)
    cells = _cells(arranged, table, mapping, clock, mapped=mapped)
    _name_clock(connection, clock)
    plain = {ROW, ATTEMPT_BY}
    names = [name if name in plain else f"x_{name}" for name in arranged.texts.column_names]
    connection.register("arrived", arranged.texts.rename_columns(names))
    kept = _keep_good(connection, arranged, table, cells, file_index)
    faults = list(arranged.faults)
    if kept < arranged.texts.num_rows:
        faults += _faults(connection, arranged, table, cells, file_index)
    ambiguous = _ambiguous(connection, table, cells, clock, file_index)
    connection.unregister("arrived")
    return Staged(faults, ambiguous)


def _cells(
    arranged: Arranged, table: Table, mapping: TableMapping, clock: ZoneClock, *, mapped: bool
) -> dict[str, CellSql]:
    """The SQL of every column that the file has."""
    times = TimeReading(clock.fixed_offset, mapping.time_format, mapping.year)
    cells = {}
    for name in arranged.texts.column_names:
        if name in {ROW, ATTEMPT_BY}:
            continue
        column = table.by_name[name]
        unit = arranged.units.get(name, "iso" if column.kind is Kind.TIME else "")
        factor = measure_factor(column, unit) if unit else (1, 1)
        cells[name] = cell_sql(column, unit, factor, times, mapped=mapped)
    return cells


def _valued(arranged: Arranged, table: Table, cells: dict[str, CellSql]) -> str:
    """SQL of the rows that arrived with the "p_" values of all columns beside their texts."""
    values = ", ".join(
        f'{cells[column.name].value} AS "p_{column.name}"'
        if column.name in cells
        else f'CAST(NULL AS {SQL_TYPES.get(column.kind, "VARCHAR")}) AS "p_{column.name}"'
        for column in table.columns
    )
    numbered = ATTEMPT_BY in arranged.texts.column_names
    attempt = "" if numbered else f", NULL::VARCHAR AS {ATTEMPT_BY}"
    return f"SELECT *{attempt}, {values} FROM arrived"


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


def _keep_good(
    connection: duckdb.DuckDBPyConnection,
    arranged: Arranged,
    table: Table,
    cells: dict[str, CellSql],
    file_index: int,
) -> int:
    """Add the rows without a bad cell to the rows of their table, with file and row; tells how many."""
    values = ", ".join(f'"p_{column.name}" AS "{column.name}"' for column in table.columns)
    source = _valued(arranged, table, cells)
    query = f"SELECT {file_index} AS _file, {ROW}, {ATTEMPT_BY}, {values} FROM ({source})"
    reasons = ", ".join(_reason(table, name, cell) for name, cell in cells.items())
    connection.execute(f"CREATE TABLE IF NOT EXISTS rows_{table.name} AS {query} LIMIT 0")
    added = connection.execute(f"INSERT INTO rows_{table.name} {query} WHERE coalesce({reasons}) IS NULL")
    return int(added.fetchall()[0][0])


def _faults(
    connection: duckdb.DuckDBPyConnection,
    arranged: Arranged,
    table: Table,
    cells: dict[str, CellSql],
    file_index: int,
) -> list[CellFault]:
    """The bad cells of the rows that were not kept, with the text handed over."""
    told = ", ".join(f'{_reason(table, name, cell)} AS "r_{name}"' for name, cell in cells.items())
    kept = f"SELECT {ROW} FROM rows_{table.name} WHERE _file = {file_index}"
    connection.execute(
        f"CREATE TEMP TABLE bad AS SELECT *, {told} FROM ({_valued(arranged, table, cells)}) "
        f"WHERE {ROW} NOT IN ({kept})"
    )
    faults: list[CellFault] = []
    for name in cells:
        shown = f'"x_{name}"'
        if (table.name, name) in _ASKED_OF:
            function, reason = _ASKED_OF[table.name, name]
            shown = f'CASE "r_{name}" WHEN \'{reason}\' THEN {function}("p_{name}") ELSE {shown} END'
        query = f'SELECT {ROW}, {shown}, "r_{name}" FROM bad WHERE "r_{name}" IS NOT NULL'
        for row, text, reason in connection.execute(query).fetchall():
            faults.append(CellFault(row, arranged.called[name], (text or "")[:VALUE_SHOWN], reason))
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
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    cells: dict[str, CellSql],
    clock: ZoneClock,
    file_index: int,
) -> int:
    """How many good cells hold a local time that the clock showed twice."""
    if clock.fixed_offset is not None:
        return 0
    local_times = [cell.local for cell in cells.values() if cell.local is not None]
    if not local_times:
        return 0
    asked = " + ".join(f"count(*) FILTER (occurs_twice({local}))" for local in local_times)
    kept = f"SELECT {ROW} FROM rows_{table.name} WHERE _file = {file_index}"
    found = connection.execute(f"SELECT {asked} FROM arrived WHERE {ROW} IN ({kept})").fetchall()
    return int(found[0][0])


def canonical_json(text: str | None) -> str | None:
    """JSON with sorted keys and no blanks, so that equal contents are equal texts; None where it is none."""
    if text is None:
        return None
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _canonical_list(text: str) -> str:
    """A list as JSON, from JSON or from words between semicolons or bars."""
    content = json.loads(text) if canonical_json(text) is not None and text.startswith("[") else None
    words = content if isinstance(content, list) else text.replace("；", ";").replace("|", ";").split(";")
    return json.dumps([word for word in (str(word).strip() for word in words) if word], ensure_ascii=False)
