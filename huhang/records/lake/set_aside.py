"""Rows set aside, as a lake may keep them: without any value that could be a person's identity."""

from collections.abc import Iterable
from dataclasses import replace

from huhang.records.quarantine import SetAside
from huhang.records.tables import TABLES

_HIDDEN = "***"
# Found in any column of a file, also one that is not kept.
_OF_ANY_COLUMN = frozenset({"too_long", "bad_characters"})


def masked(lines: Iterable[SetAside]) -> list[SetAside]:
    """The lines; a value is hidden where it is a whole line, or text of a column that may hold anything.

    In tables with identities a value is shown only of columns known to hold none.
    """
    return [
        line
        if _is_harmless(line)
        else replace(line, fault=replace(line.fault, value=_HIDDEN if line.fault.value else ""))
        for line in lines
    ]


def _is_harmless(line: SetAside) -> bool:
    """Whether the value cannot say who somebody is."""
    table = TABLES[line.table]
    if not line.fault.column or line.fault.reason in _OF_ANY_COLUMN:
        return False
    if not any(column.is_identity for column in table.columns):
        return True
    plain = [column for column in table.columns if not column.is_identity]
    names = {column.name for column in plain} | {column.yuan_name for column in plain if column.yuan_name}
    return line.fault.column in {*names, " + ".join(table.key)}
