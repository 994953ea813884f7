"""The tables of an audit that grow with the city: put aside part by part, written in order at the end."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huhang.audit.in_order import WORKER, Aside
from huhang.audit.result import SPELLS, WORKER_DAYS

# By name: the columns, and the order of the rows, which is the same whoever told them first.
LONG: Mapping[str, tuple[pa.Schema, str]] = {
    "worker_days": (WORKER_DAYS, "platform_id, worker_id, day"),
    "spells": (SPELLS, "platform_id, worker_id, starts_at"),
}
_NAME = pa.dictionary(pa.int32(), pa.string())
_ROWS_TOGETHER = 250_000
# What comes again and again; to look for it in columns where it does not takes as long as to write them.
_CODED = (*WORKER, "orders")


class LongTables:
    """Worker-days and spells, kept in files of an empty folder until they are written.

    Several threads may add at once.
    """

    def __init__(self, folder: Path) -> None:
        self._tables = {name: Aside(folder, name, schema) for name, (schema, _) in LONG.items()}

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Put aside what one group of workers tells: a table of each name, worker by worker."""
        for name, rows in part.items():
            self._tables[name].add(rows)

    def rows_of(self, name: str, worker_ids: Sequence[str]) -> pa.Table:
        """The rows of one table that speak of a few workers, known by these ids, in no order."""
        return self._tables[name].of(worker_ids)

    def write(self, name: str, folder: Path) -> None:
        """Write one table into a folder, in order."""
        schema, order = LONG[name]
        coded = pa.schema([column.with_type(_NAME) if column.name in WORKER else column for column in schema])
        # What is coded by its differences gets hardly smaller.
        zipped: Any = {column: "zstd" if column in _CODED else "none" for column in schema.names}
        path, time = folder / f"{name}.parquet", order.split(", ")[-1]
        with pq.ParquetWriter(path, coded, compression=zipped, store_schema=False, **_encoded(name)) as file:
            for rows in self._tables[name].in_order(time, _ROWS_TOGETHER):
                file.write_table(rows)


def _encoded(name: str) -> dict[str, Any]:
    """How the columns of a table are written: numbers that follow each other are most often close."""
    plain = [column for column in LONG[name][0].names if column not in _CODED]
    return {"use_dictionary": list(_CODED), "column_encoding": dict.fromkeys(plain, "DELTA_BINARY_PACKED")}
