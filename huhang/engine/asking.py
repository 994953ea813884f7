"""Databases and queries that are needed many times over.

Reading the text of a long query costs as much as planning it. And whenever DuckDB begins or ends threads,
as it does with each database, it gives back to the system what memory the whole process has left over, only
for others to ask for it anew: a tenth of the time of an audit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count

import duckdb
import pyarrow as pa

_NUMBERS = count()


def one_thread() -> duckdb.DuckDBPyConnection:
    """A database that does its work in the thread that asks."""
    return duckdb.connect(config={"threads": 1, "async_threads": 0})


@contextmanager
def of_its_own(db: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables that nobody else sees, kept by an open database for a while; several threads may have theirs."""
    name = f"own_{next(_NUMBERS)}"
    with db.cursor() as mine:
        mine.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
        try:
            yield mine
        finally:
            mine.execute(f"USE memory; DETACH {name}")


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
