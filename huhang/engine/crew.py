"""The workers of a bucket by number, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.codes import NOTHING, code_together, coded
from huhang.engine.columns import Flags, Ints, Tables, Texts, distinct, flags

# Tables whose rows make somebody a worker of the bucket.
_WITH_WORK = ("orders", "sessions", "deductions")


@dataclass(frozen=True)
class Crew:
    """Workers numbered in the order of platform and worker.

    `platform` and `worker` give the codes of each in the texts `platforms` and `workers`; `rows` the
    number of the worker of each row of orders, sessions and deductions (NOTHING where nobody is named);
    `about` each worker's row of the table of workers (NOTHING where there is none).
    """

    platforms: Texts
    workers: Texts
    platform: Ints
    worker: Ints
    rows: Mapping[str, Ints]
    about: Ints

    def __len__(self) -> int:
        return len(self.platform)

    def names(self, number: Ints) -> dict[str, Texts]:
        """The columns platform_id and worker_id of rows about these workers."""
        return {
            "platform_id": coded(self.platform[number], self.platforms),
            "worker_id": coded(self.worker[number], self.workers),
        }

    def numbers(self, table: pa.Table) -> Ints:
        """The number of the worker of each row of a table, NOTHING where it is none of these."""
        platform, worker = (
            pc.index_in(table.column(name).cast(pa.string()), value_set=texts).fill_null(NOTHING).to_numpy()
            for name, texts in (("platform_id", self.platforms), ("worker_id", self.workers))
        )
        width = len(self.workers) + 1
        pairs = _pairs(platform.astype(np.int64), worker.astype(np.int64), width)
        return _places(pairs, self.platform * width + self.worker)


def number_workers(tables: Tables) -> Crew:
    """Every worker of the bucket with an order, a session or a deduction gets a number."""
    sources = (*_WITH_WORK, "workers")
    platform_codes, platforms = code_together([tables[name].column("platform_id") for name in sources])
    worker_codes, workers = code_together([tables[name].column("worker_id") for name in sources])
    width = len(workers) + 1
    pairs = {
        name: _pairs(platform, worker, width)
        for name, platform, worker in zip(sources, platform_codes, worker_codes, strict=True)
    }
    known = distinct(np.concatenate([_changes(pairs[name]) for name in _WITH_WORK]))
    known = known[known != NOTHING]
    # Every fact names its worker: by a dictionary without those of whom there is nothing here.
    named, worker = np.unique(known % width, return_inverse=True)
    return Crew(
        platforms=platforms,
        workers=workers.take(pa.array(named)),
        platform=known // width,
        worker=worker.astype(np.int64),
        rows={name: _places(pairs[name], known) for name in _WITH_WORK},
        about=_rows_about(pairs["workers"], known),
    )


@njit(nogil=True, cache=True)
def _pairs(platform: Ints, worker: Ints, width: int) -> Ints:
    """Platform and worker as one number, NOTHING where one of them is not named."""
    out = np.empty(len(platform), np.int64)
    for i in range(len(platform)):
        is_named = platform[i] != NOTHING and worker[i] != NOTHING
        out[i] = platform[i] * width + worker[i] if is_named else NOTHING
    return out


@njit(nogil=True, cache=True)
def _changes(pairs: Ints) -> Ints:
    """The values where they change: far fewer than rows that stand worker by worker."""
    out = np.empty(len(pairs), np.int64)
    found = 0
    for i in range(len(pairs)):
        if found == 0 or pairs[i] != out[found - 1]:
            out[found] = pairs[i]
            found += 1
    return out[:found].copy()


@njit(nogil=True, cache=True)
def _places(pairs: Ints, known: Ints) -> Ints:
    """Where each value stands among the known ones, which are sorted; NOTHING where it does not."""
    out = np.empty(len(pairs), np.int64)
    last = NOTHING
    for i in range(len(pairs)):
        if last == NOTHING or known[last] != pairs[i]:
            last = np.searchsorted(known, pairs[i])
            if last == len(known) or known[last] != pairs[i]:
                last = NOTHING
        out[i] = last
    return out


def _rows_about(pairs: Ints, known: Ints) -> Ints:
    order = np.argsort(pairs, kind="stable")
    at = np.searchsorted(pairs[order], known)
    inside = np.minimum(at, max(len(pairs) - 1, 0))
    if not len(pairs):
        return np.full(len(known), NOTHING, np.int64)
    return np.where(pairs[order][inside] == known, order[inside], NOTHING).astype(np.int64)


def of_workers(codes: Ints, about: Ints) -> Ints:
    """What a column of the table of workers says of each worker, as codes; NOTHING where it is silent."""
    return np.append(codes, np.int64(NOTHING))[about]


def employed(workers: pa.Table) -> Flags:
    """For each row of workers whether it speaks of an employee."""
    category, instrument = workers.column("category"), workers.column("instrument")
    undecided = flags(pc.is_null(category))
    return flags(pc.equal(category, pa.scalar("A"))) | (
        undecided & flags(pc.equal(instrument, pa.scalar("labour_contract")))
    )
