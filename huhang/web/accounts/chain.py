"""The hash chain of the log: what an entry's digest covers, and where a chain is broken."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64
COVERED = (
    "id", "at", "person", "person_name", "role", "verb", "kind", "subject", "place", "company", "detail"
)  # fmt: skip


def digest_of(entry: Mapping[str, Any], before: str) -> str:
    """SHA-256 over the entry's content and the digest of the entry before it."""
    text = json.dumps([before, *(entry[name] for name in COVERED)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first entry at which the log is not what was written."""

    number: int
    why: str


def first_break(entries: Iterable[Mapping[str, Any]]) -> Break | None:
    """The first altered, missing or inserted entry of a log in order of its numbers, None if it holds."""
    before, expected = FIRST, 1
    for entry in entries:
        number = int(entry["id"])
        if number != expected:
            return Break(expected, "missing")
        if entry["before"] != before or entry["digest"] != digest_of(entry, before):
            return Break(number, "altered")
        before, expected = entry["digest"], number + 1
    return None
