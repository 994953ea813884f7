"""Reading the prepared rows of an audit: one connection a file, a cursor a request."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from huhang.vocabulary.words import HuhangError

_OPEN_AT_ONCE = 8
WORDS = ("right", "platform_id", "place", "verdict", "force", "subject_kind")


class PreparedRun:
    """The prepared rows of one audit; `words` has the values that each column of few words holds."""

    def __init__(self, path: Path) -> None:
        self._db = duckdb.connect(str(path), read_only=True, config={"threads": 2, "memory_limit": "1GB"})
        self.words: dict[str, tuple[str, ...]] = {column: self._words_of(column) for column in WORDS}

    def _words_of(self, column: str) -> tuple[str, ...]:
        found = self._db.execute(f"SELECT enum_range(NULL::{column}_word)").fetchall()
        return tuple(str(word) for word in found[0][0] if word)

    def rows(self, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        with self._db.cursor() as cursor:
            cursor.execute(query, dict(values))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def batches(self, query: str, values: Mapping[str, Any], size: int) -> Iterator[pa.RecordBatch]:
        """The rows of a query as Arrow batches, read as they are asked for."""
        cursor = self._db.cursor()
        try:
            found = cursor.sql(query, params=dict(values))
            if found is not None:
                yield from found.to_arrow_reader(size)
        finally:
            cursor.close()


def open_prepared(path: Path) -> PreparedRun:
    """The prepared rows in a file; HuhangError where there are none (yet)."""
    try:
        made = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise HuhangError(
            "这次核查的结果不在了，或者还没有准备好。请在核查清单里看它的状态，必要时重新核查。",
            "The results of this audit are gone, or not ready yet. See its state in the list of audits, and "
            "run it again if need be.",
        ) from None
    return _opened(path, made)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _opened(path: Path, made: int) -> PreparedRun:
    """Opened once for each content of a file."""
    del made
    return PreparedRun(path)
