"""What a lake remembers of rows as they were written: those handed in again need not be read again."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from huhang.records.arrange import ROW
from huhang.records.checked import KEY
from huhang.records.keys import Numbers
from huhang.records.lake.layout import lines_path, write_arrow
from huhang.records.lake.manifest import Manifest, StoredLines
from huhang.records.merging import chosen
from huhang.records.places import among
from huhang.records.recall import ONE, TWO, Recall, Remembered

# Of older rows only the quick recognition is lost.
MOST_LINES = 10_000_000


def recall_of(lake: Path, manifest: Manifest | None, reading: str) -> Recall:
    """What the lake remembers; a new one remembers nothing under a new secret."""
    if manifest is None:
        return Recall(reading, new_secret(), {})
    tables: dict[str, list[pa.Table]] = {}
    for lines in manifest.lines:
        tables.setdefault(lines.table, []).append(_read(lake, lines))
    return Recall(reading, manifest.secret, {name: _remembered(parts) for name, parts in tables.items()})


def new_secret() -> str:
    """A secret of a lake's own."""
    return secrets.token_hex(16)


def _remembered(parts: Sequence[pa.Table]) -> Remembered:
    whole = pa.concat_tables(parts).combine_chunks()
    return Remembered.of(*(whole.column(name).to_numpy() for name in (ONE, TWO, KEY)))


def _read(lake: Path, lines: StoredLines) -> pa.Table:
    source: Any = pa.memory_map(str(lake / lines.path), "rb")
    return pa.ipc.open_file(source).read_all()


def new_lines(pieces: Iterable[pa.Table], left_out: Numbers) -> pa.Table | None:
    """What to remember of checked rows; `left_out` are the numbers of rows that are not kept, or not now."""
    parts = []
    for piece in pieces:
        if ONE in piece.column_names:
            lines = piece.select([ONE, TWO, KEY])
            out = among(piece.column(ROW).to_numpy(), left_out) if len(left_out) else None
            parts.append(lines if out is None else chosen(lines, ~out))
    found = pa.concat_tables(parts) if parts else None
    return found if found is not None and found.num_rows else None


def remember(
    lake: Path,
    manifest: Manifest,
    number: int,
    fresh: Mapping[str, pa.Table],
    stale: Mapping[str, Numbers],
) -> tuple[tuple[StoredLines, ...], list[str]]:
    """The files of what is remembered after a writing, and those written: rows that changed are forgotten."""
    kept: list[StoredLines] = []
    written: list[str] = []
    for place, lines in enumerate(manifest.lines):
        changed = stale.get(lines.table)
        if changed is not None and len(changed):
            rows = _read(lake, lines)
            gone = among(rows.column(KEY).to_numpy(), changed)
            if gone.any():
                path = lines_path(lines.table, number, place)
                lines = _write(lake, path, lines.table, rows.filter(pa.array(~gone)))
                written.append(path)
        kept.append(lines)
    for table, rows in fresh.items():
        path = lines_path(table, number, len(manifest.lines))
        kept.append(_write(lake, path, table, rows))
        written.append(path)
    return _youngest(kept), written


def _write(lake: Path, path: str, table: str, rows: pa.Table) -> StoredLines:
    write_arrow(lake, path, rows)
    return StoredLines(path, table, rows.num_rows)


def _youngest(kept: Sequence[StoredLines]) -> tuple[StoredLines, ...]:
    """The files that are kept of each table, the youngest first to be counted."""
    rows: dict[str, int] = {}
    found = []
    for lines in reversed(kept):
        rows[lines.table] = rows.get(lines.table, 0) + lines.rows
        if lines.rows and rows[lines.table] <= MOST_LINES:
            found.append(lines)
    return tuple(reversed(found))
