"""The shape of every law file: which keys it has, which may be left out, and of what kind they are."""

from typing import Any, Literal

from pydantic import Field

from huhang.vocabulary.words import Force, Modality
from huhang.vocabulary.yaml_files import Day, Shape, Words

LevelBelow = Literal["province", "city", "district"]


class Dated(Shape):
    """Days from which and until which something holds, both inclusive; null is open or not known."""

    from_day: Day | None = Field(alias="from")
    until_day: Day | None = Field(alias="until")


class ClauseShape(Words):
    """One duty of an instrument."""

    no: str | None
    who: str
    modality: Modality
    bodies: list[str]
    works_by: list[str]
    judgement: Words | None = None


class InstrumentShape(Dated, Words):
    """instruments/<id>.yaml."""

    id: str
    number: str | None
    issuers: list[str]
    place: str | None
    force: Force
    issued: str | None
    carries_out: list[str]
    clauses: dict[str, ClauseShape]
    url: str | None = None


class ValueShape(Dated):
    """One dated value of a parameter; its kind depends on the parameter's unit."""

    value: Any
    source: str
    confidence: Literal["confirmed", "unconfirmed"]
    review: Day | None
    tier: int | None = None
    clause: str | None = None
    note: Words | str | None = None
    url: str | None = None
    source_text: str | None = None


class ParameterShape(Words):
    """One key of parameters/<place>.yaml."""

    unit: str
    overridable_by: list[LevelBelow]
    values: list[ValueShape]


class PlaceShape(Words):
    """One place of places.yaml."""

    level: Literal["nation", "province", "city", "district"]
    parent: str | None
    from_day: Day | None = Field(default=None, alias="from")
    until_day: Day | None = Field(default=None, alias="until")
    successor: str | None = None


class TierShape(Shape):
    """The wage tier of some areas for some days."""

    places: list[str]
    key: str
    value: int
    from_day: Day = Field(alias="from")
    until_day: Day | None = Field(alias="until")
    source: str
    confidence: Literal["confirmed", "unconfirmed"] = "confirmed"
    note: Words | str | None = None
    url: str | None = None
    source_text: str | None = None


class CalendarShape(Shape):
    """calendar/<year>.yaml; `statutory` null where the statutory days of that year are not known."""

    year: int
    published: bool
    source: str
    statutory: list[Day] | None
    days_off: list[Day]
    makeup_workdays: list[Day]


class PowerShape(Shape):
    """One entry of a right's powers.yaml; articles as "<instrument> <article>"."""

    power: Literal["inquire", "advise", "talk", "order", "penalise"]
    body: str
    articles: list[str] = Field(default_factory=list)
    everyone: bool = False


class PlainWordsShape(Shape):
    """A right's words.yaml."""

    protects: Words
    counted: Words
