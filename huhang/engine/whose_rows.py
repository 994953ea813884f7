"""The records of some workers, found without going through those of all workers each time."""

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from huhang.engine.asking import fetch

Numbers = NDArray[np.uint32]

WHOSE = ("platform_id", "worker_id")
# It takes no time to go through fewer.
FEW = 20_000
# Two workers may have the same number; half a hash is enough for few of them to.
_NUMBERS = f"SELECT (hash({', '.join(WHOSE)}) >> 32)::UINTEGER AS number FROM whose"


class WhoseRows:
    """Tables by name in which the rows of workers are found by platform_id and worker_id."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """A table of at most FEW rows is handed out whole."""
        self._tables = dict(tables)
        self._found: dict[str, tuple[Numbers, NDArray[np.int32]]] = {}
        many = {name: table for name, table in tables.items() if table.num_rows > FEW}
        if many:
            with duckdb.connect() as db:
                self._found = {name: _in_order(_numbers(db, table)) for name, table in many.items()}

    def around(self, crew: pa.Table, db: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
        """Of each table all rows of these workers, in their order, and maybe some of others.

        `db` is any database; nothing is left in it.
        """
        wanted = np.unique(_numbers(db, crew)) if self._found else np.empty(0, np.uint32)
        return {name: self._around(name, wanted) for name in self._tables}

    def _around(self, name: str, wanted: Numbers) -> pa.Table:
        table = self._tables[name]
        if name not in self._found:
            return table
        numbers, order = self._found[name]
        first, last = (np.searchsorted(numbers, wanted, side=side) for side in ("left", "right"))
        many = last - first
        # Each worker's places in a row: from the first on, so many.
        places = np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())
        return table.take(np.sort(order[places]))


def _numbers(db: duckdb.DuckDBPyConnection, table: pa.Table) -> Numbers:
    """A number for the worker of each row, the same in all tables."""
    db.register("whose", table.select(list(WHOSE)))
    found: Numbers = fetch(db, _NUMBERS).column("number").to_numpy()
    db.unregister("whose")
    return found


def _in_order(numbers: Numbers) -> tuple[Numbers, NDArray[np.int32]]:
    order = np.argsort(numbers, kind="stable").astype(np.int32)
    return numbers[order], order
