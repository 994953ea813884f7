"""Rows set aside, as a lake may keep them: without any value that could be a person's identity."""

from collections.abc import Iterable
from dataclasses import replace

from huhang.records.quarantine import SetAside
from huhang.records.schema import Table
from huhang.records.tables import TABLES

_HIDDEN = "***"


def masked(lines: Iterable[SetAside]) -> list[SetAside]:
    """The lines; in tables with identities a value is shown only of columns known to hold none."""
    return [
        line
        if line.fault.column in _harmless(TABLES[line.table])
        else replace(line, fault=replace(line.fault, value=_HIDDEN if line.fault.value else ""))
        for line in lines
    ]


def _harmless(table: Table) -> "_Names":
    if not any(column.is_identity for column in table.columns):
        return _Names(None)
    plain = [column for column in table.columns if not column.is_identity]
    names = {column.name for column in plain} | {column.yuan_name for column in plain if column.yuan_name}
    return _Names(frozenset({*names, " + ".join(table.key)}))


class _Names:
    """Names of columns; all there are where None was given."""

    def __init__(self, names: frozenset[str] | None) -> None:
        self._names = names

    def __contains__(self, name: str) -> bool:
        return self._names is None or name in self._names
