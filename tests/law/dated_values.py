"""The days on which a key becomes worth something else, and the law with such days moved."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from huhang.engine.parameters import resolve_each
from huhang.vocabulary.law import LawBook, Parameter
from huhang.vocabulary.places import layers

ONE_DAY = timedelta(days=1)


class Looked(NamedTuple):
    """A key that a rule looks up: the nearest layer alone, or each that sets it."""

    key: str
    each: bool

    @property
    def table(self) -> str:
        """The name under which the engine keeps its values."""
        return f"law_{'each' if self.each else 'nearest'}_{self.key.replace('.', '_')}"


class Change(NamedTuple):
    """A day on which a key becomes worth something else, by the names of the dated values ("" for none)."""

    key: str
    day: date
    before: str
    after: str


def borders(book: LawBook, key: str) -> list[date]:
    """Every day on which a value of the key, or a tier that it may depend on, begins or has ended."""
    days: set[date] = set()
    for parameter in book.parameters[key].values():
        for value in parameter.values:
            first = [value.from_day] if value.from_day else []
            days.update([*first, *(day + ONE_DAY for day in (value.until_day, value.review) if day)])
    for tier in book.tiers:
        if tier.key.split(".")[0] == key.split(".")[0]:
            days.update([tier.from_day, *([tier.until_day + ONE_DAY] if tier.until_day else [])])
    return sorted(days)


def change_at(book: LawBook, looked: Looked, area: str, day: date) -> Change | None:
    """What changes for the key at an area on a day; None where its worth stays the same."""
    before, after = (_worth(book, looked, area, when) for when in (day - ONE_DAY, day))
    if [value for _, value in before] == [value for _, value in after]:
        return None
    names = (" ".join(entry for entry, _ in side) for side in (before, after))
    return Change(looked.key, day, *names)


def _worth(book: LawBook, looked: Looked, area: str, day: date) -> list[tuple[str, object]]:
    """The usable values and their names."""
    found = resolve_each(book, looked.key, area, day)
    chosen = found if looked.each else found[:1]
    return [(str(one.entry), one.value) for one in chosen if one.reason is None]


def changes(book: LawBook, looked: Looked) -> set[Change]:
    """Every change of the key at some place of the book."""
    alike = {_standing(book, looked.key, area): area for area in book.places}
    found = (
        change_at(book, looked, area, day) for area in alike.values() for day in borders(book, looked.key)
    )
    return {change for change in found if change}


def _standing(book: LawBook, key: str, area: str) -> tuple[object, ...]:
    """What tells areas apart for a key: the layers that set it, and the tiers that name the area."""
    above = set(layers(area))
    tiers = tuple(n for n, tier in enumerate(book.tiers) if not above.isdisjoint(tier.places))
    return tuple(place for place in book.parameters[key] if place in above), tiers


def moved(book: LawBook, keys: Iterable[str], days: int) -> LawBook:
    """The book with all days of these keys, and of the tiers that they depend on, moved by so many days."""
    step = timedelta(days=days)
    chosen = set(keys)
    parameters = {
        key: {place: _later(parameter, step) for place, parameter in layer.items()}
        if key in chosen
        else layer
        for key, layer in book.parameters.items()
    }
    families = {key.split(".")[0] for key in chosen}
    if families.isdisjoint(tier.key.split(".")[0] for tier in book.tiers):
        return replace(book, parameters=parameters)
    tiers = tuple(
        replace(tier, from_day=tier.from_day + step, until_day=tier.until_day and tier.until_day + step)
        if tier.key.split(".")[0] in families
        else tier
        for tier in book.tiers
    )
    return replace(book, parameters=parameters, tiers=tiers)


def _later(parameter: Parameter, step: timedelta) -> Parameter:
    values = tuple(
        replace(
            value,
            from_day=value.from_day and value.from_day + step,
            until_day=value.until_day and value.until_day + step,
            review=value.review and value.review + step,
        )
        for value in parameter.values
    )
    return replace(parameter, values=values)
