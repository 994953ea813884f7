"""The shape of every law file: which keys it has, which may be left out, and of what kind they are."""

import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from huhang.law.reading import LawError, LawFile
from huhang.vocabulary.words import Force, Modality, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Shaped = TypeVar("Shaped")


def _day(value: object) -> object:
    """A day from its ISO text and from nothing else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written as 2025-07-01")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_day)]
LevelBelow = Literal["province", "city", "district"]


class Shape(BaseModel):
    """A map whose unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, populate_by_name=True)


class Words(Shape):
    """A text in Chinese and in English."""

    zh: str
    en: str

    def text(self) -> Text:
        """The words as the vocabulary's text."""
        return Text(self.zh, self.en)


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


def _words_for(kind: str, key: str, written: object, message: str, needed: str | None) -> Text:
    """What is wrong with a key: it is unknown, or missing, or its content is not what is needed."""
    if kind == "extra_forbidden":
        return Text(f"未知的键“{key}”，请删除或改正。", f'unknown key "{key}"; remove or correct it.')
    if kind == "missing":
        return Text(f"缺少必填的键“{key}”。", f'the required key "{key}" is missing.')
    one_of = f"，应为 {needed}" if needed else ""
    return Text(f"“{key}”的内容“{written}”不合要求{one_of}。", f'"{key}" cannot be "{written}": {message}.')


def shaped(file: LawFile, kind: type[Shaped]) -> Shaped:
    """The file's data as `kind`; LawError with the line of the first thing that does not fit."""
    try:
        return TypeAdapter(kind).validate_python(file.data)
    except ValidationError as error:
        # A misspelt key shows as one unknown and one missing; the unknown one says more.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        path = first["loc"]
        needed = first.get("ctx", {}).get("expected")
        words = _words_for(
            first["type"], str(path[-1]) if path else file.name, first["input"], first["msg"], needed
        )
        raise LawError(file.where(path), *words) from None
