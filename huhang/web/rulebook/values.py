"""Dated values of the law by place and day: the answer, the history, and what every layer sets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from huhang.audit.consulted import keys_consulted
from huhang.audit.report.content import Ruler, Step
from huhang.audit.report.figures import span
from huhang.audit.report.law_values import rulers_for
from huhang.audit.report.law_words import instrument_name, is_usable, named_reason, place_name
from huhang.audit.report.ruler import RulerDrawing, draw_ruler
from huhang.engine.parameters import Resolved, resolve
from huhang.law.instrument_files import CONVENTION
from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook, Parameter, ParameterValue
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Text
from huhang.web.rulebook.selectors import clauses_of_right
from huhang.web.rulebook.words import KEY_AREAS, OTHER_KEYS

_MOST_RAILS = 3


@dataclass(frozen=True)
class KeyLine:
    """A key as a line of a list."""

    key: str
    name: Text
    layers: int


@dataclass(frozen=True)
class DatedLine:
    """One dated value of one layer: what it says, on which days, by which document."""

    place: Text
    code: str
    tier: int | None
    value: Text
    days: Text
    source: Text
    source_id: str | None
    clause: str | None
    confirmed: bool
    review: date | None
    note: Text | None
    holds: bool
    usable: bool


@dataclass(frozen=True)
class Answer:
    """What a key is worth at a place on a day; `why_not` where no value can be used."""

    place: Text
    value: Text | None
    why_not: Text | None
    line: DatedLine | None


@dataclass(frozen=True)
class ValuePage:
    """All that the page of a value shows."""

    key: str
    name: Text
    code: str
    day: date
    answer: Answer
    ruler: Ruler | None
    drawing: RulerDrawing | None
    steps: tuple[tuple[Step, Text], ...]
    lines: tuple[DatedLine, ...]
    places: tuple[tuple[str, Text], ...]
    rights: tuple[tuple[str, Text], ...]


def key_groups(book: LawBook) -> list[tuple[Text, list[KeyLine]]]:
    """All keys by what they are about."""
    groups: dict[Text, list[KeyLine]] = {text: [] for text in (*KEY_AREAS.values(), OTHER_KEYS)}
    for key, by_place in sorted(book.parameters.items()):
        if _is_ours(by_place.values()):
            continue
        area = KEY_AREAS.get(key.split(".")[0], OTHER_KEYS)
        groups[area].append(KeyLine(key, next(iter(by_place.values())).name, len(by_place)))
    ours = [
        KeyLine(key, next(iter(by_place.values())).name, len(by_place))
        for key, by_place in sorted(book.parameters.items())
        if _is_ours(by_place.values())
    ]
    shown = [(text, lines) for text, lines in groups.items() if lines]
    return [*shown, (Text("本项目的约定（没有效力）", "Conventions of this project (without force)"), ours)]


def _is_ours(layers: Iterable[Parameter]) -> bool:
    return all(value.source == CONVENTION for layer in layers for value in layer.values)


@cache
def _keys_of_rights() -> dict[str, frozenset[str]]:
    return keys_consulted(load_law())


def rights_that_use(key: str) -> list[str]:
    """The rights that look a key up."""
    return [name for name, keys in sorted(_keys_of_rights().items()) if key in keys]


def keys_of_right(book: LawBook, right: str) -> list[KeyLine]:
    """The values that a right looks up."""
    return [
        KeyLine(key, next(iter(book.parameters[key].values())).name, len(book.parameters[key]))
        for key in sorted(_keys_of_rights()[right])
    ]


def value_page(book: LawBook, key: str, code: str | None, day: date) -> ValuePage:
    """The page of a value; without a place that of the layer with most to tell."""
    by_place = book.parameters[key]
    code = code or usual_place(by_place)
    rights = rights_that_use(key)
    rulers = rulers_for(book, [(key, code)], _texts_of(book, rights)[:_MOST_RAILS])
    ruler = rulers[0] if rulers else None
    return ValuePage(
        key,
        next(iter(by_place.values())).name,
        code,
        day,
        _answer(book, key, code, day),
        ruler,
        draw_ruler(ruler, day, day) if ruler else None,
        tuple((step, span(step.from_day, step.until_day)) for step in ruler.steps) if ruler else (),
        tuple(_lines(book, by_place, day)),
        tuple((place, place_name(book, place)) for place in sorted(by_place)),
        tuple((name, book.rights[name].title) for name in rights),
    )


def usual_place(by_place: Mapping[str, Parameter]) -> str:
    """The layer whose history is longest; of equals the first."""
    return max(sorted(by_place), key=lambda place: len(by_place[place].values))


def _texts_of(book: LawBook, rights: Iterable[str]) -> list[str]:
    """The documents that hold the clauses of some rights, to stand beside the steps."""
    clauses = (clause for name in rights for clause in clauses_of_right(book, book.rights[name]))
    homes = dict.fromkeys(book.clause_home[clause] for clause in clauses)
    return [home for home in homes if is_usable(book.instruments[home])]


def _answer(book: LawBook, key: str, code: str, day: date) -> Answer:
    found = resolve(book, key, code, day)
    layer = book.parameters[key].get(found.place or "")
    line = dated_line(book, layer, found.source, day) if layer and found.source else None
    unit = next(iter(book.parameters[key].values())).unit
    value = _told(book, found.value, unit) if found.value is not None else None
    return Answer(place_name(book, code), value, None if value else _why_not(book, found), line)


def _told(book: LawBook, value: object, unit: str) -> Text:
    """A value with its unit; a document that stands for one by its name."""
    return (
        instrument_name(book, value)
        if isinstance(value, str) and value in book.instruments
        else value_text(value, unit)
    )


def _why_not(book: LawBook, found: Resolved) -> Text:
    if found.reason:
        return named_reason(book, found.reason, reason_text(found.reason))
    return Text(
        "法律文件里没有当时当地的这个值；这不等于当地没有规定",
        "the law files hold no value for that place and day, which is not to say that none was set there",
    )


def _lines(book: LawBook, by_place: Mapping[str, Parameter], day: date) -> list[DatedLine]:
    return [
        dated_line(book, layer, value, day) for _, layer in sorted(by_place.items()) for value in layer.values
    ]


def dated_line(book: LawBook, layer: Parameter, value: ParameterValue, day: date) -> DatedLine:
    """One dated value as a line."""
    known = value.source in book.instruments
    holds = value.from_day is not None and value.from_day <= day
    holds = holds and (value.until_day is None or day <= value.until_day)
    return DatedLine(
        place_name(book, layer.place),
        layer.place,
        value.tier,
        _told(book, value.value, layer.unit),
        Text("起始日不明", "start not known")
        if value.from_day is None
        else span(value.from_day, value.until_day),
        instrument_name(book, value.source),
        value.source if known else None,
        value.clause,
        value.confirmed,
        value.review,
        value.note,
        holds,
        value.confirmed and value.value is not None and value.from_day is not None,
    )
