"""Attempts at one order numbered, where a mapping says by what."""

from typing import cast

import duckdb
import pyarrow as pa

from huhang.records.plan import ATTEMPT_BY

_NUMBERED = f"""
SELECT * EXCLUDE ({ATTEMPT_BY}), CASE WHEN {ATTEMPT_BY} IS NULL THEN NULL
    ELSE dense_rank() OVER (
        PARTITION BY platform_id, order_id, {ATTEMPT_BY} IS NULL
        ORDER BY try_cast({ATTEMPT_BY} AS DOUBLE) NULLS LAST, {ATTEMPT_BY}
    ) END AS attempt
FROM handed
"""


def number_attempts(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> pa.Table:
    """Orders with the number of the attempt instead of what tells attempts apart; null where nothing does."""
    kinds = {name: rows.schema.field(name).type for name in rows.column_names}
    connection.register("handed", rows.drop_columns([name for name in ("attempt",) if name in kinds]))
    found = cast(pa.Table, connection.sql(_NUMBERED).to_arrow_table())
    connection.unregister("handed")
    columns = {name: found.column(name).cast(kinds.get(name, pa.int64())) for name in found.column_names}
    return pa.table(columns)
