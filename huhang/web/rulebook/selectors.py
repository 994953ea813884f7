"""What the pages of the rulebook show, read from the law files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from huhang.audit.report.figures import span
from huhang.audit.report.law_words import clause_name, clause_number, instrument_name, place_name
from huhang.audit.report.wording import force_class
from huhang.law.loader import load_law
from huhang.vocabulary.law import Clause, Instrument, LawBook, LoadedRight
from huhang.vocabulary.places import covers
from huhang.vocabulary.powers import POWER_NAMES
from huhang.vocabulary.words import MODALITY_NAMES, Force, Text
from huhang.web.rulebook.words import BODY_NAMES, MODALITY_MEANINGS, WHO_NAMES

_CLAUSE_ID = re.compile(r"[A-Z][A-Za-z0-9]*-[A-Za-z0-9.-]*[A-Za-z0-9]")
_STRENGTH = {force: number for number, force in enumerate(Force)}
RIGHT_PREFIX = "right:"


@dataclass(frozen=True)
class InstrumentLine:
    """A document as a line of a list."""

    id: str
    name: Text
    title: Text
    force: Force
    look: str
    place: Text
    days: Text
    state: str
    clauses: int


@dataclass(frozen=True)
class ClauseLine:
    """A clause as a line of a list, with the rights that make it work."""

    clause: Clause
    number: Text
    name: Text
    instrument: str
    modality: Text
    meaning: Text
    who: Text
    rights: tuple[LoadedRight, ...]


@dataclass(frozen=True)
class PowerLine:
    """One power of a right: what, by whom, by which articles."""

    power: Text
    body: Text
    articles: tuple[Text, ...]
    everyone: bool


def state_on(instrument: Instrument, day: date) -> str:
    """Whether a document is in force on a day: nowhere, unknown, later, ended or now."""
    if instrument.place is None:
        return "nowhere"
    if instrument.from_day is None:
        return "unknown"
    if instrument.from_day > day:
        return "later"
    return "ended" if instrument.until_day and instrument.until_day < day else "now"


def instrument_line(book: LawBook, instrument: Instrument, day: date) -> InstrumentLine:
    """A document with its days and whether it is in force on a day."""
    return InstrumentLine(
        instrument.id,
        instrument_name(book, instrument.id),
        instrument.title,
        instrument.force,
        force_class(instrument.force),
        place_name(book, instrument.place) if instrument.place else Text("—", "—"),
        span(instrument.from_day, instrument.until_day),
        state_on(instrument, day),
        len(instrument.clauses),
    )


def instrument_lines(book: LawBook, *, place: str, force: str, day: date) -> list[InstrumentLine]:
    """Documents that speak of a place, of one force (empty: all), the strongest first."""
    chosen = [
        instrument
        for instrument in book.instruments.values()
        if (not force or instrument.force == force) and (not place or _speaks_of(instrument, place))
    ]
    chosen.sort(key=lambda found: (_STRENGTH[found.force], found.place or "9", found.id))
    return [instrument_line(book, found, day) for found in chosen]


def _speaks_of(instrument: Instrument, place: str) -> bool:
    return instrument.place is not None and (instrument.holds_at(place) or covers(place, instrument.place))


def instrument_places(book: LawBook) -> list[tuple[str, Text]]:
    """The places of documents, by code."""
    codes = sorted({found.place for found in book.instruments.values() if found.place})
    return [(code, place_name(book, code)) for code in codes]


@cache
def _rights_of_clauses() -> dict[str, tuple[LoadedRight, ...]]:
    """The rights that serve each clause, or name it as what their verdict rests on."""
    book = load_law()
    found: dict[str, dict[str, LoadedRight]] = {}
    for name, loaded in book.rights.items():
        for clause in clauses_of_right(book, loaded):
            found.setdefault(clause, {})[name] = loaded
    for clause_id in book.clause_home:
        for target in book.clause(clause_id).works_by:
            name = target.removeprefix(RIGHT_PREFIX)
            if name in book.rights:
                found.setdefault(clause_id, {})[name] = book.rights[name]
    return {clause: tuple(rights.values()) for clause, rights in found.items()}


def clauses_of_right(book: LawBook, loaded: LoadedRight) -> tuple[str, ...]:
    """The clauses that a right serves, then those that its rule names beside."""
    named = [clause for clause in _CLAUSE_ID.findall(loaded.docstring) if clause in book.clause_home]
    return tuple(dict.fromkeys([*loaded.right.clauses, *named]))


def clause_line(book: LawBook, clause_id: str) -> ClauseLine:
    """A clause with what a line about it says; KeyError where there is none."""
    clause = book.clause(clause_id)
    return ClauseLine(
        clause,
        clause_number(clause),
        clause_name(book, clause_id),
        book.clause_home[clause_id],
        MODALITY_NAMES[clause.modality],
        MODALITY_MEANINGS[clause.modality],
        WHO_NAMES.get(clause.who, Text(clause.who, clause.who)),
        _rights_of_clauses().get(clause_id, ()),
    )


def clause_lines(book: LawBook, clause_ids: Iterable[str]) -> list[ClauseLine]:
    """Several clauses as lines."""
    return [clause_line(book, clause_id) for clause_id in clause_ids]


def neighbours(
    clauses: Sequence[Clause], clause_id: str
) -> tuple[tuple[str, Text] | None, tuple[str, Text] | None]:
    """The clauses before and after one in its document: id and number."""
    place = next(number for number, clause in enumerate(clauses) if clause.id == clause_id)
    known = [(clause.id, clause_number(clause)) for clause in clauses]
    return known[place - 1] if place else None, known[place + 1] if place + 1 < len(known) else None


def power_lines(book: LawBook, loaded: LoadedRight) -> list[PowerLine]:
    """What a finding of a right can lead to, weakest first."""
    return [
        PowerLine(
            POWER_NAMES[power.power],
            BODY_NAMES.get(power.body, Text(power.body, power.body)),
            tuple(book.article(article) for article in power.articles),
            power.everyone,
        )
        for power in loaded.powers
    ]
