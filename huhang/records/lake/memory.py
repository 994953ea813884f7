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
from huhang.records.recall import NOTHING, ONE, TWO, Recall, Remembered

# Of older rows only the quick recognition is lost.
MOST_LINES = 20_000_000


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
    """The files of what is remembered after a writing, and those written.

    Rows that changed are forgotten, and of each table all but the youngest MOST_LINES.
    """
    kept: list[StoredLines] = []
    written: list[str] = []
    room: dict[str, int] = {}
    for table, rows in fresh.items():
        youngest = _last(rows, MOST_LINES)
        kept.append(_write(lake, lines_path(table, number, len(manifest.lines)), table, youngest))
        written.append(kept[-1].path)
        room[table] = MOST_LINES - youngest.num_rows
    for place, lines in reversed(list(enumerate(manifest.lines))):
        left = room.get(lines.table, MOST_LINES)
        changed = stale.get(lines.table, NOTHING)
        if left < lines.rows or len(changed):
            rows = _read(lake, lines)
            known = rows.filter(pa.array(~among(rows.column(KEY).to_numpy(), changed)))
            youngest = _last(known, left)
            if youngest.num_rows < lines.rows:
                lines = _write(lake, lines_path(lines.table, number, place), lines.table, youngest)
                written.append(lines.path)
        if lines.rows:
            kept.append(lines)
        room[lines.table] = left - lines.rows
    return tuple(reversed(kept)), written


def _last(rows: pa.Table, many: int) -> pa.Table:
    return rows.slice(max(rows.num_rows - many, 0))


def _write(lake: Path, path: str, table: str, rows: pa.Table) -> StoredLines:
    write_arrow(lake, path, rows)
    return StoredLines(path, table, rows.num_rows)
