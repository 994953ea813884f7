"""A lake handed on to be judged: small tables whole, the rows of workers bucket by bucket."""

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huhang.records.handover import TIMES_OF_WORK, Handover
from huhang.records.hashing import data_hash, fold_buckets, hash_of_table
from huhang.records.lake.buckets import Bucket, BucketReader, unreadable
from huhang.records.lake.layout import bucket_of_worker, stored_columns
from huhang.records.lake.manifest import Manifest, StoredFile, read_manifest
from huhang.records.lake.stored import in_kept_order, read_stored
from huhang.records.quality import Coverage, FileQuality, Quality, TableQuality
from huhang.records.schema import Table
from huhang.records.tables import TABLES
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import Text

# Tables that are large, and needed worker by worker only.
BY_BUCKET = ("orders", "sessions", "deductions", "rest_prompts")
_COUNTS = ("rows", "accepted", "quarantined", "duplicates", "merged", "corrected")


@dataclass(frozen=True)
class LakeHandover(Handover):
    """What a lake holds; `tables` has no rows of the tables of `BY_BUCKET`, which `buckets` read.

    `platforms` and `areas` are the values that occur, by table; `only` is the one platform whose rows are
    read, None for all.
    """

    lake: Path = field(default_factory=Path)
    manifest: Manifest = field(default_factory=lambda: Manifest(1, ""))
    platforms: dict[str, frozenset[str]] = field(default_factory=dict)
    areas: dict[str, frozenset[str]] = field(default_factory=dict)
    only: str | None = None

    def of_platform(self, platform_id: str) -> "LakeHandover":
        """What one platform handed over, to be judged as it is within the whole; no row of others is read.

        Which columns, platforms and areas there are stays as the whole lake has it, for that is what decides
        why something is unknown. The verdict counts the rows that are there.
        """
        own = pc.is_null(pc.field("platform_id")) | (pc.field("platform_id") == platform_id)
        tables = {
            name: rows.filter(own) if "platform_id" in rows.column_names else rows
            for name, rows in self.tables.items()
        }
        alone = replace(
            self,
            tables=tables,
            zones={platform: zone for platform, zone in self.zones.items() if platform == platform_id},
            told_zones={name: zone for name, zone in self.told_zones.items() if name == platform_id},
            only=platform_id,
        )
        return replace(alone, quality=_rows_there(alone))

    def files_of(self, table: str) -> list[StoredFile]:
        """The files of a table by bucket that have rows to be read."""
        files = self.manifest.of(table)
        return [file for file in files if self.only in file.platforms] if self.only else files

    def extent(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment of orders and sessions, from what their files say of themselves."""
        edges = [
            edge for name in TIMES_OF_WORK for file in self.manifest.of(name) for edge in self._edges(file)
        ]
        return (min(first for first, _ in edges), max(last for _, last in edges)) if edges else None

    def _edges(self, file: StoredFile) -> Iterator[tuple[datetime, datetime]]:
        """The first and the last time of each column of times in each group of rows of a file."""
        try:
            told = pq.read_metadata(self.lake / file.path)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(self.lake, error) from None
        wanted = [told.schema.names.index(column) for column in TIMES_OF_WORK[file.table]]
        for group in range(told.num_row_groups):
            for column in wanted:
                statistics = told.row_group(group).column(column).statistics
                if statistics is not None and statistics.has_min_max:
                    yield cast(datetime, statistics.min), cast(datetime, statistics.max)

    def buckets(self, columns: Mapping[str, Sequence[str]], at_once: int | None = None) -> list[Bucket]:
        """What reads these columns of these tables, for each bucket; `at_once` as `BucketReader` has it."""
        files = {name: {file.bucket: file for file in self.files_of(name)} for name in columns}
        return [
            BucketReader(
                self.lake,
                {name: of[number] for name, of in files.items() if number in of},
                columns,
                at_once,
                self.only,
            )
            for number in self._numbers(columns)
        ]

    def orders_of_buckets(self, columns: Mapping[str, Sequence[str]]) -> list[int]:
        """How many orders each of the buckets has."""
        rows = Counter({file.bucket: file.rows for file in self.files_of("orders")})
        return [rows[number] for number in self._numbers(columns)]

    def _numbers(self, tables: Container[str]) -> list[int]:
        return sorted({file.bucket for name in BY_BUCKET if name in tables for file in self.files_of(name)})

    def of_worker(self, platform_id: str, worker_id: str) -> Handover:
        """What was handed over about one worker, read from the one bucket that has it."""
        whole = super().of_worker(platform_id, worker_id)
        tables = dict(whole.tables)
        number = bucket_of_worker(platform_id, worker_id, self.manifest.buckets)
        own = (pc.field("platform_id") == platform_id) & (pc.field("worker_id") == worker_id)
        for name in BY_BUCKET:
            if name in tables:
                files = [file for file in self.manifest.of(name) if file.bucket == number]
                tables[name] = read_table(self.lake, TABLES[name], files, own)
        return Handover(
            tables, whole.present, whole.zones, whole.quality, [], self.data_hash, self.table_hashes
        )


def open_lake(lake: Path) -> LakeHandover:
    """What the lake holds now; HuhangError where it is none, or of another format."""
    lake = lake.absolute()
    manifest = read_manifest(lake)
    tables = {
        name: read_table(lake, TABLES[name], [] if name in BY_BUCKET else manifest.of(name))
        for name in manifest.present
    }
    platforms = {name: _occurring(manifest, name, "platforms") for name in tables}
    hashes = {name: _table_hash(manifest, TABLES[name]) for name in tables}
    return LakeHandover(
        tables=tables,
        present={name: frozenset(columns) for name, columns in manifest.present.items()},
        zones={
            platform: manifest.zones.get(platform, CHINA_ZONE)
            for platform in sorted(frozenset[str]().union(*platforms.values()))
        },
        quality=_quality(lake, manifest),
        set_aside=[],
        data_hash=data_hash(hashes),
        table_hashes=hashes,
        told_zones=dict(manifest.zones),
        lake=lake,
        manifest=manifest,
        platforms=platforms,
        areas={name: _occurring(manifest, name, "areas") for name in tables},
    )


def read_table(
    lake: Path, table: Table, files: list[StoredFile], own: pc.Expression | None = None
) -> pa.Table:
    """The rows of files of a table in its canonical types and kept order; `own` chooses rows.

    Identities, which are not kept, are null. HuhangError (7) where a file is gone or damaged.
    """
    schema = table.arrow_schema
    try:
        parts = [read_stored(lake / file.path, table, own) for file in files]
    except (OSError, pa.ArrowException) as error:
        raise unreadable(lake, error) from None
    if not parts:
        return schema.empty_table()
    rows = parts[0] if len(parts) == 1 else in_kept_order(table, pa.concat_tables(parts).unify_dictionaries())
    whole = pa.concat_tables(
        [schema.empty_table(), rows.cast(_without_identities(table))], promote_options="default"
    )
    return whole.combine_chunks()


def _without_identities(table: Table) -> pa.Schema:
    """The types of what is kept of a table."""
    return pa.schema([pa.field(column.name, column.arrow_type) for column in stored_columns(table)])


def _occurring(manifest: Manifest, table: str, what: str) -> frozenset[str]:
    return frozenset(value for file in manifest.of(table) for value in getattr(file, what))


def _table_hash(manifest: Manifest, table: Table) -> str:
    """The hash of a table from the digests of its files, the same as that of a folder with the same rows."""
    files = manifest.of(table.name)
    of = manifest.buckets if table.by_worker else 1
    root = fold_buckets([(file.bucket, file.digest) for file in files], of, table)
    rows = sum(file.rows for file in files)
    return hash_of_table(table, rows, root, frozenset(manifest.present[table.name]))


def _rows_there(handover: LakeHandover) -> Quality:
    """A verdict on the rows of one platform as the lake has them: all accepted, and nothing of any file."""
    verdicts = {}
    for name, rows in handover.tables.items():
        count = rows.num_rows if "platform_id" in rows.column_names else 0
        if name in BY_BUCKET:
            own = pc.field("platform_id") == handover.only
            count = sum(
                pq.read_table(handover.lake / file.path, columns=["platform_id"], filters=own).num_rows
                for file in handover.files_of(name)
            )
        counts = dict.fromkeys(_COUNTS, 0) | {"rows": count, "accepted": count}
        if count:
            verdicts[name] = TableQuality(name, counts, Counter(), 0, Coverage())
    return Quality([], verdicts)


def _quality(lake: Path, manifest: Manifest) -> Quality:
    """The verdicts on all take-ins, added up."""
    files: list[FileQuality] = []
    tables: dict[str, TableQuality] = {}
    for entry in manifest.take_ins:
        verdict = json.loads((lake / entry.verdict).read_text(encoding="utf-8"))
        files += [_file_quality(told) for told in verdict["files"]]
        for name, told in verdict["tables"].items():
            tables[name] = _added(tables.get(name), name, told)
    return Quality(files, {name: tables[name] for name in TABLES if name in tables})


def _file_quality(told: Mapping[str, Any]) -> FileQuality:
    plain = {name: told[name] for name in ("file", "state", "table", "sha256", "ambiguous_times", *_COUNTS)}
    warnings = [Text(**warning) for warning in told["warnings"]]
    why = Text(**told["told"]) if told["told"] else None
    return FileQuality(**plain, reasons=Counter(told["reasons"]), told=why, warnings=warnings)


def _added(known: TableQuality | None, name: str, told: Mapping[str, Any]) -> TableQuality:
    """The verdict on a table with that on a further take-in; how full columns are is weighed by rows."""
    days = [date.fromisoformat(told[edge]) if told[edge] else None for edge in ("first_day", "last_day")]
    coverage = Coverage(days[0], days[1], told["filled"], told["clock_faults"], told["pick_ups_missing"])
    counts = {count: int(told[count]) for count in _COUNTS}
    fresh = TableQuality(name, counts, Counter(told["reasons"]), int(told["ambiguous_times"]), coverage)
    if known is None:
        return fresh
    both = (known.coverage, coverage)
    weights = (known.counts["accepted"], counts["accepted"])
    merged = Coverage(
        min((part.first_day for part in both if part.first_day), default=None),
        max((part.last_day for part in both if part.last_day), default=None),
        {
            column: round(
                sum(part.filled.get(column, 0.0) * rows for part, rows in zip(both, weights, strict=True))
                / max(sum(weights), 1),
                4,
            )
            for column in {**known.coverage.filled, **coverage.filled}
        },
        dict(Counter(known.coverage.clock_faults) + Counter(coverage.clock_faults)),
        _sum(known.coverage.pick_ups_missing, coverage.pick_ups_missing),
    )
    return replace(
        known,
        counts={count: known.counts[count] + counts[count] for count in _COUNTS},
        reasons=known.reasons + fresh.reasons,
        ambiguous_times=known.ambiguous_times + fresh.ambiguous_times,
        coverage=merged,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)
