"""How long the rulebook's search takes: .venv/bin/python -m benchmarks.web_search [requests of each person]

Eight people who have not logged in ask `huhang serve` over HTTP, each again as soon as they are answered:
first for words that nobody has asked for before, pieces of the law's texts, then for the same words again.
CPU: milliseconds of one request of Django's client. p50 and p95: whole requests of the eight.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client

from benchmarks import given
from benchmarks.web_served import UNMEASURED, at_once, served
from huhang.web.running import prepare

_PEOPLE = 8
_IN_PROCESS = 100
_LONGEST_WORD = 6


def new_addresses(seed: int) -> Iterator[str]:
    """Addresses of searches for pieces of the law's texts, none of them twice."""
    # Settings must stand before what uses them is imported.
    from huhang.web.rulebook.finding.entries import shipped_entries  # noqa: PLC0415
    from huhang.web.rulebook.finding.tokens import is_han, runs  # noqa: PLC0415

    drawn = random.Random(seed)
    texts = [run for entry in shipped_entries() for run in runs(f"{entry.title.zh} {entry.body.zh}")]
    texts = [run for run in texts if is_han(run) and len(run) > 1]
    asked = set()
    while True:
        words = []
        for run in drawn.choices(texts, k=drawn.choice((1, 1, 2))):
            length = drawn.randint(2, min(_LONGEST_WORD, len(run)))
            start = drawn.randint(0, len(run) - length)
            words.append(run[start : start + length])
        address = f"/law/?{urlencode({'q': ' '.join(words)})}"
        if address not in asked:
            asked.add(address)
            yield address


def _cpu(addresses: Sequence[str]) -> float:
    """Milliseconds of the CPU of one request."""
    client = Client(SERVER_NAME="127.0.0.1")
    started = time.process_time()
    for address in addresses:
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} was not answered")
    return 1000 * (time.process_time() - started) / len(addresses)


def main(requests: int) -> None:
    """Ask and tell."""
    with tempfile.TemporaryDirectory() as home:
        given.say(f"search of the law: {_PEOPLE} people, {requests} requests each, on a new platform")
        prepare(Path(home))
        new = new_addresses(seed=1)
        _cpu([next(new) for _ in range(_IN_PROCESS)])
        once = [next(new) for _ in range(_IN_PROCESS)]
        rounds = [("words new to it", _cpu(once)), ("the same again", _cpu(once))]
        asked = [[next(new) for _ in range(UNMEASURED + requests)] for _ in range(_PEOPLE)]
        sys.stdout.write(f"{'':<20}{'CPU, ms':>10}{'p50, ms':>10}{'p95, ms':>10}\n")
        with served(Path(home)) as port:
            for name, cpu in rounds:
                took = at_once(port, [("", addresses) for addresses in asked])
                p95 = statistics.quantiles(took, n=20)[-1]
                sys.stdout.write(f"{name:<20}{cpu:>10.1f}{statistics.median(took):>10.1f}{p95:>10.1f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
