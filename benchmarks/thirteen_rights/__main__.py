"""All thirteen rights of an audit on one lake: pandas and `huhang audit`, their answers compared.

    .venv/bin/python -m benchmarks.thirteen_rights LAKE [--from DAY] [--to DAY] [--jobs 2]

Each is a process of its own, from the start of Python to the last file written; seconds, CPU seconds and peak
memory are what the system says of that process when it ends. The audit is run three times, once before
pandas: where pandas has just let ten gigabytes go, a machine may hand memory out more slowly. Any
difference in findings or counts is an error (exit code 1) that names the right and shows some of the rows.
"""

import argparse
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks import given
from benchmarks.costs import HUHANG, Cost, run
from benchmarks.thirteen_rights.by_pandas import RIGHTS
from benchmarks.thirteen_rights.comparing import differences
from huhang.law.loader import load_law


def main() -> int:
    """Both, the table, and what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lake", type=given.lake)
    parser.add_argument("--from", dest="since", default="2025-10-01")
    parser.add_argument("--to", dest="until", default="2025-12-31")
    parser.add_argument("--jobs", default="2")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        return compare(asked, Path(folder))


def compare(asked: argparse.Namespace, folder: Path) -> int:
    """Run both, print what each cost, and tell the differences; 1 where there are any."""
    script = [sys.executable, "-m", "benchmarks.thirteen_rights.by_pandas"]
    audits = [audit(asked, folder / "audit")]
    given.say("thirteen rights: pandas")
    by_pandas = run(*script, asked.lake, asked.since, asked.until, folder / "pandas")
    audits += [audit(asked, folder / f"again-{number}") for number in (1, 2)]
    seconds, cpu = (statistics.median(getattr(cost, what) for cost in audits) for what in ("seconds", "cpu"))
    by_audit = Cost(seconds, cpu, max(cost.megabytes for cost in audits))
    files = (asked.lake / "data" / "orders").glob("*.parquet")
    orders = sum(pq.read_metadata(file).num_rows for file in files)
    table = Table("way", "seconds", "CPU seconds", "peak MB", title=f"thirteen rights, {orders:,} orders")
    ways = {"huhang audit before pandas": audits[0], "pandas": by_pandas, "huhang audit after it": audits[1]}
    ways |= {"huhang audit once more": audits[2], "huhang audit, medians and highest": by_audit}
    for way, cost in ways.items():
        table.add_row(way, f"{cost.seconds:.1f}", f"{cost.cpu:.1f}", f"{cost.megabytes:,}")
    table.add_row(
        "pandas ÷ huhang",
        f"{by_pandas.seconds / by_audit.seconds:.2f}",
        f"{by_pandas.cpu / by_audit.cpu:.2f}",
        f"{by_pandas.megabytes / by_audit.megabytes:.2f}",
    )
    Console().print(table)
    return tell(folder / "pandas", folder / "audit")


def audit(asked: argparse.Namespace, out: Path) -> Cost:
    """The cost of an audit of the lake."""
    given.say("thirteen rights: huhang audit")
    period = ("--from", asked.since, "--to", asked.until, "--jobs", asked.jobs)
    return run(HUHANG, "audit", asked.lake, "--place", "000000", *period, "--out", out)


def tell(by_pandas: Path, by_audit: Path) -> int:
    """Say which rights have the same answers in both folders and which do not; 1 where any differ."""
    found = differences(by_pandas, by_audit, list(RIGHTS))
    for message in found:
        Console(stderr=True).print(message, markup=False, highlight=False, soft_wrap=True)
    every = set(load_law().rights)
    same = f"{len(RIGHTS)} of {len(every)} rights done by both"
    missing = f"; not in pandas: {', '.join(sorted(every - set(RIGHTS)))}" if every - set(RIGHTS) else ""
    Console().print(f"{same}{missing}; answers {'differ' if found else 'are the same'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
