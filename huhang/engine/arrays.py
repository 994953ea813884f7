"""From the record tables of a bucket to the arrays that the loops run over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.breaks import Broken, cut_by_breaks
from huhang.engine.codes import NOTHING, code_together, coded
from huhang.engine.columns import (
    MISSING,
    Flags,
    Ints,
    Tables,
    Texts,
    fixed,
    flags,
    instants,
    whole_numbers,
)
from huhang.engine.crew import Crew, employed, of_workers
from huhang.engine.in_order import by_worker_and_time
from huhang.engine.sweep import NO_ORDER, day_of
from huhang.engine.work import (
    COMPLETED,
    COUNTS,
    HAS_TIME,
    LONG,
    PAY_NAMES,
    VOID,
    Orders,
    Posts,
    Stretches,
)

_STATUSES = pa.array(["completed", "cancelled", "refused"])
_LONG_SECTORS = pa.array(["city_freight", "road_freight", "live_marketing"])


@dataclass(frozen=True)
class Names:
    """The texts of areas, debtors and trades by number; a trade is a sector and a subsector."""

    areas: Texts
    debtors: Texts
    sectors: Texts
    subsectors: Texts

    def trades(self, numbers: Ints) -> dict[str, Texts]:
        """The columns sector and subsector of trades."""
        known = np.arange((len(self.sectors) + 1) * (len(self.subsectors) + 1))
        parts = {
            "sector": (known // (len(self.subsectors) + 1), self.sectors),
            "subsector": (known % (len(self.subsectors) + 1), self.subsectors),
        }
        return {
            name: coded(np.where(part == len(texts), NOTHING, part)[numbers], texts)
            for name, (part, texts) in parts.items()
        }

    def are(self, texts: Texts) -> list[Flags]:
        """Of each trade whether its sector, and whether its subsector, is one of these."""
        sector, subsector = (
            np.append(flags(pc.is_in(names, value_set=texts)), False)
            for names in (self.sectors, self.subsectors)
        )
        return [np.repeat(sector, len(subsector)), np.tile(subsector, len(sector))]


@dataclass(frozen=True)
class Arrays:
    """A bucket as arrays: orders, order time with demanded presence, all sessions, posts, names.

    `completed` is the second at which each order was, MISSING where it was not.
    """

    orders: Orders
    completed: Ints
    stretches: Stretches
    online: Stretches
    posts: Posts
    names: Names


def arrays_of(tables: Tables, crew: Crew, borders: Ints, allowed: Ints, long_order_s: int) -> Arrays:
    """Make the arrays of a bucket whose orders stand in order.

    `allowed` is in seconds by platform number and day number.
    """
    table, worker = tables["orders"], crew.rows["orders"]
    first = _begins(worker, len(crew))
    names, posts, area, trade, debtor = _owners(tables, crew, allowed)
    may_be_long, _ = names.are(_LONG_SECTORS)
    start, completed, end, is_what = _times(table, trade, may_be_long, long_order_s)
    broken = cut_by_breaks(table, tables["order_breaks"], start, end, is_what)
    is_what[broken.explained] &= ~LONG
    orders = Orders(
        first=fixed(first),
        start=start,
        begins=fixed(_first_seconds(start, is_what, broken)),
        day=fixed(_days(start, borders)),
        is_what=fixed(is_what),
        area=fixed(area),
        trade=fixed(trade),
        debtor=fixed(debtor),
        pay=tuple(whole_numbers(table.column(name)) for name in PAY_NAMES),
    )
    stretches = _order_time(orders, worker, end, broken)
    online, demanded = _sessions(tables["sessions"], crew)
    return Arrays(orders, completed, _merged(stretches, demanded), online, posts, names)


def _begins(worker: Ints, workers: int) -> Ints:
    """Where the rows of each worker begin among rows that stand worker by worker, and where the last end."""
    return np.searchsorted(worker, np.arange(workers + 1)).astype(np.int64)


def _times(
    table: pa.Table, trade: Ints, may_be_long: Flags, long_order_s: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Start, completion and end of each order, and what it is; LONG for long ones with breaks, too."""
    start, completed, cancelled = (
        instants(table.column(name)) for name in ("accepted_at", "completed_at", "cancelled_at")
    )
    (status,), found = code_together([table.column("status")])
    place = pc.index_in(found, value_set=_STATUSES).fill_null(NOTHING).to_numpy()
    # The last of them is for an order without a status.
    place = np.append(place, np.int32(NOTHING))
    end, is_what = _what(status, place, start, completed, cancelled, trade, may_be_long, long_order_s)
    return start, completed, end, is_what


@njit(nogil=True, cache=True)
def _what(
    status: Ints,
    place: Ints,
    start: Ints,
    completed: Ints,
    cancelled: Ints,
    trade: Ints,
    may_be_long: Flags,
    long_order_s: int,
) -> tuple[Ints, Ints]:
    """The end of each order and what it is; `place` tells where a status stands in _STATUSES."""
    end, is_what = np.empty(len(start), np.int64), np.empty(len(start), np.int64)
    for i in range(len(start)):
        what = place[status[i]]
        is_completed = what == 0
        end[i] = completed[i] if is_completed else cancelled[i] if what == 1 else MISSING
        is_what[i] = COMPLETED if is_completed else 0
        if start[i] == MISSING or what == 2:
            continue
        is_what[i] |= COUNTS
        if end[i] < start[i]:
            is_what[i] |= VOID
        if end[i] > start[i]:
            is_what[i] |= HAS_TIME
            if may_be_long[trade[i]] and end[i] - start[i] > long_order_s:
                is_what[i] |= LONG
    return end, is_what


def _owners(tables: Tables, crew: Crew, allowed: Ints) -> tuple[Names, Posts, Ints, Ints, Ints]:
    """Names, posts, and the area, trade and debtor of each order.

    The debtor is the employer, else the partner of the order, else that of the worker, else the platform.
    """
    orders, workers = tables["orders"], tables["workers"]
    (area, home_area), areas = code_together([orders.column("area_code"), workers.column("work_area_code")])
    platforms = pa.chunked_array([crew.platforms])
    columns = [orders.column("partner_id"), workers.column("partner_id"), workers.column("employer_id")]
    (partner, home_partner, employer, platform), debtors = code_together([*columns, platforms])
    employer = of_workers(np.where(employed(workers), employer, NOTHING), crew.about)
    home = _first_known(of_workers(home_partner, crew.about), platform[crew.platform])
    (sector,), sectors = code_together([orders.column("sector")])
    (subsector,), subsectors = code_together([orders.column("subsector")])
    posts = Posts(
        area=fixed(of_workers(home_area, crew.about)),
        debtor=fixed(_first_known(employer, home)),
        platform=fixed(crew.platform),
        allowed=allowed,
    )
    trade = _trades(sector, len(sectors), subsector, len(subsectors))
    debtor = _debtors(crew.rows["orders"], employer, partner, home)
    return Names(areas, debtors, sectors, subsectors), posts, area, trade, debtor


def _first_known(one: Ints, other: Ints) -> Ints:
    return np.where(one == NOTHING, other, one)


@njit(nogil=True, cache=True)
def _debtors(worker: Ints, employer: Ints, partner: Ints, home: Ints) -> Ints:
    """Who owes the pay of each order; `employer` and `home` by worker, `partner` by order."""
    out = np.empty(len(worker), np.int64)
    for i in range(len(worker)):
        out[i] = employer[worker[i]]
        if out[i] == NOTHING:
            out[i] = partner[i] if partner[i] != NOTHING else home[worker[i]]
    return out


@njit(nogil=True, cache=True)
def _trades(sector: Ints, sectors: int, subsector: Ints, subsectors: int) -> Ints:
    """Sector and subsector as one number in the order of their texts, what is not named last."""
    out = np.empty(len(sector), np.int64)
    for i in range(len(sector)):
        one = sectors if sector[i] == NOTHING else sector[i]
        other = subsectors if subsector[i] == NOTHING else subsector[i]
        out[i] = one * (subsectors + 1) + other
    return out


def _first_seconds(start: Ints, is_what: Ints, broken: Broken) -> Ints:
    """The first second of order time left by breaks; of a void order that of its acceptance."""
    begins = np.where(is_what & (HAS_TIME | VOID), start, MISSING)
    begins[broken.cut] = MISSING
    # Backwards, so that the earliest stretch of an order is written last.
    begins[broken.rank[::-1]] = broken.start[::-1]
    return begins


@njit(nogil=True, cache=True)
def _days(start: Ints, borders: Ints) -> Ints:
    out = np.empty(len(start), np.int64)
    for i in range(len(start)):
        out[i] = day_of(start[i], borders) if start[i] != MISSING else NOTHING
    return out


def _order_time(orders: Orders, worker: Ints, end: Ints, broken: Broken) -> Stretches:
    """Order time of every order, by worker, start and rank."""
    whole = (orders.is_what & HAS_TIME) != 0
    whole[broken.cut] = False
    rank = np.flatnonzero(whole)
    workers = len(orders.first) - 1
    plain = _stretches(worker[rank], orders.start[rank], end[rank], rank, workers)
    if not len(broken.rank):
        return plain
    of = worker[broken.rank]
    order = np.lexsort((broken.rank, broken.start, of))
    cut = (of[order], broken.start[order], broken.end[order], broken.rank[order])
    return _merged(plain, _stretches(*cut, workers))


def _sessions(table: pa.Table, crew: Crew) -> tuple[Stretches, Stretches]:
    """All sessions, and those in which the company required presence."""
    start, end = instants(table.column("online_at")), instants(table.column("offline_at"))
    worker = crew.rows["sessions"]
    timed = np.flatnonzero((worker >= 0) & (start != MISSING) & (end > start))
    timed = by_worker_and_time(timed, worker, start)
    online, required = (
        _stretches(worker[rows], start[rows], end[rows], np.full(len(rows), NO_ORDER), len(crew))
        for rows in (timed, timed[flags(table.column("demanded"))[timed]])
    )
    return online, required


def _stretches(worker: Ints, start: Ints, end: Ints, rank: Ints, workers: int) -> Stretches:
    return Stretches(fixed(_begins(worker, workers)), fixed(start), fixed(end), fixed(rank))


def _merged(one: Stretches, other: Stretches) -> Stretches:
    """Stretches of both, by worker, start and rank."""
    if not len(other.start):
        return one
    return Stretches(*(fixed(column) for column in _merge(one, other)))


@njit(nogil=True, cache=True)
def _merge(one: Stretches, other: Stretches) -> tuple[Ints, Ints, Ints, Ints]:
    rows = len(one.start) + len(other.start)
    start, end, rank = np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty(rows, np.int64)
    first = one.first + other.first
    at = 0
    for worker in range(len(first) - 1):
        i, j = one.first[worker], other.first[worker]
        last_i, last_j = one.first[worker + 1], other.first[worker + 1]
        while i < last_i or j < last_j:
            if j == last_j:
                earlier = True
            elif i == last_i:
                earlier = False
            else:
                earlier = one.start[i] < other.start[j] or (
                    one.start[i] == other.start[j] and one.rank[i] <= other.rank[j]
                )
            if earlier:
                start[at], end[at], rank[at] = one.start[i], one.end[i], one.rank[i]
                i += 1
            else:
                start[at], end[at], rank[at] = other.start[j], other.end[j], other.rank[j]
                j += 1
            at += 1
    return first, start, end, rank


def allowance_by_day(
    platforms: Sequence[str], changes: Mapping[str, Sequence[tuple[int, int]]], days: int
) -> Ints:
    """Agreed allowance in seconds by platform number and day number, from (first day number, seconds)."""
    allowed = np.zeros((max(len(platforms), 1), days), np.int64)
    for number, platform in enumerate(platforms):
        for first_day, seconds in changes.get(platform, []):
            allowed[number, first_day:] = seconds
    return allowed
