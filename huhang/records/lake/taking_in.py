"""Taking files into a lake: read and checked as ever, compared with what is known, committed as one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huhang.records.files import SourceFile, find_files
from huhang.records.handover import Handover, Progress, take_files
from huhang.records.hashing import LEAVES
from huhang.records.lake.layout import PERSONS, sha256_of, write_text
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
from huhang.records.lake.persons import key_check, make_key, persons_of, read_key
from huhang.records.lake.set_aside import masked
from huhang.records.lake.tables import Changes, Place, add_rows
from huhang.records.mapping import Mapping
from huhang.records.quality import TAKEN
from huhang.records.quarantine import quarantine_texts
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError

ROWS_OF_A_BUCKET = 2_500_000
_FEWEST_BUCKETS = 4


@dataclass(frozen=True)
class TakenIn:
    """What a take-in did: its entry (None where every file was known) and what it read."""

    entry: TakeInEntry | None
    handover: Handover | None
    recognised: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The receipt as plain values."""
        return {
            "receipt": self.entry.receipt if self.entry else None,
            "counts": self.entry.counts if self.entry else {},
            "recognised": list(self.recognised),
            "quality": self.handover.quality.to_json() if self.handover else None,
        }


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
    found = find_files(sources)
    with one_writer(lake, wait=wait, create=True):
        manifest = read_manifest(lake) if is_lake(lake) else None
        sweep(lake, manifest)
        reading = _reading(mapping, known_areas)
        hashed = [(file, _known(file, reading)) for file in found]
        before = {
            (file.sha256, file.reading)
            for entry in (manifest.take_ins if manifest else ())
            for file in entry.files
        }
        fresh = [file for file, known in hashed if (known.sha256, reading) not in before]
        recognised = tuple(file.label for file, known in hashed if (known.sha256, reading) in before)
        if recognised and not fresh:
            return TakenIn(None, None, recognised)
        handover = take_files(fresh, sources, mapping, known_areas, progress)
        taken = {entry.sha256 for entry in handover.quality.files if entry.state == TAKEN}
        files = tuple(
            known for _, known in hashed if known.sha256 in taken and (known.sha256, reading) not in before
        )
        entry = _bring(lake, manifest, handover, files, expected_orders, progress)
        return TakenIn(entry, handover, recognised)


def _bring(
    lake: Path,
    manifest: Manifest | None,
    handover: Handover,
    files: tuple[KnownFile, ...],
    expected_orders: int | None,
    progress: Progress | None,
) -> TakeInEntry:
    """Compare what was read with the lake, write what changes, commit."""
    if manifest is None:
        key = make_key(lake)
        manifest = Manifest(_buckets(handover, expected_orders), key_check(key))
    else:
        key = read_key(lake, manifest.key_check) if "workers" in handover.tables else b""
    zones = _zones(manifest, handover)
    place, changes = Place(lake, manifest, manifest.last + 1), Changes()
    for done, (name, rows) in enumerate(handover.tables.items()):
        if progress:
            progress("store", done, len(handover.tables))
        add_rows(place, changes, TABLES[name], rows)
    if "workers" in handover.tables:
        persons = persons_of(handover.tables["workers"], key)
        add_rows(place, changes, PERSONS, persons)
        del changes.counts[PERSONS.name]
    entry = _entry(place, changes, handover, files)
    commit(
        lake,
        replace(
            manifest,
            last=place.number,
            zones=zones,
            present=_present(manifest, handover),
            files=changes.files_of(manifest),
            history=(*manifest.history, *changes.history),
            take_ins=(*manifest.take_ins, entry),
        ),
        changes.fresh,
    )
    return entry


def _buckets(handover: Handover, expected_orders: int | None) -> int:
    """How many buckets a new lake has: a power of two, few for a small lake."""
    orders = handover.tables.get("orders")
    expected = max(expected_orders or 0, orders.num_rows if orders is not None else 0)
    buckets = _FEWEST_BUCKETS
    while buckets * ROWS_OF_A_BUCKET < expected and buckets < LEAVES:
        buckets *= 2
    return buckets


def _entry(place: Place, changes: Changes, handover: Handover, files: tuple[KnownFile, ...]) -> TakeInEntry:
    """The entry of a take-in, its verdict and quarantine written."""
    number, now = len(place.manifest.take_ins) + 1, datetime.now(UTC)
    receipt = f"TI-{now:%Y%m%d}-{number:06d}"
    counts = {name: dict(sorted(found.items())) for name, found in changes.counts.items()}
    verdict = {"receipt": receipt, "counts": counts, **handover.quality.to_json()}
    text = json.dumps(verdict, ensure_ascii=False, indent=1, sort_keys=True)
    written = write_text(place.lake, f"verdicts/{place.number:06d}.json", text + "\n")
    kept = {}
    for table, lines in quarantine_texts(masked(handover.set_aside)).items():
        aside = write_text(place.lake, f"quarantine/{place.number:06d}/{table}.csv", lines)
        kept[aside.path] = aside.sha256
    changes.fresh += [written.path, *kept]
    at = now.isoformat(timespec="seconds")
    return TakeInEntry(place.number, at, receipt, files, counts, written.path, kept)


def _present(manifest: Manifest, handover: Handover) -> dict[str, tuple[str, ...]]:
    """The columns ever handed over, without identities."""
    present = {name: set(columns) for name, columns in manifest.present.items()}
    for name, columns in handover.present.items():
        kept = {column.name for column in TABLES[name].columns if not column.is_identity}
        present.setdefault(name, set()).update(columns & kept)
    return {name: tuple(sorted(columns)) for name, columns in sorted(present.items())}


def _zones(manifest: Manifest, handover: Handover) -> dict[str, str]:
    zones = dict(manifest.zones)
    for platform, zone in handover.told_zones.items():
        known = zones.setdefault(platform, zone)
        if known != zone:
            raise HuhangError(
                f"平台 {platform} 在湖里的时区是 {known}，这次交来的是 {zone}；"
                "一个平台只能有一个时区，请改正映射文件的 zone。湖没有改动。",
                f"platform {platform} has the time zone {known} in the lake, but {zone} in these files; "
                "one platform has one zone: correct `zone` in the mapping file. The lake is as it was.",
            )
    return dict(sorted(zones.items()))


def _known(file: SourceFile, reading: str) -> KnownFile:
    try:
        digest = sha256_of(file.path)
    except OSError:
        # A file that cannot be read gets its verdict when it is opened as records.
        digest = ""
    return KnownFile(file.label, digest, reading)


def _reading(mapping: Mapping | None, known_areas: frozenset[str] | None) -> str:
    """A hash of how files are read: by which mapping, knowing which areas."""
    told = {"mapping": asdict(mapping) if mapping else None, "areas": sorted(known_areas or ())}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]
