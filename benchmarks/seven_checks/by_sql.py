"""The seven checks as plain SQL with windows, all at once, on DuckDB."""

from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.seven_checks import (
    BREAK_S,
    CHINA_S,
    DAY_S,
    FLOOR_FEN_PER_HOUR,
    HOLIDAYS,
    LONG_DAY_S,
    RUN_DAYS,
    SPELL_S,
)

WORKER = "platform_id, worker_id"
FACTS = {
    "blocks": f"""
        WITH done AS (
            SELECT {WORKER}, epoch(accepted_at)::BIGINT AS start_s,
                   CASE status WHEN 'completed' THEN epoch(completed_at)::BIGINT
                               ELSE epoch(cancelled_at)::BIGINT END AS end_s
            FROM orders WHERE status IN ('completed', 'cancelled') AND accepted_at IS NOT NULL),
        seen AS (
            SELECT *, max(end_s) OVER (PARTITION BY {WORKER} ORDER BY start_s, end_s
                                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM done WHERE end_s > start_s),
        numbered AS (
            SELECT *, count_if(reached IS NULL OR start_s > reached) OVER (
                       PARTITION BY {WORKER} ORDER BY start_s, end_s ROWS UNBOUNDED PRECEDING) AS block
            FROM seen)
        SELECT {WORKER}, min(start_s) AS start_s, max(end_s) AS end_s
        FROM numbered GROUP BY {WORKER}, block""",
    "days": f"""
        WITH cut AS (
            SELECT *, unnest(range((start_s + {CHINA_S}) // {DAY_S},
                                   (end_s - 1 + {CHINA_S}) // {DAY_S} + 1)) AS day
            FROM blocks)
        SELECT {WORKER}, day, sum(least(end_s, (day + 1) * {DAY_S} - {CHINA_S})
                                  - greatest(start_s, day * {DAY_S} - {CHINA_S}))::BIGINT AS in_hand_s
        FROM cut GROUP BY ALL""",
    "pay": f"""
        SELECT {WORKER}, (epoch(accepted_at)::BIGINT + {CHINA_S}) // {DAY_S} AS day,
               sum(coalesce(pay_base_fen, 0) + coalesce(pay_incentive_fen, 0))::BIGINT AS pay_fen
        FROM orders WHERE status <> 'refused' AND accepted_at IS NOT NULL GROUP BY ALL""",
    "days_paid": f"""
        SELECT {WORKER}, day, coalesce(pay_fen, 0) AS pay_fen, coalesce(in_hand_s, 0) AS in_hand_s,
               datediff('month', DATE '1970-01-01', DATE '1970-01-01' + day::INT) AS month
        FROM days FULL JOIN pay USING ({WORKER}, day)""",
}
CHECKS = {
    "long_days": f"SELECT {WORKER}, day FROM days WHERE in_hand_s > {LONG_DAY_S}",
    "spells": f"""
        WITH gaps AS (
            SELECT *, start_s - lag(end_s) OVER (PARTITION BY {WORKER} ORDER BY start_s) AS gap FROM blocks),
        numbered AS (
            SELECT *, count_if(gap IS NULL OR gap >= {BREAK_S}) OVER (
                       PARTITION BY {WORKER} ORDER BY start_s ROWS UNBOUNDED PRECEDING) AS spell FROM gaps)
        SELECT {WORKER}, min(start_s) AS start_s, max(end_s) AS end_s FROM numbered
        GROUP BY {WORKER}, spell HAVING max(end_s) - min(start_s) > {SPELL_S}""",
    "runs": f"""
        WITH islands AS (
            SELECT *, day - row_number() OVER (PARTITION BY {WORKER} ORDER BY day) AS island FROM days)
        SELECT {WORKER}, min(day) AS first_day, max(day) AS last_day FROM islands
        GROUP BY {WORKER}, island HAVING count(*) >= {RUN_DAYS}""",
    "weeks": f"""
        SELECT {WORKER}, day - (day + 3) % 7 AS week FROM days GROUP BY ALL HAVING count(*) = 7""",
    "hourly": f"""
        SELECT {WORKER}, month, sum(pay_fen)::BIGINT AS pay_fen, sum(in_hand_s)::BIGINT AS in_hand_s
        FROM days_paid GROUP BY {WORKER}, month
        HAVING sum(pay_fen) * 3600 < {FLOOR_FEN_PER_HOUR} * sum(in_hand_s)""",
    "holidays": f"""
        SELECT {WORKER}, day, pay_fen, in_hand_s FROM days_paid WHERE day IN {HOLIDAYS} AND in_hand_s > 0""",
    "late": "SELECT platform_id, payout_id FROM payouts WHERE paid_on > due_on",
}


def answers(lake: Path) -> dict[str, pa.Table]:
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'; SET threads = 2")
        for name in ("orders", "payouts"):
            db.execute(f"CREATE VIEW {name} AS FROM read_parquet('{lake}/data/{name}/*.parquet')")
        for name, query in FACTS.items():
            db.execute(f"CREATE TABLE {name} AS {query}")
        return {name: db.sql(query).to_arrow_table() for name, query in CHECKS.items()}
