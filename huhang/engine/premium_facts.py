"""What was paid for injury cover, order by order, of workers who have no work-injury insurance."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.engine.codes import NOTHING, named
from huhang.engine.columns import MISSING, Column, Flags, Ints, Texts, whole_numbers
from huhang.engine.counted import Counted, as_days, numbered
from huhang.engine.fine_premiums import FinePremiums
from huhang.engine.letters import Letters, before, in_letters
from huhang.vocabulary.days import EPOCH

SAMPLES = 10
_TEXTS = pa.list_(pa.string())


def premium_facts(counted: Counted, fine: FinePremiums) -> pa.Table:
    """Completed orders by company, area, day, trade and premium, with the smallest ten of their ids.

    A premium that is not written is null; of one that no rule calls wrong, no ids are told. Orders accepted
    while the worker had work-injury insurance are left out.
    """
    orders = counted.arrays.orders
    epoch_day = (counted.first - EPOCH).days
    at = _not_insured(orders.first, counted.day, epoch_day, counted.crew.worker, *_insured_days(counted))
    written = counted.column("injury_premium_fen").take(at)
    encoded = pa.array(whole_numbers(written)).dictionary_encode()
    amounts = encoded.dictionary.to_numpy()
    kinds = max(len(amounts), 1)
    days, trades = len(counted.borders) - 1, int(orders.trade.max(initial=0)) + 1
    alike = _alike(
        at, counted.place, counted.day, orders.trade, encoded.indices.to_numpy(), days, trades, kinds
    )
    group, keys = numbered(alike, counted.places * days * trades * kinds)
    cell, amount = keys // kinds, amounts[keys % kinds]
    place = cell // trades // days
    trade = counted.arrays.names.trades(cell % trades)
    told = _may_be_wrong(counted, fine, place // counted.areas, cell % trades, keys % kinds, amounts)[group]
    ids = _chosen(counted.column("order_id"), at[told])
    return pa.table(
        {
            **counted.named_places(place),
            "day": as_days(cell // trades % days, counted.first),
            **{name: texts.cast(pa.string()) for name, texts in trade.items()},
            "premium_fen": pa.array(amount, mask=amount == MISSING),
            "orders": pa.array(np.bincount(group, minlength=len(keys)).astype(np.int64)),
            "samples": smallest_texts(ids, group[told], len(keys)),
        }
    )


def _may_be_wrong(
    counted: Counted, fine: FinePremiums, platform: Ints, trade: Ints, amount: Ints, amounts: Ints
) -> Flags:
    """Whether a rule may call premiums wrong, each known by the place of its amount; there are few kinds."""
    trades, many = int(trade.max(initial=0)) + 1, max(len(amounts), 1)
    kinds, kind = np.unique((platform * trades + trade) * many + amount, return_inverse=True)
    names = (
        named(kinds // many // trades, counted.crew.platforms),
        *counted.arrays.names.trades(kinds // many % trades).values(),
    )
    fen = amounts[kinds % many]
    columns = (*names, pa.array(fen, mask=fen == MISSING))
    rows = zip(*(column.to_pylist() for column in columns), strict=True)
    return np.array([not fine.has(*row) for row in rows], np.bool_)[kind]


def _chosen(column: Column, rows: Ints) -> Column:
    """Cells of a column in its order; to take them by their places would copy all of it."""
    wanted = np.zeros(len(column), np.bool_)
    wanted[rows] = True
    return column.filter(pa.array(wanted))


def work_injury(insurances: pa.Table) -> pa.Table:
    """Those that insure against injury at work."""
    return insurances.filter(pc.equal(insurances.column("kind"), pa.scalar("work_injury")))


@njit(nogil=True, cache=True)
def _alike(
    at: Ints,
    place: Ints,
    day: Ints,
    trade: Ints,
    amount: NDArray[np.int32],
    days: int,
    trades: int,
    amounts: int,
) -> Ints:
    """A number for each of the orders `at`, the same for those alike in all of this."""
    out = np.empty(len(at), np.int64)
    for i in range(len(at)):
        row = at[i]
        out[i] = ((place[row] * days + day[row]) * trades + trade[row]) * amounts + amount[i]
    return out


def _insured_days(counted: Counted) -> tuple[Ints, Ints, Ints]:
    """Where the insurances against injury of each worker id begin, and their first and last days."""
    cover = work_injury(counted.tables["insurances"])
    whose = pc.index_in(cover.column("worker_id"), value_set=counted.crew.workers)
    worker = whose.cast(pa.int64()).fill_null(NOTHING).to_numpy()
    order = np.argsort(worker, kind="stable")
    begins = np.searchsorted(worker[order], np.arange(len(counted.crew.workers) + 1)).astype(np.int64)
    first, last = (
        whole_numbers(cover.column(name).cast(pa.int32()).cast(pa.int64()))[order]
        for name in ("valid_from", "valid_to")
    )
    return begins, first, last


@njit(nogil=True, cache=True)
def _not_insured(
    orders: Ints, day: Ints, epoch_day: int, worker: Ints, begins: Ints, first: Ints, last: Ints
) -> Ints:
    """The orders that count, of workers without work-injury insurance on the day of acceptance.

    `orders` tells where those of each worker begin, `worker` the number of its id; `epoch_day` is day 0.
    """
    out = np.empty(len(day), np.int64)
    found = 0
    for number in range(len(worker)):
        covers = range(begins[worker[number]], begins[worker[number] + 1])
        for i in range(orders[number], orders[number + 1]):
            insured = False
            today = day[i] + epoch_day
            for row in covers:
                insured |= first[row] <= today and (last[row] == MISSING or today <= last[row])
            if day[i] != NOTHING and not insured:
                out[found] = i
                found += 1
    return out[:found]


def smallest_texts(texts: Column, group: Ints, groups: int) -> Texts:
    """The smallest texts of each group, at most ten, in order; `group` tells it of each text."""
    whole, begins, letters = in_letters(texts)
    found = _smallest(group, begins, letters, groups)
    there = found != NOTHING
    borders = pa.array(np.append(0, np.cumsum(there.sum(axis=1))), pa.int32())
    smallest: Texts = whole.take(pa.array(found[there], pa.int64())).cast(pa.string())
    return pa.ListArray.from_arrays(borders, smallest)


@njit(nogil=True, cache=True)
def _smallest(group: Ints, ends: Ints, letters: Letters, groups: int) -> Ints:
    """The rows of the smallest texts of each group, in order; NOTHING where there are no more."""
    kept = np.full((groups, SAMPLES), NOTHING, np.int64)
    for row in range(len(group)):
        mine = kept[group[row]]
        place = SAMPLES
        while place > 0 and (mine[place - 1] == NOTHING or before(row, mine[place - 1], ends, letters)):
            place -= 1
        if place < SAMPLES:
            for later in range(SAMPLES - 1, place, -1):
                mine[later] = mine[later - 1]
            mine[place] = row
    return kept
