"""What was paid for injury cover, order by order, of workers who have no work-injury insurance."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Column, Flags, Ints, Texts, whole_numbers
from huhang.engine.counted import Counted, as_days, numbered
from huhang.engine.letters import Letters, before, in_letters
from huhang.vocabulary.days import EPOCH

SAMPLES = 10
_TEXTS = pa.list_(pa.string())


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
    cell, amount = keys // kinds, amounts[keys % kinds]
    return pa.table(
        {
            **counted.named_places(cell // trades // days),
            "day": as_days(cell // trades % days, counted.first),
            **counted.arrays.names.trades(cell % trades),
            "premium_fen": pa.array(amount, mask=amount == MISSING),
            "orders": pa.array(np.bincount(group, minlength=len(keys)).astype(np.int64)),
            "samples": smallest_texts(counted.column("order_id"), at, group, len(keys)),
        }
    )


def work_injury(insurances: pa.Table) -> pa.Table:
    """Those that insure against injury at work."""
    return insurances.filter(pc.equal(insurances.column("kind"), pa.scalar("work_injury")))


def _insured(counted: Counted) -> Flags:
    """Which orders are those of workers with work-injury insurance on the day of acceptance."""
    cover = work_injury(counted.tables["insurances"])
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


def smallest_texts(ids: Column, at: Ints, group: Ints, groups: int) -> Texts:
    """The smallest texts of each group, at most ten, in order; `group` tells it of the rows `at`."""
    whole, begins, letters = in_letters(ids)
    found = _smallest(at, group, begins, letters, groups)
    there = found != NOTHING
    borders = pa.array(np.append(0, np.cumsum(there.sum(axis=1))), pa.int32())
    texts: Texts = whole.take(pa.array(found[there], pa.int64())).cast(pa.string())
    return pa.ListArray.from_arrays(borders, texts)


@njit(nogil=True, cache=True)
def _smallest(at: Ints, group: Ints, ends: Ints, letters: Letters, groups: int) -> Ints:
    """The rows of the smallest texts of each group, in order; NOTHING where there are no more."""
    kept = np.full((groups, SAMPLES), NOTHING, np.int64)
    for i in range(len(at)):
        row, mine = at[i], kept[group[i]]
        place = SAMPLES
        while place > 0 and (mine[place - 1] == NOTHING or before(row, mine[place - 1], ends, letters)):
            place -= 1
        if place < SAMPLES:
            for later in range(SAMPLES - 1, place, -1):
                mine[later] = mine[later - 1]
            mine[place] = row
    return kept
