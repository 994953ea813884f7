"""Order time is the order minus its breaks, whatever their order and overlaps."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.asking import one_thread
from huhang.engine.columns import Ints, flags, whole_numbers
from huhang.engine.work import HAS_TIME

_NONE = np.empty(0, np.int64)


class Broken(NamedTuple):
    """Orders with breaks, by rank.

    `explained` are all that name breaks, `cut` those whose time breaks cut; `rank`, `start` and `end` are
    the stretches left of the latter, by rank and start.
    """

    explained: Ints
    cut: Ints
    rank: Ints
    start: Ints
    end: Ints


_BREAKS = """
SELECT o.rank, o.start_s, o.end_s, epoch(b.from_at)::BIGINT AS from_s, epoch(b.to_at)::BIGINT AS to_s
FROM named o JOIN order_breaks b USING (platform_id, order_id)
ORDER BY o.rank, from_s, to_s
"""


def cut_by_breaks(orders: pa.Table, breaks: pa.Table, start: Ints, end: Ints, is_what: Ints) -> Broken:
    """What breaks leave of orders, which stand in order."""
    if not breaks.num_rows:
        return Broken(_NONE, _NONE, _NONE, _NONE, _NONE)
    named = pc.is_in(orders.column("order_id"), value_set=pc.unique(breaks.column("order_id")))
    timed = (is_what & HAS_TIME) != 0
    rank = np.flatnonzero(timed & flags(named))
    keys = orders.select(["platform_id", "order_id"]).take(rank)
    for name, values in (("rank", rank), ("start_s", start[rank]), ("end_s", end[rank])):
        keys = keys.append_column(name, pa.array(values))
    with one_thread() as db:
        db.register("named", keys)
        db.register("order_breaks", breaks)
        found = db.sql(_BREAKS).to_arrow_table()
    columns = {name: whole_numbers(found.column(name)) for name in found.column_names}
    names = ("rank", "start_s", "end_s", "from_s", "to_s")
    cut, left = _left_over(*(columns[name] for name in names))
    return Broken(np.unique(columns["rank"]), cut, left[:, 0], left[:, 1], left[:, 2])


@njit(nogil=True, cache=True)
def _left_over(rank: Ints, start: Ints, end: Ints, break_from: Ints, break_to: Ints) -> tuple[Ints, Ints]:
    """The orders that breaks cut, and rank, start and end of what is left; breaks by rank and start."""
    cut = np.empty(len(rank), np.int64)
    left = np.empty((2 * len(rank), 3), np.int64)
    cuts = written = i = 0
    while i < len(rank):
        one = rank[i]
        reached = start[i]
        was_cut = False
        last = end[i]
        while i < len(rank) and rank[i] == one:
            begun, until = max(break_from[i], start[i]), min(break_to[i], end[i])
            if begun < until:
                was_cut = True
                if reached < begun:
                    left[written, 0], left[written, 1], left[written, 2] = one, reached, begun
                    written += 1
                reached = max(reached, until)
            i += 1
        if was_cut:
            cut[cuts] = one
            cuts += 1
            if reached < last:
                left[written, 0], left[written, 1], left[written, 2] = one, reached, last
                written += 1
    return cut[:cuts], left[:written]
