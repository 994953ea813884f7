"""Deductions by day and debtor: each belongs to somebody who owes the pay that it was taken from."""

import numpy as np
import pyarrow as pa
from numba import njit

from huhang.engine.arrays import Arrays
from huhang.engine.codes import NOTHING
from huhang.engine.columns import MISSING, Flags, Ints, Tables, instants, is_there, whole_numbers
from huhang.engine.crew import Crew
from huhang.engine.sweep import day_of
from huhang.engine.work import COUNTS, Orders, Posts


def add_deductions(tables: Tables, crew: Crew, arrays: Arrays, borders: Ints) -> pa.Table:
    """Fen and items by worker (grp), debtor, day_number, reason and basis.

    A deduction tied to an order belongs to the order's debtor, whatever became of the order; any other
    to the debtor of the last order before it, else of the first.
    """
    table = tables["deductions"]
    worker = crew.rows["deductions"]
    second = instants(table.column("occurred_at"))
    debtor, days = _by_time(worker, second, arrays.orders, arrays.posts, borders)
    mixed = _mixed(arrays.orders, arrays.posts)
    tied = np.flatnonzero(np.append(mixed, False)[worker] & is_there(table.column("order_id")))
    if len(tied):
        debtor[tied] = _of_tied(tables, crew, arrays, mixed, tied, debtor[tied])
    rows = pa.table(
        {
            "grp": worker,
            "debtor": debtor,
            "day_number": days,
            **{name: table.column(name) for name in ("reason", "basis", "amount_fen")},
        }
    )
    keys = ["grp", "debtor", "day_number", "reason", "basis"]
    # A column read in several pieces has a dictionary for each.
    rows = rows.unify_dictionaries()
    added = rows.group_by(keys, use_threads=False).aggregate([("amount_fen", "sum"), ("amount_fen", "count")])
    return added.rename_columns({"amount_fen_sum": "amount_fen", "amount_fen_count": "items"})


@njit(nogil=True, cache=True)
def _by_time(worker: Ints, second: Ints, orders: Orders, posts: Posts, borders: Ints) -> tuple[Ints, Ints]:
    """The debtor of the last counting order before each deduction, else of the first, and its day."""
    debtor = np.empty(len(worker), np.int64)
    day = np.empty(len(worker), np.int64)
    for i in range(len(worker)):
        day[i] = day_of(second[i], borders)
        debtor[i] = posts.debtor[worker[i]]
        begun, until = orders.first[worker[i]], orders.first[worker[i] + 1]
        at = begun + np.searchsorted(orders.start[begun:until], second[i], side="right") - 1
        while at >= begun and not orders.is_what[at] & COUNTS:
            at -= 1
        if at >= begun:
            debtor[i] = orders.debtor[at]
            moment = orders.start[at]
            while at >= begun and orders.start[at] == moment:
                if orders.is_what[at] & COUNTS:
                    debtor[i] = min(debtor[i], orders.debtor[at])
                at -= 1
            continue
        for row in range(begun, until):
            if orders.is_what[row] & COUNTS:
                debtor[i] = orders.debtor[row]
                break
    return debtor, day


@njit(nogil=True, cache=True)
def _mixed(orders: Orders, posts: Posts) -> Flags:
    """Which workers have orders of a debtor other than another's, or other than their own alone."""
    out = np.zeros(len(posts.debtor), np.bool_)
    for worker in range(len(out)):
        counting = NOTHING
        for row in range(orders.first[worker], orders.first[worker + 1]):
            if orders.is_what[row] & COUNTS:
                counting = orders.debtor[row]
                break
        known = posts.debtor[worker] if counting == NOTHING else counting
        for row in range(orders.first[worker], orders.first[worker + 1]):
            if orders.debtor[row] != known:
                out[worker] = True
                break
    return out


def _of_tied(tables: Tables, crew: Crew, arrays: Arrays, mixed: Flags, tied: Ints, otherwise: Ints) -> Ints:
    """The debtor of the orders that some deductions name; `otherwise` where there is no such order."""
    worker = crew.rows["orders"]
    places = np.flatnonzero(mixed[worker])
    order_ids = tables["orders"].column("order_id").take(places)
    orders = pa.table({"grp": worker[places], "order_id": order_ids, "debtor": arrays.orders.debtor[places]})
    known = orders.group_by(["grp", "order_id"]).aggregate([("debtor", "min")])
    named = tables["deductions"].column("order_id").take(tied)
    asked = pa.table({"at": np.arange(len(tied)), "grp": crew.rows["deductions"][tied], "order_id": named})
    found = whole_numbers(asked.join(known, ["grp", "order_id"]).sort_by("at").column("debtor_min"))
    return np.where(found == MISSING, otherwise, found)
