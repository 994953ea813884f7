"""What a whole audit of a lake costs: seconds, CPU seconds and peak memory, beside a raw scan of its columns.

    .venv/bin/python -m benchmarks.audit LAKE [--rights a,b] [--jobs 2] [--times 3]

The scan reads, two files at a time, the columns that facts are derived from, before and after. The audit is
run in a process of its own, with `huhang audit` as users have it, so that start, law and report are in it.
"""

import argparse
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks import given
from benchmarks.costs import HUHANG, Cost, run
from huhang.engine.buckets import COLUMNS


def scan(lake: Path) -> float:
    """Seconds to read the columns that facts are derived from."""
    begun = time.perf_counter()
    files = [(name, file) for name in COLUMNS for file in (lake / "data" / name).glob("*.parquet")]
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(_read, *zip(*files, strict=True)):
            pass
    return time.perf_counter() - begun


def _read(name: str, file: Path) -> int:
    return pq.read_table(file, columns=list(COLUMNS[name]), use_threads=False).num_rows


def audit(asked: argparse.Namespace) -> Cost:
    """The cost of an audit in a process of its own."""
    period = ("--from", "2025-10-01", "--to", "2025-12-31", "--jobs", asked.jobs)
    rights = ("--rights", asked.rights) if asked.rights else ()
    with TemporaryDirectory() as folder:
        return run(
            HUHANG, "audit", asked.lake, "--place", "000000", *period, *rights, "--out", f"{folder}/out"
        )


def main() -> int:
    """Scan, audit several times, scan, and a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lake", type=given.lake)
    parser.add_argument("--rights", default="")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    before = scan(asked.lake)
    runs = []
    for number in range(1, asked.times + 1):
        given.say(f"audit: {number} of {asked.times}")
        runs.append(audit(asked))
    seconds = statistics.median(cost.seconds for cost in runs)
    cpu = statistics.median(cost.cpu for cost in runs)
    megabytes = max(cost.megabytes for cost in runs)
    after = scan(asked.lake)
    files = (asked.lake / "data" / "orders").glob("*.parquet")
    orders = sum(pq.read_metadata(file).num_rows for file in files)
    table = Table("step", "seconds", "CPU seconds", "peak MB", title=f"huhang audit, {orders:,} orders")
    table.add_row("scan before", f"{before:.2f}", "", "")
    table.add_row(f"audit, median of {asked.times}", f"{seconds:.1f}", f"{cpu:.1f}", f"{megabytes:,}")
    table.add_row("scan after", f"{after:.2f}", "", "")
    Console().print(table)
    Console().print(f"the audit took {seconds / ((before + after) / 2):.1f} times the scan")
    return 0


if __name__ == "__main__":
    sys.exit(main())
