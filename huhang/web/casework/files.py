"""Files of cases, kept under the SHA-256 of their bytes; what is there is never written again."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from huhang.vocabulary.words import HuhangError


def keep_bytes(content: bytes) -> str:
    """Keep a file; its SHA-256."""
    return _keep([content])


def keep_upload(upload: UploadedFile[Any]) -> str:
    """Keep what somebody sent; its SHA-256."""
    return _keep(upload.chunks())


def kept_path(sha256: str) -> Path:
    """Where a file lies; HuhangError where it is gone or no longer what it was."""
    path = _place(sha256)
    if not path.is_file() or _digest(path) != sha256:
        raise HuhangError(
            f"文件 {sha256[:12]} 不见了，或者内容已经改变。请从备份恢复，并报告负责人。",
            f"The file {sha256[:12]} is gone, or no longer what it was. Restore it from a backup and "
            "tell the head.",
        )
    return path


def _place(sha256: str) -> Path:
    files: Path = settings.HOME.files
    return files / "cases" / sha256[:2] / sha256


def _keep(chunks: Iterable[bytes]) -> str:
    home: Path = settings.HOME.files / "cases"
    home.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=home, delete=False) as fresh:
        for chunk in chunks:
            digest.update(chunk)
            fresh.write(chunk)
        fresh.flush()
        os.fsync(fresh.fileno())
    sha256 = digest.hexdigest()
    place = _place(sha256)
    place.parent.mkdir(exist_ok=True)
    os.replace(fresh.name, place)
    return sha256


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
