"""The rows of a bucket, read some whole workers at a time: memory goes with the piece, not the bucket."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huhang.records.lake.layout import few_values, stored_schema
from huhang.records.lake.manifest import StoredFile
from huhang.records.lake.stored import groups_of_rows, rows_of_file, rows_of_groups
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError

# Each call reads the bucket anew and hands on the tables of some whole workers each time.
Bucket = Callable[[], Iterator[Mapping[str, pa.Table]]]
_Key = tuple[bool, str, bool, str]


@dataclass(frozen=True)
class BucketReader:
    """Reads `columns` by table of one bucket, in the order in which rows are stored.

    With `at_once` a piece has the rows of whole workers with about so many orders, else all rows. `only` is
    the one platform whose rows are read, None for all. Text of few values comes as dictionaries.
    """

    lake: Path
    files: Mapping[str, StoredFile]
    columns: Mapping[str, Sequence[str]]
    at_once: int | None
    only: str | None

    def __call__(self) -> Iterator[Mapping[str, pa.Table]]:
        """One piece after the other; every row is in one of them, those that name nobody too."""
        try:
            yield from self._pieces()
        except (OSError, pa.ArrowException) as error:
            raise unreadable(self.lake, error) from None

    def _pieces(self) -> Iterator[Mapping[str, pa.Table]]:
        if self.at_once is None or "orders" not in self.files:
            yield {name: self._rows(name) for name in self.columns}
            return
        with self._opened("orders") as file:
            yield from self._pieces_of(file, self.at_once)

    def _pieces_of(self, file: pq.ParquetFile, at_once: int) -> Iterator[Mapping[str, pa.Table]]:
        """The pieces of a bucket whose orders stand in an open file."""
        path = self.lake / self.files["orders"].path
        *spans, last = groups_of_rows(file, path, self._own, at_once)
        tables = {name: self._rows(name) for name in self.columns if name != "orders"}
        tables["orders"] = self._nothing("orders")
        for groups in spans:
            tables["orders"] = pa.concat_tables([tables["orders"], self._orders(file, groups)])
            cut = _before_last_worker(tables)
            if cut is not None:
                tables = {name: after for name, (_, after) in cut.items()}
                whole = {name: before for name, (before, _) in cut.items()}
                # Nothing here may hold on to a piece while the next one is read.
                del cut
                yield whole
                del whole
        yield tables | {"orders": pa.concat_tables([tables["orders"], self._orders(file, last)])}

    @property
    def _own(self) -> pc.Expression | None:
        return None if self.only is None else pc.field("platform_id") == self.only

    def _opened(self, name: str) -> pq.ParquetFile:
        return pq.ParquetFile(self.lake / self.files[name].path, read_dictionary=few_values(TABLES[name]))

    def _orders(self, file: pq.ParquetFile, groups: Sequence[int]) -> pa.Table:
        return rows_of_groups(file, groups, self._own, self.columns["orders"])

    def _rows(self, name: str) -> pa.Table:
        """The rows of a table."""
        if name not in self.files:
            return self._nothing(name)
        path = self.lake / self.files[name].path
        return rows_of_file(path, few_values(TABLES[name]), self._own, self.columns[name])

    def _nothing(self, name: str) -> pa.Table:
        schema = stored_schema(TABLES[name])
        return pa.schema([schema.field(column) for column in self.columns[name]]).empty_table()


def unreadable(lake: Path, error: Exception) -> HuhangError:
    """What to say where a file of a lake is gone or damaged."""
    first = str(error).splitlines()[0]
    return HuhangError(
        f"湖 {lake} 的文件读不出来（{first}）；若刚有写入，请再运行一次，否则请从备份恢复。",
        f"a file of the lake {lake} cannot be read ({first}); if it was just written to, run this again, "
        "else restore it from a backup.",
        exit_code=7,
    )


def _before_last_worker(tables: Mapping[str, pa.Table]) -> dict[str, tuple[pa.Table, pa.Table]] | None:
    """Each table cut before the worker of the last order, who may go on; None where nothing stands before."""
    orders = tables["orders"]
    if not orders.num_rows:
        return None
    worker = _key(orders, orders.num_rows - 1)
    cuts = {name: _place(table, worker) for name, table in tables.items()}
    if not cuts["orders"]:
        return None
    cut = {name: (table.slice(0, cuts[name]), table.slice(cuts[name])) for name, table in tables.items()}
    before, after = cut["orders"]
    # A copy, for a slice would keep all of what it is cut from.
    after = after.unify_dictionaries().take(np.arange(after.num_rows))
    return cut | {"orders": (before, after)}


def _place(table: pa.Table, worker: _Key) -> int:
    """The first row of a worker, or of who comes next."""
    return bisect_left(range(table.num_rows), worker, key=lambda row: _key(table, row))


def _key(table: pa.Table, row: int) -> _Key:
    """By what rows stand worker by worker: nothing comes before anything."""
    platform, worker = (table.column(name)[row].as_py() for name in ("platform_id", "worker_id"))
    return platform is not None, str(platform or ""), worker is not None, str(worker or "")
