"""How the platform is served: by two processes, neither of which is waited for when it is busy."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection
from urllib.parse import urlsplit

import pytest

from tests.web.served import Served

PATIENCE_S = 60
MANY = 32


def answering(platform: Served) -> list[int]:
    """The processes that answer requests, by the program that multiprocessing starts them with."""
    children = Path(f"/proc/{platform.process}/task/{platform.process}/children").read_text("ascii").split()
    return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


@contextmanager
def held(process: int) -> Iterator[None]:
    """A process that does nothing for a while."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def is_answered(platform: Served) -> bool:
    """Whether one of many people who ask at once is answered; the system deals them out to the processes."""
    where = urlsplit(platform.address)
    request = f"GET /law/ HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode()
    with ExitStack() as stack:
        people = [stack.enter_context(create_connection((where.hostname, where.port))) for _ in range(MANY)]
        for one in people:
            one.sendall(request)
        answered, _, _ = select.select(people, [], [], PATIENCE_S)
        return any(one.recv(64).startswith(b"HTTP/1.1 200") for one in answered)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc, as on Linux")
def test_pages_are_answered_while_one_process_is_busy(platform: Served) -> None:
    processes = answering(platform)
    assert len(processes) == 2
    for process in processes:
        with held(process):
            assert is_answered(platform)
