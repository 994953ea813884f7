"""A platform served as users have it, asked over HTTP by several people at once."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from urllib.parse import quote

from benchmarks.costs import HUHANG

_START_S = 120
UNMEASURED = 2
# Each process works examples of the law out once it answers.
_WARM_S = 15


@contextmanager
def served(home: Path) -> Iterator[int]:
    """`huhang serve` of a platform's folder; gives the port on which it answers."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [HUHANG, "serve", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as program:
        try:
            _wait_for(port, program)
            time.sleep(_WARM_S)
            yield port
        finally:
            program.terminate()


def _wait_for(port: int, program: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and program.poll() is None:
        try:
            ask(HTTPConnection("127.0.0.1", port), "/log-in/", "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("huhang serve did not answer; run it by hand to see why")


def ask(connection: HTTPConnection, address: str, cookie: str) -> None:
    """Ask for a page and read it to its end."""
    connection.request("GET", quote(address, safe="/?&=%"), headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")


def at_once(port: int, people: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
    """Milliseconds of each request of people who ask again as soon as they are answered.

    People are given by their cookies and the addresses for which they ask, one after the other. The first two
    of each are not among them: several processes answer, each of which opens files once.
    """

    def person(cookie: str, addresses: Sequence[str]) -> list[float]:
        took, connection = [], HTTPConnection("127.0.0.1", port)
        for address in addresses:
            started = time.perf_counter()
            ask(connection, address, cookie)
            took.append(1000 * (time.perf_counter() - started))
        connection.close()
        return took[UNMEASURED:]

    with ThreadPoolExecutor(len(people)) as threads:
        return [each for took in threads.map(person, *zip(*people, strict=True)) for each in took]
