"""How the text of a cell becomes a value: for each kind of column, SQL that reads it or says why not.

Within the SQL, "x_<column>" is the cleaned text (null where missing) and "p_<column>" the value read.
"""

from dataclasses import dataclass

from huhang.records.schema import AREA_KINDS, MONEY_KINDS, NOT_NEGATIVE_KINDS, NUMBER_KINDS, Column, Kind
from huhang.records.zones import EARLIEST, LATEST

LONGEST_CODE = 200

# Texts that programs write where a value is missing; a time of 0 is one that did not happen.
_NOTHING = ("",)
_MISSING = (*_NOTHING, "nan", "NaN", "NAN", "NaT", "null", "NULL", "<NA>")
_NO_TIME = (*_MISSING, "0", "0.0")

_CLOCK = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"
_OFFSET = r" ?([Zz]|[+-]\d\d(:?\d\d)?)"
_NUMBER = r"[+-]?\d+(\.\d+)?"
_WHOLE = r"[+-]?\d+(\.0+)?"
_DECIMAL = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_YUAN = r"[+-]?(\d+(\.\d{0,2}0*)?|\.\d{1,2}0*)"
_YUAN_WITH_PARTS = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_DAY = r"\d{4}-\d\d-\d\d([T ]00:00(:00(\.0+)?)?)?"
_COMPACT_DAY = r"\d{8}"
_AREA = r"\d{6}"
_ELSEWHERE = "ZZ-[A-Za-z0-9_-]+"

# Small letters that say yes or no.
FLAG_TEXTS = {True: ("true", "t", "yes", "y", "1", "是"), False: ("false", "f", "no", "n", "0", "否")}

SQL_TYPES: dict[Kind, str] = {
    Kind.TIME: "BIGINT",
    Kind.DAY: "DATE",
    Kind.MONEY: "BIGINT",
    Kind.SIGNED_MONEY: "BIGINT",
    Kind.COUNT: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MEASURE: "DOUBLE",
    Kind.FLAG: "BOOLEAN",
}


@dataclass(frozen=True)
class TimeReading:
    """How a file writes its times: the zone's fixed offset (None where its clock changes), form and year."""

    fixed_offset: int | None
    time_format: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class CellSql:
    """SQL of one column: the value, the reason why there is none, and seconds of a local time."""

    value: str
    reason: str
    local: str | None = None


def cell_sql(
    column: Column, unit: str, factor: tuple[int, int], times: TimeReading, *, mapped: bool
) -> CellSql:
    """The SQL of a column whose cells are written in `unit`; `mapped` where a mapping applies to the file."""
    x, p = f'"x_{column.name}"', f'"p_{column.name}"'
    local = None
    if column.kind is Kind.TIME:
        local = _local_seconds(x, times) if unit == "iso" else None
        value, reason = _time(x, p, unit, times)
    elif column.kind is Kind.DAY:
        value, reason = _day(x, p)
    elif column.kind in MONEY_KINDS:
        value, reason = _yuan(x, p) if unit == "yuan" else _fen(x, p)
    elif column.kind is Kind.COUNT:
        value, reason = _count(x, p)
    elif column.kind in {Kind.NUMBER, Kind.MEASURE}:
        value, reason = _number(x, p, factor)
    else:
        value, reason = _word(column, x, p, mapped=mapped)
    below = f"WHEN {p} < 0 THEN 'negative'" if column.kind in NOT_NEGATIVE_KINDS else ""
    above = ""
    if column.kind in NUMBER_KINDS:
        above = f"WHEN {p} NOT BETWEEN -{column.most} AND {column.most} THEN 'too_large'"
    missing = "'missing'" if column.required else "NULL"
    return CellSql(
        value=value,
        reason=f"CASE WHEN {x} IS NULL THEN {missing} {reason} {below} {above} END",
        local=local,
    )


def missing_texts(column: Column) -> tuple[str, ...]:
    """The texts, blanks around them taken away, that say that nothing is there."""
    if column.kind is Kind.TEXT:
        return _NOTHING
    return _NO_TIME if column.kind in {Kind.TIME, Kind.DAY} else _MISSING


def _is(x: str, pattern: str) -> str:
    """SQL that tells whether the whole text has the pattern."""
    return f"regexp_full_match({x}, '{pattern}')"


def _local_seconds(x: str, times: TimeReading) -> str:
    """Seconds of a local clock time since 1970 on that clock; null where the text has another form."""
    if times.time_format is None:
        # The usual forms are told by LIKE, four times as fast; the cast sees to their digits.
        usual = f"{x} LIKE '____-__-__T__:__:__' OR {x} LIKE '____-__-__ __:__:__'"
        seconds = f"epoch_us(try_cast({x} AS TIMESTAMP)) // 1000000"
        return f"CASE WHEN {usual} OR {_is(x, _CLOCK)} THEN {seconds} END"
    form = times.time_format.replace("'", "''")
    if times.year is None:
        return f"epoch_us(try_strptime({x}, '{form}')::TIMESTAMP) // 1000000"
    return f"epoch_us(try_strptime('{times.year} ' || {x}, '%Y {form}')::TIMESTAMP) // 1000000"


def _time(x: str, p: str, unit: str, times: TimeReading) -> tuple[str, str]:
    """UTC seconds; fractions are cut."""
    if unit == "iso":
        local = _local_seconds(x, times)
        told = f"local_to_utc({local})" if times.fixed_offset is None else f"({local}) - {times.fixed_offset}"
        offset = f"epoch_us(try_cast({x} AS TIMESTAMPTZ)) // 1000000"
        value = f"coalesce({told}, CASE WHEN {_is(x, _CLOCK + _OFFSET)} THEN {offset} END)"
        unread = (
            f"CASE WHEN {_is(x, _NUMBER)} THEN 'time_is_number' "
            f"WHEN ({local}) IS NOT NULL THEN 'nonexistent_time' ELSE 'unreadable_time' END"
        )
    else:
        divisor = 1000 if unit == "unix_ms" else 1
        whole = f"try_cast(split_part({x}, '.', 1) AS BIGINT)"
        value = f"CASE WHEN {_is(x, _NUMBER)} THEN {whole} // {divisor} END"
        unread = "'unreadable_time'"
    plausible = f"{p} >= {EARLIEST} AND {p} < {LATEST}"
    return value, f"WHEN {p} IS NULL THEN {unread} WHEN NOT ({plausible}) THEN 'implausible_time'"


def _day(x: str, p: str) -> tuple[str, str]:
    """A calendar day, 2025-10-01 or 20251001, or a midnight."""
    value = (
        f"CASE WHEN {_is(x, _DAY)} THEN try_cast(left({x}, 10) AS DATE) "
        f"WHEN {_is(x, _COMPACT_DAY)} THEN try_strptime({x}, '%Y%m%d')::DATE END"
    )
    plausible = f"{p} >= DATE '1900-01-01' AND {p} < DATE '2100-01-01'"
    return value, f"WHEN {p} IS NULL THEN 'unreadable_day' WHEN NOT ({plausible}) THEN 'implausible_day'"


def _fen(x: str, p: str) -> tuple[str, str]:
    """Whole fen."""
    whole = _is(x, r"[+-]?\d+")
    unread = (
        f"CASE WHEN {whole} THEN 'too_large' "
        f"WHEN {_is(x, _YUAN_WITH_PARTS)} THEN 'money_not_whole_fen' ELSE 'not_a_number' END"
    )
    return f"CASE WHEN {whole} THEN try_cast({x} AS BIGINT) END", f"WHEN {p} IS NULL THEN {unread}"


def _yuan(x: str, p: str) -> tuple[str, str]:
    """Whole fen from decimal yuan, digit by digit."""
    fen = f"split_part({x}, '.', 1) || rpad(left(split_part({x}, '.', 2), 2), 2, '0')"
    unread = (
        f"CASE WHEN {_is(x, _YUAN)} THEN 'too_large' "
        f"WHEN {_is(x, _YUAN_WITH_PARTS)} THEN 'part_of_fen' ELSE 'not_a_number' END"
    )
    value = f"CASE WHEN {_is(x, _YUAN)} THEN try_cast({fen} AS BIGINT) END"
    return value, f"WHEN {p} IS NULL THEN {unread}"


def _count(x: str, p: str) -> tuple[str, str]:
    """A whole number."""
    value = f"CASE WHEN {_is(x, _WHOLE)} THEN try_cast(split_part({x}, '.', 1) AS BIGINT) END"
    return value, f"WHEN {p} IS NULL THEN CASE WHEN {_is(x, _WHOLE)} THEN 'too_large' ELSE 'not_a_number' END"


def _number(x: str, p: str, factor: tuple[int, int]) -> tuple[str, str]:
    """A number, turned to our unit."""
    times, parts = factor
    read = f"CASE WHEN {_is(x, _DECIMAL)} THEN try_cast({x} AS DOUBLE) END"
    value = read if factor == (1, 1) else f"({read}) * {times} / {parts}"
    return value, f"WHEN {p} IS NULL OR isinf({p}) THEN 'not_a_number'"


def _word(column: Column, x: str, p: str, *, mapped: bool) -> tuple[str, str]:
    """Text, codes, choices, areas, yes or no, JSON and lists."""
    if column.kind is Kind.CHOICE:
        allowed = ", ".join(f"'{value}'" for value in column.values)
        return x, f"WHEN {x} NOT IN ({allowed}) THEN 'not_allowed'"
    if column.kind in AREA_KINDS:
        return x, _area_reason(column, x, mapped=mapped)
    if column.kind is Kind.FLAG:
        yes, no = (", ".join(f"'{text}'" for text in FLAG_TEXTS[value]) for value in (True, False))
        value = f"CASE WHEN lower({x}) IN ({yes}) THEN true WHEN lower({x}) IN ({no}) THEN false END"
        return value, f"WHEN {p} IS NULL THEN 'not_yes_or_no'"
    if column.kind is Kind.JSON:
        return f"canonical_json({x})", f"WHEN {p} IS NULL THEN 'bad_json'"
    if column.kind is Kind.LIST:
        return f"canonical_list({x})", ""
    return x, "" if column.kind is Kind.TEXT else f"WHEN length({x}) > {LONGEST_CODE} THEN 'too_long'"


def _area_reason(column: Column, x: str, *, mapped: bool) -> str:
    """Why an area code is none: its shape, a ZZ- area of no mapping, or an area that nobody knows."""
    unmapped = "NULL" if mapped else "'area_needs_mapping'"
    return f"WHEN {_is(x, _ELSEWHERE)} THEN {unmapped} WHEN NOT {_is(x, _AREA)} THEN 'bad_area_code' " + (
        f"WHEN NOT is_known_area({x}) THEN 'unknown_area'" if column.kind is Kind.AREA else ""
    )
