"""One column of cells read to Arrow by compiled loops: values, and which cells are missing or odd."""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.arrange import cleaned, translated
from huhang.records.canonical import canonical_list
from huhang.records.cells import FLAG_TEXTS, LONGEST_CODE, missing_texts
from huhang.records.mapping import measure_factor
from huhang.records.plan import Plan
from huhang.records.reading.raw import LONGEST_CELL
from huhang.records.schema import AREA_KINDS, MONEY_KINDS, NOT_NEGATIVE_KINDS, Column, Kind
from huhang.records.usual.values import (
    MISSING,
    ODD,
    READ,
    States,
    Words,
    clock_times,
    days,
    decimal_numbers,
    hundredths,
    whole_numbers,
    words_of,
)
from huhang.records.usual.written import AnyArray, Cells, Octets, Places, one_array
from huhang.records.zones import EARLIEST, LATEST, ZoneClock

Mask: TypeAlias = NDArray[np.bool_]

# Whatever is not a plausible time is odd anyway.
_ANY_SECOND = 10**17
_FIRST_DAY, _LAST_DAY = (int(np.datetime64(f"{year}-01-01").astype(np.int64)) for year in (1900, 2100))
_AREA = re.compile("[0-9]{6}")
_ELSEWHERE = re.compile("ZZ-[A-Za-z0-9_-]+")
# Texts that are kept as they are.
_COPIED = frozenset({Kind.CODE, Kind.TEXT, Kind.IDENTITY})
# Kinds whose different texts are judged one by one.
_BY_TEXT = frozenset({Kind.CHOICE, *AREA_KINDS, Kind.FLAG, Kind.JSON, Kind.LIST})


@dataclass(frozen=True)
class ReadColumn:
    """The values of a column, the state of each cell, and which local times occurred twice."""

    values: AnyArray
    states: States
    twice: Mask | None = None


def can_be_read(plan: Plan) -> bool:
    """Whether the loops know how the file is written; if not, all of it is left to the checks in SQL."""
    mapping = plan.mapping
    if mapping.time_format or mapping.year or mapping.status_from or mapping.attempt_by:
        return False
    return all(_is_worded(plan.table.by_name[name]) for name in mapping.values if name in plan.called)


def read_column(
    written: Cells, column: Column, plan: Plan, clock: ZoneClock, known_areas: frozenset[str] | None
) -> ReadColumn:
    """Read the cells of one column of ours."""
    if _is_worded(column):
        return _worded(written, column, plan, known_areas)
    if column.kind in _COPIED:
        return _copied(written.texts(), column, plan)
    missing = words_of((*missing_texts(column), *plan.mapping.nulls))
    cells = (written.octets, written.begins, written.ends, missing)
    least, most = 0 if column.kind in NOT_NEGATIVE_KINDS else -column.most, column.most
    if column.kind is Kind.TIME:
        return _times(cells, plan.unit_of(column), clock)
    if column.kind is Kind.DAY:
        numbers, states = days(*cells, _FIRST_DAY, _LAST_DAY)
        return ReadColumn(_array(numbers.astype(np.int32), states, pa.date32()), states)
    if column.kind in MONEY_KINDS and plan.unit_of(column) == "yuan":
        numbers, states = hundredths(*cells, least, most)
        return ReadColumn(_array(numbers, states, pa.int64()), states)
    if column.kind in MONEY_KINDS or column.kind is Kind.COUNT:
        numbers, states = whole_numbers(*cells, least, most, column.kind is Kind.COUNT)
        return ReadColumn(_array(numbers, states, pa.int64()), states)
    decimals, states = decimal_numbers(*cells)
    unit = plan.unit_of(column)
    times, parts = measure_factor(column, unit) if unit else (1, 1)
    measured = decimals * times / parts
    states[(states == READ) & ((measured < least) | (measured > most))] = ODD
    return ReadColumn(_array(measured, states, pa.float64()), states)


def _copied(texts: Any, column: Column, plan: Plan) -> ReadColumn:
    """Texts as they are, without blanks around them; long ones are left to the checks in SQL."""
    values: Any = one_array(cleaned(translated(texts, column.name, plan.mapping), column))
    states = np.where(np.asarray(values.is_null()), MISSING, READ).astype(np.uint8)
    longest = LONGEST_CELL if column.kind is Kind.TEXT else LONGEST_CODE
    too_long: Any = pc.greater(pc.binary_length(values), pa.scalar(longest))
    states[np.asarray(pc.fill_null(too_long, False)).astype(np.bool_)] = ODD
    return ReadColumn(values, states)


def _is_worded(column: Column) -> bool:
    return column.recurs or column.kind in _BY_TEXT


def _array(values: Any, states: States, kind: pa.DataType) -> AnyArray:
    """Values as Arrow, null where they were not read."""
    return pa.Array.from_buffers(kind, len(values), [_mask(states), _buffer(values)])


def _mask(states: States) -> pa.Buffer | None:
    """Which cells were read, a bit each; None if all were."""
    read = states == READ
    return None if read.all() else _buffer(np.packbits(read, bitorder="little"))


def _buffer(values: Any) -> pa.Buffer:
    return pa.py_buffer(values)


def _times(cells: tuple[Octets, Places, Places, Words], unit: str, clock: ZoneClock) -> ReadColumn:
    """UTC seconds of times on the local clock, with an offset of their own, or counted from 1970."""
    twice = None
    if unit == "iso":
        seconds, states, in_utc = clock_times(*cells)
        told, skipped = clock.to_utc(seconds)
        states[skipped & ~in_utc] = ODD
        if clock.fixed_offset is None:
            twice = clock.occurs_twice(seconds) & ~in_utc & (states == READ)
        seconds = np.where(in_utc, seconds, told)
    else:
        seconds, states = whole_numbers(*cells, -_ANY_SECOND, _ANY_SECOND, False)
        seconds //= 1000 if unit == "unix_ms" else 1
    states[(states == READ) & ((seconds < EARLIEST) | (seconds >= LATEST))] = ODD
    return ReadColumn(_array(seconds, states, pa.timestamp("s", tz="UTC")), states, twice)


def _worded(written: Cells, column: Column, plan: Plan, known_areas: frozenset[str] | None) -> ReadColumn:
    """Texts of which many are equal: each different one is judged once for all pieces of a file."""
    codes, different = written.different()
    known = plan.judged.setdefault(column.name, {})
    strange = [text for text in different if text not in known]
    if strange:
        known.update(zip(strange, _judged_all(strange, column, plan, known_areas), strict=True))
    found = [known[text] for text in different]
    states = np.array([state for state, _ in found], np.uint8)[codes]
    values = pa.array([value for _, value in found], column.arrow_type)
    if not column.recurs:
        return ReadColumn(values.take(codes), states)
    dictionary = values.dictionary_encode()
    index = np.asarray(dictionary.indices.fill_null(0))[codes]
    numbers = _array(index, states, pa.int32())
    return ReadColumn(pa.DictionaryArray.from_arrays(numbers, dictionary.dictionary, safe=False), states)


def _judged_all(
    texts: list[str], column: Column, plan: Plan, known_areas: frozenset[str] | None
) -> list[tuple[int, Any]]:
    """The states and values of texts."""
    handed = pa.chunked_array([texts], pa.string())
    plain = cleaned(translated(handed, column.name, plan.mapping), column).to_pylist()
    values = [None if text is None else _judged(str(text), column, plan, known_areas) for text in plain]
    return [
        (MISSING if text is None else ODD if value is None else READ, value)
        for text, value in zip(plain, values, strict=True)
    ]


def _judged(text: str, column: Column, plan: Plan, known_areas: frozenset[str] | None) -> Any:
    """The value of a text, None where it is none or the checks in SQL shall say, as of all JSON."""
    if column.kind is Kind.CHOICE:
        return text if text in column.values else None
    if column.kind in AREA_KINDS:
        if _ELSEWHERE.fullmatch(text):
            return text if plan.mapped else None
        known = column.kind is Kind.HOME_AREA or known_areas is None or text in known_areas
        return text if known and _AREA.fullmatch(text) else None
    if column.kind is Kind.FLAG:
        return next((value for value, texts in FLAG_TEXTS.items() if text.lower() in texts), None)
    if column.kind is Kind.LIST:
        return json.loads(canonical_list(text))
    return text if column.kind is not Kind.JSON and len(text) <= LONGEST_CODE else None
