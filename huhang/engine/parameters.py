"""The value of a parameter at a place on a day: the nearest layer that sets it, or why it cannot be used."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from huhang.vocabulary.days import EPOCH
from huhang.vocabulary.law import LawBook, Parameter, ParameterValue, Tier
from huhang.vocabulary.places import layers

Scalar = int | str | None


@dataclass(frozen=True)
class Resolved:
    """What a key is worth at a place on a day.

    All None: nothing sets it there on that day. `reason` says why a value that is set cannot be used.
    `entry` names the dated value (key@place@from, and #tier), as receipts cite it.
    """

    value: object = None
    reason: str | None = None
    entry: str | None = None
    source: ParameterValue | None = None
    place: str | None = None
    tier: int | None = None


NOT_SET = Resolved()


def entry_name(parameter: Parameter, value: ParameterValue) -> str:
    """The name by which a receipt cites one dated value: key@place@first day, and #tier."""
    first = value.from_day.isoformat() if value.from_day else "unknown"
    tier = f"#{value.tier}" if value.tier is not None else ""
    return f"{parameter.key}@{parameter.place}@{first}{tier}"


def resolve(book: LawBook, key: str, area_code: str, day: date) -> Resolved:
    """The value of `key` at `area_code` on `day`, from the nearest layer that sets it on that day."""
    found = resolve_each(book, key, area_code, day)
    return found[0] if found else NOT_SET


def resolve_each(book: LawBook, key: str, area_code: str, day: date) -> list[Resolved]:
    """What every layer sets at `area_code` on `day`, the nearest first; none where nothing sets the key."""
    by_place = book.parameters.get(key, {})
    set_there = (by_place[place] for place in layers(area_code) if place in by_place)
    found = (_in_layer(book, parameter, area_code, day) for parameter in set_there)
    return [resolved for resolved in found if resolved is not NOT_SET]


def _in_layer(book: LawBook, parameter: Parameter, area_code: str, day: date) -> Resolved:
    dated = [value for value in parameter.values if value.from_day and _holds(value, day)]
    if not dated:
        return _start_not_known(parameter, day)
    if any(value.tier is not None for value in dated):
        return _in_tier(book, parameter, dated, area_code, day)
    return _usable(parameter, dated[0], day)


def _holds(value: ParameterValue | Tier, day: date) -> bool:
    starts = value.from_day is None or value.from_day <= day
    return starts and (value.until_day is None or day <= value.until_day)


def _start_not_known(parameter: Parameter, day: date) -> Resolved:
    for value in parameter.values:
        if value.from_day is None and _holds(value, day):
            reason = f"{parameter.key} for {parameter.place}: start not known"
            return Resolved(None, reason, entry_name(parameter, value), value, parameter.place)
    return NOT_SET


def _in_tier(
    book: LawBook, parameter: Parameter, dated: list[ParameterValue], area_code: str, day: date
) -> Resolved:
    key = _key_of_tiers(parameter.key)
    for place in layers(area_code):
        for tier in book.tiers:
            if tier.key != key or place not in tier.places or not _holds(tier, day):
                continue
            if not tier.confirmed:
                return Resolved(None, f"{key} for {place} is not confirmed from {tier.from_day}")
            for value in dated:
                if value.tier == tier.value:
                    return _usable(parameter, value, day)
            return Resolved(None, f"{parameter.key} for {parameter.place}: tier {tier.value} not known")
    return Resolved(None, f"{key} for {area_code} not known")


def _key_of_tiers(key: str) -> str:
    """The key by which the tiers are set that the values of a parameter may be for."""
    return key.split(".")[0] + ".tier"


def _usable(parameter: Parameter, value: ParameterValue, day: date) -> Resolved:
    reason = None
    if value.value is None:
        reason = f"{parameter.key} for {parameter.place} not known from {value.from_day}"
    elif not value.confirmed:
        reason = f"{parameter.key} for {parameter.place} is not confirmed from {value.from_day}"
    elif value.review is not None and day > value.review:
        reason = f"{parameter.key} for {parameter.place} was due for review on {value.review}"
    usable = None if reason else value.value
    return Resolved(usable, reason, entry_name(parameter, value), value, parameter.place, value.tier)


def _changes(book: LawBook, key: str, area_code: str, first: date, last: date) -> list[date]:
    """The days in (first, last] on which the answer may change."""
    days: set[date] = set()
    here = frozenset(layers(area_code))
    for place in here:
        parameter = book.parameters.get(key, {}).get(place)
        for value in parameter.values if parameter else ():
            _note_borders(days, value)
            if value.review:
                days.add(value.review + timedelta(days=1))
    key_of_tiers = _key_of_tiers(key)
    for tier in book.tiers:
        if tier.key == key_of_tiers and not here.isdisjoint(tier.places):
            _note_borders(days, tier)
    return sorted(day for day in days if first < day <= last)


def _note_borders(days: set[date], value: ParameterValue | Tier) -> None:
    if value.from_day:
        days.add(value.from_day)
    if value.until_day:
        days.add(value.until_day + timedelta(days=1))


_COLUMNS: dict[str, pa.DataType] = {
    "area_code": pa.string(),
    "day": pa.date32(),
    "value": pa.int64(),
    "stated": pa.int64(),
    "text": pa.string(),
    "reason": pa.string(),
    "entry": pa.string(),
    "source": pa.string(),
}
SCHEMA = pa.schema(_COLUMNS)
_NO_DAYS = np.empty(0, np.int64)


def parameter_table(
    book: LawBook, key: str, areas: Iterable[str], first: date, last: date, *, each: bool = False
) -> pa.Table:
    """One row per area and day on which the key is set there, with its value or why it is unusable.

    Columns: area_code, day, value (whole number, or null), stated (the same even where it cannot be used),
    text (any value as text; lists as JSON), reason (null where usable), entry, source (instrument). Areas
    and days on which nothing sets the key have no row; `each` gives a row for every layer that sets it,
    not for the nearest alone.
    """
    rows: list[dict[str, object]] = []
    spans: list[tuple[int, int]] = []
    for area in sorted(set(areas)):
        starts = [first, *_changes(book, key, area, first, last)]
        ends = [day - timedelta(days=1) for day in starts[1:]] + [last]
        for start, end in zip(starts, ends, strict=True):
            found = resolve_each(book, key, area, start)
            for resolved in found if each else found[:1]:
                rows.append(_row(area, resolved))
                spans.append(((start - EPOCH).days, (end - start).days + 1))
    days = np.concatenate([_NO_DAYS, *(np.arange(begins, begins + many) for begins, many in spans)])
    table = pa.Table.from_pylist(rows, schema=SCHEMA.remove(SCHEMA.get_field_index("day")))
    table = table.take(np.repeat(np.arange(len(rows)), [many for _, many in spans]))
    return table.append_column("day", pa.array(days.astype(np.int32)).cast(pa.date32())).select(SCHEMA.names)


def _row(area: str, found: Resolved) -> dict[str, object]:
    """What a parameter is in an area, for as long as it stays the same."""
    value, source = found.value, found.source
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, tuple | list) else str(value)
    return {
        "area_code": area,
        "value": _whole(value),
        "stated": _whole(source.value if source else None),
        "text": None if value is None else text,
        "reason": found.reason,
        "entry": found.entry,
        "source": source.source if source else None,
    }


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
