"""Large results of an audit, made from a small one: its rows many times over."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from huhang.audit.run import run_audit

WORKERS, COMPANIES = 1_000_000, 2_000
PLACES, SINCE, UNTIL = ("310000", "130100"), date(2025, 10, 1), date(2025, 12, 31)
_ROWS_A_PIECE = 500_000


def results_of(lake: Path, findings: int, cache: Path) -> Path:
    """A folder with the results of an audit with so many findings; made once for each number.

    The audit of the lake is multiplied: each copy of a finding has an id, a worker, a company and an amount
    of its own. A few companies have most of the findings, as in a city.
    """
    small, large = cache / "audit", cache / f"findings-{findings}"
    if not (small / "run.json").exists():
        run_audit(lake, places=list(PLACES), since=SINCE, until=UNTIL, out=small, jobs=2, sample=True)
    if not (large / "run.json").exists():
        large.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as db:
            _multiply_findings(db, small, large, findings)
            _multiply_verdicts(db, small, large)
        (large / "run.json").write_bytes((small / "run.json").read_bytes())
    return large


def _multiply_findings(db: duckdb.DuckDBPyConnection, small: Path, large: Path, findings: int) -> None:
    db.execute(
        f"""CREATE TABLE few AS SELECT row_number() OVER () - 1 AS original, *
            FROM read_parquet('{small / "findings.parquet"}')"""
    )
    count = db.execute("SELECT count(*) FROM few").fetchall()[0][0]
    told = pq.read_schema(small / "findings.parquet")
    with pq.ParquetWriter(large / "findings.parquet", told, compression="zstd") as writer:
        for start in range(0, findings, _ROWS_A_PIECE):
            copied = {"start": start, "end": min(start + _ROWS_A_PIECE, findings), "count": count}
            piece = db.sql(_COPIES, params=copied).to_arrow_table()
            writer.write_table(piece.select(told.names).cast(told), row_group_size=_ROWS_A_PIECE // 4)


_COMPANY = f"'company-' || floor({COMPANIES} * power(hash({{0}}) / 18446744073709551616, 3))::INTEGER"
_COPIES = f"""
SELECT few.* REPLACE (
    substr(sha256(n::VARCHAR), 1, 20) AS finding_id,
    {_COMPANY.format("n, 'company'")} AS platform_id,
    CASE WHEN subject_kind IN ('company_month', 'group') THEN subject_id
         ELSE 'W' || hash(n, 'worker') % {WORKERS} END AS subject_id,
    shortfall_fen * (50 + hash(n, 'amount') % 100) // 100 AS shortfall_fen,
    (period_from + (hash(n, 'day') % 7)::INTEGER)::DATE AS period_from)
FROM range($start, $end) t(n) JOIN few ON few.original = hash(n) % $count"""


def _multiply_verdicts(db: duckdb.DuckDBPyConnection, small: Path, large: Path) -> None:
    """What was judged, by company and month: as many times as there are companies for one."""
    db.execute(
        f"""COPY (
            WITH judged AS (
                SELECT "right", platform_id, place, date_trunc('month', period_from)::DATE AS period_from,
                       verdict, sum(subjects)::BIGINT AS subjects
                FROM read_parquet('{small / "verdicts.parquet"}') GROUP BY ALL),
            companies AS (SELECT DISTINCT platform_id FROM judged),
            named AS (
                SELECT 'company-' || n AS name, platform_id FROM range({COMPANIES}) t(n)
                JOIN (SELECT platform_id, row_number() OVER () - 1 AS number FROM companies)
                  ON number = n % (SELECT count(*) FROM companies))
            SELECT "right", name AS platform_id, place, period_from, verdict,
                   NULL::VARCHAR AS reason, subjects
            FROM judged JOIN named USING (platform_id)
        ) TO '{large / "verdicts.parquet"}' (COMPRESSION zstd)"""
    )
