"""The seven checks over the facts of Huhang: every bucket derived by compiled loops, two at a time."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.seven_checks import BREAK_S, SPELL_S, by_sql
from huhang.audit.prepare import ORDERS_AT_ONCE
from huhang.engine.buckets import COLUMNS, WHOLE, Bucket
from huhang.engine.derive import Habits, derive
from huhang.records.lake.handing import open_lake
from huhang.records.tables import TABLES

FACTS = {
    "days": """
        SELECT platform_id, worker_id, day - DATE '1970-01-01' AS day, in_hand_s
        FROM worker_days WHERE in_hand_s > 0""",
    "pay": """
        SELECT platform_id, worker_id, day - DATE '1970-01-01' AS day,
               sum(base_fen + incentive_fen)::BIGINT AS pay_fen
        FROM pay_days GROUP BY ALL""",
    "days_paid": by_sql.FACTS["days_paid"],
}
SPELLS_ABOVE = f"""
SELECT platform_id, worker_id, start_s, end_s FROM spells WHERE length_s > {SPELL_S}
"""
HABITS = Habits((BREAK_S,), 0, 6 * 3600)


def answers(lake: Path) -> dict[str, pa.Table]:
    handover = open_lake(lake)
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(_of_bucket, handover.buckets(COLUMNS, ORDERS_AT_ONCE)))
    found = {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}
    with duckdb.connect() as db:
        found["late"] = db.sql(
            by_sql.CHECKS["late"].replace("payouts", f"read_parquet('{lake}/data/payouts/*.parquet')")
        ).to_arrow_table()
    return found


def _of_bucket(read: Bucket) -> Mapping[str, pa.Table]:
    parts = list(map(_facts, read()))
    facts = {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}
    with duckdb.connect() as db:
        db.execute("SET threads = 1")
        for name, table in facts.items():
            db.register(name, table)
        for name, query in FACTS.items():
            db.execute(f"CREATE TABLE {name} AS {query}")
        checks = {**by_sql.CHECKS, "spells": SPELLS_ABOVE}
        return {name: db.sql(query).to_arrow_table() for name, query in checks.items() if name != "late"}


def _facts(piece: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
    # The other ways know orders and payouts only.
    nothing = {name: TABLES[name].arrow_schema.empty_table() for name in WHOLE}
    tables = {**piece, "sessions": piece["sessions"].slice(0, 0), **nothing}
    facts = derive(tables, {}, HABITS)
    return {name: facts[name] for name in ("worker_days", "pay_days", "spells")}
