"""Rows forgotten by worker or by age: in data, history and what was set aside; with a log of how many."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from huhang.records.checked import KEY
from huhang.records.keys import Numbers
from huhang.records.lake.layout import STORED, history_path, history_schema, write_rows, write_text
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import (
    Forgetting,
    Manifest,
    StoredFile,
    commit,
    read_content,
    read_manifest,
    sweep,
)
from huhang.records.lake.memory import remember
from huhang.records.lake.stored import Changes, Place, read_stored, store
from huhang.records.lake.whose import Whose, before_day, of_worker, orphans
from huhang.records.schema import Table

# What is not a table in the log.
HISTORY, QUARANTINE = "history", "quarantine"


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be: the number in the log ("" before), and how many rows of what."""

    receipt: str
    rows: dict[str, int]


def forget_worker(
    lake: Path, platform_id: str, worker_id: str, *, rehearse: bool = False, wait: bool = False
) -> Forgotten:
    """Forget all rows of one worker; only count them where it is a rehearsal. HuhangError as taking in."""
    lake = lake.absolute()
    read_content(lake)
    with one_writer(lake, wait=wait):
        manifest = read_manifest(lake)
        whose = of_worker(Place(lake, manifest, 0), platform_id, worker_id)
        return _Forgetting(lake, manifest, whose).carry_out("worker", rehearse)


def forget_before(lake: Path, day: date, *, rehearse: bool = False, wait: bool = False) -> Forgotten:
    """Forget rows that tell of nothing on this day or later; only count them where it is a rehearsal.

    A row without a day that says so is kept, and so is the engagement of a worker that has not ended.
    """
    lake = lake.absolute()
    read_content(lake)
    with one_writer(lake, wait=wait):
        manifest = read_manifest(lake)
        return _Forgetting(lake, manifest, before_day(manifest, day)).carry_out(f"before {day}", rehearse)


@dataclass
class _Forgetting:
    """A forgetting under way: what is written in place of what, and what has been counted."""

    lake: Path
    known: Manifest
    whose: Whose
    changes: Changes = field(default_factory=Changes)
    stale: dict[str, Numbers] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)

    def carry_out(self, ground: str, rehearse: bool) -> Forgotten:
        """Forget, write it into the log and commit."""
        place = Place(self.lake, self.known, self.known.last + 1)
        sweep(self.lake, self.known)
        self._forget_data(place, rehearse)
        after = replace(self.known, files=self.changes.files_of(self.known))
        self._forget_orphans(place, after, rehearse)
        after = replace(self.known, files=self.changes.files_of(self.known))
        history = self._history(place, rehearse)
        take_ins = tuple(
            replace(entry, kept=self._set_aside(place, entry.number, entry.at, entry.kept, rehearse))
            for entry in self.known.take_ins
        )
        rows = {name: count for name, count in sorted(self.rows.items()) if count}
        if rehearse or not rows:
            return Forgotten("", rows)
        now = datetime.now(UTC)
        receipt = f"FG-{now:%Y%m%d}-{len(self.known.forgettings) + 1:06d}"
        entry = Forgetting(place.number, now.isoformat(timespec="seconds"), ground, receipt, rows)
        lines, written = remember(self.lake, self.known, place.number, {}, self.stale)
        after = replace(
            after,
            last=place.number,
            history=history,
            lines=lines,
            take_ins=take_ins,
            forgettings=(*self.known.forgettings, entry),
        )
        commit(self.lake, after, [*self.changes.fresh, *written])
        # What is forgotten shall be gone now, not when the next writer comes.
        sweep(self.lake, after)
        return Forgotten(receipt, rows)

    def _forget_data(self, place: Place, rehearse: bool) -> None:
        """Write every bucket without the rows that are forgotten."""
        for file in self.known.files:
            table = STORED[file.table]
            if self.whose.may_be_in(table, file):
                rows = place.rows(table, file.bucket)
                self._without(place, table, file, rows, self.whose.rows(table, rows), rehearse)

    def _forget_orphans(self, place: Place, after: Manifest, rehearse: bool) -> None:
        """Forget who is one person of workers that are not kept any more."""
        for file in [file for file in after.files if file.table == "persons"]:
            table = STORED[file.table]
            now = Place(self.lake, after, place.number)
            rows = now.rows(table, file.bucket)
            self._without(place, table, file, rows, orphans(now, file.bucket, rows), rehearse)

    def _without(
        self,
        place: Place,
        table: Table,
        file: StoredFile,
        rows: pa.Table,
        gone: NDArray[np.bool_],
        rehearse: bool,
    ) -> None:
        if not gone.any():
            return
        self.rows[table.name] += int(gone.sum())
        keys = rows.column(KEY).to_numpy()[gone]
        self.stale[table.name] = np.concatenate([self.stale.get(table.name, keys[:0]), keys])
        if not rehearse:
            store(place, self.changes, table, file.bucket, rows.filter(pa.array(~gone)))

    def _history(self, place: Place, rehearse: bool) -> tuple[StoredFile, ...]:
        """The files of history without the rows that are forgotten."""
        kept = []
        for part, file in enumerate(self.known.history):
            table = STORED[file.table]
            rows = read_stored(self.lake / file.path, table)
            gone = self.whose.rows(table, rows)
            self.rows[HISTORY] += int(gone.sum())
            if rehearse or not gone.any():
                kept.append(file)
            elif not gone.all():
                path = history_path(table.name, file.bucket, place.number, part)
                rest = rows.filter(pa.array(~gone))
                written = write_rows(self.lake, path, table, rest, history_schema(table))
                self.changes.fresh.append(path)
                kept.append(replace(file, path=path, rows=written.rows, sha256=written.sha256))
        return tuple(kept)

    def _set_aside(
        self, place: Place, number: int, at: str, kept: dict[str, str], rehearse: bool
    ) -> dict[str, str]:
        """The files of rows set aside by a take-in, without the lines that are forgotten."""
        after = {}
        for path, digest in kept.items():
            text = (self.lake / path).read_text(encoding="utf-8")
            lines = list(csv.reader(io.StringIO(text, newline="")))
            rest = [line for line in lines[1:] if not self.whose.line(line[3], date.fromisoformat(at[:10]))]
            self.rows[QUARANTINE] += len(lines) - 1 - len(rest)
            if rehearse or len(rest) == len(lines) - 1:
                after[path] = digest
            elif rest:
                stream = io.StringIO(newline="")
                csv.writer(stream).writerows([lines[0], *rest])
                fresh = f"quarantine/{place.number:06d}/{number:06d}-{Path(path).name}"
                written = write_text(self.lake, fresh, stream.getvalue())
                self.changes.fresh.append(fresh)
                after[fresh] = written.sha256
        return after
