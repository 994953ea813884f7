"""The shape of a procedure file: stages, acts, gates, clocks, manners of service, exceptions, competence."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from huhang.vocabulary.powers import Power
from huhang.vocabulary.words import Text
from huhang.vocabulary.yaml_files import Shape, Words


def article_in_words(article: str) -> str:
    """An article as Chinese papers cite it: "10(1)" is 第10条第（1）项."""
    number, _, item = article.rstrip(")").partition("(")
    return f"第{number}条第（{item}）项" if item else f"第{number}条"


def _power(value: object) -> object:
    """A power from its name in small letters."""
    names = {power.name.lower(): power for power in Power}
    if not isinstance(value, str) or value not in names:
        raise ValueError("one of " + ", ".join(names))
    return names[value]


PowerName = Annotated[Power, BeforeValidator(_power)]
FieldKind = Literal["text", "day", "instant", "fen", "flag", "choice", "people", "list", "numbers"]


class Source(Words):
    """A text that acts rest on; `instrument` is its id in the law, or `convention`."""

    instrument: str


class FieldShape(Words):
    """A field of an act: what is written down when it is done."""

    kind: FieldKind
    choices: dict[str, Words] | None = None


class StageShape(Words):
    """A stage, who must act in it, and whether it ends the case."""

    who: tuple[str, ...] = ()
    end: bool = False


class DoneTest(Shape):
    """An act of this kind must stand (or, with `not`, must not), counted since the last act of `since`."""

    test: Literal["done"]
    act: str
    since: tuple[str, ...] = ()
    negated: bool = Field(default=False, alias="not")


class OverTest(Shape):
    """A clock must have run out (or, with `not`, must not have)."""

    test: Literal["over"]
    clock: str
    negated: bool = Field(default=False, alias="not")


class ServedTest(Shape):
    """One of these papers, whichever was issued last, must have been served."""

    test: Literal["served"]
    papers: tuple[str, ...]


class RecheckTest(Shape):
    """A recheck on data taken in after the last of these papers was served must say `result`.

    With `clock`, the data must have been taken in after the end of that clock too.
    """

    test: Literal["recheck"]
    act: str
    papers: tuple[str, ...]
    data: str
    field: str
    result: str
    clock: str | None = None


class DeclaredTest(Shape):
    """The person acting must declare this field true."""

    test: Literal["declared"]
    field: str


class CountTest(Shape):
    """The field must name at least as many different people as the parameter says."""

    test: Literal["count"]
    field: str
    least: str


class OtherPersonTest(Shape):
    """The person acting (or named in `field`) must not be one who did these acts or is named in `people`."""

    test: Literal["other_person"]
    acts: tuple[str, ...]
    people: tuple[str, ...] = ()
    field: str | None = None


class NotAboveTest(Shape):
    """An amount must not exceed that of an earlier act."""

    test: Literal["not_above"]
    field: str
    act: str


class AnsweredTest(Shape):
    """Every point that was made since the last act of `since` must have been answered."""

    test: Literal["answered"]
    since: tuple[str, ...] = ()
    asked: str
    answered: str
    field: str


class AheadTest(Shape):
    """A day must lie at least as far ahead as the parameter says."""

    test: Literal["ahead"]
    field: str
    least: str


class LookbackTest(Shape):
    """A day must not lie further back from an earlier act than the parameter says; no day is fine."""

    test: Literal["lookback"]
    field: str
    act: str
    most: str


class CompetentTest(Shape):
    """Every matter named must belong to this body by the file's table of competence."""

    test: Literal["competent"]
    field: str
    body: str


class NotAllTest(Shape):
    """The last act of this kind must not have all these fields true."""

    test: Literal["not_all"]
    act: str
    fields: tuple[str, ...]


class FieldTest(Shape):
    """The last act of this kind must have this value in the field."""

    test: Literal["field"]
    act: str
    field: str
    value: str


class EqualTest(Shape):
    """Two fields of the act must be the same."""

    test: Literal["equal"]
    field: str
    other: str


class SomeTest(Shape):
    """At least one of these fields must be filled."""

    test: Literal["some"]
    fields: tuple[str, ...]


class PairedTest(Shape):
    """These lists belong together line by line: they must be of one length."""

    test: Literal["paired"]
    fields: tuple[str, ...]


class InOrderTest(Shape):
    """None of these days is past, and none is before the one named before it."""

    test: Literal["in_order"]
    fields: tuple[str, ...]


class ReachedTest(Shape):
    """The day in the field of this act, or of the last act `act`, must have come; no day, no bar."""

    test: Literal["reached"]
    field: str
    act: str | None = None


class EitherTest(Shape):
    """One of these gates must be open."""

    test: Literal["either"]
    gates: tuple[str, ...]


Test = Annotated[
    DoneTest
    | OverTest
    | ServedTest
    | RecheckTest
    | DeclaredTest
    | CountTest
    | OtherPersonTest
    | NotAboveTest
    | AnsweredTest
    | AheadTest
    | LookbackTest
    | CompetentTest
    | NotAllTest
    | FieldTest
    | EqualTest
    | SomeTest
    | PairedTest
    | InOrderTest
    | ReachedTest
    | EitherTest,
    Field(discriminator="test"),
]
# Tests that look at what is written in the act, so that nothing can be said before it is proposed.
OF_FIELDS = (
    DeclaredTest,
    CountTest,
    NotAboveTest,
    AheadTest,
    LookbackTest,
    CompetentTest,
    EqualTest,
    SomeTest,
    PairedTest,
    InOrderTest,
)


class GateShape(Words):
    """A gate: what is wrong while it is closed, the test, its provision, and exceptions that open it."""

    test: Test = Field(alias="is")
    basis: tuple[str, ...]
    spared_by: tuple[str, ...] = ()


class ExceptionShape(Words):
    """A ground on which gates that name it are open, and its provision; its own `gates` must be open."""

    basis: tuple[str, ...]
    gates: tuple[str, ...] = ()


class ActShape(Words):
    """A kind of act: from which stages (none: it opens the case) to which (none: it stays), by whom.

    `overturns` are kinds of paper that it sets aside: from it on the last one issued binds nobody, and clocks
    that ran from its service end. `note` says what whoever does it has to know.
    """

    from_stages: tuple[str, ...] = Field(alias="from")
    to: str | None = None
    by: tuple[str, ...]
    basis: tuple[str, ...]
    power: PowerName = Power.NONE
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    paper: Words | None = None
    signed: bool = False
    sanction: bool = False
    serves: tuple[str, ...] = ()
    overturns: tuple[str, ...] = ()
    note: Words | None = None


class StartShape(Shape):
    """What starts a clock: an act (on its day, or that written in `day`), a service, another clock's end."""

    act: str | None = None
    day: str | None = None
    served: str | None = None
    over: str | None = None
    when: dict[str, str] | None = None


class ExtendShape(Shape):
    """An act that lengthens a clock, by a parameter or to the day written in a field."""

    act: str
    length: str | None = None
    until: str | None = None


class StepShape(Shape):
    """A step of the ladder: to whom a late case goes, how long after the end (none: at once)."""

    to: str
    after: str | None = None


class ClockShape(Words):
    """A clock: who must act before its end, what starts, pauses, lengthens and ends it, who hears of delay.

    `length` is the key of a parameter, `until` a field with the day; `ends_by_service` are papers. An act in
    `ends_from` ends the clock only from the day on that stands in the field named, as last written. A clock
    that `lapses` is a term within which something may be asked: its end is nobody's delay.
    """

    holder: tuple[str, ...]
    lapses: bool = False
    starts: tuple[StartShape, ...]
    ends: tuple[str, ...] = ()
    ends_by_service: tuple[str, ...] = ()
    ends_from: dict[str, str] = Field(default_factory=dict)
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    length: str | None = None
    until: str | None = None
    extends: tuple[ExtendShape, ...] = ()
    remind: tuple[str, ...] = ()
    ladder: tuple[StepShape, ...] = ()
    basis: tuple[str, ...]


class MannerShape(Words):
    """A manner of service: what the receipt must show, and which day is the day of service."""

    basis: tuple[str, ...]
    needs: tuple[str, ...]
    day: str
    plus: str | None = None
    gates: tuple[str, ...] = ()


class CompetenceShape(Words):
    """Who is competent: `rights` are beginnings of names of rights, or words for matters."""

    rights: tuple[str, ...]
    basis: tuple[str, ...]


class Procedure(Words):
    """One procedure as its file says; names of stages, acts, gates and clocks are those of the file."""

    id: str
    about: Words
    sources: dict[str, Source]
    roles: dict[str, Words]
    fields: dict[str, FieldShape]
    stages: dict[str, StageShape]
    gates: dict[str, GateShape] = Field(default_factory=dict)
    exceptions: dict[str, ExceptionShape] = Field(default_factory=dict)
    acts: dict[str, ActShape]
    clocks: dict[str, ClockShape]
    manners: dict[str, MannerShape] = Field(default_factory=dict)
    competence: dict[str, CompetenceShape] = Field(default_factory=dict)

    def basis_text(self, basis: tuple[str, ...]) -> Text:
        """Provisions such as "监察条例 17" written out in both languages."""
        parts = [self._provision(item) for item in basis]
        return Text("、".join(part.zh for part in parts), "; ".join(part.en for part in parts))

    def _provision(self, written: str) -> Text:
        name, _, article = written.partition(" ")
        source = self.sources[name]
        if not article:
            return source.text()
        return Text(f"《{source.zh}》{article_in_words(article)}", f"{source.en}, art. {article}")

    def papers(self) -> Iterator[str]:
        """Kinds of act that make a paper."""
        return (name for name, act in self.acts.items() if act.paper)

    def is_served(self, kind: str) -> bool:
        """Whether the paper of this kind of act is served on the company."""
        return any(kind in act.serves for act in self.acts.values())

    def role_text(self, roles: tuple[str, ...]) -> Text:
        """The titles of some roles."""
        words = [self.roles[role] for role in roles]
        return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
