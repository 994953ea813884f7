"""Running the platform on one machine: database, worker and server with one command."""

import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huhang.vocabulary.words import HuhangError, Text

# One alone would run Python on one core at a time.
_PROCESSES = 2

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


def serve(host: str, port: int, threads: int) -> None:
    """Serve pages until interrupted, with a worker for long jobs beside; `prepare` comes first.

    `threads` requests are answered at a time, by two processes where it is more than one. These begin anew:
    one forked from here would lack the threads with which DuckDB reads files, and wait for them for ever.
    """
    multiprocessing.set_start_method("spawn", force=True)
    processes = min(_PROCESSES, threads)
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
