"""Files as they come in: written to disk piece by piece, hashed on the way, under names that are safe."""

import hashlib
import re
import shutil
from pathlib import Path
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile

# Django's class takes what it holds only in the eyes of a type checker.
Upload: TypeAlias = "UploadedFile[bytes]"

_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST_NAME = 100


def safe_name(name: str) -> str:
    """The last part of a name without what a file system or a shell might take amiss."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(". ")
    stem, dot, ending = plain.partition(".")
    return (stem[: _LONGEST_NAME - len(ending) - 1] + dot + ending)[:_LONGEST_NAME] or "file"


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind its stem where it is taken."""
    stem, dot, ending = name.partition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}-{number}{dot}{ending}"
    return free


def keep_upload(upload: Upload, path: Path) -> str:
    """Write an upload to a path piece by piece; its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as stream:
        for piece in upload.chunks(1 << 20):
            digest.update(piece)
            stream.write(piece)
    return digest.hexdigest()


def drop_folder(folder: Path) -> None:
    """Remove a folder of uploads, which may hold identities, for good."""
    shutil.rmtree(folder, ignore_errors=True)
