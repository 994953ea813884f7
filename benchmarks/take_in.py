"""What taking CSV files in costs: the first time, the same files again, and the same rows in other files.

    .venv/bin/python benchmarks/take_in.py [--workers 3000] [--records FOLDER]

A city is made and written as CSV, all tables and columns. Each take-in is `huhang take-in` in a process of
its own, checks, buckets and start included; the other files have the rows shuffled, so that no file has the
bytes of any that is known. Loops are compiled before.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from rich.console import Console
from rich.table import Table

HUHANG = str(Path(sys.executable).parent / "huhang")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds, CPU seconds and peak memory in MB."""

    seconds: float
    cpu: float
    peak: int


def run(*arguments: object) -> Cost:
    """Run huhang to its end, quietly."""
    begun = time.perf_counter()
    quiet = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        HUHANG,
        [HUHANG, *(str(argument) for argument in arguments)],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)],
    )
    os.close(quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"huhang {' '.join(str(argument) for argument in arguments)}: status {status}")
    seconds = time.perf_counter() - begun
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def write_csv(city: Path, folder: Path, *, shuffled: bool) -> int:
    """The Parquet files of a city as CSV, each table in files of its own; tells how many rows."""
    rows = 0
    with duckdb.connect() as db:
        for file in sorted(city.rglob("*.parquet")):
            target = (folder / file.relative_to(city)).with_suffix(".csv")
            target.parent.mkdir(parents=True, exist_ok=True)
            order = "ORDER BY random()" if shuffled else ""
            told = db.execute(
                f"COPY (SELECT * FROM '{file}' {order}) TO '{target}' (HEADER, TIMESTAMPFORMAT '%xT%X')"
            ).fetchone()
            rows += int(told[0]) if told else 0
    return rows


def main() -> int:
    """Make a city, take it in three times, and a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--workers", default="3000")
    parser.add_argument("--records", type=Path, help="the Parquet files of a city that is there already")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        home = Path(name)
        city = asked.records or home / "city"
        if asked.records is None:
            period = ("--from", "2025-10-01", "--to", "2025-12-31")
            run("demo", city, "--workers", asked.workers, *period, "--faults", "real")
        rows = write_csv(city, home / "first", shuffled=False)
        write_csv(city, home / "other", shuffled=True)
        for lake in ("warm", "lake"):
            costs = {"first time": run("take-in", home / "first", "--lake", home / lake)}
            costs["the same files again"] = run("take-in", home / "first", "--lake", home / lake)
            costs["the same rows in other files"] = run("take-in", home / "other", "--lake", home / lake)
    table = Table("take-in", "seconds", "rows a second", "CPU seconds", "peak MB", title=f"{rows:,} CSV rows")
    for what, cost in costs.items():
        pace = f"{rows / cost.seconds:,.0f}"
        table.add_row(what, f"{cost.seconds:.2f}", pace, f"{cost.cpu:.2f}", f"{cost.peak:,}")
    Console().print(table)
    first, other = costs["first time"], costs["the same rows in other files"]
    Console().print(f"known rows in other files took {other.seconds / first.seconds:.2f} of the first time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
