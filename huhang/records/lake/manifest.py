"""The manifest of a lake: what exists in it. A file that it does not name does not exist."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from huhang.records.lake.layout import FOLDERS, LOCK, MANIFEST, flush, flush_folder, flush_folders_of
from huhang.vocabulary.words import HuhangError

FORMAT = 3


@dataclass(frozen=True)
class StoredFile:
    """A file of rows: which table and bucket, its rows and SHA-256, and what a reader need not open it for.

    `index` is the file of the numbers of its rows (lake/index.py); `digest` is that of its content
    (records/hashing.py), `platforms` and `areas` the values that occur.
    """

    path: str
    table: str
    bucket: int
    rows: int
    sha256: str
    index: str = ""
    digest: str = ""
    platforms: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredLines:
    """A file of what is remembered of rows as they were written (lake/memory.py)."""

    path: str
    table: str
    rows: int


@dataclass(frozen=True)
class KnownFile:
    """A file that was taken in, by the SHA-256 of its bytes and of how it was read."""

    file: str
    sha256: str
    reading: str


@dataclass(frozen=True)
class TakeInEntry:
    """One take-in: its receipt number, when, what it brought by table, and its further files."""

    number: int
    at: str
    receipt: str
    files: tuple[KnownFile, ...]
    counts: dict[str, dict[str, int]]
    verdict: str
    kept: dict[str, str]


@dataclass(frozen=True)
class Forgetting:
    """One forgetting: when, on what ground, its receipt, and how many rows of what; never whose."""

    number: int
    at: str
    by: str
    receipt: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Manifest:
    """All that a lake holds; `last` numbers the writings, take-ins and others alike.

    `secret` goes into the digests of lines (records/recall.py), so that nobody who has only files can make
    two lines that meet.
    """

    buckets: int
    key_check: str
    secret: str = ""
    last: int = 0
    zones: dict[str, str] = field(default_factory=dict)
    present: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()
    history: tuple[StoredFile, ...] = ()
    lines: tuple[StoredLines, ...] = ()
    take_ins: tuple[TakeInEntry, ...] = ()
    forgettings: tuple[Forgetting, ...] = ()

    def of(self, table: str) -> list[StoredFile]:
        """The files of a table by bucket."""
        return sorted((file for file in self.files if file.table == table), key=lambda file: file.bucket)

    def paths(self) -> set[str]:
        """Every file that exists beside the manifest."""
        rows = {file.path for file in (*self.files, *self.history)}
        rows |= {file.index for file in self.files} | {lines.path for lines in self.lines}
        return rows | {path for entry in self.take_ins for path in (entry.verdict, *entry.kept)}

    def to_json(self) -> dict[str, Any]:
        """The manifest as plain values."""
        return {"format": FORMAT, **asdict(self)}


def is_lake(folder: Path) -> bool:
    """Whether the folder is a lake."""
    return (folder / MANIFEST).is_file()


def read_manifest(lake: Path) -> Manifest:
    """The manifest; HuhangError where there is none (3), it is newer, older or damaged (2)."""
    content = read_content(lake)
    if content["format"] < FORMAT:
        raise HuhangError(
            f"湖 {lake} 是旧格式 {content['format']}，现在是 {FORMAT}；请先运行 huhang lake migrate {lake}。",
            f"the lake {lake} is of the older format {content['format']}, now {FORMAT}; "
            f"run huhang lake migrate {lake} first.",
        )
    return from_json(lake, content)


def from_json(lake: Path, content: dict[str, Any]) -> Manifest:
    """The manifest of content of the present format; HuhangError (2) where it is damaged."""
    try:
        return _from_json(content)
    except (KeyError, TypeError, ValueError):
        raise _damaged(lake) from None


def read_content(lake: Path) -> dict[str, Any]:
    """What the manifest says, of this or an older format; HuhangError (2) where it is of a newer one."""
    path = lake / MANIFEST
    if not path.is_file():
        raise HuhangError(
            f"{lake} 不是湖（没有 {MANIFEST}）；先用 huhang take-in 文件夹 --lake {lake} 建一个。",
            f"{lake} is no lake (it has no {MANIFEST}); make one with huhang take-in FOLDER --lake {lake}.",
            exit_code=3,
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        number = int(content["format"])
    except (KeyError, TypeError, ValueError):
        raise _damaged(lake) from None
    if number > FORMAT:
        raise HuhangError(
            f"湖 {lake} 是更新的格式 {number}，本程序只认到 {FORMAT}；请升级护航。",
            f"the lake {lake} is of the newer format {number}; this program knows up to {FORMAT}. "
            "Upgrade Huhang.",
        )
    return dict(content)


def _damaged(lake: Path) -> HuhangError:
    return HuhangError(
        f"湖的清单 {lake / MANIFEST} 读不懂，可能被改动过；请从备份恢复。",
        f"the manifest {lake / MANIFEST} cannot be read, it may have been edited; restore it from a backup.",
    )


def _from_json(content: dict[str, Any]) -> Manifest:
    return Manifest(
        buckets=int(content["buckets"]),
        key_check=str(content["key_check"]),
        secret=str(content["secret"]),
        last=int(content["last"]),
        zones=dict(content["zones"]),
        present={name: tuple(columns) for name, columns in content["present"].items()},
        files=tuple(_stored(entry) for entry in content["files"]),
        history=tuple(_stored(entry) for entry in content["history"]),
        lines=tuple(StoredLines(**entry) for entry in content["lines"]),
        take_ins=tuple(
            TakeInEntry(**{**entry, "files": tuple(KnownFile(**file) for file in entry["files"])})
            for entry in content["take_ins"]
        ),
        forgettings=tuple(Forgetting(**entry) for entry in content["forgettings"]),
    )


def _stored(entry: dict[str, Any]) -> StoredFile:
    file = StoredFile(**entry)
    return replace(file, platforms=tuple(file.platforms), areas=tuple(file.areas))


def commit(lake: Path, manifest: Manifest, fresh: Iterable[str]) -> None:
    """Make the lake what the manifest says: one rename, after all `fresh` files are on disk."""
    commit_content(lake, manifest.to_json(), fresh)


def commit_content(lake: Path, content: dict[str, Any], fresh: Iterable[str]) -> None:
    """Make a manifest of this content that of the lake."""
    flush_folders_of(lake, fresh)
    beside = lake / f"{MANIFEST}.new"
    with beside.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1, sort_keys=True)
        stream.flush()
        flush(stream.fileno())
    os.replace(beside, lake / MANIFEST)
    flush_folder(lake)


def sweep(lake: Path, manifest: Manifest | None) -> int:
    """Remove files of the lake that the manifest does not name; tells how many."""
    keep = manifest.paths() if manifest else set()
    beside = lake / f"{MANIFEST}.new"
    gone = [beside] if beside.exists() else []
    for folder in FOLDERS:
        found = sorted(path for path in (lake / folder).rglob("*") if path.is_file())
        gone += [path for path in found if path.relative_to(lake).as_posix() not in keep]
    for path in gone:
        path.unlink()
    return len(gone)


__all__ = [
    "FORMAT", "LOCK", "Forgetting", "KnownFile", "Manifest", "StoredFile", "StoredLines", "TakeInEntry",
    "commit", "commit_content", "from_json", "is_lake", "read_content", "read_manifest", "sweep",
]  # fmt: skip
