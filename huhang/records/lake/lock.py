"""One writer at a time: a lock of the operating system on a file of the lake, gone with its holder."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from huhang.records.lake.layout import LOCK, MANIFEST, make_folder
from huhang.vocabulary.words import HuhangError


@contextmanager
def one_writer(lake: Path, *, wait: bool, create: bool = False) -> Iterator[None]:
    """Hold the lake for writing; HuhangError (8) where another does, unless `wait`.

    With `create` a folder that is missing or empty becomes the place of a new lake; any other folder that
    is no lake is refused.
    """
    try:
        if create:
            _make_place(lake)
        stream = (lake / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise HuhangError(
            f"湖 {lake} 写不进去（{error.strerror}）；请核对路径、权限与磁盘。",
            f"the lake {lake} cannot be written ({error.strerror}); check path, permissions and disk.",
            exit_code=8,
        ) from None
    with stream:
        _lock(stream, lake, wait)
        stream.truncate(0)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}
        stream.write(json.dumps(holder))
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def _make_place(lake: Path) -> None:
    known = (lake / MANIFEST).exists() or (lake / LOCK).exists()
    if lake.is_dir() and not known and any(lake.iterdir()):
        raise HuhangError(
            f"{lake} 里已有别的内容，不是湖；请用 --lake 换一个空的或不存在的文件夹。",
            f"{lake} holds something else and is no lake; name an empty or new folder with --lake.",
            exit_code=8,
        )
    make_folder(lake)


def _lock(stream: IO[str], lake: Path, wait: bool) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        holder = _holder(lake)
        raise HuhangError(
            f"湖 {lake} 正由别的程序写入：进程 {holder['pid']}，主机 {holder['host']}，"
            f"自 {holder['since']}。请等它结束，或加 --wait 排队。",
            f"the lake {lake} is being written by another: process {holder['pid']} on {holder['host']} "
            f"since {holder['since']}. Let it finish, or queue with --wait.",
            exit_code=8,
        ) from None


def _holder(lake: Path) -> dict[str, str]:
    """Who holds the lock, as far as it has said so yet."""
    unknown = {"pid": "?", "host": "?", "since": "?"}
    try:
        told = json.loads((lake / LOCK).read_text(encoding="utf-8"))
    except ValueError:
        return unknown
    return {name: str(told.get(name, "?")) for name in unknown}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
