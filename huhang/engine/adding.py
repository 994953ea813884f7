"""Plain loops that add the time and the pay of one worker after the other up into facts, compiled.

Every fact is a table of int64 with a row per subject, handed back column by column; callers give names to
its numbers. NOTHING stands for what is not known or not there.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Ints
from huhang.engine.debtors import has_several, pieces_by_debtor
from huhang.engine.rows import NONE, ONE, by_column, heaviest, room, weigh
from huhang.engine.sweep import (
    ALLOWANCE,
    DAY,
    END,
    KIND,
    NO_ORDER,
    OWN,
    RANK,
    START,
    cut,
    day_of,
    hold,
    mark_own,
    spells_of,
    with_allowance,
    working_pieces,
)
from huhang.engine.work import COMPLETED, COUNTS, LONG, VOID, Orders, Posts, Stretches

PAY = 7
DAY_COLUMNS = (
    *("grp", "day_number", "orders", "void_orders", "long_orders", "in_hand_s", "demanded_s", "allowance_s"),
    *("working_s", "span_s", "online_s", "longest_spell_s", "worked", "area", "trade"),
)
SECOND_COLUMNS = ("grp", "debtor", "day_number", "area", "in_hand_s", "demanded_s", "allowance_s")
PAY_DAY_COLUMNS = ("grp", "debtor", "day_number", "area", "orders", "void_orders", "long_orders")
SPELL_COLUMNS = (
    *("grp", "least_break_s", "start_s", "end_s", "day_number", "last_day_number"),
    *("orders", "void_orders", "long_orders", "area", "trade"),
)
PIECE_COLUMNS = ("grp", "start_s", "end_s", "day_number", "kind", "area")


class Facts(NamedTuple):
    """What is added up, each by the columns named above, one after the other; pay days add fen and blanks."""

    days: Ints
    seconds: Ints
    pay_days: Ints
    spells: Ints
    pieces: Ints


class Owners(NamedTuple):
    """To which area, trade and debtor each piece of a worker belongs."""

    area: Ints
    trade: Ints
    debtor: Ints


@njit(nogil=True, cache=True)
def owners_of(pieces: Ints, orders: Orders, home_area: int, home_debtor: int) -> Owners:
    """A second without an order is at home: the worker's own area and debtor."""
    area = np.empty(len(pieces), np.int64)
    trade = np.empty(len(pieces), np.int64)
    debtor = np.empty(len(pieces), np.int64)
    for i in range(len(pieces)):
        rank = pieces[i, RANK]
        area[i], trade[i], debtor[i] = home_area, NOTHING, home_debtor
        if rank != NO_ORDER:
            trade[i], debtor[i] = orders.trade[rank], orders.debtor[rank]
            if orders.area[rank] != NOTHING:
                area[i] = orders.area[rank]
    return Owners(area, trade, debtor)


@njit(nogil=True, cache=True)
def _next_day(pieces: Ints, i: int, orders: Orders, j: int, until: int, online: Ints, k: int) -> int:
    """The first day of what is left of pieces, orders and presence."""
    day = NO_ORDER
    if i < len(pieces):
        day = pieces[i, DAY]
    if j < until:
        day = min(day, orders.day[j])
    if k < len(online):
        day = min(day, online[k, DAY])
    return day


@njit(nogil=True, cache=True)
def _next_counted(orders: Orders, row: int, until: int) -> int:
    while row < until and not orders.is_what[row] & COUNTS:
        row += 1
    return row


@njit(nogil=True, cache=True)
def add_days(
    worker: int,
    orders: Orders,
    pieces: Ints,
    owners: Owners,
    online: Ints,
    spells: Ints,
    borders: Ints,
    out: Ints,
    used: int,
) -> tuple[Ints, int]:
    """Write a row of DAY_COLUMNS per day with time, orders or presence."""
    until = orders.first[worker + 1]
    i = k = s = NONE[0]
    j = _next_counted(orders, orders.first[worker], until)
    most = len(pieces) + until - j + 1
    area_ids, area_weights = np.empty(most, np.int64), np.empty(most, np.int64)
    trade_ids, trade_weights = np.empty(most, np.int64), np.empty(most, np.int64)
    out = room(out, used, most + len(online))
    while i < len(pieces) or j < until or k < len(online):
        day = _next_day(pieces, i, orders, j, until, online, k)
        row = out[used]
        for column in range(len(row)):
            row[column] = 0
        row[0], row[1], row[10] = worker, day, NOTHING
        areas = trades = NONE[0]
        begun = i
        while i < len(pieces) and pieces[i, DAY] == day:
            length = pieces[i, END] - pieces[i, START]
            row[5 + pieces[i, KIND]] += length
            row[12] |= pieces[i, OWN]
            areas = weigh(area_ids, area_weights, areas, owners.area[i], length * 4096)
            trades = weigh(trade_ids, trade_weights, trades, owners.trade[i], length * 4096)
            i += 1
        row[8] = row[5] + row[6] + row[7]
        if i > begun:
            row[9] = pieces[i - 1, END] - pieces[begun, START]
        while j < until and orders.day[j] == day:
            row[2] += 1
            row[3] += (orders.is_what[j] & VOID) // VOID
            row[4] += (orders.is_what[j] & LONG) // LONG
            areas = weigh(area_ids, area_weights, areas, orders.area[j], ONE[0])
            trades = weigh(trade_ids, trade_weights, trades, orders.trade[j], ONE[0])
            j = _next_counted(orders, j + 1, until)
        while k < len(online) and online[k, DAY] == day:
            row[10] = max(row[10], 0) + online[k, END] - online[k, START]
            k += 1
        while s < len(spells) and spells[s, START] < borders[day + 1]:
            row[11] = max(row[11], spells[s, END] - spells[s, START])
            s += 1
        row[13] = heaviest(area_ids, area_weights, areas)
        row[14] = heaviest(trade_ids, trade_weights, trades)
        used += 1
    return out, used


@njit(nogil=True, cache=True)
def _same_keys(out: Ints, begun: int, used: int, debtor: int, area: int) -> int:
    """The row of that debtor and area among those of the day, else the next new one."""
    for row in range(begun, used):
        if out[row, 1] == debtor and out[row, 3] == area:
            return row
    return used


@njit(nogil=True, cache=True)
def add_seconds(worker: int, pieces: Ints, owners: Owners, out: Ints, used: int) -> tuple[Ints, int]:
    """Write a row of SECOND_COLUMNS per debtor, day and area; pieces come in order of days."""
    out = room(out, used, len(pieces))
    begun = used
    day = NOTHING
    for i in range(len(pieces)):
        if pieces[i, DAY] != day:
            day = pieces[i, DAY]
            begun = used
        at = _same_keys(out, begun, used, owners.debtor[i], owners.area[i])
        if at == used:
            out[at, 0], out[at, 1], out[at, 2], out[at, 3] = worker, owners.debtor[i], day, owners.area[i]
            out[at, 4] = out[at, 5] = out[at, 6] = 0
            used += 1
        out[at, 4 + pieces[i, KIND]] += pieces[i, END] - pieces[i, START]
    return out, used


@njit(nogil=True, cache=True)
def add_pay(worker: int, orders: Orders, out: Ints, used: int) -> tuple[Ints, int]:
    """Write a row of PAY_DAY_COLUMNS, fen and blanks per debtor and day of acceptance."""
    out = room(out, used, orders.first[worker + 1] - orders.first[worker])
    begun = used
    day = NOTHING
    for i in range(orders.first[worker], orders.first[worker + 1]):
        is_what = orders.is_what[i]
        if not is_what & COUNTS:
            continue
        if orders.day[i] != day:
            day = orders.day[i]
            begun = used
        at = used
        for row in range(begun, used):
            if out[row, 1] == orders.debtor[i]:
                at = row
        if at == used:
            for column in range(out.shape[1]):
                out[at, column] = 0
            out[at, 0], out[at, 1], out[at, 2], out[at, 3] = worker, orders.debtor[i], day, orders.area[i]
            used += 1
        if out[at, 3] == NOTHING or (orders.area[i] != NOTHING and orders.area[i] < out[at, 3]):
            out[at, 3] = orders.area[i]
        out[at, 4] += 1
        out[at, 5] += (is_what & VOID) // VOID
        out[at, 6] += (is_what & LONG) // LONG
        for column in range(PAY):
            fen = orders.pay[column][i]
            if fen != MISSING:
                out[at, PAY + column] += fen
            elif is_what & COMPLETED:
                out[at, 2 * PAY + column] += 1
    return out, used


@njit(nogil=True, cache=True)
def add_spells(
    worker: int,
    least_break: int,
    spells: Ints,
    pieces: Ints,
    owners: Owners,
    borders: Ints,
    out: Ints,
    used: int,
) -> tuple[Ints, int]:
    """Write a row of SPELL_COLUMNS per spell, with its area and trade of most seconds."""
    out = room(out, used, len(spells))
    area_ids, area_weights = np.empty(len(pieces), np.int64), np.empty(len(pieces), np.int64)
    trade_ids, trade_weights = np.empty(len(pieces), np.int64), np.empty(len(pieces), np.int64)
    i = 0
    for s in range(len(spells)):
        areas = trades = NONE[0]
        while i < len(pieces) and pieces[i, START] < spells[s, END]:
            if pieces[i, KIND] != ALLOWANCE:
                length = pieces[i, END] - pieces[i, START]
                areas = weigh(area_ids, area_weights, areas, owners.area[i], length)
                trades = weigh(trade_ids, trade_weights, trades, owners.trade[i], length)
            i += 1
        row = out[used + s]
        for column in range(len(row)):
            row[column] = 0
        row[0], row[1], row[2], row[3] = worker, least_break, spells[s, START], spells[s, END]
        row[4], row[5] = day_of(spells[s, START], borders), day_of(spells[s, END] - 1, borders)
        row[9] = heaviest(area_ids, area_weights, areas)
        row[10] = heaviest(trade_ids, trade_weights, trades)
    return out, used + len(spells)


@njit(nogil=True, cache=True)
def count_orders(worker: int, orders: Orders, out: Ints, begun: int, used: int) -> None:
    """Count the orders that begin within each spell, written to `out` from `begun` to `used`."""
    at = begun
    for i in range(orders.first[worker], orders.first[worker + 1]):
        second = orders.begins[i]
        if not orders.is_what[i] & COUNTS or second == MISSING:
            continue
        while at + 1 < used and out[at + 1, 2] <= second:
            at += 1
        # A break may make an order begin after the next one.
        while at > begun and out[at, 2] > second:
            at -= 1
        if at < used and out[at, 2] <= second < out[at, 3]:
            out[at, 6] += 1 - (orders.is_what[i] & VOID) // VOID
            out[at, 7] += (orders.is_what[i] & VOID) // VOID
            out[at, 8] += (orders.is_what[i] & LONG) // LONG


@njit(nogil=True, cache=True)
def add_pieces(worker: int, pieces: Ints, owners: Owners, out: Ints, used: int) -> tuple[Ints, int]:
    """Write a row of PIECE_COLUMNS per piece."""
    out = room(out, used, len(pieces))
    for i in range(len(pieces)):
        row = out[used + i]
        row[0], row[1], row[2] = worker, pieces[i, START], pieces[i, END]
        row[3], row[4], row[5] = pieces[i, DAY], pieces[i, KIND], owners.area[i]
    return out, used + len(pieces)


@njit(nogil=True, cache=True)
def _presence(online: Stretches, worker: int, borders: Ints) -> Ints:
    """The union of the sessions of a worker, cut by day."""
    begun, until = online.first[worker], online.first[worker + 1]
    held = hold(online.start[begun:until], online.end[begun:until], online.rank[begun:until])
    return cut(with_allowance(held, np.zeros(len(borders), np.int64), borders), borders)


@njit(nogil=True, cache=True)
def add_up(
    orders: Orders,
    stretches: Stretches,
    online: Stretches,
    posts: Posts,
    borders: Ints,
    least_breaks: Ints,
    tail_s: int,
    with_pieces: bool,
) -> Facts:
    """All facts of all workers of a bucket, in order of workers and days.

    `stretches` are order time and demanded presence, `online` all sessions; the first of `least_breaks`
    is the usual one; `borders` are the first seconds of local days in a row.
    """
    # Rarely does a table outgrow this; what is never written to costs no memory.
    rows = len(orders.day) // 4 + 1024
    days = np.empty((rows, len(DAY_COLUMNS)), np.int64)
    seconds = np.empty((rows, len(SECOND_COLUMNS)), np.int64)
    pay = np.empty((rows, 3 * PAY), np.int64)
    spells = np.empty((rows, len(SPELL_COLUMNS)), np.int64)
    listed = np.empty((rows, len(PIECE_COLUMNS)), np.int64)
    d = s = p = k = n = NONE[0]
    for worker in range(len(posts.area)):
        begun, until = stretches.first[worker], stretches.first[worker + 1]
        held, pieces = working_pieces(
            stretches.start[begun:until], stretches.end[begun:until], stretches.rank[begun:until],
            posts.allowed[posts.platform[worker]], borders,
        )  # fmt: skip
        owners = owners_of(pieces, orders, posts.area[worker], posts.debtor[worker])
        usual = spells_of(held, least_breaks[0])
        mark_own(pieces, usual, borders, tail_s)
        present = _presence(online, worker, borders)
        days, d = add_days(worker, orders, pieces, owners, present, usual, borders, days, d)
        if has_several(orders, worker):
            owed = pieces_by_debtor(pieces, worker, orders, stretches, borders)
            owing = owners_of(owed, orders, posts.area[worker], posts.debtor[worker])
            seconds, s = add_seconds(worker, owed, owing, seconds, s)
        else:
            seconds, s = add_seconds(worker, pieces, owners, seconds, s)
        pay, p = add_pay(worker, orders, pay, p)
        for least_break in least_breaks:
            found = spells_of(held, least_break)
            first = k
            spells, k = add_spells(worker, least_break, found, pieces, owners, borders, spells, k)
            count_orders(worker, orders, spells, first, k)
        if with_pieces:
            listed, n = add_pieces(worker, pieces, owners, listed, n)
    return Facts(
        by_column(days, d),
        by_column(seconds, s),
        by_column(pay, p),
        by_column(spells, k),
        by_column(listed, n),
    )
