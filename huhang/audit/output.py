"""The folder of results: it appears whole, under its own name, or not at all."""

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huhang.vocabulary.words import HuhangError

RECEIPT = "run.json"
# In a hidden folder the earlier results, on their way out.
_BEFORE = "before"


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out` that takes its place when the block ends well, and is gone otherwise.

    An earlier audit in `out` is replaced; any other content is refused (exit code 8). What audits left beside
    `out` that were killed on this machine is cleared away first.
    """
    out = out.absolute()
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear_what_the_dead_left(out)
        fresh, handle = _hidden_folder(out)
    except OSError as error:
        raise _not_written(out, error) from error
    try:
        yield fresh
        fresh.chmod(0o755)
        _swap(fresh, out)
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        os.close(handle)


def _hidden_folder(out: Path) -> tuple[Path, int]:
    """A new folder beside `out`, and the handle by which it is locked for as long as this process lives."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
        handle = _locked(made, wait=True)
        # Another may have taken it for that of a dead process before it was locked.
        if handle is not None and made.exists():
            return made, handle
        if handle is not None:
            os.close(handle)


def _prefix(out: Path) -> str:
    return f".{out.name}.audit-{socket.gethostname()}-"


def _locked(folder: Path, *, wait: bool) -> int | None:
    """The handle of a folder that is now locked; None where it is gone, or a living process has the lock."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _clear_what_the_dead_left(out: Path) -> None:
    """Remove hidden folders whose process is dead; earlier results that one was replacing are put back."""
    for left in [path for path in out.parent.iterdir() if path.name.startswith(_prefix(out))]:
        handle = _locked(left, wait=False)
        if handle is None:
            continue
        if (left / _BEFORE).is_dir() and not out.exists():
            os.replace(left / _BEFORE, out)
        shutil.rmtree(left, ignore_errors=True)
        os.close(handle)


def write_json(content: object, path: Path) -> None:
    """Readable JSON with sorted keys."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def _refuse_foreign(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / RECEIPT).is_file()):
        raise HuhangError(
            f"{out} 里已有别的内容，不会覆盖。请用 --out 换一个空的或不存在的文件夹。",
            f"{out} already holds something else and is not overwritten. "
            "Name an empty or new folder with --out.",
            exit_code=8,
        )


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        os.replace(fresh, out)
        return
    old, handle = _hidden_folder(out)
    try:
        os.replace(out, old / _BEFORE)
        os.replace(fresh, out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        os.close(handle)


def _not_written(out: Path, error: OSError) -> HuhangError:
    return HuhangError(
        f"结果写不到 {out}：{error.strerror or error}。请看磁盘空间和权限，或用 --out 换一个文件夹；"
        "没有写一半的结果留下。",
        f"The results cannot be written to {out}: {error.strerror or error}. Check space and permissions, or "
        "name another folder with --out; nothing half-written was left.",
        exit_code=8,
    )
