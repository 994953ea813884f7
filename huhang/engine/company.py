"""What only all buckets together tell of a company: the payouts of all its workers."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.buckets import Bucket
from huhang.engine.codes import NOTHING, code_together, named
from huhang.engine.columns import flags, is_there
from huhang.engine.payout_queries import PAYOUT_ROWS
from huhang.engine.shared_queries import SHARED

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
_DEBTOR = pa.schema([("platform_id", pa.string()), ("worker_id", pa.string()), ("debtor", pa.string())])
COMPANY_PAYOUTS = """
SELECT platform_id, worker_id, debtor, period_from, period_to, effective_due, paid_on FROM payout_rows
"""


def payouts_of_companies(
    records: Mapping[str, pa.Table], calendar: pa.Table, buckets: Sequence[Bucket], jobs: int
) -> pa.Table:
    """Every payout with its debtor, its period, when it was due and when it was paid.

    `buckets` read the columns of OWING; they are asked only where a payout does not say itself who owes.
    """
    payouts = records["payouts"]
    debtors = _DEBTOR.empty_table()
    if payouts.column("partner_id").null_count:
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            debtors = pa.concat_tables([debtors, *pool.map(_debtors, buckets)])
    with duckdb.connect() as db:
        for name, table in {**records, "calendar": calendar, "pay_days": debtors}.items():
            db.register(name, table)
        db.execute(f"CREATE TABLE filed_rules AS {SHARED['filed_rules']}")
        db.execute(f"CREATE TABLE payout_rows AS {PAYOUT_ROWS}")
        return _fetch(db, COMPANY_PAYOUTS)


def _debtors(read: Bucket) -> pa.Table:
    with duckdb.connect() as db:
        db.execute("SET threads = 1")
        tables = read()
        db.register("owing", _owing(tables["orders"]))
        db.register("workers", tables["workers"])
        return _fetch(db, _DEBTORS).cast(_DEBTOR)


def _owing(orders: pa.Table) -> pa.Table:
    """Each worker once with each partner of orders that count: platform_id, worker_id and partner_id.

    Coded as numbers first: there are far fewer changes from row to row than rows.
    """
    names = ("platform_id", "worker_id", "partner_id")
    coded = [code_together([orders.column(name)]) for name in names]
    platform, worker, partner = (codes[0] for codes, _ in coded)
    platforms, workers, partners = (texts for _, texts in coded)
    counts = is_there(orders.column("accepted_at")) & (worker != NOTHING)
    counts &= ~flags(pc.equal(orders.column("status").cast(pa.string()), pa.scalar("refused")))
    width = len(partners) + 1
    keys = ((platform * len(workers) + worker) * width + partner + 1)[counts]
    keys = np.unique(keys[np.flatnonzero(np.diff(keys, prepend=np.int64(-1)))])
    of_worker = keys // width
    return pa.table(
        {
            "platform_id": named(of_worker // max(len(workers), 1), platforms),
            "worker_id": named(of_worker % max(len(workers), 1), workers),
            "partner_id": named(keys % width - 1, partners),
        }
    )


def _fetch(db: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    table = db.sql(query).to_arrow_table()
    assert isinstance(table, pa.Table)
    return table
