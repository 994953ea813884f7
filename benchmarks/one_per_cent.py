"""One worker in a hundred of a city: what the brute-force oracle of the tests says, and what an audit finds.

    .venv/bin/python -m benchmarks.one_per_cent FOLDER [--from DAY] [--to DAY] [--seed 7]

FOLDER is what `huhang demo` made. Exactly one per cent of the workers are drawn by the seed. The oracle looks
at every piece of their time by itself and knows the law by hand; where the words leave it open it allows both
answers. Anything else that differs is an error (exit code 1).
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks import given
from huhang.audit.run import run_audit
from tests.demo.sampled import Found, found_of, oracle_says, sample

SHARE = 100


def main() -> int:
    """Audit, ask the oracle, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=given.city)
    parser.add_argument("--from", dest="since", type=date.fromisoformat, default=date(2025, 10, 1))
    parser.add_argument("--to", dest="until", type=date.fromisoformat, default=date(2025, 12, 31))
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    given.say("one per cent: the audit")
    with TemporaryDirectory() as out:
        period = {"since": asked.since, "until": asked.until}
        result = run_audit(asked.folder, places=["000000"], out=Path(out) / "audit", sample=True, **period)
    rows = result.handover.tables["workers"].select(["platform_id", "worker_id"]).to_pylist()
    everybody = {(row["platform_id"], row["worker_id"]) for row in rows}
    workers = sample(everybody, SHARE, asked.seed)
    given.say(f"one per cent: the oracle, {len(workers):,} of {len(everybody):,} workers")
    begun = time.process_time()
    said = oracle_says(result.handover, workers, asked.since, asked.until)
    seconds = time.process_time() - begun
    found = found_of(result.findings.to_pylist(), workers)
    missing, unsaid = said.must - found, found - said.must - said.may
    Console().print(_table(found, said.must), _differences("only by the oracle", missing))
    Console().print(_differences("only by the audit", unsaid), end="")
    asked_of = f"{len(workers):,} of {len(everybody):,} workers, {seconds:.0f} CPU seconds of the oracle"
    Console().print(f"{asked_of}: they {'differ' if missing or unsaid else 'agree'}")
    return int(bool(missing or unsaid))


def _table(found: Counter[Found], must: Counter[Found]) -> Table:
    """How many findings each has, by right."""
    table = Table("right", "audit", "oracle, for certain", title="findings of one worker in a hundred")
    for right in sorted({row[0] for row in found | must}):
        counts = (sum(number for row, number in one.items() if row[0] == right) for one in (found, must))
        table.add_row(right, *(str(count) for count in counts))
    return table


def _differences(by_whom: str, rows: Counter[Found]) -> str:
    return "".join(f"{by_whom}: {' '.join(row)}\n" for row in sorted(rows.elements()))


if __name__ == "__main__":
    sys.exit(main())
