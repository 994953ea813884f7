"""What only all buckets together tell of a company: its payouts, and how far its orders reach."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
from numba import njit

from huhang.engine.asking import fetch, run
from huhang.engine.buckets import Bucket
from huhang.engine.codes import NOTHING, code_together, named
from huhang.engine.columns import MISSING, Flags, Ints, fixed, instants
from huhang.engine.payout_queries import COMPANY_PAYOUTS, PAYOUT_ROWS
from huhang.engine.shared_queries import SHARED
from huhang.vocabulary.days import CHINA_ZONE, month_first, month_last

# The first and the last Unix second of acceptance, by company.
Edges: TypeAlias = dict[str, tuple[int, int]]

LATEST = np.iinfo(np.int64).max
# What tells who owes a worker's pay.
OWING: Mapping[str, tuple[str, ...]] = {
    "orders": ("platform_id", "worker_id", "partner_id", "status", "accepted_at"),
    "workers": ("platform_id", "worker_id", "partner_id", "instrument", "category", "employer_id"),
}
_DEBTORS = """
SELECT DISTINCT o.platform_id, o.worker_id,
       coalesce(CASE WHEN w.category = 'A' OR (w.category IS NULL AND w.instrument = 'labour_contract')
                     THEN w.employer_id END, o.partner_id, w.partner_id, o.platform_id) AS debtor
FROM owing o LEFT JOIN workers w USING (platform_id, worker_id)
"""
_DEBTOR = pa.schema(dict.fromkeys(("platform_id", "worker_id", "debtor"), pa.string()))
_REACH = pa.schema({"platform_id": pa.string()} | dict.fromkeys(("first_day", "last_day"), pa.date32()))


def tables_of_companies(
    records: Mapping[str, pa.Table],
    calendar: pa.Table,
    buckets: Sequence[Bucket],
    zones: Mapping[str, str],
    jobs: int,
) -> dict[str, pa.Table]:
    """The tables that speak of whole companies, as the shared queries would make them of all workers at once.

    `buckets` read the columns of OWING. company_payouts has every payout with its debtor, its period, when
    it was due and when it was paid; company_reach the months that the orders of a company cover.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        told = list(pool.map(_of_bucket, buckets))
    debtors = pa.concat_tables([_DEBTOR.empty_table(), *(one for one, _ in told)])
    with duckdb.connect() as db:
        for name, table in {**records, "calendar": calendar, "pay_days": debtors}.items():
            db.register(name, table)
        run(db, f"CREATE TABLE filed_rules AS {SHARED['filed_rules']}")
        run(db, f"CREATE TABLE payout_rows AS {PAYOUT_ROWS}")
        payouts = fetch(db, COMPANY_PAYOUTS)
    return {
        "company_payouts": payouts,
        "company_reach": _reach([edges for _, parts in told for edges in parts], zones),
    }


def _of_bucket(read: Bucket) -> tuple[pa.Table, list[Edges]]:
    """Who owes the pay of each worker, and the first and last acceptance of each company."""
    told = list(map(_of_piece, read()))
    with duckdb.connect() as db:
        db.execute("SET threads = 1")
        db.register("owing", pa.concat_tables([owing for owing, _, _ in told]))
        db.register("workers", pa.concat_tables([workers for _, workers, _ in told]))
        debtors = fetch(db, _DEBTORS).cast(_DEBTOR)
    return debtors, [edges for _, _, edges in told]


def _of_piece(tables: Mapping[str, pa.Table]) -> tuple[pa.Table, pa.Table, Edges]:
    owing, edges = _owing(tables["orders"])
    return owing, tables["workers"], edges


def _reach(parts: Sequence[Edges], zones: Mapping[str, str]) -> pa.Table:
    """The months, whole ones, from the first acceptance to the last."""
    rows = []
    for platform in sorted({platform for edges in parts for platform in edges}):
        known = [edges[platform] for edges in parts if platform in edges]
        zone = ZoneInfo(zones.get(platform, CHINA_ZONE))
        first, last = min(first for first, _ in known), max(last for _, last in known)
        days = [datetime.fromtimestamp(second, zone).date() for second in (first, last)]
        rows.append(
            {"platform_id": platform, "first_day": month_first(days[0]), "last_day": month_last(days[1])}
        )
    return pa.Table.from_pylist(rows, schema=_REACH)


def _owing(orders: pa.Table) -> tuple[pa.Table, Edges]:
    """Each worker once with each partner of orders that count, and the edges of each company."""
    names = ("platform_id", "worker_id", "partner_id", "status")
    coded = [code_together([orders.column(name)]) for name in names]
    platform, worker, partner, status = (codes[0] for codes, _ in coded)
    platforms, workers, partners, statuses = (texts for _, texts in coded)
    counts = np.array([*(text != "refused" for text in statuses.to_pylist()), True])[status]
    counts &= (platform != NOTHING) & (worker != NOTHING)
    width = len(partners) + 1
    keys, edges = _changes(
        platform, (platform * len(workers) + worker) * width + partner + 1,
        fixed(instants(orders.column("accepted_at"))), counts, len(platforms),
    )  # fmt: skip
    keys = np.unique(keys)
    of_worker = keys // width
    owing = pa.table(
        {
            "platform_id": named(of_worker // max(len(workers), 1), platforms),
            "worker_id": named(of_worker % max(len(workers), 1), workers),
            "partner_id": named(keys % width - 1, partners),
        }
    )
    reached = {
        str(name): (int(first), int(last))
        for name, (first, last) in zip(platforms.to_pylist(), edges, strict=True)
    }
    return owing, {name: edge for name, edge in reached.items() if edge[0] <= edge[1]}


@njit(nogil=True, cache=True)
def _changes(platform: Ints, keys: Ints, accepted: Ints, counts: Flags, platforms: int) -> tuple[Ints, Ints]:
    """The keys of orders that count where they change, and the first and last acceptance of each platform."""
    found = np.empty(len(keys), np.int64)
    edges = np.empty((platforms, 2), np.int64)
    edges[:, 0], edges[:, 1] = LATEST, MISSING
    used = 0
    for i in range(len(keys)):
        if not counts[i] or accepted[i] == MISSING:
            continue
        if used == 0 or found[used - 1] != keys[i]:
            found[used] = keys[i]
            used += 1
        mine = edges[platform[i]]
        mine[0], mine[1] = min(mine[0], accepted[i]), max(mine[1], accepted[i])
    return found[:used].copy(), edges
