"""The tables of an audit that grow with the city: put aside part by part, written in order at the end."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.dataset import Dataset, dataset

from huhang.audit.in_order import WORKER, in_order
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
# So few that whoever asks for a worker reads little else.
_ROWS_ASIDE = 20_000


class LongTables:
    """Worker-days and spells, kept in files of an empty folder until they are written.

    Several threads may add at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = count()

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Put aside what one group of workers tells: a table of each name."""
        number = next(self._parts)
        for name, rows in part.items():
            home = self._folder / name
            home.mkdir(exist_ok=True)
            path = home / f"{number:06d}.parquet"
            pq.write_table(rows, path, row_group_size=_ROWS_ASIDE, compression="none", **_encoded(name))

    def told(self, name: str) -> Dataset:
        """The rows of one table as they were put aside, in no order."""
        parts = self._parts_of(name)
        return dataset(parts) if parts else dataset(LONG[name][0].empty_table())

    def write(self, folder: Path) -> None:
        """Write each table into a folder, in order."""
        for name, (schema, order) in LONG.items():
            path, time = folder / f"{name}.parquet", order.split(", ")[-1]
            coded = pa.schema(
                [column.with_type(_NAME) if column.name in WORKER else column for column in schema]
            )
            # What is coded by its differences gets hardly smaller.
            zipped: Any = {column: "zstd" if column in _CODED else "none" for column in schema.names}
            with pq.ParquetWriter(
                path, coded, compression=zipped, store_schema=False, **_encoded(name)
            ) as file:
                for rows in in_order(self._parts_of(name), schema, time, _ROWS_TOGETHER):
                    file.write_table(rows)

    def _parts_of(self, name: str) -> list[str]:
        return sorted(str(path) for path in (self._folder / name).glob("*.parquet"))


def _encoded(name: str) -> dict[str, Any]:
    """How the columns of a table are written: numbers that follow each other are most often close."""
    plain = [column for column in LONG[name][0].names if column not in _CODED]
    return {"use_dictionary": list(_CODED), "column_encoding": dict.fromkeys(plain, "DELTA_BINARY_PACKED")}
