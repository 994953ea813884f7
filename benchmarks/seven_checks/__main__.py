"""Run the seven checks in every way over one lake, compare the answers, and print a table.

    .venv/bin/python -m benchmarks.seven_checks LAKE [--ways scan,loop,pandas,sql,polars,scan] [--times 3]

Each way runs in a process of its own; seconds are those of the work without the start of Python and its
imports, the median of --times; memory is the most that the process held. `scan` only reads the columns.
"""

import argparse
import hashlib
import importlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks import given
from benchmarks.seven_checks import ORDER_COLUMNS

WAYS = ("scan", "loop", "pandas", "sql", "polars", "scan")


def scan(lake: Path) -> dict[str, pa.Table]:
    """Read the columns that the checks need, two files at a time, and nothing more."""
    files = sorted((lake / "data" / "orders").glob("*.parquet"))
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(lambda file: pq.read_table(file, columns=ORDER_COLUMNS, use_threads=False), files):
            pass
    return {}


def digest(table: pa.Table) -> str:
    """A digest of rows, whatever their order and the widths of their numbers."""
    names = sorted(table.column_names)
    shown = ", ".join(name if name.endswith("_id") else f"{name}::BIGINT" for name in names)
    cells = ", ".join(f"{part}::VARCHAR" for part in shown.split(", "))
    with duckdb.connect() as db:
        db.register("answer", table)
        rows = db.sql(f"SELECT concat_ws('|', {cells}) AS line FROM answer ORDER BY line").fetchall()
    return hashlib.sha256("\n".join(line for (line,) in rows).encode()).hexdigest()[:16]


def alone(way: str, lake: Path) -> None:
    """Do the work of one way and tell what it cost and found, as JSON."""
    answers = scan if way == "scan" else _answers_of(way)
    begun, used = time.perf_counter(), time.process_time()
    found = answers(lake)
    told = {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": {name: table.num_rows for name, table in found.items()},
        "digests": {name: digest(table) for name, table in found.items()},
    }
    sys.stdout.write(json.dumps(told))


def _answers_of(way: str) -> Callable[[Path], dict[str, pa.Table]]:
    try:
        module = importlib.import_module(f"benchmarks.seven_checks.by_{way}")
    except ModuleNotFoundError as error:
        raise SystemExit(f"{way} needs {error.name}; install benchmarks/requirements.txt.") from None
    found: Callable[[Path], dict[str, pa.Table]] = module.answers
    return found


def measured(way: str, lake: Path) -> dict[str, Any]:
    """What one way cost and found, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.seven_checks", str(lake), "--alone", "--ways", way]
    ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}")
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def main() -> int:
    """Every way in turn, then the table; 1 where answers differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lake", type=given.lake)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        alone(asked.ways, asked.lake)
        return 0
    files = (asked.lake / "data" / "orders").glob("*.parquet")
    orders = sum(pq.read_metadata(file).num_rows for file in files)
    table = Table(
        "way",
        "seconds",
        "CPU seconds",
        "peak MB",
        "orders a second",
        title=f"seven checks, {orders:,} orders",
    )
    known: dict[str, str] = {}
    differ = False
    for way in asked.ways.split(","):
        given.say(f"seven checks: {way}, {asked.times} times")
        runs = [measured(way, asked.lake) for _ in range(asked.times)]
        seconds, cpu = (statistics.median(run[what] for run in runs) for what in ("seconds", "cpu"))
        megabytes = max(run["megabytes"] for run in runs)
        table.add_row(way, f"{seconds:.2f}", f"{cpu:.2f}", f"{megabytes:,}", f"{orders / seconds:,.0f}")
        for name, found in runs[0]["digests"].items():
            if known.setdefault(name, found) != found:
                differ = True
                Console(stderr=True).print(f"{way} answers {name} otherwise than the ways before it")
    Console().print(table)
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
