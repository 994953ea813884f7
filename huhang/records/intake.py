"""One file after another taken in: read, recognised, arranged, staged, and its zone and faults noted."""

from dataclasses import dataclass

import duckdb

from huhang.records.arrange import ATTEMPT_BY, ROW, Arranged, arrange
from huhang.records.files import SourceFile, open_file
from huhang.records.mapping import Mapping, TableMapping
from huhang.records.quality import REFUSED, SKIPPED, UNREADABLE, FileQuality
from huhang.records.quarantine import COLUMNS as QUARANTINE_COLUMNS
from huhang.records.quarantine import SetAside
from huhang.records.reading.raw import RawRows, UnusableFileError
from huhang.records.recognition import recognise
from huhang.records.row_faults import CellFault
from huhang.records.rule_content import RULE_KEYS
from huhang.records.schema import Kind
from huhang.records.staging import stage
from huhang.vocabulary.words import HuhangError, Text

_QUARANTINE = Text(
    "是隔离清单，不是数据，没有读；以后请用 --quarantine 写到数据文件夹之外。",
    "a list of rows set aside, no records: not read. Let --quarantine lie outside the folder of records.",
)


@dataclass
class Intake:
    """The take-in under way: the connection that holds rows, and what is known so far."""

    connection: duckdb.DuckDBPyConnection
    mapping: Mapping | None
    files: list[FileQuality]
    present: dict[str, frozenset[str]]
    zones: dict[str, str]
    set_aside: list[SetAside]
    distinct: set[int]


def take_file(intake: Intake, file: SourceFile) -> None:
    """Take one file in, or say why not."""
    if not file.format:
        told = Text(
            "不是可读的格式；若是数据，请另存为 CSV、CSV.gz、JSON Lines、Parquet 或 XLSX。",
            "not a format that is read; records must be CSV, CSV.gz, JSON Lines, Parquet or XLSX.",
        )
        intake.files.append(FileQuality(file.label, SKIPPED, told=file.told or told))
        return
    try:
        digest, sheets = open_file(file)
    except UnusableFileError as error:
        intake.files.append(FileQuality(file.label, UNREADABLE, told=error.text))
        return
    for sheet in sheets:
        label = f"{file.label}#{sheet.name}" if len(sheets) > 1 else file.label
        intake.files.append(FileQuality(label, sha256=digest))
        _take_rows(intake, file, sheet)


def _take_rows(intake: Intake, file: SourceFile, raw: RawRows) -> None:
    """Take the rows of one file or sheet in; its entry is the last of the files."""
    entry = intake.files[-1]
    header = raw.columns.column_names
    if tuple(header) == QUARANTINE_COLUMNS:
        entry.state, entry.told = SKIPPED, _QUARANTINE
        return
    found = recognise(file.label, (raw.name, file.stem), header, intake.mapping)
    if found is None:
        entry.state, entry.told = SKIPPED, _no_table(header)
        return
    entry.table = found.table.name
    mapping = found.mapping or TableMapping(table=found.table.name)
    try:
        arranged = arrange(raw, found.table, mapping)
    except UnusableFileError as error:
        entry.state, entry.told = REFUSED, error.text
        return
    index = len(intake.files) - 1
    staged = stage(intake.connection, arranged, found.table, mapping, index, mapped=found.mapping is not None)
    entry.rows, entry.ambiguous_times = raw.counted, staged.ambiguous_times
    entry.warnings = [*arranged.warnings, *_unknown_rule_keys(intake, entry.table, index)]
    note_faults(intake, entry, staged.faults)
    if mapping.distinct:
        intake.distinct.add(index)
    columns = _handed_columns(arranged)
    intake.present[entry.table] = intake.present.get(entry.table, frozenset()) | columns
    has_times = any(found.table.by_name[name].kind is Kind.TIME for name in columns)
    if found.table.has_platform and has_times:
        _note_zone(intake, index, entry, mapping.zone)


def _unknown_rule_keys(intake: Intake, table: str, index: int) -> list[Text]:
    """A warning of keys in the contents of rules that nothing knows, as misspelt ones are."""
    if table != "rules":
        return []
    query = f"SELECT DISTINCT unnest(json_keys(content)) FROM rows_rules WHERE _file = {index}"
    found = {str(key) for (key,) in intake.connection.execute(query).fetchall()}
    unknown = sorted(found - {key.name for key in RULE_KEYS})
    if not unknown:
        return []
    known = [key.name for key in RULE_KEYS]
    return [
        Text(
            f"content 里的这些键没有人认识，不起作用：{'、'.join(unknown)}；已知的键：{'、'.join(known)}。",
            f"nothing knows these keys of content, they have no effect: {', '.join(unknown)}; "
            f"known keys: {', '.join(known)}.",
        )
    ]


def _handed_columns(arranged: Arranged) -> frozenset[str]:
    """The columns of ours that the file has."""
    names = set(arranged.texts.column_names) - {ROW}
    return frozenset({"attempt" if name == ATTEMPT_BY else name for name in names})


def note_faults(intake: Intake, entry: FileQuality, faults: list[CellFault]) -> None:
    """Count the rows set aside and keep their bad cells."""
    entry.quarantined += len({fault.row for fault in faults})
    entry.reasons.update(reason for _, reason in {(fault.row, fault.reason) for fault in faults})
    intake.set_aside += [SetAside(str(entry.table), entry.file, fault) for fault in faults]


def _note_zone(intake: Intake, index: int, entry: FileQuality, zone: str) -> None:
    """Keep the zone of the platforms of a file with times; HuhangError where one has another zone already."""
    query = f"SELECT DISTINCT platform_id FROM rows_{entry.table} WHERE _file = {index}"
    found = {str(platform) for (platform,) in intake.connection.execute(query).fetchall() if platform}
    for platform in sorted(found):
        known = intake.zones.setdefault(platform, zone)
        if known != zone:
            raise HuhangError(
                f"平台 {platform} 有两个时区：{known} 与 {zone}（文件 {entry.file}）；"
                "一个平台只能有一个时区，请改正映射文件的 zone，或分开核查。",
                f"platform {platform} has two time zones: {known} and {zone} (file {entry.file}). "
                "One platform has one zone: correct `zone` in the mapping file, or take the files in apart.",
            )


def _no_table(header: list[str]) -> Text:
    """Why a file with rows is no table of ours."""
    shown = ", ".join(header[:8]) + (" …" if len(header) > 8 else "")
    return Text(
        f"认不出是哪张表（列：{shown}）；请以表名开头命名文件（如 orders-2025-10.csv），或用映射文件说明。",
        f"it is none of the known tables (columns: {shown}); let the file's name begin with that of its "
        "table (orders-2025-10.csv), or describe it in a mapping file.",
    )
