"""Taking files into a lake: read and checked as ever, compared with what is known, committed as one."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from huhang.records.arrange import ROW
from huhang.records.checked import checked
from huhang.records.files import SourceFile, digest_of, find_files
from huhang.records.handover import Progress, merged_tables, reading_files
from huhang.records.intake import Intake
from huhang.records.lake.layout import PERSONS, SPILL, write_text
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import (
    KnownFile,
    Manifest,
    TakeInEntry,
    commit,
    is_lake,
    read_manifest,
    sweep,
)
from huhang.records.lake.meeting import SAME
from huhang.records.lake.memory import new_lines, recall_of, remember
from huhang.records.lake.persons import key_check, make_key, persons_of, read_key
from huhang.records.lake.set_aside import masked
from huhang.records.lake.splitting import buckets_for, split
from huhang.records.lake.stored import Changes, Place
from huhang.records.lake.tables import Adding, add_rows, rows_under
from huhang.records.mapping import Mapping
from huhang.records.merging import Merged, together, without
from huhang.records.quality import TAKEN, Quality, TableQuality
from huhang.records.quarantine import quarantine_texts
from huhang.records.recall import Recall
from huhang.records.staged import Spill
from huhang.records.tables import TABLES
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import HuhangError

# Checked rows beyond so many bytes wait on disk, in the folder of the lake.
BYTES_IN_MEMORY = 1 << 30


@dataclass(frozen=True)
class TakenIn:
    """What a take-in did: its entry and verdict (None where every file was known), and the known files."""

    entry: TakeInEntry | None
    quality: Quality | None
    recognised: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The receipt as plain values."""
        return {
            "receipt": self.entry.receipt if self.entry else None,
            "counts": self.entry.counts if self.entry else {},
            "recognised": list(self.recognised),
            "quality": self.quality.to_json() if self.quality else None,
        }


@dataclass(frozen=True)
class _Found:
    """A file found: the SHA-256 of its bytes, and by what a change of it would show."""

    file: SourceFile
    sha256: str
    state: tuple[int, int]


def take_in_to_lake(
    sources: Sequence[Path],
    lake: Path,
    *,
    mapping: Mapping | None = None,
    known_areas: frozenset[str] | None = None,
    expected_orders: int | None = None,
    wait: bool = False,
    progress: Progress | None = None,
) -> TakenIn:
    """Take files and folders into a lake, which is made where there is none.

    Files that were taken in before (the same bytes, read the same way) are recognised and left alone.
    `expected_orders` sizes the buckets of a new lake. Raises HuhangError as `take_in` does, and 8 where
    another writes, 2 where a platform has another zone in the lake.
    """
    lake = lake.absolute()
    files = find_files(sources)
    with one_writer(lake, wait=wait, create=True):
        manifest = read_manifest(lake) if is_lake(lake) else None
        sweep(lake, manifest)
        reading = _reading(mapping, known_areas)
        known = {
            (file.sha256, file.reading)
            for entry in (manifest.take_ins if manifest else ())
            for file in entry.files
        }
        found, recall = [], None
        for one in _hashed(files):
            found.append(one)
            if recall is None and one.file.format and (one.sha256, reading) not in known:
                # What the lake remembers is read while further files are hashed.
                recall = recall_of(lake, manifest, reading)
        fresh = [one for one in found if (one.sha256, reading) not in known]
        recognised = tuple(one.file.label for one in found if (one.sha256, reading) in known)
        if recognised and recall is None:
            return TakenIn(None, None, recognised)
        recall = recall or recall_of(lake, manifest, reading)
        with reading_files(
            [one.file for one in fresh],
            sources,
            mapping,
            known_areas,
            spill=Spill(lake / SPILL, BYTES_IN_MEMORY),
            digests={one.file.path: one.sha256 for one in fresh},
            recall=recall,
            progress=progress,
        ) as intake:
            bringing = _Bringing(lake, manifest, recall, intake, progress)
            entry, quality = bringing.bring(fresh, expected_orders or 0)
        shutil.rmtree(lake / SPILL, ignore_errors=True)
        return TakenIn(entry, quality, recognised)


@dataclass(frozen=True)
class _Bringing:
    """Brings what was read into a lake, which is as `manifest` says (None: there is none yet)."""

    lake: Path
    known: Manifest | None
    recall: Recall
    intake: Intake
    progress: Progress | None

    def bring(self, found: Sequence[_Found], expected: int) -> tuple[TakeInEntry, Quality]:
        """Compare what was read with the lake, write what changes, commit."""
        intake = self.intake
        if self.known is None:
            key = make_key(self.lake)
            buckets = buckets_for(max(expected, _orders(intake)))
            manifest = Manifest(buckets, key_check(key), self.recall.secret)
        else:
            manifest = self.known
            key = read_key(self.lake, manifest.key_check) if "workers" in intake.tables else b""
        zones = _zones(manifest, intake.zones)
        place, changes = Place(self.lake, manifest, manifest.last + 1), Changes()
        fresh: dict[str, pa.Table] = {}
        counts, verdicts = self._store(place, changes, key, fresh)
        stale = {name: np.concatenate(keys) for name, keys in changes.stale.items()}
        lines, written = remember(self.lake, manifest, place.number, fresh, stale)
        quality = Quality(intake.files, verdicts)
        entry = _entry(
            place, changes, intake, quality, counts, _known_files(found, quality, self.recall.reading)
        )
        after = replace(
            manifest,
            last=place.number,
            zones=zones,
            present=_present(manifest, intake.present),
            files=changes.files_of(manifest),
            history=(*manifest.history, *changes.history),
            lines=lines,
            take_ins=(*manifest.take_ins, entry),
        )
        after, dealt = split(self.lake, after, intake.pool)
        commit(self.lake, after, [*changes.fresh, *written, *dealt])
        return entry, quality

    def _store(
        self, place: Place, changes: Changes, key: bytes, fresh: dict[str, pa.Table]
    ) -> tuple[dict[str, dict[str, int]], dict[str, TableQuality]]:
        """Write the rows of all tables; tells what became of them and the verdicts, and what to remember."""
        intake = self.intake
        counts: dict[str, dict[str, int]] = {}
        verdicts: dict[str, TableQuality] = {}
        begun: list[tuple[str, Merged, list[Adding]]] = []
        # One table is written while the next is merged.
        for name, merged, verdict in merged_tables(intake, partial(rows_under, place)):
            verdicts[name] = verdict
            pieces = intake.tables[name].pieces
            adding = [add_rows(place, intake.pool, TABLES[name], pieces, merged.lost)]
            if name == "workers":
                persons = _persons(pieces, merged, key)
                adding.append(add_rows(place, intake.pool, PERSONS, persons, Merged().lost))
            begun.append((name, merged, adding))
        for done, (name, merged, adding) in enumerate(begun):
            if self.progress:
                self.progress("store", done, len(begun))
            pieces = intake.tables[name].pieces
            (brought, counted), *beside = [added() for added in adding]
            counted[SAME] += merged.known.total()
            counts[name] = {fate: count for fate, count in sorted(counted.items()) if count}
            for change, _ in ((brought, counted), *beside):
                changes.add(change)
            lines = new_lines(pieces, np.concatenate([merged.lost, *brought.late]))
            if lines is not None:
                fresh[name] = lines
            pieces.clear()
        return counts, verdicts


def _orders(intake: Intake) -> int:
    return sum(piece.num_rows for piece in intake.tables["orders"].pieces) if "orders" in intake.tables else 0


def _persons(pieces: Sequence[pa.Table], merged: Merged, key: bytes) -> list[pa.Table]:
    """Who is one person, as checked rows, of the workers that were handed over."""
    workers = together(TABLES["workers"], without(pieces, merged.lost))
    persons = persons_of(workers, key)
    numbered = persons.append_column(ROW, pa.array(np.arange(persons.num_rows)))
    return [checked(PERSONS, numbered)] if persons.num_rows else []


def receipt_number(number: int, now: datetime) -> str:
    """The number of a receipt, with the day in China on which the files were taken in."""
    return f"TI-{now.astimezone(ZoneInfo(CHINA_ZONE)):%Y%m%d}-{number:06d}"


def _entry(
    place: Place,
    changes: Changes,
    intake: Intake,
    quality: Quality,
    counts: dict[str, dict[str, int]],
    files: tuple[KnownFile, ...],
) -> TakeInEntry:
    """The entry of a take-in, its verdict and quarantine written."""
    number, now = len(place.manifest.take_ins) + 1, datetime.now(UTC)
    receipt = receipt_number(number, now)
    verdict = {"receipt": receipt, "counts": counts, **quality.to_json()}
    text = json.dumps(verdict, ensure_ascii=False, indent=1, sort_keys=True)
    written = write_text(place.lake, f"verdicts/{place.number:06d}.json", text + "\n")
    kept = {}
    for table, lines in quarantine_texts(masked(intake.set_aside)).items():
        aside = write_text(place.lake, f"quarantine/{place.number:06d}/{table}.csv", lines)
        kept[aside.path] = aside.sha256
    changes.fresh += [written.path, *kept]
    at = now.isoformat(timespec="seconds")
    return TakeInEntry(place.number, at, receipt, files, counts, written.path, kept)


def _present(manifest: Manifest, handed: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """The columns ever handed over, without identities."""
    present = {name: set(columns) for name, columns in manifest.present.items()}
    for name, columns in handed.items():
        kept = {column.name for column in TABLES[name].columns if not column.is_identity}
        present.setdefault(name, set()).update(columns & kept)
    return {name: tuple(sorted(columns)) for name, columns in sorted(present.items())}


def _zones(manifest: Manifest, told: dict[str, str]) -> dict[str, str]:
    zones = dict(manifest.zones)
    for platform, zone in told.items():
        known = zones.setdefault(platform, zone)
        if known != zone:
            raise HuhangError(
                f"平台 {platform} 在湖里的时区是 {known}，这次交来的是 {zone}；"
                "一个平台只能有一个时区，请改正映射文件的 zone。湖没有改动。",
                f"platform {platform} has the time zone {known} in the lake, but {zone} in these files; "
                "one platform has one zone: correct `zone` in the mapping file. The lake is as it was.",
            )
    return dict(sorted(zones.items()))


def _hashed(files: Sequence[SourceFile]) -> Iterator[_Found]:
    """The files with the hashes of their bytes, each while those behind it are hashed."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(_found, files)


def _found(file: SourceFile) -> _Found:
    state = _state(file)
    try:
        return _Found(file, digest_of(file.path), state)
    except OSError:
        # A file that cannot be read gets its verdict when it is opened as records.
        return _Found(file, "", state)


def _state(file: SourceFile) -> tuple[int, int]:
    """By what a change of a file shows: its size and when it was written."""
    told = file.path.stat()
    return told.st_size, told.st_mtime_ns


def _known_files(found: Sequence[_Found], quality: Quality, reading: str) -> tuple[KnownFile, ...]:
    """The files that were taken; one that changed meanwhile will be read again."""
    taken = {entry.sha256 for entry in quality.files if entry.state == TAKEN}
    return tuple(
        KnownFile(one.file.label, one.sha256, reading)
        for one in found
        if one.sha256 in taken and _state(one.file) == one.state
    )


def _reading(mapping: Mapping | None, known_areas: frozenset[str] | None) -> str:
    """A hash of how files are read: by which mapping, knowing which areas."""
    told = {"mapping": mapping.model_dump() if mapping else None, "areas": sorted(known_areas or ())}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]
