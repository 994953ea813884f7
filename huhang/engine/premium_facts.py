"""What was paid for injury cover, order by order, of workers who have no work-injury insurance."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Column, Flags, Ints, whole_numbers
from huhang.engine.counted import Counted, as_days, numbered
from huhang.vocabulary.days import EPOCH

SAMPLES = 10
_NO_TEXT = pa.array([], pa.large_string())


def premium_facts(counted: Counted) -> pa.Table:
    """Completed orders by company, area, day, trade and premium, with the smallest ten of their ids.

    A premium that is not written is null; orders accepted while the worker had work-injury insurance are
    left out.
    """
    at = np.flatnonzero((counted.day != NOTHING) & ~_insured(counted))
    written = counted.column("injury_premium_fen").take(at)
    encoded = pa.array(whole_numbers(written)).dictionary_encode()
    amounts = encoded.dictionary.to_numpy()
    kinds = max(len(amounts), 1)
    days, trades = len(counted.borders) - 1, int(counted.arrays.orders.trade.max(initial=0)) + 1
    possible = counted.places * days * trades
    cell = (counted.place[at] * days + counted.day[at]) * trades + counted.arrays.orders.trade[at]
    group, keys = numbered(cell * kinds + encoded.indices.to_numpy(), possible * kinds)
    ids = counted.column("order_id").take(at)
    cell, amount = keys // kinds, amounts[keys % kinds]
    return pa.table(
        {
            **counted.named_places(cell // trades // days),
            "day": as_days(cell // trades % days, counted.first),
            **counted.arrays.names.trades(cell % trades),
            "premium_fen": pa.array(amount, mask=amount == MISSING),
            "orders": pa.array(np.bincount(group, minlength=len(keys)).astype(np.int64)),
            "samples": pa.array(_samples(ids, group, len(keys)), pa.list_(pa.string())),
        }
    )


def _insured(counted: Counted) -> Flags:
    """Which orders are those of workers with work-injury insurance on the day of acceptance."""
    cover = counted.tables["insurances"]
    cover = cover.filter(pc.equal(cover.column("kind"), pa.scalar("work_injury")))
    whose = pc.index_in(cover.column("worker_id"), value_set=counted.crew.workers)
    worker = whose.cast(pa.int64()).fill_null(NOTHING).to_numpy()
    order = np.argsort(worker, kind="stable")
    begins = np.searchsorted(worker[order], np.arange(len(counted.crew.workers) + 1)).astype(np.int64)
    epoch_day = (counted.first - EPOCH).days
    first, last = (
        whole_numbers(cover.column(name).cast(pa.int32()).cast(pa.int64()))[order]
        for name in ("valid_from", "valid_to")
    )
    by_name = counted.crew.worker[counted.worker]
    return _covered(by_name, counted.day + epoch_day, begins, first, last)


@njit(nogil=True, cache=True)
def _covered(worker: Ints, day: Ints, begins: Ints, first: Ints, last: Ints) -> Flags:
    out = np.zeros(len(worker), np.bool_)
    for i in range(len(worker)):
        for row in range(begins[worker[i]], begins[worker[i] + 1]):
            if first[row] <= day[i] and (last[row] == MISSING or day[i] <= last[row]):
                out[i] = True
    return out


def _samples(ids: Column, group: Ints, groups: int) -> list[list[str]]:
    """The smallest texts of each group, at most ten, in order."""
    whole = pa.concat_arrays([_NO_TEXT, *(chunk.cast(pa.large_string()) for chunk in ids.chunks)])
    _, ends, letters = whole.buffers()
    if ends is None or letters is None:
        return [[] for _ in range(groups)]
    found = _smallest(
        group, np.frombuffer(memoryview(ends), np.int64), np.frombuffer(memoryview(letters), np.uint8), groups
    )
    texts = iter(whole.take(found[found != NOTHING]).to_pylist())
    return [[str(next(texts)) for _ in range(many)] for many in (found != NOTHING).sum(axis=1).tolist()]


@njit(nogil=True, cache=True)
def _smallest(group: Ints, ends: Ints, letters: "NDArray[np.uint8]", groups: int) -> Ints:
    """The places of the smallest texts of each group, in order; NOTHING where there are no more."""
    kept = np.full((groups, SAMPLES), NOTHING, np.int64)
    for i in range(len(group)):
        mine = kept[group[i]]
        at = SAMPLES
        while at > 0 and (mine[at - 1] == NOTHING or _before(i, mine[at - 1], ends, letters)):
            at -= 1
        if at < SAMPLES:
            for place in range(SAMPLES - 1, at, -1):
                mine[place] = mine[place - 1]
            mine[at] = i
    return kept


@njit(nogil=True, cache=True)
def _before(one: int, other: int, ends: Ints, letters: "NDArray[np.uint8]") -> bool:
    """Whether one text stands before another."""
    length, longest = ends[one + 1] - ends[one], ends[other + 1] - ends[other]
    for place in range(min(length, longest)):
        mine, its = letters[ends[one] + place], letters[ends[other] + place]
        if mine != its:
            return bool(mine < its)
    return bool(length < longest)
