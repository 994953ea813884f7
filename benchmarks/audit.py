"""What a whole audit of a lake costs: seconds, CPU seconds and peak memory, beside a raw scan of its columns.

    .venv/bin/python benchmarks/audit.py LAKE [--rights a,b] [--jobs 2]

The scan reads, two files at a time, the columns that facts are derived from, before and after. The audit is
run in a process of its own, with `huhang audit` as users have it, so that start, law and report are in it.
"""

import argparse
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from huhang.engine.buckets import COLUMNS


def _read(name: str, file: Path) -> int:
    return pq.read_table(file, columns=list(COLUMNS[name]), use_threads=False).num_rows


def scan(lake: Path) -> float:
    """Seconds to read the columns that facts are derived from."""
    begun = time.perf_counter()
    files = [(name, file) for name in COLUMNS for file in (lake / "data" / name).glob("*.parquet")]
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(
            lambda one: pq.read_table(one[1], columns=list(COLUMNS[one[0]]), use_threads=False), files
        ):
            pass
    return time.perf_counter() - begun


def main() -> int:
    """Scan, audit, scan, and a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lake", type=Path)
    parser.add_argument("--rights", default="")
    parser.add_argument("--jobs", default="2")
    asked = parser.parse_args()
    before = scan(asked.lake)
    huhang = Path(sys.executable).parent / "huhang"
    period = ("--from", "2025-10-01", "--to", "2025-12-31", "--jobs", asked.jobs)
    with TemporaryDirectory() as folder:
        command = [
            str(huhang),
            "audit",
            str(asked.lake),
            "--place",
            "000000",
            *period,
            "--out",
            f"{folder}/out",
        ]
        command += ["--rights", asked.rights] if asked.rights else []
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    after = scan(asked.lake)
    files = (asked.lake / "data" / "orders").glob("*.parquet")
    orders = sum(pq.read_metadata(file).num_rows for file in files)
    table = Table("step", "seconds", "CPU seconds", "peak MB", title=f"{orders:,} orders")
    table.add_row("scan before", f"{before:.2f}", "", "")
    table.add_row(
        "audit", f"{seconds:.1f}", f"{used.ru_utime + used.ru_stime:.1f}", f"{used.ru_maxrss // 1024:,}"
    )
    table.add_row("scan after", f"{after:.2f}", "", "")
    Console().print(table)
    Console().print(f"the audit took {seconds / ((before + after) / 2):.1f} times the scan")
    return 0


if __name__ == "__main__":
    sys.exit(main())
