"""Rows of workers put aside part by part, and brought into one order without sorting them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.audit.number_file import NumberFile
from huhang.engine.codes import NOTHING, code_together
from huhang.engine.columns import MISSING, Column, Ints, Texts

WORKER = ("platform_id", "worker_id")
_NAMES = pa.schema(dict.fromkeys(WORKER, pa.string()))


class Aside:
    """Rows of one table, each column in a file of its own, the workers in memory.

    It is quick where the rows of a worker stand together and in order of time. Times are whole seconds.
    Several threads may add at once.
    """

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self._schema = schema
        told = [column for column in schema.names if column not in WORKER]
        self._columns = {column: NumberFile(folder / f"{name}.{column}") for column in told}
        self._parts: list[_Runs] = []
        self._lock = Lock()

    def add(self, rows: pa.Table) -> None:
        """Put the rows of some workers aside."""
        workers, edges = _runs_of(rows.select(WORKER))
        numbers = {name: _numbers(rows.column(name)) for name in self._columns}
        with self._lock:
            for name, column in self._columns.items():
                column.add(numbers[name])
            part = np.full(len(edges) - 1, len(self._parts))
            self._parts.append(_Runs(workers, part, edges[:-1], np.diff(edges)))

    def of(self, worker_ids: Sequence[str]) -> pa.Table:
        """The rows of all whom a company knows by one of these ids, in no order."""
        asked = pa.array(worker_ids, pa.string())
        runs = _together(self._parts)
        asked_for: Any = pc.is_in(runs.workers.column("worker_id"), value_set=asked)
        return self._told(runs.chosen(np.flatnonzero(asked_for))).cast(self._schema)

    def in_order(self, time: str, together: int) -> Iterator[pa.Table]:
        """All rows by company, worker and `time`, about so many at once, those of whole workers.

        Names come as dictionaries.
        """
        runs = _together(self._parts)
        who = _who(runs.workers)
        order = np.argsort(who, kind="stable")
        runs, who = runs.chosen(order), who[order]
        ends = np.cumsum(np.bincount(who, weights=runs.rows).astype(np.int64))
        for block in np.split(np.arange(len(who)), _turns((ends - 1)[who] // together)):
            if len(block):
                told = self._told(runs.chosen(block))
                row = _out_of_order(np.repeat(who[block], runs.rows[block]), told.column(time).to_numpy())
                yield told if row is None else told.take(row)

    def _told(self, runs: "_Runs") -> pa.Table:
        run = pa.array(np.repeat(np.arange(len(runs.rows), dtype=np.int32), runs.rows))
        # Read as they lie, one after the other, and put where they are wanted.
        at = np.cumsum(runs.rows) - runs.rows
        lie = np.lexsort((runs.first, runs.part))
        part, first, rows, at = (numbers[lie] for numbers in (runs.part, runs.first, runs.rows, at))
        told: dict[str, Any] = {}
        for name in self._schema.names:
            if name in WORKER:
                names: Any = runs.workers.column(name).combine_chunks().dictionary_encode()
                told[name] = pa.DictionaryArray.from_arrays(
                    names.indices.take(run), names.dictionary, safe=False
                )
            else:
                numbers = self._columns[name].read(part, first, rows, at)
                told[name] = _as(self._schema.field(name).type, numbers)
        return pa.table(told)


@dataclass(frozen=True)
class _Runs:
    """Rows that stand together and are of one worker: of whom, in which part, from which row on, how many."""

    workers: pa.Table
    part: Ints
    first: Ints
    rows: Ints

    def chosen(self, at: Ints) -> "_Runs":
        return _Runs(self.workers.take(at), self.part[at], self.first[at], self.rows[at])


def _together(parts: Sequence[_Runs]) -> _Runs:
    nobody = _Runs(_NAMES.empty_table(), *(np.empty(0, np.int64) for _ in range(3)))
    parts = [nobody, *parts]
    return _Runs(
        workers=pa.concat_tables([runs.workers for runs in parts]).combine_chunks(),
        part=np.concatenate([runs.part for runs in parts]),
        first=np.concatenate([runs.first for runs in parts]),
        rows=np.concatenate([runs.rows for runs in parts]),
    )


def _runs_of(names: pa.Table) -> tuple[pa.Table, Ints]:
    """The worker of each run, and the rows between which runs lie; each piece of a table begins a run."""
    workers, edges, before = [_NAMES.empty_table()], [np.empty(0, np.int64)], 0
    for piece in names.to_batches():
        first = _first_of_each(*(_coded(piece.column(name)) for name in WORKER))
        workers.append(pa.table(piece.take(first)).cast(_NAMES))
        edges.append(first + before)
        before += piece.num_rows
    return pa.concat_tables(workers).combine_chunks(), np.append(np.concatenate(edges), before)


def _coded(column: Texts) -> "NDArray[np.int32]":
    """The numbers of texts in the dictionary that they come with, or in one made for them."""
    coded: Any = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    numbers: NDArray[np.int32] = coded.indices.fill_null(NOTHING).to_numpy()
    return numbers


@njit(nogil=True, cache=True)
def _first_of_each(platform: "NDArray[np.int32]", worker: "NDArray[np.int32]") -> Ints:
    """The first row of each worker, and each row of another than the one before."""
    first = np.empty(len(worker), np.int64)
    found = 0
    for row in range(len(worker)):
        if row == 0 or platform[row] != platform[row - 1] or worker[row] != worker[row - 1]:
            first[found] = row
            found += 1
    return first[:found].copy()


def _numbers(column: Column) -> Column:
    if isinstance(column.type, pa.TimestampType):
        column = column.cast(pa.timestamp("s", column.type.tz))
    return (column.cast(pa.int32()) if column.type.bit_width == 32 else column).cast(pa.int64())


def _as(kind: pa.DataType, numbers: Ints) -> Any:
    """Numbers as a column of a table has them; times were kept as seconds."""
    nothing = numbers == MISSING
    column: Any = pa.array(numbers, mask=nothing if nothing.any() else None)
    if isinstance(kind, pa.TimestampType):
        return column.cast(pa.timestamp("s", kind.tz)).cast(kind)
    return column.cast(pa.int32()).cast(kind) if kind.bit_width == 32 else column


def _turns(numbers: Ints) -> Ints:
    """Where a number is another than the one before."""
    return np.flatnonzero(np.diff(numbers)) + 1


def _who(workers: pa.Table) -> Ints:
    """The number of each worker in the order of companies and workers, nothing at the end."""
    platform, worker = (_ranked(workers.column(name)) for name in WORKER)
    who: Ints = np.unique(platform * (worker.max(initial=0) + 1) + worker, return_inverse=True)[1]
    return who


def _ranked(column: Column) -> Ints:
    (numbers,), texts = code_together([column])
    return np.where(numbers == NOTHING, len(texts), numbers)


def _out_of_order(who: Ints, times: NDArray[np.datetime64]) -> Ints | None:
    """The rows by worker and time, which most often stand so: then nothing."""
    if ((np.diff(who) > 0) | (times[1:] >= times[:-1])).all():
        return None
    return np.lexsort((times, who))
