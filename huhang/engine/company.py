"""What only all buckets together tell of a company: its payouts, and how far its orders reach."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from huhang.engine.asking import fetch, run
from huhang.engine.buckets import Bucket
from huhang.engine.codes import NOTHING, named
from huhang.engine.columns import MISSING, Flags, Ints, Texts, per_second, whole_numbers
from huhang.engine.payout_queries import COMPANY_PAYOUTS, PAYOUT_ROWS
from huhang.engine.shared_queries import SHARED
from huhang.vocabulary.days import CHINA_ZONE, month_first, month_last

# The first and the last Unix second of acceptance, by company.
Edges: TypeAlias = dict[str, tuple[int, int]]
Codes: TypeAlias = NDArray[np.signedinteger[Any]]

LATEST = np.iinfo(np.int64).max
# What tells who owes a worker's pay.
OWING: Mapping[str, tuple[str, ...]] = {
    "orders": ("platform_id", "worker_id", "partner_id", "status", "accepted_at"),
}
_DEBTORS = """
SELECT DISTINCT o.platform_id, o.worker_id,
       coalesce(CASE WHEN w.category = 'A' OR (w.category IS NULL AND w.instrument = 'labour_contract')
                     THEN w.employer_id END, o.partner_id, w.partner_id, o.platform_id) AS debtor
FROM owing o LEFT JOIN workers w USING (platform_id, worker_id)
"""
# Whose an order is.
_WHOSE = ("platform_id", "worker_id", "partner_id")
_NOTHING_OWED = pa.schema(dict.fromkeys(_WHOSE, pa.string())).empty_table()
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
        told = [part for parts in pool.map(_of_bucket, buckets) for part in parts]
    owing = pa.concat_tables([_NOTHING_OWED, *(found for found, _ in told)])
    with duckdb.connect() as db:
        for name, table in {**records, "calendar": calendar, "owing": owing}.items():
            db.register(name, table)
        run(db, f"CREATE TABLE pay_days AS {_DEBTORS}")
        run(db, f"CREATE TABLE filed_rules AS {SHARED['filed_rules']}")
        # A view: most of its columns are not asked for.
        run(db, f"CREATE VIEW payout_rows AS {PAYOUT_ROWS}")
        payouts = fetch(db, COMPANY_PAYOUTS)
    return {
        "company_payouts": payouts,
        "company_reach": _reach([edges for _, edges in told], zones),
    }


def _of_bucket(read: Bucket) -> list[tuple[pa.Table, Edges]]:
    """Who owes the pay of each worker, and the first and last acceptance of each company, piece by piece."""
    return [_owing(tables["orders"]) for tables in read()]


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
    parts, edges = [_NOTHING_OWED], Edges()
    for chunk in orders.to_batches():
        owing, platforms, reached = _of_chunk(chunk)
        parts.append(owing)
        for platform, (first, last) in zip(map(str, platforms.to_pylist()), reached.tolist(), strict=True):
            if first <= last:
                before = edges.get(platform, (first, last))
                edges[platform] = min(first, before[0]), max(last, before[1])
    return pa.concat_tables(parts).group_by(list(_WHOSE), use_threads=False).aggregate([]), edges


def _of_chunk(orders: pa.RecordBatch) -> tuple[pa.Table, Texts, Ints]:
    """Whose the orders that count are, as the rows turn, and the edges of each platform of a dictionary."""
    whose = [_coded(orders.column(name)) for name in _WHOSE]
    (platform, platforms), (worker, _), (partner, _) = whose
    status, statuses = _coded(orders.column("status"))
    # No status, which is -1, finds the last of them.
    counts = np.array([*(text != "refused" for text in statuses.to_pylist()), True])
    times = orders.column("accepted_at")
    accepted = whole_numbers(pa.chunked_array([times.cast(pa.int64())]))
    rows, edges = _changes(platform, worker, partner, status, counts, accepted, len(platforms))
    # Dividing a few edges is cheaper than dividing all times.
    known = edges[:, 0] <= edges[:, 1]
    edges[known] //= per_second(times)
    owing = pa.table([named(numbers[rows], texts) for numbers, texts in whose], list(_WHOSE))
    return owing, platforms, edges


def _coded(column: Texts) -> tuple[Codes, Texts]:
    """The numbers of texts in the dictionary that the column comes with; NOTHING stands for null."""
    coded: Any = column
    if not pa.types.is_dictionary(column.type) or coded.dictionary.null_count:
        coded = column.cast(pa.string()).dictionary_encode()
    numbers = np.asarray(coded.indices.fill_null(NOTHING).to_numpy(), np.int32)
    numbers.flags.writeable = False
    return numbers, coded.dictionary


@njit(nogil=True, cache=True)
def _changes(
    platform: Codes, worker: Codes, partner: Codes, status: Codes,
    counts: Flags, accepted: Ints, platforms: int,
) -> tuple[Ints, Ints]:  # fmt: skip
    """The first of each row of orders that count and are alike, and the edges of each platform."""
    found = np.empty(len(platform), np.int64)
    edges = np.empty((platforms, 2), np.int64)
    edges[:, 0], edges[:, 1] = LATEST, MISSING
    used, last = 0, -1
    for i in range(len(platform)):
        somebody = platform[i] != NOTHING and worker[i] != NOTHING
        if not somebody or not counts[status[i]] or accepted[i] == MISSING:
            continue
        if (
            last < 0
            or platform[i] != platform[last]
            or worker[i] != worker[last]
            or partner[i] != partner[last]
        ):
            found[used] = i
            used += 1
        last = i
        mine = edges[platform[i]]
        mine[0], mine[1] = min(mine[0], accepted[i]), max(mine[1], accepted[i])
    return found[:used].copy(), edges
