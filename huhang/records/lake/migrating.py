"""A lake of an older format brought into the present one, in one commit.

The files of formats 1 and 2 name workers of whom they have no row: all are written again.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from pathlib import Path
from typing import Any

import pyarrow as pa

from huhang.records.checked import KEY
from huhang.records.keys import key_numbers
from huhang.records.lake.layout import STORED, history_path, history_schema, write_rows
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import FORMAT, StoredFile, commit, from_json, read_content, sweep
from huhang.records.lake.memory import new_secret
from huhang.records.lake.stored import Changes, Place, read_stored, store

_WITHOUT_INDEXES = 1


def migrate(lake: Path, *, wait: bool = False) -> int | None:
    """Bring a lake into the present format; gives the format that it had, None where there was no need.

    Raises HuhangError: 2 where it is of a newer format, 3 where it is none, 8 where another writes.
    """
    lake = lake.absolute()
    read_content(lake)
    with one_writer(lake, wait=wait):
        content = read_content(lake)
        old = int(content["format"])
        if old == FORMAT:
            return None
        known = from_json(lake, _from_format_1(content) if old == _WITHOUT_INDEXES else content)
        sweep(lake, known)
        place, changes = Place(lake, known, known.last + 1), Changes()
        with ThreadPoolExecutor(cpu_count()) as pool:
            for part in pool.map(lambda file: _written_again(place, file), known.files):
                changes.add(part)
            history = tuple(pool.map(lambda part: _history_again(place, *part), enumerate(known.history)))
        changes.fresh += [file.path for file in history]
        after = replace(known, last=place.number, files=changes.files_of(known), history=history)
        commit(lake, after, changes.fresh)
        sweep(lake, after)
        return old


def _from_format_1(content: dict[str, Any]) -> dict[str, Any]:
    """Format 1 knew no indexes and no lines, and had a digest for each column instead of one for all."""

    def file(entry: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in entry.items() if name != "digests"}

    return {
        **content,
        "files": [file(entry) for entry in content["files"]],
        "history": [file(entry) for entry in content["history"]],
        "lines": [],
        "secret": new_secret(),
    }


def _history_again(place: Place, part: int, file: StoredFile) -> StoredFile:
    table = STORED[file.table]
    path = history_path(table.name, file.bucket, place.number, part)
    rows = read_stored(place.lake / file.path, table)
    written = write_rows(place.lake, path, table, rows, history_schema(table))
    return replace(file, path=path, sha256=written.sha256)


def _written_again(place: Place, file: StoredFile) -> Changes:
    """A bucket written as the present format has it."""
    changes, table = Changes(), STORED[file.table]
    rows = read_stored(place.lake / file.path, table)
    numbered = rows.append_column(KEY, pa.array(key_numbers(table, rows)))
    store(place, changes, table, file.bucket, numbered)
    return changes
