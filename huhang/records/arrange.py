"""The rows of a file under our column names: renamed, translated and completed as its mapping says."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.cells import missing_texts
from huhang.records.mapping import TableMapping
from huhang.records.reading.raw import AnyColumn, RawRows, UnusableFileError
from huhang.records.row_faults import CellFault
from huhang.records.schema import NUMBER_KINDS, Column, Table
from huhang.vocabulary.words import Text

ROW = "_row"
ATTEMPT_BY = "_attempt_by"


@dataclass(frozen=True)
class Arranged:
    """Text columns under our names beside the row number `_row`, and what the file calls each of them.

    `units` holds the unit in which a column is written where it is not ours.
    """

    texts: pa.Table
    called: dict[str, str]
    units: dict[str, str]
    faults: list[CellFault]
    warnings: list[Text]


def arrange(raw: RawRows, table: Table, mapping: TableMapping) -> Arranged:
    """Bring the rows of a file under our names; UnusableFileError where a needed column is missing."""
    header = raw.columns.column_names
    called = _called(table, mapping, header)
    told = {*mapping.constants, *(["status"] if mapping.status_from else [])}
    _check_needed(table, set(called) | told, header, mapping)
    columns = {name: _translated(raw.columns[theirs], name, mapping) for name, theirs in called.items()}
    columns |= _added(raw, mapping)
    columns = {
        name: _cleaned(column, table.by_name[name]) if name in table.by_name else column
        for name, column in columns.items()
    }
    used = {*called.values(), *mapping.source_columns}
    faults = [*raw.faults, *_lost(raw, table, called, used)]
    in_yuan = {
        column.name: "yuan"
        for column in table.columns
        if column.yuan_name is not None and called.get(column.name) == column.yuan_name
    }
    return Arranged(
        pa.table({ROW: raw.numbers, **columns}).filter(_sound(raw, faults)),
        called | {name: f"{name} (mapping)" for name in told},
        in_yuan | mapping.units,
        faults,
        _warnings(header, used, table, mapping),
    )


def _lost(raw: RawRows, table: Table, called: dict[str, str], used: set[str]) -> list[CellFault]:
    """Numbers that lost digits in columns that are used; where a number is meant it is too large anyway."""
    numbers = {theirs for ours, theirs in called.items() if table.by_name[ours].kind in NUMBER_KINDS}
    return [fault for fault in raw.suspects if fault.column in used and fault.column not in numbers]


def _called(table: Table, mapping: TableMapping, header: list[str]) -> dict[str, str]:
    """Which column of the file each of ours is; what a mapping does not name keeps its own name."""
    called = {ours: theirs for ours, theirs in mapping.columns.items() if theirs in header}
    told = {*mapping.columns, *mapping.constants, *(["status"] if mapping.status_from else [])}
    free = set(header) - {*mapping.ignore, *mapping.source_columns}
    for column in table.columns:
        own = [name for name in (column.name, column.yuan_name) if name in free]
        if column.name in told or not own:
            continue
        if len(own) == 2:
            raise UnusableFileError(
                f"{own[0]} 与 {own[1]} 同时出现；请只留一列，或在映射文件的 ignore 中去掉一列。",
                f"both {own[0]} and {own[1]} are there; keep one, or name one under `ignore` of a mapping.",
            )
        called[column.name] = str(own[0])
    return called


def _check_needed(table: Table, there: set[str], header: list[str], mapping: TableMapping) -> None:
    """UnusableFileError that names the needed columns which the file does not have."""
    missing = [name for name in table.needed if name not in there]
    if not missing:
        return
    sought = [f"{name} ← {mapping.columns[name]}" if name in mapping.columns else name for name in missing]
    shown = ", ".join(header[:12]) + (" …" if len(header) > 12 else "")
    raise UnusableFileError(
        f"作为表 {table.name} 缺少必需的列：{'、'.join(sought)}。文件中的列是：{shown}。"
        "请补上该列；若列名不同，用映射文件（--mapping）的 columns 对应，或用 constants 给出固定值。",
        f"as table {table.name} it lacks what is required: {', '.join(sought)}. Its columns are: {shown}. "
        "Add what is missing; where a column has another name, give it under `columns` of a mapping file "
        "(--mapping), or a fixed value under `constants`.",
    )


def _translated(column: AnyColumn, name: str, mapping: TableMapping) -> AnyColumn:
    """The column with the mapping's null values emptied and its values translated."""
    words = dict.fromkeys(mapping.nulls, "") | mapping.values.get(name, {})
    if not words:
        return column
    stripped: Any = pc.utf8_trim_whitespace(column)
    places: Any = pc.index_in(stripped, value_set=pa.array(list(words), pa.string()))
    translated: Any = pc.take(pa.chunked_array([list(words.values())], pa.string()), places)
    return cast(AnyColumn, pc.coalesce(translated, stripped))


def _cleaned(column: AnyColumn, ours: Column) -> AnyColumn:
    """The column without blanks around its texts, null where they say that nothing is there."""
    stripped: Any = pc.utf8_trim_whitespace(column)
    absent: Any = pc.is_in(stripped, value_set=pa.array(missing_texts(ours), pa.string()))
    if not pc.any(absent).as_py():
        return cast(AnyColumn, stripped)
    return cast(AnyColumn, pc.if_else(absent, pa.scalar(None, pa.string()), stripped))


def _added(raw: RawRows, mapping: TableMapping) -> dict[str, AnyColumn]:
    """Columns that a mapping adds: constants, the status it tells from cells, what numbers the attempts."""
    count = raw.columns.num_rows
    added: dict[str, AnyColumn] = {
        name: pa.chunked_array([pa.repeat(pa.scalar(value), count)])
        for name, value in mapping.constants.items()
    }
    if mapping.status_from:
        added["status"] = _status(raw, mapping)
    if mapping.attempt_by is not None:
        if mapping.attempt_by not in raw.columns.column_names:
            raise _lacks(mapping.attempt_by, "attempt_by")
        added[ATTEMPT_BY] = raw.columns[mapping.attempt_by]
    return added


def _status(raw: RawRows, mapping: TableMapping) -> AnyColumn:
    """The first status all of whose cells are as the mapping says; empty where none fits."""
    status = np.full(raw.columns.num_rows, "", dtype=object)
    undecided = np.ones(raw.columns.num_rows, dtype=np.bool_)
    for name, cells in mapping.status_from.items():
        fits = undecided.copy()
        for theirs, value in cells.items():
            if theirs not in raw.columns.column_names:
                raise _lacks(theirs, "status_from")
            stripped: Any = pc.utf8_trim_whitespace(raw.columns[theirs])
            same: Any = pc.equal(pc.fill_null(stripped, ""), pa.scalar(value))
            fits &= np.asarray(same)
        status[fits] = name
        undecided &= ~fits
    return pa.chunked_array([pa.array(status, pa.string())])


def _lacks(column: str, part: str) -> UnusableFileError:
    """The fault of a file without a column that the mapping reads."""
    return UnusableFileError(
        f"映射文件的 {part} 要读列 {column}，文件中没有这一列；请核对列名。",
        f"the mapping reads column {column} under `{part}`, but the file has none; check its name.",
    )


def _sound(raw: RawRows, faults: list[CellFault]) -> pa.BooleanArray:
    """Which rows of the file no fault names."""
    spoilt = np.array(sorted({fault.row for fault in faults}), dtype=np.int64)
    return pa.array(~np.isin(raw.numbers, spoilt))


def _warnings(header: list[str], used: set[str], table: Table, mapping: TableMapping) -> list[Text]:
    """What the sender should know of columns: unknown ones, and those a mapping names in vain."""
    unknown = [name for name in header if name not in used and name not in mapping.ignore]
    vain = [name for name in mapping.columns.values() if name not in header]
    warnings = []
    if unknown:
        names = ", ".join(unknown)
        warnings.append(
            Text(
                f"表 {table.name} 没有这些列，未读取：{names}；若有用，请用映射文件对应到已知的列。",
                f"table {table.name} has no such columns, they were not read: {names}; "
                "map them to known columns if they matter.",
            )
        )
    if vain:
        names = ", ".join(vain)
        warnings.append(
            Text(
                f"映射文件提到的列，文件中没有：{names}；请核对列名。",
                f"the mapping names columns that the file lacks: {names}; check their names.",
            )
        )
    return warnings
