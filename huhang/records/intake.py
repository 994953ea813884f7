"""The take-in under way: what has come of each file, the rows kept, and odd rows checked by SQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.arrange import ROW, arrange
from huhang.records.checked import checked
from huhang.records.coverage import tally
from huhang.records.mapping import Mapping
from huhang.records.numbering import number_attempts
from huhang.records.piecework import Knowledge, PieceDone
from huhang.records.plan import ATTEMPT_BY, Plan
from huhang.records.quality import FileQuality
from huhang.records.quarantine import SetAside
from huhang.records.reading.raw import RawRows, apart, files_of
from huhang.records.row_faults import CellFault
from huhang.records.rule_content import unknown_keys
from huhang.records.schema import Kind
from huhang.records.staged import Spill, StagedTable
from huhang.records.staging import stage
from huhang.vocabulary.words import HuhangError

# Odd rows are checked when there are so many, else all together at the end.
_ODD_TOGETHER = 200_000


@dataclass
class Intake:
    """Who works, where rows are kept, and what is known so far.

    `by_loops` says whether compiled loops read what is written the usual way; a few rows are not worth it.
    """

    connection: duckdb.DuckDBPyConnection
    mapping: Mapping | None
    shared: Knowledge
    pool: ThreadPoolExecutor
    jobs: int
    by_loops: bool
    spill: Spill
    digests: dict[Path, str]
    files: list[FileQuality] = field(default_factory=list)
    present: dict[str, frozenset[str]] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    distinct: set[int] = field(default_factory=set)
    tables: dict[str, StagedTable] = field(default_factory=dict)
    odd: list[tuple[Plan, list[RawRows]]] = field(default_factory=list)
    unnumbered: list[tuple[Plan, pa.Table]] = field(default_factory=list)


def note_plan(intake: Intake, index: int, plan: Plan) -> None:
    """A file has been read under this plan."""
    entry, name = intake.files[index], plan.table.name
    entry.table, entry.warnings = name, list(plan.warnings)
    intake.present[name] = intake.present.get(name, frozenset()) | plan.handed
    intake.tables.setdefault(name, StagedTable(plan.table))
    if plan.mapping.distinct:
        intake.distinct.add(index)


def note_piece(intake: Intake, index: int, plan: Plan, done: PieceDone) -> None:
    """Count a piece of a file and keep its rows."""
    entry, staged = intake.files[index], intake.tables[plan.table.name]
    entry.rows += done.counted
    entry.ambiguous_times += done.ambiguous
    staged.known.append(done.known)
    note_faults(intake, plan.table.name, done.faults)
    if done.left is not None:
        leave(intake, plan, done.left)
    if done.rows.num_rows:
        _note_zones(intake, index, plan, done.rows)
        staged.pieces.append(done.rows)
        staged.tally.add(done.tally)


def leave(intake: Intake, plan: Plan, raw: RawRows) -> None:
    """Leave rows to the checks in SQL, which are called once for all rows of one plan."""
    known = next((raws for other, raws in intake.odd if other is plan or other == plan), None)
    if known is None:
        known = []
        intake.odd.append((plan, known))
    known.append(raw)
    if sum(part.columns.num_rows for part in known) >= _ODD_TOGETHER:
        intake.odd = [entry for entry in intake.odd if entry[1] is not known]
        _check(intake, plan, known)


def check_odd(intake: Intake) -> None:
    """Check all rows that were left, and number attempts where a mapping says by what."""
    for plan, raws in intake.odd:
        _check(intake, plan, raws)
    if intake.unnumbered:
        rows = pa.concat_tables([part for _, part in intake.unnumbered], promote_options="default")
        numbered = number_attempts(intake.connection, rows)
        for own, part in intake.unnumbered:
            its = pc.is_in(numbered.column(ROW), value_set=part.column(ROW))
            _keep(intake, own, numbered.filter(its))
    intake.odd, intake.unnumbered = [], []


def _check(intake: Intake, plan: Plan, raws: list[RawRows]) -> None:
    """Check odd rows of files with one plan, and keep the good ones."""
    whole = RawRows(
        pa.concat_tables([raw.columns for raw in raws]),
        np.concatenate([raw.numbers for raw in raws]),
        [fault for raw in raws for fault in raw.faults],
        [fault for raw in raws for fault in raw.suspects],
    )
    staged = stage(intake.connection, arrange(whole, plan), plan)
    note_faults(intake, plan.table.name, staged.faults)
    for index, count in staged.ambiguous.items():
        intake.files[index].ambiguous_times += count
    if ATTEMPT_BY in staged.rows.column_names:
        intake.unnumbered.append((plan, staged.rows))
    else:
        _keep(intake, plan, staged.rows)


def _keep(intake: Intake, plan: Plan, rows: pa.Table) -> None:
    """Keep good rows that SQL has read."""
    if not rows.num_rows:
        return
    numbers = rows.column(ROW).to_numpy()
    for index, its in files_of(numbers):
        of_file = rows.filter(pa.array(its))
        _note_zones(intake, index, plan, of_file)
        if plan.table.name == "rules" and "content" in of_file.column_names:
            contents = of_file.column("content").drop_null().to_pylist()
            intake.files[index].warnings += unknown_keys(str(content) for content in contents)
    staged = intake.tables[plan.table.name]
    staged.pieces.append(intake.spill.keep(plan.table, checked(plan.table, rows)))
    staged.tally.add(tally(plan.table, rows, plan.mapping.zone))


def note_faults(intake: Intake, table: str, faults: list[CellFault]) -> None:
    """Count the rows set aside and keep their bad cells."""
    by_file: dict[int, list[CellFault]] = {}
    for fault in faults:
        index, row = apart(fault.row)
        by_file.setdefault(index, []).append(replace(fault, row=row))
    for index, its in by_file.items():
        entry = intake.files[index]
        entry.quarantined += len({fault.row for fault in its})
        entry.reasons.update(reason for _, reason in {(fault.row, fault.reason) for fault in its})
        intake.set_aside += [SetAside(table, entry.file, fault) for fault in its]


def _note_zones(intake: Intake, index: int, plan: Plan, rows: pa.Table) -> None:
    """Keep the zone of the platforms of a file with times; HuhangError where one has another zone already."""
    kinds = plan.table.by_name
    if not plan.table.has_platform or all(kinds[name].kind is not Kind.TIME for name in plan.handed):
        return
    if "platform_id" not in rows.column_names:
        return
    zone = plan.mapping.zone
    named = cast("list[str | None]", rows.column("platform_id").unique().to_pylist())
    for platform in sorted(str(name) for name in named if name):
        known = intake.zones.setdefault(platform, zone)
        if known != zone:
            label = intake.files[index].file
            raise HuhangError(
                f"平台 {platform} 有两个时区：{known} 与 {zone}（文件 {label}）；"
                "一个平台只能有一个时区，请改正映射文件的 zone，或分开核查。",
                f"platform {platform} has two time zones: {known} and {zone} (file {label}). "
                "One platform has one zone: correct `zone` in the mapping file, or take the files in apart.",
            )
