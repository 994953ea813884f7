"""Who is one person: identity numbers turned into keys that only the holder of the key file can make."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import pyarrow as pa

from huhang.records.lake.layout import flush, flush_folder
from huhang.vocabulary.words import HuhangError

_KEY_BYTES = 32
_CHECKED = b"huhang lake key"


def key_path(lake: Path) -> Path:
    """The key file beside the lake."""
    lake = lake.absolute()
    return lake.with_name(f"{lake.name}.key")


def make_key(lake: Path) -> bytes:
    """The key of a lake under creation: a new one that only its owner can read, or the one there."""
    path = key_path(lake)
    if path.exists():
        return read_key(lake, None)
    beside = path.with_name(f".{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(_KEY_BYTES) + "\n")
        stream.flush()
        flush(stream.fileno())
    os.replace(beside, path)
    flush_folder(path.parent)
    return read_key(lake, None)


def read_key(lake: Path, check: str | None) -> bytes:
    """The key of a lake; HuhangError (7) where it is gone, or is not the one that `check` was made with."""
    path = key_path(lake)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != _KEY_BYTES or (check is not None and key_check(key) != check):
        raise HuhangError(
            f"湖的密钥文件 {path} 不在、读不懂或不是这个湖的；请从备份恢复它，否则同一个人会被当成两个人。",
            f"the key file {path} of the lake is missing, unreadable or another lake's; restore it from a "
            "backup, or one person would become two.",
            exit_code=7,
        )
    return key


def key_check(key: bytes) -> str:
    """What tells a key from another without telling the key."""
    return hmac.new(key, _CHECKED, hashlib.sha256).hexdigest()[:16]


def person_key(key: bytes, id_number: str) -> str:
    """The key of the person with this identity number, however it was typed."""
    plain = "".join(id_number.split()).replace("-", "").upper()
    return hmac.new(key, plain.encode("utf-8"), hashlib.sha256).hexdigest()


def persons_of(workers: pa.Table, key: bytes) -> pa.Table:
    """The rows of the table `persons` for the workers whose identity number was handed over."""
    known = workers.filter(workers.column("id_number").is_valid())
    keys = [person_key(key, str(number)) for number in known.column("id_number").to_pylist()]
    rows = known.select(["platform_id", "worker_id"])
    return rows.append_column("person_key", pa.array(keys, pa.string()))
