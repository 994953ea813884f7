"""Which table a file is: told by a mapping, else by the file's name, else by its header."""

import re
from dataclasses import dataclass

from huhang.records.mapping import Mapping, TableMapping
from huhang.records.schema import Table
from huhang.records.tables import TABLES


@dataclass(frozen=True)
class Recognised:
    """The table that a file is, and the mapping that applies to it."""

    table: Table
    mapping: TableMapping | None


def recognise(
    label: str, names: tuple[str, ...], header: list[str], mapping: Mapping | None
) -> Recognised | None:
    """The table of a file, told by its path, its `names` (sheet, stem) and its header; None if none fits."""
    own = _table_by_name(names) or _table_by_header(header)
    chosen = _mapping_for(label, own, header, mapping) if mapping else None
    if chosen is not None:
        return Recognised(TABLES[chosen.table], chosen)
    return None if own is None else Recognised(own, None)


def _mapping_for(label: str, own: Table | None, header: list[str], mapping: Mapping) -> TableMapping | None:
    """The part of the mapping that applies: by file name, by the same table, or by the columns it reads."""
    for part in mapping.tables:
        if part.names_file(label):
            return part
    free = [part for part in mapping.tables if not part.files]
    for part in free:
        if own is not None and part.table == own.name:
            return part
    if own is not None and _is_complete(own, header):
        return None
    best = max(free, key=lambda part: len(set(part.source_columns) & set(header)), default=None)
    return best if best is not None and set(best.source_columns) & set(header) else None


def _table_by_name(names: tuple[str, ...]) -> Table | None:
    """The table whose name begins the sheet's or the file's name (orders-2025-10, Orders_3)."""
    for name in names:
        for table in sorted(TABLES, key=len, reverse=True):
            if re.match(rf"{table}(?![a-z])", name.lower()):
                return TABLES[table]
    return None


def _table_by_header(header: list[str]) -> Table | None:
    """The one table whose needed columns are all there and that knows most of the columns."""
    fitting = {
        name: _known_columns(table, header) for name, table in TABLES.items() if _is_complete(table, header)
    }
    most = max(fitting.values(), default=0)
    best = [name for name, count in fitting.items() if count == most]
    return TABLES[best[0]] if len(best) == 1 else None


def _is_complete(table: Table, header: list[str]) -> bool:
    """Whether the header has every column that the table needs, money in fen or in yuan."""
    there = set(header)
    return all(name in there or table.by_name[name].yuan_name in there for name in table.needed)


def _known_columns(table: Table, header: list[str]) -> int:
    """How many columns of the header the table knows."""
    yuan = {column.yuan_name for column in table.columns}
    return sum(name in table.by_name or name in yuan for name in header)
