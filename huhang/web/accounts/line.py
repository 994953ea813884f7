"""Waiting for the one writer of the embedded database in the order of coming."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.db import transaction

_LINE = "log.lock"


@contextmanager
def in_line() -> Iterator[None]:
    """Stand in line with the other threads and processes of the platform, at whose end SQLite is free.

    SQLite itself lets who finds it busy sleep and ask again, ever longer: under load those who wait are
    passed by for tenths of a second. Within a transaction this thread is the writer already.
    """
    connection = transaction.get_connection()
    with nullcontext() if connection.in_atomic_block or connection.vendor != "sqlite" else _lock():
        yield


@contextmanager
def _lock() -> Iterator[None]:
    """A lock of the operating system, gone with its holder."""
    with (settings.HOME.root / _LINE).open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
