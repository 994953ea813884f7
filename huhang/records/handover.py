"""Taking in what was handed over: files found, read, checked and merged into canonical tables."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.coverage import coverage
from huhang.records.file_reading import FileReader
from huhang.records.files import SourceFile, find_files
from huhang.records.hashing import data_hash, table_hash
from huhang.records.intake import Intake, note_faults
from huhang.records.mapping import Mapping
from huhang.records.merging import Merged, Stored, merge, together, without
from huhang.records.ordering import order_of
from huhang.records.piecework import Knowledge
from huhang.records.quality import REFUSED, SKIPPED, FileQuality, Quality, TableQuality
from huhang.records.quarantine import SetAside, in_order, write_quarantine
from huhang.records.recall import Recall
from huhang.records.row_faults import CellFault
from huhang.records.staged import Spill
from huhang.records.staging import open_staging
from huhang.records.tables import TABLES
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import HuhangError

# Below so many bytes the checks in SQL are done before compiled loops are even loaded.
FEW_BYTES = 8 << 20

Progress = Callable[[str, int, int], None]

# What tells when there was work.
TIMES_OF_WORK = {
    "orders": ("accepted_at", "completed_at", "cancelled_at"),
    "sessions": ("online_at", "offline_at"),
}


@dataclass(frozen=True)
class Handover:
    """What was handed over, ready to be judged.

    `tables` has a table for each kind of row handed over, every column of it in its declared type and
    order, each key once, sorted by key; `present` the columns that were really there (a mapping's
    constants count); `zones` the time zone of each platform, `told_zones` only of those whose times were
    handed over; `set_aside` the bad cells; `data_hash` is the same for the same rows, however they are split
    over files, ordered or stored.
    """

    tables: dict[str, pa.Table]
    present: dict[str, frozenset[str]]
    zones: dict[str, str]
    quality: Quality
    set_aside: list[SetAside]
    data_hash: str
    table_hashes: dict[str, str]
    told_zones: dict[str, str] = field(default_factory=dict)

    def of_worker(self, platform_id: str, worker_id: str) -> "Handover":
        """What was handed over about one worker; tables without workers stay whole."""
        kept = {}
        for name, table in self.tables.items():
            if "worker_id" in table.column_names and "platform_id" in table.column_names:
                own = (pc.field("platform_id") == platform_id) & (pc.field("worker_id") == worker_id)
                table = table.filter(own)
            kept[name] = table
        return replace(self, tables=kept)

    def extent(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment of orders and sessions; None where no row has any."""
        edges = []
        for name, columns in TIMES_OF_WORK.items():
            if name in self.tables:
                for column in columns:
                    times = self.tables[name].column(column)
                    edges += [pc.min(times).as_py(), pc.max(times).as_py()]
        known = [edge for edge in edges if edge is not None]
        return (min(known), max(known)) if known else None


def take_in(
    sources: Sequence[Path],
    *,
    mapping: Mapping | None = None,
    quarantine: Path | None = None,
    known_areas: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> Handover:
    """Read files and folders of records; bad rows are set aside, and listed in the folder `quarantine`.

    With `known_areas` an area outside them is set aside. `progress` is told the file, how many are done,
    and how many there are. Raises HuhangError: 2 where one platform has two zones, 3 where no file can be
    used, 8 where the quarantine cannot be written.
    """
    handover = take_files(find_files(sources), sources, mapping, known_areas, progress)
    if quarantine is not None:
        write_quarantine(quarantine, handover.set_aside)
    return handover


def take_files(
    files: Sequence[SourceFile],
    sources: Sequence[Path],
    mapping: Mapping | None,
    known_areas: frozenset[str] | None,
    progress: Progress | None = None,
) -> Handover:
    """Read files that were found in `sources`, as `take_in` does."""
    with reading_files(files, sources, mapping, known_areas, progress=progress) as intake:
        return _hand_over(intake)


@contextmanager
def reading_files(
    files: Sequence[SourceFile],
    sources: Sequence[Path],
    mapping: Mapping | None,
    known_areas: frozenset[str] | None,
    *,
    spill: Spill | None = None,
    digests: dict[Path, str] | None = None,
    recall: Recall | None = None,
    progress: Progress | None = None,
) -> Iterator[Intake]:
    """Read files; in the end their checked rows wait to be merged. HuhangError (3) where none can be used."""
    jobs = os.cpu_count() or 1
    by_loops = sum(file.path.stat().st_size for file in files) >= FEW_BYTES
    with ThreadPoolExecutor(jobs) as pool, open_staging(known_areas) as connection:
        shared = Knowledge(known_areas, recall)
        intake = Intake(connection, mapping, shared, pool, jobs, by_loops, spill or Spill(), digests or {})
        reader = FileReader(intake)
        for done, file in enumerate(files):
            if progress:
                progress(file.label, done, len(files))
            reader.begin(file)
        reader.finish()
        if progress:
            progress("", len(files), len(files))
        if not intake.present:
            raise _nothing_usable(sources, intake.files)
        yield intake


def _nothing_usable(sources: Sequence[Path], files: list[FileQuality]) -> HuhangError:
    """The error of a take-in without a single usable file, with the reason for each of the first files."""
    where = "、".join(str(source) for source in sources)
    told = [(entry.file, entry.told) for entry in files if entry.told is not None]
    # What failed as a table says more than a file of another kind lying beside it.
    told.sort(key=lambda item: next(entry.state for entry in files if entry.file == item[0]) == SKIPPED)
    zh = "".join(f"\n  {file}：{text.zh}" for file, text in told[:10])
    en = "".join(f"\n  {file}: {text.en}" for file, text in told[:10])
    return HuhangError(
        f"{where} 中没有可用的数据文件（CSV、CSV.gz、JSON Lines、Parquet、XLSX）。{zh}",
        f"there is no usable file of records (CSV, CSV.gz, JSON Lines, Parquet, XLSX) in {where}.{en}",
        exit_code=3,
    )


def _hand_over(intake: Intake) -> Handover:
    """Merge the checked rows of each table, and draw up the verdict."""
    tables: dict[str, pa.Table] = {}
    hashes: dict[str, str] = {}
    verdicts: dict[str, TableQuality] = {}
    for name, merged, verdict in merged_tables(intake):
        staged = intake.tables[name]
        rows = together(staged.table, without(staged.pieces, merged.lost))
        hashes[name] = table_hash(staged.table, rows, intake.present[name])
        order = order_of(rows, staged.table.key)
        tables[name] = rows.take(order).cast(staged.table.arrow_schema).combine_chunks()
        staged.pieces.clear()
        verdicts[name] = verdict
    return Handover(
        tables,
        intake.present,
        {platform: intake.zones.get(platform, CHINA_ZONE) for platform in _platforms(tables)},
        Quality(intake.files, verdicts),
        in_order(intake.set_aside),
        data_hash(hashes),
        hashes,
        dict(intake.zones),
    )


def merged_tables(intake: Intake, stored: Stored | None = None) -> Iterator[tuple[str, Merged, TableQuality]]:
    """Table by table what merging leaves out, and the verdict."""
    for name in (name for name in TABLES if name in intake.present):
        merged = merge(intake.connection, intake.tables[name], stored)
        _note_merged(intake, name, merged)
        yield name, merged, _table_quality(intake, name)


def _platforms(tables: dict[str, pa.Table]) -> list[str]:
    """Every platform that a row names."""
    named = [rows["platform_id"].unique() for name, rows in tables.items() if TABLES[name].has_platform]
    return sorted(
        {str(platform) for names in named for platform in names.to_pylist() if platform is not None}
    )


def _note_merged(intake: Intake, table: str, merged: Merged) -> None:
    """Count by file what merging left out; the rest of the file's rows are accepted."""
    key = " + ".join(TABLES[table].key)
    note_faults(intake, table, [CellFault(row, key, value, "conflicting") for row, value in merged.conflicts])
    for index, entry in enumerate(intake.files):
        if entry.table != table or entry.state == REFUSED:
            continue
        entry.corrected = merged.corrected[index]
        entry.duplicates = merged.known[index]
        if index in intake.distinct:
            entry.merged = merged.duplicates[index]
        else:
            entry.duplicates += merged.duplicates[index]
        left_out = entry.quarantined + entry.duplicates + entry.merged + entry.corrected
        entry.accepted = entry.rows - left_out


def _table_quality(intake: Intake, name: str) -> TableQuality:
    """The verdict on one table, summed over its files."""
    entries = [entry for entry in intake.files if entry.table == name and entry.state != REFUSED]
    reasons = sum((entry.reasons for entry in entries), start=type(entries[0].reasons)())
    counted = ("rows", "accepted", "quarantined", "duplicates", "merged", "corrected")
    return TableQuality(
        name,
        {count: sum(getattr(entry, count) for entry in entries) for count in counted},
        reasons,
        sum(entry.ambiguous_times for entry in entries),
        coverage(TABLES[name], intake.tables[name].tally, intake.present[name]),
    )
