"""Workers in buckets, each read when its turn comes: memory is bounded by the bucket, not by the city."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from huhang.engine.codes import code_together
from huhang.engine.columns import Ints, flags
from huhang.engine.work import PAY_NAMES

# Reads the tables of some whole workers after the other, without those that every bucket needs whole.
Bucket = Callable[[], Iterator[Mapping[str, pa.Table]]]

# What facts are derived from, by table; the rows of one worker are never in two buckets.
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
        *("offered_at", "promised_at", "distance_m", "injury_premium_fen"),
    ),
    "sessions": ("platform_id", "worker_id", "online_at", "offline_at", "demanded"),
    "workers": (
        *("platform_id", "worker_id", "partner_id", "work_area_code", "instrument", "category"),
        "employer_id",
    ),
    "deductions": ("platform_id", "worker_id", "order_id", "occurred_at", "reason", "basis", "amount_fen"),
    "rest_prompts": ("platform_id", "worker_id", "shown_at", "kind", "answered_at", "answer"),
}
# What every bucket needs whole beside: breaks name an order, insurances a worker of no named company.
WHOLE = ("order_breaks", "insurances")
DERIVED_FROM = (*COLUMNS, *WHOLE)
# Groups that each job judges one after the other at most, so that all jobs end about together.
_TURNS = 4


def deal(tables: Mapping[str, pa.Table], parts: int, at_once: int) -> list[Bucket]:
    """Tables in memory as so many buckets, each in pieces of about so many orders."""
    if parts == 1:
        return [lambda: pieces_of({name: tables[name] for name in COLUMNS}, at_once)]
    return [_Part(tables, number, parts, at_once) for number in range(parts)]


class _Part:
    """One of the buckets of tables in memory."""

    def __init__(self, tables: Mapping[str, pa.Table], number: int, of: int, at_once: int) -> None:
        self._tables, self._number, self._of, self._at_once = tables, number, of, at_once

    def __call__(self) -> Iterator[Mapping[str, pa.Table]]:
        """The rows of the workers of this bucket."""
        with duckdb.connect() as db:
            tables = {name: self._chosen(db, name) for name in COLUMNS}
        return pieces_of(tables, self._at_once)

    def _chosen(self, db: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
        table = self._tables[name]
        db.register("keys", table.select(["platform_id", "worker_id"]))
        query = f"SELECT hash(platform_id, worker_id) % {self._of} = {self._number} AS here FROM keys"
        here = db.sql(query).to_arrow_table()
        assert isinstance(here, pa.Table)
        return table.filter(pa.array(flags(here.column("here"))))


def grouped(
    buckets: Sequence[Bucket], orders: Sequence[int], jobs: int, few: int, most: int
) -> list[list[Bucket]]:
    """Buckets judged in one go: as many groups for each job, about even.

    They have at most `few` orders, but no more than _TURNS of them are made for each job before they have as
    many as `most`: to ask anything of a group costs the same however small it is.
    """
    whole = sum(orders)
    turns = max(-(-whole // (most * jobs)), min(_TURNS, -(-whole // (few * jobs))), 1)
    while True:
        groups = _dealt(orders, jobs * turns)
        if all(len(group) == 1 or sum(orders[at] for at in group) <= most for group in groups):
            return [[buckets[at] for at in group] for group in groups]
        turns += 1


def _dealt(orders: Sequence[int], parts: int) -> list[list[int]]:
    """The places of buckets in so many parts with about as many orders, those that stay empty left out."""
    whole, before = max(sum(orders), 1), 0
    groups: dict[int, list[int]] = {}
    for at, count in enumerate(orders):
        groups.setdefault(min((before + count // 2) * parts // whole, parts - 1), []).append(at)
        before += count
    return list(groups.values())


def pieces_of(tables: Mapping[str, pa.Table], most: int) -> Iterator[Mapping[str, pa.Table]]:
    """The rows of a bucket, some whole workers at a time with about so many orders, in order of workers.

    What is derived at once stays small, wherever the bucket ends. Every row is in one piece, also one that
    names nobody.
    """
    parts = -(-tables["orders"].num_rows // most)
    if parts <= 1:
        yield tables
        return
    names = list(tables)
    platforms, _ = code_together([tables[name].column("platform_id") for name in names])
    workers, texts = code_together([tables[name].column("worker_id") for name in names])
    whose = {
        name: platform * (len(texts) + 1) + worker
        for name, platform, worker in zip(names, platforms, workers, strict=True)
    }
    at = np.arange(1, parts) * len(whose["orders"]) // parts
    edges = np.unique(np.partition(whose["orders"], at)[at])
    part_of = {name: np.searchsorted(edges, keys, side="right") for name, keys in whose.items()}
    for part in range(len(edges) + 1):
        yield {name: _rows(table, np.flatnonzero(part_of[name] == part)) for name, table in tables.items()}


def _rows(table: pa.Table, rows: Ints) -> pa.Table:
    """Some rows of a table, not copied where they stand together."""
    together = len(rows) > 0 and rows[-1] - rows[0] + 1 == len(rows)
    return table.slice(int(rows[0]), len(rows)) if together else table.take(rows)


def workers_of(derived: Mapping[str, pa.Table]) -> pa.Table:
    """The workers that facts speak of: platform_id and worker_id."""
    keys = ["platform_id", "worker_id"]
    named: Sequence[str] = ("worker_days", "deduction_days")
    rows = pa.concat_tables([derived[name].select(keys) for name in named]).unify_dictionaries()
    found = rows.group_by(keys, use_threads=False).aggregate([])
    return found.cast(pa.schema(dict.fromkeys(keys, pa.string())))
