"""Facts of companies, added up bucket by bucket: what only all of a company's workers together tell."""

from collections.abc import Mapping
from threading import Lock

import duckdb
import pyarrow as pa

from huhang.engine.asking import fetch, run
from huhang.engine.limit_groups import LimitSums
from huhang.engine.order_queries import COMPANIES
from huhang.engine.premium_groups import premiums_together

# Of the facts of several buckets, and again of such sums: counts are added.
_QUERIES = {
    "late_days": """
        SELECT platform_id, day, sum(items)::BIGINT AS items, sum(amount_fen)::BIGINT AS amount_fen
        FROM late_days GROUP BY ALL""",
    "order_days": "SELECT DISTINCT platform_id, area_code, day FROM order_days",
}
_OF_WORKERS = {
    "late_days": "SELECT platform_id, day, items, amount_fen FROM deduction_days WHERE reason = 'late'",
    "order_days": "SELECT platform_id, area_code, day FROM pay_days",
}
# What has many texts is added up without SQL, and what has by far the most rows as soon as it comes.
_WITHOUT_SQL = {"premiums": premiums_together}
_WAITING = (*_WITHOUT_SQL, *_QUERIES)
# Rows that wait before they are added up: so many, or as many as they are added to.
_MOST_WAITING = 100_000


def company_facts(derived: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """What the facts of some workers tell of their companies; of buckets together, not yet added up."""
    with duckdb.connect() as db:
        db.execute("SET threads = 1")
        for name in ("deduction_days", "pay_days"):
            db.register(name, derived[name])
        for name, query in _OF_WORKERS.items():
            run(db, f"CREATE VIEW {name} AS {query}")
        of_workers = {name: fetch(db, _QUERIES[name]) for name in _OF_WORKERS}
    return {name: derived[name] for name in ("deliveries", *_WITHOUT_SQL)} | of_workers


class CompanyFacts:
    """The facts of companies of all buckets so far; several threads may add to them."""

    def __init__(self) -> None:
        self._adding = Lock()
        self._limits = LimitSums()
        self._parts: dict[str, list[pa.Table]] = {name: [] for name in _WAITING}

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Add those of one more bucket."""
        with self._adding:
            self._limits.add(part["deliveries"])
            for name, parts in self._parts.items():
                waiting = sum(table.num_rows for table in parts[1:]) + part[name].num_rows
                parts.append(part[name])
                if waiting > max(_MOST_WAITING, parts[0].num_rows):
                    self._parts[name] = [_added(name, parts)]

    def tables(self) -> dict[str, pa.Table]:
        """All of them added up, and of limits the medians of each group."""
        added = {name: _added(name, parts) for name, parts in self._parts.items() if parts}
        return {**added, "medians": self._limits.medians()}


def _added(name: str, parts: list[pa.Table]) -> pa.Table:
    if name in _WITHOUT_SQL:
        return _WITHOUT_SQL[name](parts)
    with duckdb.connect() as db:
        db.register(name, pa.concat_tables(parts))
        return fetch(db, _QUERIES[name])


def lay_out_companies(db: duckdb.DuckDBPyConnection, added: Mapping[str, pa.Table]) -> None:
    """Make the tables about companies; `handed` and the days of the audit are there already."""
    for name in ("medians", *_WAITING):
        db.register(name, added[name])
    for name, query in COMPANIES.items():
        run(db, f"CREATE TABLE {name} AS {query}")
