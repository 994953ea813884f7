"""The tables of an audit that grow with the city: put aside part by part, written in order at the end."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.dataset import Dataset, dataset

from huhang.audit.result import SPELLS, WORKER_DAYS

# By name: the columns, and the order of the rows, which is the same whoever told them first.
LONG: Mapping[str, tuple[pa.Schema, str]] = {
    "worker_days": (WORKER_DAYS, "platform_id, worker_id, day"),
    "spells": (SPELLS, "platform_id, worker_id, starts_at"),
}
# What sorting may hold before it goes on in files.
_HELD = "512MB"
_ROWS_TOGETHER = 250_000
# What comes again and again; to look for it in columns where it does not takes as long as to write them.
_CODED: Mapping[str, Any] = {"use_dictionary": ["platform_id", "worker_id", "orders"]}
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
            pq.write_table(rows, path, row_group_size=_ROWS_ASIDE, compression="lz4", **_CODED)

    def told(self, name: str) -> Dataset:
        """The rows of one table as they were put aside, in no order."""
        parts = self._parts_of(name)
        return dataset(parts) if parts else dataset(LONG[name][0].empty_table())

    def write(self, folder: Path) -> None:
        """Write each table into a folder, in order."""
        for name, (schema, order) in LONG.items():
            parts, path = self._parts_of(name), folder / f"{name}.parquet"
            with pq.ParquetWriter(path, schema, compression="zstd", **_CODED) as file:
                if parts:
                    self._write(file, schema, parts, order)

    def _parts_of(self, name: str) -> list[str]:
        return sorted(str(path) for path in (self._folder / name).glob("*.parquet"))

    def _write(self, file: pq.ParquetWriter, schema: pa.Schema, parts: list[str], order: str) -> None:
        aside = {"memory_limit": _HELD, "temp_directory": str(self._folder)}
        # Beside it companies are judged and the report is written, which take longer.
        with duckdb.connect(config={**aside, "threads": 1}) as db:
            db.execute("SET TimeZone = 'UTC'")
            rows = db.read_parquet(parts).order(order).to_arrow_reader(_ROWS_TOGETHER)
            for batch in rows:
                file.write_table(pa.Table.from_batches([batch]).cast(schema))
