"""What a table and a column of the records are, and how each kind of cell is kept."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pyarrow as pa


class Kind(StrEnum):
    """What a cell holds; the kind decides how its text is read and how its value is kept."""

    CODE = "code"
    TEXT = "text"
    IDENTITY = "identity"
    CHOICE = "choice"
    AREA = "area"
    HOME_AREA = "home_area"
    TIME = "time"
    DAY = "day"
    MONEY = "money"
    SIGNED_MONEY = "signed_money"
    COUNT = "count"
    NUMBER = "number"
    MEASURE = "measure"
    FLAG = "flag"
    JSON = "json"
    LIST = "list"


MONEY_KINDS = frozenset({Kind.MONEY, Kind.SIGNED_MONEY})
NOT_NEGATIVE_KINDS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
AREA_KINDS = frozenset({Kind.AREA, Kind.HOME_AREA})

# The greatest number of a row. 10^12 fen are ten thousand million yuan, more than any order or payment; in
# 64 bits nine million of them add up, and one of them can be multiplied by all the seconds of a month.
MOST = 10**12

# Codes of which a table has few different ones, or the same ones again and again.
_RECURRING = frozenset(
    {"platform_id", "worker_id", "partner_id", "company_id", "subsector", "rule_version", "kind", "reason"}
)

_WHOLE = frozenset({Kind.MONEY, Kind.SIGNED_MONEY, Kind.COUNT})
_FRACTIONAL = frozenset({Kind.NUMBER, Kind.MEASURE})
NUMBER_KINDS = _WHOLE | _FRACTIONAL


@dataclass(frozen=True)
class Column:
    """One column: its kind, whether every row needs it, its allowed values, and what it means.

    `conditional` marks a column that a file must have although some of its cells may be empty; `most` is the
    greatest number that a cell can hold, its sign left aside.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    required: bool = False
    values: tuple[str, ...] = ()
    conditional: bool = False
    most: int = MOST

    @property
    def is_identity(self) -> bool:
        """Whether it says who somebody is; such values are in no hash and in no lake."""
        return self.kind is Kind.IDENTITY

    @property
    def arrow_type(self) -> pa.DataType:
        """How the values are kept: whole UTC seconds, days, whole fen, text and so on."""
        if self.kind is Kind.TIME:
            return pa.timestamp("s", tz="UTC")
        if self.kind is Kind.DAY:
            return pa.date32()
        if self.kind in _WHOLE:
            return pa.int64()
        if self.kind in _FRACTIONAL:
            return pa.float64()
        if self.kind is Kind.FLAG:
            return pa.bool_()
        return pa.list_(pa.string()) if self.kind is Kind.LIST else pa.string()

    @property
    def recurs(self) -> bool:
        """Whether few different texts fill the column, so that it is kept as numbers of a dictionary."""
        return self.kind in {Kind.CHOICE, *AREA_KINDS} or self.name in _RECURRING

    @property
    def staged_type(self) -> pa.DataType:
        """The type in which checked cells wait to be merged: as handed on, but recurring ones numbered."""
        return pa.dictionary(pa.int32(), pa.string()) if self.recurs else self.arrow_type

    @property
    def yuan_name(self) -> str | None:
        """The name under which a file may carry this money as decimal yuan."""
        return self.name.removesuffix("_fen") + "_yuan" if self.kind in MONEY_KINDS else None


@dataclass(frozen=True)
class Table:
    """One table: its key, its columns, and the pairs of times of which the first is never the earlier.

    `day_column` is the time or day by which its rows are spread over the calendar.
    """

    name: str
    key: tuple[str, ...]
    zh: str
    en: str
    columns: tuple[Column, ...]
    day_column: str | None = None
    later_than: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a file cannot be taken in at all."""
        return tuple(column.name for column in self.columns if column.required or column.conditional)

    @property
    def arrow_schema(self) -> pa.Schema:
        """The schema in which the table is handed on; every column, in the declared order."""
        return pa.schema([pa.field(column.name, column.arrow_type) for column in self.columns])

    @property
    def has_platform(self) -> bool:
        """Whether the rows name a platform."""
        return "platform_id" in self.by_name

    @property
    def by_worker(self) -> bool:
        """Whether the rows are those of workers known to a platform, and are dealt into buckets by them."""
        platform = self.by_name.get("platform_id")
        return "worker_id" in self.by_name and platform is not None and platform.required
