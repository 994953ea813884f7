"""Acts as a log: nothing is overwritten, a mistake is set right by a later act that says so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from huhang.vocabulary.words import Text

Value = str | int | bool | tuple[str, ...]
NO_FIELDS: Mapping[str, Value] = MappingProxyType({})

# The act that strikes an entry made by mistake; every procedure has it.
STRIKE = "strike"
# Acts drafted by a machine carry this role; nothing that is signed can.
MACHINE = "machine"


class Act(NamedTuple):
    """One act of one person: what, when (an instant with a zone), by whom, in which role and place.

    `number` counts the acts of a case from 1; `corrects` is the number of the earlier act that it sets right.
    Days and instants in `fields` are ISO texts, money is whole fen, lists are tuples of text.
    """

    kind: str
    at: datetime
    by: str
    role: str
    place: str
    fields: Mapping[str, Value] = NO_FIELDS
    number: int = 0
    corrects: int | None = None


class Actor(NamedTuple):
    """Who wants to act: the person, the roles held, and the places for which they hold."""

    person: str
    roles: frozenset[str]
    places: tuple[str, ...]


class Refusal(NamedTuple):
    """Why an act is not allowed: a short code for programs, and the words for people."""

    code: str
    text: Text


def standing(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts as they stand after all corrections, in the order of their numbers.

    A corrected act keeps its number, its instant and its person, and takes the fields of the correction.
    """
    kept: dict[int, Act] = {}
    for act in sorted(acts, key=lambda act: act.number):
        if act.corrects is None:
            kept[act.number] = act
        elif act.kind == STRIKE:
            kept.pop(act.corrects, None)
        elif act.corrects in kept:
            kept[act.corrects] = kept[act.corrects]._replace(fields=act.fields)
    return tuple(kept.values())
