"""Lists, dashboards and pages of findings of a large audit: CPU, queries and p95 of whole requests.

    .venv/bin/python -m benchmarks.web_findings LAKE [--findings 100000] [--clients 8] [--rounds 12]

The results of an audit of the lake are multiplied, prepared and kept in .cache/web; --findings 10000000 is
possible. A second run measures requests only.
SQL: queries to the platform's database; CPU: of one request of Django's client, with session, log and
templates. p50 and p95: of several people at once, who ask `huhang serve` over HTTP again as soon as they are
answered. Each page is asked once before it is measured.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks import given
from benchmarks.web_results import PLACES, SINCE, UNTIL, results_of
from benchmarks.web_served import UNMEASURED, at_once, served
from huhang.web.running import prepare

_CACHE = Path(".cache/web")
LISTS = {
    "audits": "/audits/",
    "cases": "/cases/",
    "hand-overs": "/hand-overs/",
    "findings, greatest difference first": "/audits/{run}/findings/",
    "findings, the second page": "/audits/{run}/findings/?after=49",
    "findings, newest first": "/audits/{run}/findings/?sort=newest",
    "findings of a right and outcome": "/audits/{run}/findings/?right=pay/in_full&outcome=broken",
    "findings of a large company": "/audits/{run}/findings/?company=company-0",
    "findings of a small company": "/audits/{run}/findings/?company=company-1500",
    "findings of a district and month": "/audits/{run}/findings/?district=310105&month=2025-11",
    "findings from an amount, oldest first": "/audits/{run}/findings/?amount=100&sort=oldest",
    "findings that no filter leaves": "/audits/{run}/findings/?right=pay/bad_review_cut&force=law",
    "findings about a worker": "/audits/{run}/findings/?q=W4711",
    "number of findings of a right": "/audits/{run}/findings/count/?right=pay/in_full",
    "number of all findings": "/audits/{run}/findings/count/",
    "one finding": "{finding}",
    "dashboard": "/audits/{run}/",
    "dashboard of a right": "/audits/{run}/?right=pay/in_full",
    "dashboard of a company": "/audits/{run}/?company=company-0",
    "search of the law": "/law/?q=连续接单",
}


class Queries:
    """Counts queries to the platform's database."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.number += 1
        return execute(*query)


class Measured:
    """Asks an address as one person within this process, then as several of the served platform."""

    def __init__(self, client: Callable[[], Client], port: int, clients: int, rounds: int) -> None:
        self._client, self._port = client, port
        self._clients, self._rounds = clients, rounds

    def told(self, name: str, address: str) -> str:
        """A line with queries, CPU of one request, and p95 of several clients."""
        client = self._client()
        asked(client, address)
        queries = Queries()
        with connection.execute_wrapper(queries):
            asked(client, address)
        started = time.process_time()
        for _ in range(self._rounds):
            asked(client, address)
        each = 1000 * (time.process_time() - started) / self._rounds
        asked_for = [address] * (UNMEASURED + self._rounds)
        took = at_once(self._port, [(_cookie(self._client()), asked_for) for _ in range(self._clients)])
        p95 = statistics.quantiles(took, n=20)[-1]
        return f"{name:<40}{queries.number:>5}{each:>10.1f}{statistics.median(took):>10.0f}{p95:>10.0f}\n"


def _cookie(client: Client) -> str:
    """What a browser that is logged in sends."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def asked(client: Client, address: str) -> Any:
    """The answer of a page that opens."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return answer


def main() -> None:
    """Make, prepare, ask and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lake", type=given.lake)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--only", default="", help="part of the names of what is measured")
    parser.add_argument("--cache", type=Path, default=_CACHE)
    wanted = parser.parse_args()
    given.say(f"findings on the platform: a result with {wanted.findings:,} of them is made, once")
    results = results_of(wanted.lake, wanted.findings, wanted.cache)
    home = wanted.cache / f"platform-{wanted.findings}"
    prepare(home)
    # Settings must stand before what uses them is imported.
    from benchmarks.web_platform import platform_of  # noqa: PLC0415

    given.say("findings on the platform: the result is prepared for its pages, once")
    platform = platform_of(results, PLACES, SINCE, UNTIL)
    sys.stdout.write(
        f"{wanted.findings:,} findings prepared in {platform.seconds:.0f} s (0: before), "
        f"{platform.megabytes:.0f} MB\n\n"
        f"{'':<40}{'SQL':>5}{'CPU, ms':>10}{'p50, ms':>10}{'p95, ms':>10}\n"
    )
    with served(home) as port:
        measured = Measured(platform.client, port, wanted.clients, wanted.rounds)
        for name, address in LISTS.items():
            if wanted.only in name:
                line = measured.told(name, address.format(run=platform.run, finding=platform.finding))
                sys.stdout.write(line)
                sys.stdout.flush()


if __name__ == "__main__":
    main()
