"""What taking CSV files in costs: the first time, the same files again, and the same rows in other files.

    .venv/bin/python -m benchmarks.take_in [--workers 3000] [--records FOLDER]

A city is made and written as CSV, all tables and columns. Each take-in is `huhang take-in` in a process of
its own, checks, buckets and start included; the other files have the rows shuffled, so that no file has the
bytes of any that is known. Loops are compiled before.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks import given
from benchmarks.costs import HUHANG, Cost, run


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


def take_in(folder: Path, lake: Path) -> Cost:
    """The cost of taking a folder in."""
    return run(HUHANG, "take-in", folder, "--lake", lake)


def main() -> int:
    """Make a city, take it in three times, and a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--workers", default="3000")
    parser.add_argument("--records", type=given.city, help="a city that huhang demo made")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        home = Path(name)
        city = asked.records or home / "city"
        if asked.records is None:
            given.say(f"take-in: a city of {asked.workers} workers is made")
            period = ("--from", "2025-10-01", "--to", "2025-12-31")
            run(HUHANG, "demo", city, "--workers", asked.workers, *period, "--faults", "real")
        given.say("take-in: it is written as CSV, twice")
        rows = write_csv(city, home / "first", shuffled=False)
        write_csv(city, home / "other", shuffled=True)
        for lake, why in (("warm", "so that loops are compiled"), ("lake", "measured")):
            given.say(f"take-in: three take-ins, {why}")
            costs = {"first time": take_in(home / "first", home / lake)}
            costs["the same files again"] = take_in(home / "first", home / lake)
            costs["the same rows in other files"] = take_in(home / "other", home / lake)
    table = Table(
        "take-in",
        "seconds",
        "rows a second",
        "CPU seconds",
        "peak MB",
        title=f"huhang take-in, {rows:,} CSV rows",
    )
    for what, cost in costs.items():
        pace = f"{rows / cost.seconds:,.0f}"
        table.add_row(what, f"{cost.seconds:.2f}", pace, f"{cost.cpu:.2f}", f"{cost.megabytes:,}")
    Console().print(table)
    first, other = costs["first time"], costs["the same rows in other files"]
    Console().print(f"known rows in other files took {other.seconds / first.seconds:.2f} of the first time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
