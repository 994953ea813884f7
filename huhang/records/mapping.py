"""Mapping files: how columns of a foreign file become ours - names, zone, units, constants and values."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from huhang.records.mapping_faults import WrongMappingError, first_fault, unreadable
from huhang.records.schema import MONEY_KINDS, Column, Kind
from huhang.records.tables import TABLES
from huhang.records.zones import zone_clock
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import HuhangError, Text

SHIPPED = Path(__file__).parent / "mappings"

_TIME_UNITS = frozenset({"iso", "unix_s", "unix_ms"})
_MONEY_UNITS = frozenset({"fen", "yuan"})
# Units by the ending of our column's name: how much of ours one of theirs is.
_MEASURE_UNITS: dict[str, dict[str, tuple[int, int]]] = {
    "_m": {"m": (1, 1), "km": (1000, 1)},
    "hours": {"h": (1, 1), "min": (1, 60)},
}


class TableMapping(BaseModel):
    """How one kind of foreign file becomes one of our tables.

    `columns` and `constants` are named by our columns; `values` by our column, then their value;
    `status_from` by our status, then the cells that tell it, the first that fits being taken;
    `attempt_by` is their column by which the attempts at one order are numbered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    files: tuple[str, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    zone: str = CHINA_ZONE
    units: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    nulls: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    time_format: str | None = None
    year: int | None = Field(default=None, ge=2000, le=2099)
    status_from: dict[str, dict[str, str]] = Field(default_factory=dict)
    attempt_by: str | None = None

    @model_validator(mode="after")
    def _check_words(self) -> Self:
        """Every table, column, unit and zone that is named exists."""
        if self.table not in TABLES:
            raise WrongMappingError(
                f"table：没有名为 {self.table} 的表；有：{'、'.join(TABLES)}",
                f"table: no such table {self.table!r}; known: {', '.join(TABLES)}",
            )
        columns = TABLES[self.table].by_name
        for part in ("columns", "units", "constants", "values", "distinct"):
            for name in getattr(self, part):
                if name not in columns:
                    raise WrongMappingError(
                        f"{part}：表 {self.table} 没有列 {name}；各列见 docs/reference/columns.zh-CN.md",
                        f"{part}: table {self.table} has no column {name!r}; see docs/reference/columns.md",
                    )
        twice = sorted(set(self.columns) & set(self.constants))
        if twice:
            raise WrongMappingError(
                f"constants：{'、'.join(twice)} 已写在 columns 里，请只留一处",
                f"constants: {', '.join(twice)} is already under columns; keep one of them",
            )
        for name, unit in self.units.items():
            measure_factor(columns[name], unit)
        self._check_times()
        self._check_status(columns)
        return self

    def _check_times(self) -> None:
        """The zone is known, and times without a year are given one."""
        try:
            zone_clock(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise WrongMappingError(
                f"zone：没有名为 {self.zone} 的时区；请写如 Asia/Shanghai",
                f"zone: no such time zone {self.zone!r}; write one like Asia/Shanghai",
            ) from None
        if self.time_format is None:
            return
        if "%z" in self.time_format.lower():
            raise WrongMappingError(
                "time_format：不要写时区偏移，请改写 zone",
                "time_format: leave the offset out and set zone",
            )
        if not re.search(r"%[Yyx]", self.time_format) and self.year is None:
            raise WrongMappingError(
                f"year：时间格式 {self.time_format} 里没有年份，请写明是哪一年",
                f"year: the form {self.time_format!r} has no year; say which it is",
            )

    def _check_status(self, columns: dict[str, Column]) -> None:
        """The states named by `status_from` are states of an order."""
        if not self.status_from and self.attempt_by is None:
            return
        if self.table != "orders":
            raise WrongMappingError(
                "status_from、attempt_by：只用于表 orders",
                "status_from, attempt_by: only for the table orders",
            )
        unknown = sorted(set(self.status_from) - set(columns["status"].values))
        if unknown:
            known = columns["status"].values
            raise WrongMappingError(
                f"status_from：没有状态 {'、'.join(unknown)}；有：{'、'.join(known)}",
                f"status_from: no such status {', '.join(unknown)}; known: {', '.join(known)}",
            )

    @property
    def source_columns(self) -> tuple[str, ...]:
        """The columns of theirs that the mapping reads."""
        told = [name for cells in self.status_from.values() for name in cells]
        attempt = [self.attempt_by] if self.attempt_by else []
        return tuple(dict.fromkeys([*self.columns.values(), *told, *attempt]))

    def names_file(self, label: str) -> bool:
        """Whether one of `files` fits the file's name or path."""
        return any(fnmatch(label, glob) or fnmatch(label.rsplit("/", 1)[-1], glob) for glob in self.files)


class Mapping(BaseModel):
    """A mapping file: one table, or several under `tables`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: tuple[TableMapping, ...]


def measure_factor(column: Column, unit: str) -> tuple[int, int]:
    """What a number in `unit` is multiplied and divided by for our column; else WrongMappingError."""
    factors: dict[str, tuple[int, int]] = {}
    if column.kind in MONEY_KINDS:
        factors = dict.fromkeys(_MONEY_UNITS, (1, 1))
    elif column.kind is Kind.TIME:
        factors = dict.fromkeys(_TIME_UNITS, (1, 1))
    elif column.kind is Kind.MEASURE:
        factors = next((known for end, known in _MEASURE_UNITS.items() if column.name.endswith(end)), {})
    if unit not in factors:
        known = sorted(factors)
        raise WrongMappingError(
            f"units：{column.name} 不能以 {unit} 计；可写的单位：{'、'.join(known) or '无'}",
            f"units: {column.name} cannot be read in {unit!r}; known units: {', '.join(known) or 'none'}",
        )
    return factors[unit]


def shipped_mappings() -> tuple[str, ...]:
    """The bare names of the mappings that come with the program."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def load_mapping(name: str | Path) -> Mapping:
    """The mapping of a file, or a shipped one by its bare name; HuhangError with file and place otherwise."""
    path = Path(name)
    if not path.is_file() and str(name) in shipped_mappings():
        path = SHIPPED / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        known = ", ".join(shipped_mappings())
        raise HuhangError(
            f"找不到映射文件 {name}；自带的映射有：{known}。",
            f"there is no mapping file {name}; those that come with the program: {known}.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise HuhangError(
            f"映射文件 {path} 读不出来；请核对它是文件而不是文件夹，并存为 UTF-8 文本（{error}）。",
            f"the mapping file {path} cannot be read; see that it is a file, and save it as UTF-8 ({error}).",
        ) from None
    return _validated(_parsed(text, path), path)


def _parsed(text: str, path: Path) -> dict[str, Any]:
    """The YAML with every scalar left as text; duplicate keys refused."""
    try:
        content = YAML(typ="base", pure=True).load(text)
    except DuplicateKeyError as error:
        raise unreadable(path, _at_line(error, Text("同一键写了两次", "a key occurs twice"))) from None
    except MarkedYAMLError as error:
        problem = error.problem or "YAML"
        told = Text(f"不是正确的 YAML，请核对缩进、冒号和引号（{problem}）", f"this is no YAML: {problem}")
        raise unreadable(path, _at_line(error, told)) from None
    if not isinstance(content, dict):
        raise unreadable(path, Text("第 1 行：应写成“键: 值”", "line 1: it must be keys and values"))
    return content


def _at_line(error: MarkedYAMLError, told: Text) -> Text:
    """What is wrong, with the line at which the YAML goes wrong."""
    mark = error.problem_mark
    line = "?" if mark is None else str(mark.line + 1)
    return Text(f"第 {line} 行：{told.zh}", f"line {line}: {told.en}")


def _validated(content: dict[str, Any], path: Path) -> Mapping:
    """The mapping of the parsed YAML; unknown keys and words refused with their place."""
    several = "tables" in content
    try:
        return Mapping.model_validate(content if several else {"tables": [content]})
    except ValidationError as error:
        raise unreadable(path, first_fault(error, TableMapping.model_fields, several=several)) from None
