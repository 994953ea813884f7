"""What prompts to rest workers were shown, and the orders that were offered on those days."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.columns import MISSING, Flags, Ints, flags, instants, is_there, unix_seconds
from huhang.engine.counted import Counted, as_days
from huhang.engine.sweep import day_of

_COLUMNS = ("platform_id", "worker_id", "order_id", "attempt")

# A prompt is confirmed by the first answer to go on, to it or to a later one of that day; what is offered
# between the two was pushed. An order without the time of its offer, taken after a prompt, tells nothing.
PROMPT_DAYS = """
WITH confirmed AS (
    SELECT *, min(CASE answer WHEN 'go_on' THEN coalesce(answered_s, shown_s) WHEN 'stop' THEN NULL
                       ELSE answered_s END) OVER (
               PARTITION BY platform_id, worker_id, day ORDER BY shown_s
               ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS confirmed_s
    FROM prompts)
SELECT c.platform_id, c.worker_id, c.day, count(DISTINCT c.shown_s) AS prompts,
       count(DISTINCT (o.order_id, o.attempt)) FILTER (o.offered_s IS NOT NULL) AS pushed,
       count(DISTINCT (o.order_id, o.attempt)) FILTER (o.known_s IS NOT NULL AND o.offered_s IS NULL)
           AS offers_blank
FROM prompted_orders o RIGHT JOIN confirmed c
  ON o.platform_id = c.platform_id AND o.worker_id = c.worker_id
 AND o.known_s > c.shown_s AND o.known_s < c.end_s
 AND (o.offered_s IS NULL OR c.confirmed_s IS NULL OR o.offered_s < c.confirmed_s)
GROUP BY ALL
"""


def prompt_facts(counted: Counted) -> dict[str, pa.Table]:
    """The daily prompts with their local day, and the orders that may have been pushed after one.

    `prompts` has shown_s, answer, answered_s, and the day with the second at which it ends (end_s);
    `prompted_orders`, of refused ones too, offered_s and known_s, when it was offered, else taken. All times
    in Unix seconds. PROMPT_DAYS makes the days of workers of both.
    """
    prompts = counted.tables["rest_prompts"]
    kind = prompts.column("kind")
    prompts = prompts.filter(pa.array(flags(pc.equal(kind, pa.scalar("daily"))) | ~is_there(kind)))
    day = _day(instants(prompts.column("shown_at")), counted.borders)
    within = (day > 0) & (day < len(counted.borders))
    prompts, day = prompts.filter(pa.array(within)), day[within]
    shown = {
        **{name: prompts.column(name) for name in ("platform_id", "worker_id", "answer")},
        "shown_s": unix_seconds(prompts.column("shown_at")),
        "answered_s": unix_seconds(prompts.column("answered_at")),
        "day": as_days(day - 1, counted.first),
        "end_s": counted.borders[day],
    }
    return {"prompts": pa.table(shown), "prompted_orders": _prompted_orders(counted, prompts, day)}


def _prompted_orders(counted: Counted, prompts: pa.Table, prompt_day: Ints) -> pa.Table:
    """The orders, refused ones too, offered (else taken) on days with a prompt to their worker."""
    prompted = np.zeros((len(counted.crew) + 1, len(counted.borders)), np.bool_)
    prompted[counted.crew.numbers(prompts), prompt_day - 1] = True
    orders = counted.arrays.orders
    offered = instants(counted.column("offered_at"))
    rows, known = _within(orders.first, offered, orders.start, prompted, counted.borders)
    found = counted.tables["orders"].select(_COLUMNS).take(rows)
    offered = offered[rows]
    found = found.append_column("offered_s", pa.array(offered, mask=offered == MISSING))
    return found.append_column("known_s", pa.array(known))


@njit(nogil=True, cache=True)
def _within(first: Ints, offered: Ints, accepted: Ints, prompted: Flags, borders: Ints) -> tuple[Ints, Ints]:
    """The orders of each worker that were offered, else taken, on days with a prompt, and that second."""
    out, seconds = np.empty(len(offered), np.int64), np.empty(len(offered), np.int64)
    found = 0
    for worker in range(len(first) - 1):
        if not prompted[worker].any():
            continue
        for i in range(first[worker], first[worker + 1]):
            known = offered[i] if offered[i] != MISSING else accepted[i]
            if borders[0] <= known < borders[-1] and prompted[worker, day_of(known, borders)]:
                out[found], seconds[found] = i, known
                found += 1
    return out[:found], seconds[:found]


def _day(instants: Ints, borders: Ints) -> Ints:
    """The number of the day of each instant, counted from one; 0 before all days, the last after them."""
    return np.searchsorted(borders, instants, side="right")
