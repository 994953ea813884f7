"""Queries of rights kept from one run to the next: making them takes seconds, only code changes them."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from huhang.vocabulary.kept_files import kept_in

QUERIES = "queries"
_CODE = ("vocabulary", "engine")
_NAME_LENGTH = 32


def name_of(about: Mapping[str, object]) -> str:
    """The name under which the queries of an audit are kept: all that they are made from has a say in it."""
    text = json.dumps({**about, "code": _code()}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_NAME_LENGTH]


def fetch_queries(name: str) -> Any | None:
    """What was kept under this name, None where nothing that can be read was."""
    with suppress(OSError, RuntimeError, ValueError):
        return json.loads((kept_in(QUERIES) / f"{name}.json").read_text(encoding="utf-8"))
    return None


def keep_queries(name: str, content: object) -> None:
    """Keep queries for later runs; where no file can be written they are made again."""
    with suppress(OSError, RuntimeError):
        folder = kept_in(QUERIES)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            json.dump(content, file, ensure_ascii=False)
        os.replace(file.name, folder / f"{name}.json")


@cache
def _code() -> str:
    """The hash of the code that makes queries."""
    package = Path(__file__).parents[1]
    found = hashlib.sha256()
    for folder in _CODE:
        for file in sorted((package / folder).glob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()
