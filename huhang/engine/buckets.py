"""Workers dealt into buckets, and the facts of all buckets together, whoever made them in what order."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from huhang.engine.derive import Habits, derive
from huhang.engine.work import PAY_NAMES

Progress = Callable[[str, int, int], None]
# Reads the tables of some whole workers, without those that every bucket needs whole.
Bucket = Callable[[], Mapping[str, pa.Table]]

# Tables that have a worker in every row; the others (order breaks) go to every bucket.
# What facts are derived from, by table.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "orders": (
        *(
            "platform_id",
            "order_id",
            "worker_id",
            "attempt",
            "partner_id",
            "sector",
            "subsector",
            "area_code",
        ),
        *("status", "accepted_at", "completed_at", "cancelled_at", *PAY_NAMES),
    ),
    "sessions": ("platform_id", "worker_id", "online_at", "offline_at", "demanded"),
    "workers": (
        *("platform_id", "worker_id", "partner_id", "work_area_code", "instrument", "category"),
        "employer_id",
    ),
    "deductions": ("platform_id", "worker_id", "order_id", "occurred_at", "reason", "basis", "amount_fen"),
}
_BY_WORKER = tuple(COLUMNS)
DERIVED_FROM = (*_BY_WORKER, "order_breaks")


def derive_all(
    tables: Mapping[str, pa.Table],
    zones: Mapping[str, str],
    habits: Habits,
    *,
    jobs: int,
    progress: Progress | None = None,
    buckets: Sequence[Bucket] | None = None,
    with_pieces: bool = False,
) -> dict[str, pa.Table]:
    """The facts of `derive` over all workers, in `jobs` threads; the same whatever their number.

    With `buckets` the rows of workers are read from them, `jobs` at a time, and `tables` gives only what
    every bucket needs whole. Pieces, as many as orders, only come where wanted.
    """
    parts: list[dict[str, pa.Table]] = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        if buckets:
            whole = {"order_breaks": tables["order_breaks"]}
            made = pool.map(
                lambda read: derive({**read(), **whole}, zones, habits, with_pieces=with_pieces), buckets
            )
        else:
            dealt = _deal(tables, jobs)
            made = pool.map(lambda bucket: derive(bucket, zones, habits, with_pieces=with_pieces), dealt)
        for facts in made:
            parts.append(facts)
            if progress:
                progress("derive", len(parts), len(buckets) if buckets else jobs)
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


def _deal(tables: Mapping[str, pa.Table], jobs: int) -> list[dict[str, pa.Table]]:
    if jobs == 1:
        return [{name: tables[name] for name in DERIVED_FROM}]
    with duckdb.connect() as db:
        for name in _BY_WORKER:
            db.register(name, tables[name])
        return [_bucket(db, tables, number, jobs) for number in range(jobs)]


def _bucket(
    db: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], number: int, of: int
) -> dict[str, pa.Table]:
    chosen = {"order_breaks": tables["order_breaks"]}
    for name in _BY_WORKER:
        rows = db.sql(f"SELECT hash(platform_id, worker_id) % {of} = {number} AS here FROM {name}")
        mask = rows.to_arrow_table()
        assert isinstance(mask, pa.Table)
        chosen[name] = tables[name].filter(mask.column("here"))
    return chosen
