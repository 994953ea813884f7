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

from huhang.records.schema import MONEY_KINDS, Column, Kind
from huhang.records.tables import TABLES
from huhang.records.zones import zone_clock
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import HuhangError

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
            raise ValueError(f"table: no such table {self.table!r}; known: {', '.join(TABLES)}")
        columns = TABLES[self.table].by_name
        for part in ("columns", "units", "constants", "values", "distinct"):
            for name in getattr(self, part):
                if name not in columns:
                    raise ValueError(f"{part}: table {self.table} has no column {name!r}")
        twice = sorted(set(self.columns) & set(self.constants))
        if twice:
            raise ValueError(f"constants: {', '.join(twice)} is already under columns")
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
            raise ValueError(f"zone: no such time zone {self.zone!r}; write one like Asia/Shanghai") from None
        if self.time_format is None:
            return
        if "%z" in self.time_format.lower():
            raise ValueError("time_format: leave the offset out and set zone")
        if not re.search(r"%[Yyx]", self.time_format) and self.year is None:
            raise ValueError(f"year: the form {self.time_format!r} has no year; say which it is")

    def _check_status(self, columns: dict[str, Column]) -> None:
        """The states named by `status_from` are states of an order."""
        if not self.status_from and self.attempt_by is None:
            return
        if self.table != "orders":
            raise ValueError("status_from, attempt_by: only for the table orders")
        unknown = sorted(set(self.status_from) - set(columns["status"].values))
        if unknown:
            raise ValueError(f"status_from: no such status {', '.join(unknown)}")

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
    """What a number in `unit` is multiplied and divided by for our column; ValueError where it cannot be."""
    factors: dict[str, tuple[int, int]] = {}
    if column.kind in MONEY_KINDS:
        factors = dict.fromkeys(_MONEY_UNITS, (1, 1))
    elif column.kind is Kind.TIME:
        factors = dict.fromkeys(_TIME_UNITS, (1, 1))
    elif column.kind is Kind.MEASURE:
        factors = next((known for end, known in _MEASURE_UNITS.items() if column.name.endswith(end)), {})
    if unit not in factors:
        known = ", ".join(sorted(factors)) or "none"
        raise ValueError(f"units: {column.name} cannot be read in {unit!r}; known units: {known}")
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
            f"映射文件 {path} 读不出来（{error}）；请存为 UTF-8 文本。",
            f"the mapping file {path} cannot be read ({error}); save it as UTF-8 text.",
        ) from None
    return _validated(_parsed(text, path), path)


def _parsed(text: str, path: Path) -> dict[str, Any]:
    """The YAML with every scalar left as text; duplicate keys refused."""
    try:
        content = YAML(typ="base", pure=True).load(text)
    except DuplicateKeyError as error:
        raise _unreadable(
            path, f"{_place(error)}：同一键写了两次", f"{_place(error)}: a key occurs twice"
        ) from None
    except MarkedYAMLError as error:
        problem = error.problem or "YAML"
        raise _unreadable(path, f"{_place(error)}：{problem}", f"{_place(error)}: {problem}") from None
    if not isinstance(content, dict):
        raise _unreadable(path, "第 1 行：应是“键: 值”", "line 1: it must be keys and values")
    return content


def _place(error: MarkedYAMLError) -> str:
    """The line at which the YAML goes wrong."""
    mark = error.problem_mark
    return "line ?" if mark is None else f"line {mark.line + 1}"


def _validated(content: dict[str, Any], path: Path) -> Mapping:
    """The mapping of the parsed YAML; unknown keys and words refused with their place."""
    try:
        return Mapping.model_validate(content if "tables" in content else {"tables": [content]})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        told = f"{place}: {message}" if place else message
        raise _unreadable(path, told, told) from None


def _unreadable(path: Path, zh: str, en: str) -> HuhangError:
    """The error of a mapping file that cannot be used."""
    return HuhangError(
        f"映射文件 {path} 有误：{zh}。请改正后重试。",
        f"the mapping file {path} is wrong: {en}. Correct it and try again.",
    )
