"""Plain rows turned into what the engine is handed: canonical Arrow tables."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from huhang.records.tables import TABLES
from tests.oracle.second_sets import Row
from tests.oracle.streams import Handed


def _canonical(row: Row, schema: pa.Schema) -> dict[str, Any]:
    cells = {name: row.get(name) for name in schema.names}
    if isinstance(cells.get("content"), Mapping):
        cells["content"] = json.dumps(cells["content"], sort_keys=True)
    return cells


def arrow_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """One canonical table, sorted by its key; columns that the rows lack are null."""
    schema = TABLES[name].arrow_schema
    table = pa.Table.from_pylist([_canonical(row, schema) for row in rows], schema=schema)
    return table.sort_by([(column, "ascending") for column in TABLES[name].key])


def arrow_tables(handed: Iterable[Handed], names: Iterable[str]) -> dict[str, pa.Table]:
    """The named tables of all platforms together, empty where nobody handed any row."""
    everybody = list(handed)
    return {name: arrow_table(name, [row for one in everybody for row in one.rows(name)]) for name in names}
