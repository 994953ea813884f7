"""What the header of a file tells: which column is which of ours, in what unit, and what is missing."""

from dataclasses import dataclass, field
from typing import Any

from huhang.records.mapping import TableMapping
from huhang.records.reading.raw import UnusableFileError
from huhang.records.schema import Column, Kind, Table
from huhang.vocabulary.words import Text

ATTEMPT_BY = "_attempt_by"


@dataclass(frozen=True)
class Plan:
    """How the rows under one header become rows of a table.

    `called` names the file's column for each of ours, `units` the unit in which a column is written where it
    is not ours; `used` are all columns of the file that are read.
    `judged` remembers, for readers of cells, texts that recur and what they came to.
    """

    header: tuple[str, ...]
    table: Table
    mapping: TableMapping
    mapped: bool
    called: dict[str, str]
    units: dict[str, str]
    used: frozenset[str]
    warnings: list[Text] = field(compare=False)
    judged: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def told(self) -> tuple[str, ...]:
        """The columns whose cells the mapping tells for all rows, or makes of other cells."""
        return (*self.mapping.constants, *(["status"] if self.mapping.status_from else []))

    @property
    def handed(self) -> frozenset[str]:
        """The columns of ours that the rows have."""
        numbered = ["attempt"] if self.mapping.attempt_by else []
        return frozenset({*self.called, *self.told, *numbered})

    def unit_of(self, column: Column) -> str:
        """The unit in which a column is written; empty where there is but one way."""
        return self.units.get(column.name, "iso" if column.kind is Kind.TIME else "")

    def name_of(self, ours: str) -> str:
        """What the file calls a column of ours."""
        return f"{ours} (mapping)" if ours in self.told else self.called[ours]


def plan_of(header: list[str], table: Table, mapping: TableMapping, *, mapped: bool) -> Plan:
    """The plan for a header; UnusableFileError where a needed column is missing."""
    called = _called(table, mapping, header)
    told = {*mapping.constants, *(["status"] if mapping.status_from else [])}
    _check_needed(table, set(called) | told, header, mapping)
    _check_sources(header, mapping)
    used = frozenset({*called.values(), *mapping.source_columns})
    in_yuan = {
        column.name: "yuan"
        for column in table.columns
        if column.yuan_name is not None and called.get(column.name) == column.yuan_name
    }
    return Plan(
        header=tuple(header),
        table=table,
        mapping=mapping,
        mapped=mapped,
        called=called,
        units=in_yuan | mapping.units,
        used=used,
        warnings=_warnings(header, used, table, mapping),
    )


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


def _check_sources(header: list[str], mapping: TableMapping) -> None:
    """UnusableFileError that names a column from which the mapping tells a status or an attempt."""
    read = {"status_from": [name for cells in mapping.status_from.values() for name in cells]}
    read["attempt_by"] = [mapping.attempt_by] if mapping.attempt_by else []
    for part, columns in read.items():
        for column in columns:
            if column not in header:
                raise _lacks(column, part)


def _lacks(column: str, part: str) -> UnusableFileError:
    """The fault of a file without a column that the mapping reads."""
    return UnusableFileError(
        f"映射文件的 {part} 要读列 {column}，文件中没有这一列；请核对列名。",
        f"the mapping reads column {column} under `{part}`, but the file has none; check its name.",
    )


def _warnings(header: list[str], used: frozenset[str], table: Table, mapping: TableMapping) -> list[Text]:
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
