"""Reading the prepared rows of an audit: one connection a file, a cursor a request."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa

from huhang.vocabulary.words import HuhangError
from huhang.web.inspections.preparing import WORDS, prepare_run, prepared_of

_OPEN_AT_ONCE = 8
_ROWS_KEPT = 512
# So many findings asked for by their ids are kept.
FEW = 4
_PREPARING = Lock()


class PreparedRun:
    """The prepared rows of one audit; `words` has the values that each column of few words holds."""

    def __init__(self, folder: Path) -> None:
        self._findings = folder / "findings.parquet"
        self._db = duckdb.connect(
            str(prepared_of(folder)), read_only=True, config={"threads": 1, "memory_limit": "1GB"}
        )
        self.words: dict[str, tuple[str, ...]] = {column: self._words_of(column) for column in WORDS}
        self._kept = lru_cache(maxsize=_ROWS_KEPT)(lambda query, values: self.rows(query, dict(values)))

    def _words_of(self, column: str) -> tuple[str, ...]:
        found = self._db.execute(f"SELECT enum_range(NULL::{column}_word)").fetchall()
        return tuple(str(word) for word in found[0][0] if word)

    def rows(self, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        with self._db.cursor() as cursor:
            cursor.execute(query, dict(values))
            names = [column[0] for column in cursor.description or ()]
            return [unpacked(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

    def kept(self, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The few rows of a query that many people ask alike; what is prepared never changes.

        All that is asked tells kept rows apart. Who asks says in the query whose rows may be seen, or asks
        the person's scope of every row before showing it.
        """
        return [dict(row) for row in self._kept(query, tuple(values.items()))]

    def batches(self, query: str, values: Mapping[str, Any], size: int) -> Iterator[pa.RecordBatch]:
        """The rows of a query as Arrow batches, read as they are asked for."""
        cursor = self._db.cursor()
        try:
            found = cursor.sql(query, params=dict(values))
            if found is not None:
                yield from found.to_arrow_reader(size)
        finally:
            cursor.close()

    def details(self, source_rows: Sequence[int]) -> dict[int, str | None]:
        """The details of findings by their rows in the results."""
        read = self.kept if len(source_rows) <= FEW else self.rows
        found = read(
            """SELECT file_row_number AS number, detail FROM read_parquet($path, file_row_number = true)
               WHERE file_row_number IN (SELECT unnest($numbers::BIGINT[]))""",
            {"path": str(self._findings), "numbers": tuple(source_rows)},
        )
        return {row["number"]: row["detail"] for row in found}


def unpacked(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its lists, which are stored as words, as lists again."""
    for column in ("clauses", "instruments"):
        if row.get(column) is not None:
            row[column] = list(_list_of(row[column]))
    return row


@lru_cache(maxsize=4096)
def _list_of(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def open_prepared(folder: Path) -> PreparedRun:
    """The prepared rows of the results in a folder; HuhangError where there are none (yet).

    Results that an earlier build prepared otherwise are prepared again first.
    """
    prepared = prepared_of(folder)
    with _PREPARING:
        if not prepared.exists() and (folder / "findings.parquet").exists():
            prepare_run(folder)
            for earlier in {*folder.parent.glob(f"{folder.name}.*duckdb")} - {prepared}:
                earlier.unlink(missing_ok=True)
    try:
        made = prepared.stat().st_mtime_ns
    except FileNotFoundError:
        raise HuhangError(
            "这次核查的结果不在了，或者还没有准备好。请在核查清单里看它的状态，必要时重新核查。",
            "The results of this audit are gone, or not ready yet. See its state in the list of audits, and "
            "run it again if need be.",
        ) from None
    return _opened(folder, made)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _opened(folder: Path, made: int) -> PreparedRun:
    """Opened once for each content of a file."""
    del made
    return PreparedRun(folder)
