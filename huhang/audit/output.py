"""The folder of results: it appears whole, under its own name, or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huhang.vocabulary.words import HuhangError

RECEIPT = "run.json"


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out` that takes its place when the block ends well, and is gone otherwise.

    An earlier audit in `out` is replaced; any other content is refused (exit code 8).
    """
    out = out.absolute()
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
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
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    os.replace(out, old / out.name)
    os.replace(fresh, out)
    shutil.rmtree(old, ignore_errors=True)


def _not_written(out: Path, error: OSError) -> HuhangError:
    return HuhangError(
        f"结果写不到 {out}：{error.strerror or error}。请看磁盘空间和权限，或用 --out 换一个文件夹；"
        "没有写一半的结果留下。",
        f"The results cannot be written to {out}: {error.strerror or error}. Check space and permissions, or "
        "name another folder with --out; nothing half-written was left.",
        exit_code=8,
    )
