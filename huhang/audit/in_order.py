"""Rows of workers put aside in several files, brought into one order without sorting them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from huhang.engine.codes import NOTHING, code_together, named
from huhang.engine.columns import Column, Ints, Texts

WORKER = ("platform_id", "worker_id")


def in_order(files: Sequence[str], schema: pa.Schema, time: str, together: int) -> Iterator[pa.Table]:
    """The rows of Parquet files by company, worker and `time`, about so many at once, those of whole workers.

    It is quick where each file has the rows of a worker together and in order of time, and many workers in
    order after each other. Names come as dictionaries.
    """
    files = [path for path in files if pq.read_metadata(path).num_rows]
    if not files:
        return
    runs = _runs_of(files)
    columns = [name for name in schema.names if name not in WORKER]
    stretches = [_Stretch(files[number], columns) for number in runs.files]
    for block in runs.blocks(together):
        pieces = [stretches[number].rows(first, rows) for number, first, rows in runs.pieces(block)]
        told = pa.concat_tables(pieces).combine_chunks()
        who = np.repeat(runs.who[block], runs.rows[block])
        order = _order(who, told.column(time).to_numpy())
        told, who = told.take(order), who[order]
        workers = runs.workers.slice(int(who[0]), int(who[-1] - who[0]) + 1)
        for number, name in enumerate(WORKER):
            told = told.add_column(number, name, _told(workers.column(name), who - who[0]))
        yield told.select(schema.names)


def _order(who: Ints, times: NDArray[np.datetime64]) -> Ints:
    """By worker and time; the times of a worker are most often in order as they are."""
    order = np.argsort(who, kind="stable")
    who, times = who[order], times[order]
    if ((np.diff(who) > 0) | (times[1:] >= times[:-1])).all():
        return order
    return order[np.lexsort((times, who))]


def _told(names: Column, numbers: Ints) -> Texts:
    """The names of numbers, as a dictionary."""
    coded: Any = names.combine_chunks().dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices.take(pa.array(numbers)), coded.dictionary)


@dataclass(frozen=True)
class _Runs:
    """Rows that stand together in a file and are of one worker.

    `who` is the number of the worker in `workers`, which are in order; `stretch` that of the part of a file
    in which workers are in order, too. Of each stretch `files` has the number of its file.
    """

    workers: pa.Table
    files: Sequence[int]
    who: Ints
    stretch: Ints
    first: Ints
    rows: Ints

    def blocks(self, together: int) -> list[Ints]:
        """Runs of whole workers, stretch by stretch, with about so many rows each time."""
        rows = np.bincount(self.who, weights=self.rows).astype(np.int64)
        block = ((np.cumsum(rows) - 1) // together)[self.who]
        order = np.lexsort((self.stretch, block))
        return np.split(order, _turns(block[order]))

    def pieces(self, block: Ints) -> Iterator[tuple[int, int, int]]:
        """The rows of a block, which stand together in a stretch: its number, the first row, how many."""
        for runs in np.split(block, _turns(self.stretch[block])):
            yield int(self.stretch[runs[0]]), int(self.first[runs[0]]), int(self.rows[runs].sum())


def _runs_of(files: Sequence[str]) -> _Runs:
    told = [_runs_of_file(path) for path in files]
    names = pa.concat_tables([workers for workers, _ in told])
    file = np.repeat(np.arange(len(files)), [len(edges) - 1 for _, edges in told])
    (platform, platforms), (worker, workers) = (_coded(names.column(name)) for name in WORKER)
    known, who = np.unique(platform * (len(workers) + 1) + worker, return_inverse=True)
    fresh = np.concatenate([[True], (np.diff(file) != 0) | (np.diff(who) < 0)])
    return _Runs(
        workers=pa.table(
            {
                WORKER[0]: _named(known // (len(workers) + 1), platforms),
                WORKER[1]: _named(known % (len(workers) + 1), workers),
            }
        ),
        files=file[fresh].tolist(),
        who=who,
        stretch=np.cumsum(fresh) - 1,
        first=np.concatenate([edges[:-1] for _, edges in told]),
        rows=np.concatenate([np.diff(edges) for _, edges in told]),
    )


def _runs_of_file(path: str) -> tuple[pa.Table, Ints]:
    """The worker of each run, and the rows between which runs lie; each group of rows begins a run."""
    with pq.ParquetFile(path, read_dictionary=list(WORKER)) as file:
        workers = file.read(list(WORKER), use_threads=False)
    names, firsts, before = [], [], 0
    for group in workers.to_batches():
        first = np.union1d([0], np.concatenate([_turns(_numbers(group.column(name))) for name in WORKER]))
        names.append(group.take(first))
        firsts.append(first + before)
        before += group.num_rows
    told = pa.Table.from_batches(names).cast(pa.schema(dict.fromkeys(WORKER, pa.string())))
    return told.combine_chunks(), np.append(np.concatenate(firsts), before).astype(np.int64)


def _numbers(coded: Any) -> Ints:
    """The numbers of texts in the dictionary that they come with."""
    numbers: Ints = coded.indices.fill_null(NOTHING).to_numpy()
    return numbers


def _turns(numbers: Ints) -> Ints:
    """Where a number is another than the one before."""
    return np.flatnonzero(np.diff(numbers)) + 1


def _coded(column: Column) -> tuple[Ints, Texts]:
    """Numbers in the order of the texts, nothing at the end."""
    (numbers,), texts = code_together([column])
    return np.where(numbers == NOTHING, len(texts), numbers), texts


def _named(numbers: Ints, texts: Texts) -> Texts:
    return named(np.where(numbers == len(texts), NOTHING, numbers), texts)


class _Stretch:
    """A part of a file whose rows are asked for one after the other; the group read last is kept."""

    def __init__(self, path: str, columns: list[str]) -> None:
        self._path, self._columns = path, columns
        self._about = pq.read_metadata(path)
        groups = range(self._about.num_row_groups)
        self._begins = np.cumsum([0, *(self._about.row_group(group).num_rows for group in groups)])
        self._kept: tuple[int, pa.Table] = (-1, pa.table({}))

    def rows(self, first: int, count: int) -> pa.Table:
        """So many rows of the file, from the one of this number on."""
        begins, end = self._begins, first + count
        groups = range(begins.searchsorted(first, "right") - 1, begins.searchsorted(end))
        return pa.concat_tables(
            [self._group(group)[max(first - begins[group], 0) : end - begins[group]] for group in groups]
        )

    def _group(self, number: int) -> pa.Table:
        if self._kept[0] != number:
            with pq.ParquetFile(self._path, metadata=self._about) as file:
                self._kept = number, file.read_row_group(number, self._columns, use_threads=False)
        return self._kept[1]
