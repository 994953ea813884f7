"""What prompts to rest workers were shown, and what was pushed to them before they answered."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.codes import NOTHING, code_together
from huhang.engine.columns import Ints, instants
from huhang.engine.counted import Counted, as_days

# A prompt is confirmed by the first answer to go on, to it or to a later one of that day; what is offered
# between the two was pushed. An order without the time of its offer, taken after a prompt, tells nothing.
_PROMPT_DAYS = """
WITH shown AS (
    SELECT platform_id, worker_id, epoch(shown_at)::BIGINT AS shown_s, answer,
           epoch(answered_at)::BIGINT AS answered_s
    FROM rest_prompts WHERE coalesce(kind, 'daily') = 'daily'),
confirmed AS (
    SELECT s.*, d.day, d.end_s,
           min(CASE answer WHEN 'go_on' THEN coalesce(answered_s, shown_s) WHEN 'stop' THEN NULL
                    ELSE answered_s END) OVER (
               PARTITION BY platform_id, worker_id, d.day ORDER BY shown_s
               ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS confirmed_s
    FROM shown s ASOF JOIN local_days d ON s.shown_s >= d.start_s WHERE s.shown_s < d.end_s),
offers AS (
    SELECT platform_id, worker_id, order_id, attempt, epoch(offered_at)::BIGINT AS offered_s,
           coalesce(offered_s, epoch(accepted_at)::BIGINT) AS known_s
    FROM orders)
SELECT c.platform_id, c.worker_id, c.day, count(DISTINCT c.shown_s) AS prompts,
       count(DISTINCT (o.order_id, o.attempt)) FILTER (o.offered_s IS NOT NULL) AS pushed,
       count(DISTINCT (o.order_id, o.attempt)) FILTER (o.known_s IS NOT NULL AND o.offered_s IS NULL)
           AS offers_blank
FROM confirmed c LEFT JOIN offers o
  ON o.platform_id = c.platform_id AND o.worker_id = c.worker_id
 AND o.known_s > c.shown_s AND o.known_s < c.end_s
 AND (o.offered_s IS NULL OR c.confirmed_s IS NULL OR o.offered_s < c.confirmed_s)
GROUP BY ALL
"""
_COLUMNS = ("platform_id", "worker_id", "order_id", "attempt", "offered_at", "accepted_at")


def prompt_facts(counted: Counted) -> pa.Table:
    """Days on which a worker was shown a daily prompt: how many, and how many orders were pushed.

    Pushed is what was offered after a prompt and before the worker confirmed; offers_blank counts orders
    taken after a prompt of which nobody wrote down when they were offered.
    """
    number = np.arange(len(counted.borders) - 1)
    days = {"day": as_days(number, counted.first), "start_s": counted.borders[:-1]}
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'; SET threads = 1")
        db.register("local_days", pa.table({**days, "end_s": counted.borders[1:]}))
        db.register("rest_prompts", counted.tables["rest_prompts"])
        db.register("orders", _of_prompted(counted))
        found = db.sql(_PROMPT_DAYS).to_arrow_table()
        assert isinstance(found, pa.Table)
        return found


def _of_prompted(counted: Counted) -> pa.Table:
    """The orders, refused ones too, offered (else taken) on days with a prompt to their worker."""
    orders, prompts = counted.tables["orders"], counted.tables["rest_prompts"]
    if not prompts.num_rows:
        return orders.schema.empty_table()
    (of_order, of_prompt), texts = code_together([orders.column("worker_id"), prompts.column("worker_id")])
    days = len(counted.borders) + 1
    prompted = np.zeros((len(texts) + 1) * days, np.bool_)
    prompted[of_prompt * days + _day(instants(prompts.column("shown_at")), counted.borders)] = True
    known = instants(pc.coalesce(orders.column("offered_at"), orders.column("accepted_at")))
    here = prompted[of_order * days + _day(known, counted.borders)] & (of_order != NOTHING)
    return orders.select(_COLUMNS).filter(pa.array(here))


def _day(instants: Ints, borders: Ints) -> Ints:
    """The number of the day of each instant, one more where it lies after all days."""
    return np.searchsorted(borders, instants, side="right")
