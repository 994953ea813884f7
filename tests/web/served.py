"""The real platform for tests: a small made-up city, served by the real command on a free port."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Page

from huhang.web.demo.people import PASSWORD

_RUN = "import sys; from huhang.cli.main import main; sys.argv[0] = 'huhang'; main()"
# One process for all: what each would load costs more than most of the work.
_MAKE = """
import json, pathlib, sys
from huhang.cli.main import run
home, lake, audit, *commands = json.loads(sys.argv[1])
for words in commands:
    if run(words):
        raise SystemExit(f"{words} failed")
from huhang.web.running import prepare
prepare(pathlib.Path(home))
from huhang.web.demo.city import load_demo
load_demo(pathlib.Path(lake), pathlib.Path(audit))
"""
# An audit of what was paid, which no page lists: cases are opened from it.
OF_PAY = "story"
# By this contract, handed over later, somebody in Shanghai who is paid less than earned is an employee: only
# what rests on the Labour Law carries more than a reminder.
_CONTRACT = """platform_id,agreement_id,worker_id,kind,signed_on,valid_from
lanque,story-1,LQ-0000-0003,labour_contract,2025-08-01,2025-08-01
"""
_PATIENCE_S = 90


@dataclass(frozen=True)
class Served:
    """A platform under way: its address, its folder, and the process that was started."""

    address: str
    home: Path
    process: int

    def log_in(self, context: BrowserContext, username: str) -> Page:
        """A page of somebody who has logged in."""
        page = context.new_page()
        page.goto(f"{self.address}/log-in/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: not address.endswith("/log-in/"))
        return page


def huhang(*arguments: str, **surroundings: str) -> None:
    """Carry out one command."""
    subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | surroundings,
    )


_DAYS = ("--from", "2025-10-01", "--to", "2025-10-31")


def make_city(folder: Path) -> None:
    """A small city, its lake, an audit of it, and a platform with these and the invented people."""
    city, lake, home, audit = map(str, _parts(folder))
    of_pay = str(Path(home) / "audits" / OF_PAY)
    later = folder / "later"
    later.mkdir()
    (later / "agreements.csv").write_text(_CONTRACT)
    two_months = ("--from", "2025-10-01", "--to", "2025-11-30", "--rights", "pay/in_full")
    commands = (
        ("demo", city, "--workers", "60", *_DAYS, "--places", "310000,130100", "--seed", "5"),
        ("take-in", city, "--lake", lake),
        ("audit", lake, "--place", "310000", "--place", "130100", *_DAYS, "--out", audit),
        ("take-in", str(later), "--lake", lake),
        ("audit", lake, "--place", "310000", *two_months, "--out", of_pay),
    )
    words = [sys.executable, "-c", _MAKE, json.dumps([home, lake, audit, *commands])]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _parts(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / name for name in ("city", "lake", "home", "audit"))


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve what `make_city` made until it is no longer needed."""
    _, lake, home, audit = _parts(folder)
    port = _free_port()
    command = ["serve", "--home", str(home), "--port", str(port), "--demo", str(lake), "--audit", str(audit)]
    with (folder / "told.txt").open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *command], stdout=told, stderr=told, env=dict(os.environ)
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health/", process, folder / "told.txt")
        yield Served(address, home, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], told: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the platform ended: {told.read_text('utf-8')}")
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the platform did not answer: {told.read_text('utf-8')}")
