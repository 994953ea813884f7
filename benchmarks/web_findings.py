"""Lists and dashboards over ten million findings: python -m benchmarks.web_findings [FINDINGS]."""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from huhang.web.running import prepare

FINDINGS = 10_000_000
CLIENTS, ROUNDS = 8, 12
_RIGHTS = ("pay/hourly_floor", "pay/in_full", "pay/on_time", "time/continuous", "time/daily", "pay/charges")


def make(folder: Path, findings: int) -> None:
    """Invented results of an audit: 2,000 companies, a million workers, 36 districts, 92 days."""
    with duckdb.connect() as db:
        rights = ", ".join(f"'{name}'" for name in _RIGHTS)
        db.execute(
            f"""COPY (SELECT substr(sha256(i::VARCHAR), 1, 20) AS finding_id,
                    ([{rights}])[(hash(i) % 6 + 1)::INT] AS "right",
                    (['broken', 'broken', 'signal', 'unknown'])[(hash(i, 1) % 4 + 1)::INT] AS verdict,
                    NULL::VARCHAR AS reason, 'normative_document' AS force, 'B' AS category,
                    'assumed' AS category_from, ['SH-5a'] AS clauses, ['shrs-2022-1'] AS instruments,
                    (CASE WHEN i % 2 = 0 THEN 310100 ELSE 130100 END + 1 + i % 18)::VARCHAR AS place,
                    'worker_period' AS subject_kind, 'W' || hash(i, 2) % 1000000 AS subject_id,
                    'company-' || (sqrt(hash(i, 3) % 4000000))::INT AS platform_id,
                    DATE '2025-10-01' + (i % 92)::INT AS period_from,
                    DATE '2025-10-07' + (i % 92)::INT AS period_to,
                    (hash(i, 4) % 40000)::BIGINT AS measure, 14400::BIGINT AS threshold, 's' AS unit,
                    CASE WHEN hash(i, 1) % 4 < 2 THEN (hash(i, 5) % 100000)::BIGINT END AS shortfall_fen,
                    '{{"counted_fen":' || i || '}}' AS detail
                FROM range({findings}) t(i)) TO '{folder / "findings.parquet"}' (COMPRESSION zstd)"""
        )
        db.execute(
            f"""COPY (SELECT "right", platform_id, place, period_from, verdict, reason, count(*) AS subjects
                FROM '{folder / "findings.parquet"}' GROUP BY ALL)
                TO '{folder / "verdicts.parquet"}' (COMPRESSION zstd)"""
        )


def measured(name: str, ask: Callable[[], object]) -> None:
    """Ask once, then by eight clients at once; print the p95 in milliseconds."""
    ask()
    took: list[float] = []

    def client() -> None:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            ask()
            took.append(1000 * (time.perf_counter() - started))

    processor = time.process_time()
    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    each = 1000 * (time.process_time() - processor) / len(took)
    p95 = statistics.quantiles(took, n=20)[-1]
    sys.stdout.write(f"{name:<44} p95 {p95:7.0f} ms at {CLIENTS} clients, CPU {each:6.1f} ms each\n")


def main() -> None:
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else FINDINGS
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        prepare(folder / "home")
        # Settings must stand before what uses them is imported.
        from huhang.web.inspections.dashboards import dashboard_of  # noqa: PLC0415
        from huhang.web.inspections.findings import (  # noqa: PLC0415
            Filters,
            count_findings,
            findings_with_ids,
            page_of_findings,
        )
        from huhang.web.inspections.preparing import prepare_run  # noqa: PLC0415
        from huhang.web.inspections.reading import PreparedRun  # noqa: PLC0415
        from huhang.web.inspections.scopes import Scope  # noqa: PLC0415

        make(folder, findings)
        started = time.perf_counter()
        prepare_run(folder, folder / "1.duckdb")
        size = (folder / "1.duckdb").stat().st_size / 1e6
        took = time.perf_counter() - started
        sys.stdout.write(f"prepared {findings:,} findings in {took:.0f} s, {size:.0f} MB\n")
        prepared = PreparedRun(folder / "1.duckdb")
        places = tuple(code for code in prepared.words["place"] if code.startswith("31"))
        scope = Scope(places)
        lists = {
            "list, greatest difference first": Filters(),
            "list, newest first": Filters(sort="newest"),
            "list of a right and outcome": Filters(right="pay/in_full", outcome="broken"),
            "list of a company": Filters(company="company-1500"),
            "list of a district and month": Filters(district="310105", month=date(2025, 11, 1)),
            "list from an amount": Filters(amount_from=90_000, sort="oldest"),
            "list of a worker": Filters(text="W4711"),
        }
        for name, filters in lists.items():
            measured(name, lambda filters=filters: page_of_findings(prepared, scope, filters))
        page = page_of_findings(prepared, scope, Filters())
        after = page.after or ""
        measured("next page", lambda: page_of_findings(prepared, scope, Filters(), after))
        measured("count of a right", lambda: count_findings(prepared, scope, Filters(right="pay/in_full")))
        one = [str(page.rows[0]["finding_id"])]
        measured("one finding", lambda: findings_with_ids(prepared, scope, one))
        measured("dashboard", lambda: dashboard_of(prepared, scope, Filters()))


if __name__ == "__main__":
    main()
