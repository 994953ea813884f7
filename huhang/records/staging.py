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
    connection.execute(_staging_sql(arranged, table, cells))
    faults = [*arranged.faults, *_faults(connection, arranged, list(cells))]
    _keep_good(connection, table, file_index)
    ambiguous = _ambiguous(connection, cells, clock)
    connection.execute("DROP TABLE staged")
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


def _staging_sql(arranged: Arranged, table: Table, cells: dict[str, CellSql]) -> str:
    """SQL that makes the table "staged": row number, "p_" values of all columns, "r_" reasons."""
    texts = ", ".join(f'"x_{name}"' for name in cells)
    values = ", ".join(
        f'{cells[column.name].value} AS "p_{column.name}"'
        if column.name in cells
        else f'CAST(NULL AS {SQL_TYPES.get(column.kind, "VARCHAR")}) AS "p_{column.name}"'
        for column in table.columns
    )
    attempt = (
        f'"{ATTEMPT_BY}"' if ATTEMPT_BY in arranged.texts.column_names else f"NULL::VARCHAR AS {ATTEMPT_BY}"
    )
    kept = ", ".join(f'"p_{column.name}"' for column in table.columns)
    reasons = ", ".join(f'{_reason(table, name, cell)} AS "r_{name}"' for name, cell in cells.items())
    return (
        f"CREATE TEMP TABLE staged AS SELECT {ROW}, {ATTEMPT_BY}, {kept}, {reasons} "
        f"FROM (SELECT {ROW}, {attempt}, {texts}, {values} FROM arrived)"
    )


def _reason(table: Table, name: str, cell: CellSql) -> str:
    """SQL of the reason why a cell is bad, with what depends on other cells of the row."""
    needed = _NEEDED_WHEN.get((table.name, name))
    if needed is None:
        return cell.reason
    return f"CASE WHEN \"x_{name}\" IS NULL AND ({needed}) THEN 'missing' ELSE {cell.reason} END"


def _faults(connection: duckdb.DuckDBPyConnection, arranged: Arranged, names: list[str]) -> list[CellFault]:
    """The bad cells of the staged rows, with the text handed over."""
    counts = connection.execute(
        "SELECT " + ", ".join(f'count("r_{name}")' for name in names) + " FROM staged"
    ).fetchone()
    bad = [name for name, count in zip(names, counts or (), strict=True) if count]
    faults: list[CellFault] = []
    for name in bad:
        found = connection.execute(
            f'SELECT s.{ROW}, a."x_{name}", s."r_{name}" FROM staged s JOIN arrived a USING ({ROW}) '
            f'WHERE s."r_{name}" IS NOT NULL'
        ).fetchall()
        called = arranged.called[name]
        faults += [CellFault(row, called, (text or "")[:VALUE_SHOWN], reason) for row, text, reason in found]
    if bad:
        good = " AND ".join(f'"r_{name}" IS NULL' for name in bad)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM staged WHERE {good}")
    return faults


def _keep_good(connection: duckdb.DuckDBPyConnection, table: Table, file_index: int) -> None:
    """Add the staged rows to the rows of their table, with the file and row that they come from."""
    values = ", ".join(f'"p_{column.name}" AS "{column.name}"' for column in table.columns)
    query = f"SELECT {file_index} AS _file, {ROW}, {ATTEMPT_BY}, {values} FROM staged"
    connection.execute(f"CREATE TABLE IF NOT EXISTS rows_{table.name} AS {query} LIMIT 0")
    connection.execute(f"INSERT INTO rows_{table.name} {query}")


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


def _ambiguous(connection: duckdb.DuckDBPyConnection, cells: dict[str, CellSql], clock: ZoneClock) -> int:
    """How many good cells hold a local time that the clock showed twice."""
    if clock.fixed_offset is not None:
        return 0
    total = 0
    for cell in cells.values():
        if cell.local is None:
            continue
        found = connection.execute(
            f"SELECT count(*) FILTER (occurs_twice({cell.local})) FROM arrived SEMI JOIN staged USING ({ROW})"
        ).fetchone()
        total += int(found[0]) if found else 0
    return total


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
