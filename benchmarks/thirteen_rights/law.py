"""Dated values of the law files at a place on a day, as tables to be joined."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from huhang.vocabulary.days import EPOCH
from huhang.vocabulary.law import LawBook, Parameter, ParameterValue, Tier
from huhang.vocabulary.places import NATION, layers

COLUMNS = ["value", "stated", "text", "unusable", "source"]
Row = tuple[float, float, Any, bool, str | None]


def number_of(day: date) -> int:
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


@dataclass
class Law:
    """The law in some areas from the first day to the last."""

    book: LawBook
    areas: list[str]
    first: int
    last: int
    known: dict[tuple[str, bool], pd.DataFrame] = field(default_factory=dict)

    def value(self, key: str) -> pd.DataFrame:
        """area, day, value, stated, text, unusable and source of the nearest layer that sets the key."""
        return self._table(key, False)

    def each(self, key: str) -> pd.DataFrame:
        """The same with a row for every layer that sets it."""
        return self._table(key, True)

    def at(self, subjects: pd.DataFrame, key: str, area: str, day: str, name: str) -> pd.DataFrame:
        """Subjects with <name>, <name>_text, <name>_unusable and <name>_source at their area on their day."""
        names = {"area": area, "day": day, "value": name}
        names |= {column: f"{name}_{column}" for column in COLUMNS[1:]}
        found = subjects.merge(self.value(key).rename(columns=names), how="left", on=[area, day])
        found[f"{name}_unusable"] = found[f"{name}_unusable"].eq(True)
        return found

    def convention(self, key: str) -> int:
        """One of our own conventions on the last day."""
        for value in self.book.parameters[key][NATION].values:
            if _holds(value, day_of(self.last)) and isinstance(value.value, int):
                return value.value
        raise KeyError(key)

    def _table(self, key: str, each: bool) -> pd.DataFrame:
        if (key, each) not in self.known:
            rows = [row for area in self.areas for row in self._spans(key, area, each)]
            spans = pd.DataFrame(rows, columns=["area", "begun", "ended", *COLUMNS])
            spans = spans.astype({"begun": "int64", "ended": "int64", "area": "str", "source": "str"})
            days = spans.loc[spans.index.repeat(spans.ended - spans.begun + 1)]
            days = days.assign(day=days.begun + days.groupby(level=0).cumcount())
            self.known[key, each] = days[["area", "day", *COLUMNS]].reset_index(drop=True)
        return self.known[key, each]

    def _spans(self, key: str, area: str, each: bool) -> Iterator[tuple[Any, ...]]:
        """What is set in an area, from day to day without a change."""
        parameters = self.book.parameters.get(key, {})
        here = [parameters[place] for place in layers(area) if place in parameters]
        dated: list[ParameterValue | Tier] = [value for parameter in here for value in parameter.values]
        dated += [tier for tier in self.book.tiers if not set(tier.places).isdisjoint(layers(area))]
        borders = {self.first} | {day for value in dated for day in _borders(value)}
        starts = sorted(day for day in borders if self.first <= day <= self.last)
        for start, after in zip(starts, [*starts[1:], self.last + 1], strict=True):
            rows = [_in_layer(self.book, parameter, area, day_of(start)) for parameter in here]
            found = [row for row in rows if row is not None]
            for row in found if each else found[:1]:
                yield area, start, after - 1, *row


def _borders(value: ParameterValue | Tier) -> Iterator[int]:
    if value.from_day:
        yield number_of(value.from_day)
    if value.until_day:
        yield number_of(value.until_day) + 1
    if isinstance(value, ParameterValue) and value.review:
        yield number_of(value.review) + 1


def _holds(value: ParameterValue | Tier, day: date) -> bool:
    begun = value.from_day is None or value.from_day <= day
    return begun and (value.until_day is None or day <= value.until_day)


def _in_layer(book: LawBook, parameter: Parameter, area: str, day: date) -> Row | None:
    holding = [value for value in parameter.values if _holds(value, day)]
    dated = [value for value in holding if value.from_day]
    if not dated:
        return _row(holding[0], usable=False) if holding else None
    if any(value.tier is not None for value in dated):
        return _in_tier(book, parameter, dated, area, day)
    return _on_day(dated[0], day)


def _in_tier(book: LawBook, parameter: Parameter, dated: list[ParameterValue], area: str, day: date) -> Row:
    key = parameter.key.split(".")[0] + ".tier"
    nothing: Row = (np.nan, np.nan, None, True, None)
    for place in layers(area):
        for tier in book.tiers:
            if tier.key == key and place in tier.places and _holds(tier, day):
                of_tier = [value for value in dated if value.tier == tier.value]
                return _on_day(of_tier[0], day) if tier.confirmed and of_tier else nothing
    return nothing


def _on_day(value: ParameterValue, day: date) -> Row:
    reviewed = value.review is None or day <= value.review
    return _row(value, usable=value.value is not None and value.confirmed and reviewed)


def _row(value: ParameterValue, *, usable: bool) -> Row:
    whole = isinstance(value.value, int) and not isinstance(value.value, bool)
    stated = float(value.value) if whole and isinstance(value.value, int) else np.nan
    return stated if usable else np.nan, stated, value.value if usable else None, not usable, value.source
