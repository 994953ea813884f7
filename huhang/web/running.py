"""Running the platform on one machine: database, worker and server with one command."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import django
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huhang.vocabulary.words import HuhangError, Text

# One alone would run Python on one core at a time.
_PROCESSES = 2
_ASK_AGAIN_S = 0.1
_PATIENCE_S = 10
# A machine listens for itself here where it was asked to listen at all of its addresses.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}

Say = Callable[[Text], None]


def prepare(home: Path) -> None:
    """Make the platform ready in a folder: settings, database tables up to date."""
    os.environ["HUHANG_HOME"] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huhang.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def check_port(host: str, port: int) -> None:
    """HuhangError where something else listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise HuhangError(
                f"端口 {port} 已被占用；请先停掉占用它的程序，或用 --port 换一个。",
                f"Port {port} is taken: stop what uses it, or choose another with --port.",
            ) from None


def tell_when_answered(address: str, ready: Callable[[], None]) -> None:
    """Ask an address of this machine until it answers, whatever it says, then tell so."""
    # A request to this machine goes through no proxy.
    ask = build_opener(ProxyHandler({})).open
    while not _answers(ask, address):
        time.sleep(_ASK_AGAIN_S)
    ready()


def _answers(ask: Callable[..., HTTPResponse], address: str) -> bool:
    try:
        ask(address, timeout=_PATIENCE_S).close()
    except HTTPError:
        return True
    except OSError:
        return False
    return True


def serve(host: str, port: int, threads: int, ready: Callable[[], None]) -> None:
    """Serve pages until interrupted, with a worker for long jobs beside; `prepare` comes first.

    `ready` is called once, when the first page can be had.

    `threads` requests are answered at a time, by two processes where it is more than one. These begin anew:
    one forked from here would lack the threads with which DuckDB reads files, and wait for them for ever.
    """
    multiprocessing.set_start_method("spawn", force=True)
    processes = min(_PROCESSES, threads)
    address = f"http://{_EVERYWHERE.get(host, host)}:{port}/health/"
    Thread(target=tell_when_answered, args=(address, ready), daemon=True).start()
    worker = subprocess.Popen([sys.executable, "-m", "huhang.web.jobs.worker"])
    try:
        Granian(
            "huhang.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=threads // processes,
            workers_kill_timeout=10,
            log_access=False,
            log_level=LogLevels.warning,
            websockets=False,
        ).serve()
    finally:
        worker.terminate()
        try:
            worker.wait(10)
        except subprocess.TimeoutExpired:
            worker.kill()
