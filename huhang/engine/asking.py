"""Queries asked of DuckDB many times over: reading the text of a long one costs as much as planning it."""

from functools import lru_cache

import duckdb
import pyarrow as pa


@lru_cache(maxsize=256)
def _parsed(query: str) -> duckdb.Statement:
    (statement,) = duckdb.extract_statements(query)
    return statement


def run(db: duckdb.DuckDBPyConnection, query: str) -> None:
    """Run one statement; its text is read once for all databases."""
    db.execute(_parsed(query))


def fetch(db: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """The rows of one query; its text is read once for all databases."""
    table = db.sql(_parsed(query)).to_arrow_table()
    assert isinstance(table, pa.Table)
    return table
