"""The rows of a file under our column names: renamed, translated and completed as its mapping says."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.cells import missing_texts
from huhang.records.mapping import TableMapping
from huhang.records.plan import ATTEMPT_BY, Plan
from huhang.records.reading.raw import AnyColumn, RawRows
from huhang.records.row_faults import CellFault
from huhang.records.schema import NUMBER_KINDS, Column

ROW = "_row"


@dataclass(frozen=True)
class Arranged:
    """Text columns under our names beside the row number `_row`, and the rows that cannot be read at all."""

    texts: pa.Table
    faults: list[CellFault]


def arrange(raw: RawRows, plan: Plan) -> Arranged:
    """Bring the rows of a file under our names."""
    mapping, known = plan.mapping, plan.table.by_name
    columns = {name: translated(raw.columns[theirs], name, mapping) for name, theirs in plan.called.items()}
    columns |= _added(raw, mapping)
    columns = {
        name: cleaned(column, known[name]) if name in known else column for name, column in columns.items()
    }
    faults = [*raw.faults, *lost(raw.suspects, plan)]
    return Arranged(pa.table({ROW: raw.numbers, **columns}).filter(_sound(raw, faults)), faults)


def lost(suspects: list[CellFault], plan: Plan) -> list[CellFault]:
    """Numbers that lost digits in columns that are used; where a number is meant it is too large anyway."""
    kinds = plan.table.by_name
    numbers = {theirs for ours, theirs in plan.called.items() if kinds[ours].kind in NUMBER_KINDS}
    return [fault for fault in suspects if fault.column in plan.used and fault.column not in numbers]


def translated(column: AnyColumn, name: str, mapping: TableMapping) -> AnyColumn:
    """The column with the mapping's null values emptied and its values translated."""
    words = dict.fromkeys(mapping.nulls, "") | mapping.values.get(name, {})
    if not words:
        return column
    stripped: Any = pc.utf8_trim_whitespace(column)
    places: Any = pc.index_in(stripped, value_set=pa.array(list(words), pa.string()))
    translated: Any = pc.take(pa.chunked_array([list(words.values())], pa.string()), places)
    return cast(AnyColumn, pc.coalesce(translated, stripped))


def cleaned(column: AnyColumn, ours: Column) -> AnyColumn:
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
        added[ATTEMPT_BY] = raw.columns[mapping.attempt_by]
    return added


def _status(raw: RawRows, mapping: TableMapping) -> AnyColumn:
    """The first status all of whose cells are as the mapping says; empty where none fits."""
    status = np.full(raw.columns.num_rows, "", dtype=object)
    undecided = np.ones(raw.columns.num_rows, dtype=np.bool_)
    for name, cells in mapping.status_from.items():
        fits = undecided.copy()
        for theirs, value in cells.items():
            stripped: Any = pc.utf8_trim_whitespace(raw.columns[theirs])
            same: Any = pc.equal(pc.fill_null(stripped, ""), pa.scalar(value))
            fits &= np.asarray(same)
        status[fits] = name
        undecided &= ~fits
    return pa.chunked_array([pa.array(status, pa.string())])


def _sound(raw: RawRows, faults: list[CellFault]) -> pa.BooleanArray:
    """Which rows of the file no fault names."""
    spoilt = np.array(sorted({fault.row for fault in faults}), dtype=np.int64)
    return pa.array(~np.isin(raw.numbers, spoilt))
