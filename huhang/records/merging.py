"""The rows of all files brought together: attempts numbered, duplicates skipped, contradictions set aside."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

import duckdb
import pyarrow as pa

from huhang.records.arrange import ATTEMPT_BY, ROW
from huhang.records.schema import Kind, Table


@dataclass
class Merged:
    """A table with each key once, in the order of its key, and what became of the rows left out.

    The counters are by file index; `conflicts` names (file index, row, key values) of contradicting rows.
    """

    table: pa.Table
    duplicates: Counter[int] = field(default_factory=Counter)
    corrected: Counter[int] = field(default_factory=Counter)
    conflicts: list[tuple[int, int, str]] = field(default_factory=list)


# One content of a key decides if it is the only one, or the only one revised last.
_FATES = """
CREATE TEMP TABLE fates AS
WITH said AS (SELECT _file, {row}, {key} AS key, {content} AS content, revised_at FROM {rows}),
involved AS (SELECT * FROM said WHERE key IN (SELECT key FROM said GROUP BY key HAVING count(*) > 1)),
contents AS (
    SELECT key, content, any_value(revised_at) AS revised_at, min((_file, {row})) AS first
    FROM involved GROUP BY key, content
),
keys AS (SELECT key, count(*) AS contents, max(revised_at) AS latest FROM contents GROUP BY key),
deciding AS (
    SELECT key, any_value(content) AS content, any_value(first) AS first
    FROM contents JOIN keys USING (key)
    WHERE keys.contents = 1 OR contents.revised_at = keys.latest
    GROUP BY key HAVING count(*) = 1
)
SELECT _file, {row}, involved.key AS key, CASE
    WHEN deciding.key IS NULL THEN 'conflicting'
    WHEN involved.content <> deciding.content THEN 'corrected'
    WHEN (_file, {row}) = deciding.first THEN 'kept'
    ELSE 'duplicate' END AS fate
FROM involved LEFT JOIN deciding USING (key)
"""


def merge(connection: duckdb.DuckDBPyConnection, table: Table) -> Merged:
    """Make one table of the staged rows of all files."""
    rows = f"rows_{table.name}"
    if table.name == "orders":
        _number_attempts(connection, rows)
    merged = Merged(table.arrow_schema.empty_table())
    if _has_equal_keys(connection, table, rows):
        _decide(connection, table, rows)
        _count_fates(connection, merged)
        lost = f"SELECT (_file, {ROW}) FROM fates WHERE fate <> 'kept'"
        connection.execute(f"DELETE FROM {rows} WHERE (_file, {ROW}) IN ({lost})")
        connection.execute("DROP TABLE fates")
    merged.table = _sorted(connection, table, rows)
    connection.execute(f"DROP TABLE {rows}")
    return merged


def _number_attempts(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Number the attempts at each order where a mapping says by what; others are the first."""
    number = f"try_cast({ATTEMPT_BY} AS DOUBLE)"
    connection.execute(
        f"CREATE OR REPLACE TABLE {rows} AS SELECT * REPLACE (CASE WHEN {ATTEMPT_BY} IS NULL "
        f"THEN coalesce(attempt, 1) ELSE dense_rank() OVER (PARTITION BY platform_id, order_id, "
        f"{ATTEMPT_BY} IS NULL ORDER BY {number} NULLS LAST, {ATTEMPT_BY}) END AS attempt) FROM {rows}"
        if _is_numbered(connection, rows)
        else f"UPDATE {rows} SET attempt = 1 WHERE attempt IS NULL"
    )


def _is_numbered(connection: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether the attempts of some file are to be numbered."""
    found = connection.execute(f"SELECT count({ATTEMPT_BY}) FROM {rows}").fetchone()
    return bool(found and found[0])


def _has_equal_keys(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> bool:
    """Whether a key occurs more than once."""
    key = ", ".join(table.key)
    query = f"SELECT 1 FROM {rows} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _decide(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Make the table "fates": what becomes of each row whose key occurs more than once."""
    key = _struct(table.key)
    content = _struct(tuple(column.name for column in table.columns))
    connection.execute(_FATES.format(rows=rows, row=ROW, key=key, content=content))


def _struct(names: tuple[str, ...]) -> str:
    """SQL of the text of several columns as one value, by which rows are compared."""
    return "CAST(to_json({" + ", ".join(f"'{name}': {name}" for name in names) + "}) AS VARCHAR)"


def _count_fates(connection: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Count by file what became of the rows, and name the contradicting ones."""
    for file_index, fate, count in connection.execute(
        "SELECT _file, fate, count(*) FROM fates WHERE fate IN ('duplicate', 'corrected') GROUP BY ALL"
    ).fetchall():
        counter = merged.duplicates if fate == "duplicate" else merged.corrected
        counter[int(file_index)] += int(count)
    merged.conflicts = [
        (int(file_index), int(row), " / ".join(str(part) for part in json.loads(key).values()))
        for file_index, row, key in connection.execute(
            f"SELECT _file, {ROW}, key FROM fates WHERE fate = 'conflicting' ORDER BY _file, {ROW}"
        ).fetchall()
    ]


def _sorted(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> pa.Table:
    """The rows in the order of their key, with the types of the table."""
    lists = [column.name for column in table.columns if column.kind is Kind.LIST]
    unpacked = ", ".join(f"from_json({name}, '[\"VARCHAR\"]') AS {name}" for name in lists)
    names = ", ".join(column.name for column in table.columns)
    source = f"(SELECT * REPLACE ({unpacked}) FROM {rows})" if lists else rows
    order = ", ".join(f"{name} NULLS FIRST" for name in table.key)
    found = cast(pa.Table, connection.sql(f"SELECT {names} FROM {source} ORDER BY {order}").to_arrow_table())
    return found.cast(table.arrow_schema).combine_chunks()
