"""The shape of the law: instruments, clauses, dated parameters, wage tiers, rights, and their book."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huhang.vocabulary.days import WorkCalendar
from huhang.vocabulary.places import Place, covers
from huhang.vocabulary.powers import RightPower
from huhang.vocabulary.words import Force, Modality, Text

if TYPE_CHECKING:
    # Ibis takes half a second to load; who only asks for places and dates need not wait for it.
    from huhang.vocabulary.judging import Facts, Judgement, Law

# Kinds of subject that are companies and no workers: like orders of a month, and a month in one area.
OF_COMPANIES = ("group", "company_month")


@dataclass(frozen=True)
class Clause:
    """One duty of an instrument, in own words."""

    id: str
    no: str | None
    who: str
    modality: Modality
    duty: Text
    bodies: tuple[str, ...]
    works_by: tuple[str, ...]
    judgement: Text | None = None


@dataclass(frozen=True)
class Instrument:
    """One document of law; `place` None means that it is in force nowhere.

    `from_day` None means that its start is not known; `until_day` None that no end is known.
    """

    id: str
    number: str | None
    title: Text
    issuers: tuple[str, ...]
    place: str | None
    force: Force
    issued: str | None
    from_day: date | None
    until_day: date | None
    carries_out: tuple[str, ...]
    clauses: tuple[Clause, ...]
    url: str | None = None

    def holds_at(self, area_code: str) -> bool:
        """Whether the document speaks of this area at all, on whatever day."""
        return self.place is not None and covers(self.place, area_code)


@dataclass(frozen=True)
class ParameterValue:
    """One dated value of a layer; days inclusive, None = open. `value` None is a known hole.

    Money is whole fen, times are whole seconds where the parameter's unit says so.
    """

    value: int | str | tuple[Any, ...] | bool | None
    from_day: date | None
    until_day: date | None
    source: str
    confirmed: bool
    review: date | None
    tier: int | None = None
    clause: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Parameter:
    """A key with the values of one layer (one place); `overridable_by` lists levels below that may set it."""

    key: str
    place: str
    unit: str
    name: Text
    overridable_by: tuple[str, ...]
    values: tuple[ParameterValue, ...]


@dataclass(frozen=True)
class Tier:
    """The wage tier of some areas for some days."""

    places: tuple[str, ...]
    key: str
    value: int
    from_day: date
    until_day: date | None
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Right:
    """What a right protects: the clauses it serves, what it needs, and what it counts.

    `needs` are columns as "orders.pay_base_fen"; without one of them nothing can be said.
    `subject` is worker_period, worker_day, worker_week, spell, payout, group (of like orders) or
    company_month (in one area); `unit` that of the measure.
    `spares_own_business`: whether category C is out of scope.
    """

    clauses: tuple[str, ...]
    needs: tuple[str, ...]
    subject: str
    unit: str
    spares_own_business: bool = True


@dataclass(frozen=True)
class PlainWords:
    """A right in words for everybody: what it protects, and how it is worked out."""

    protects: Text
    counted: Text


@dataclass(frozen=True)
class LoadedRight:
    """A right read from its folder, with its rule, its words, its cases, the powers that it can lead to.

    `version` is the hash of the files that decide a verdict; the powers and the plain words are not among
    them.
    """

    name: str
    title: Text
    right: Right
    rule: "Callable[[Facts, Law], Judgement]"
    docstring: str
    version: str
    read_cases: Callable[[], tuple[Mapping[str, Any], ...]]
    powers: tuple[RightPower, ...] = ()
    plain: PlainWords | None = None

    @cached_property
    def cases(self) -> tuple[Mapping[str, Any], ...]:
        """Its named cases, which no audit asks for: read when they are first wanted."""
        return self.read_cases()


@dataclass(frozen=True)
class LawBook:
    """The whole law as loaded; parameters by key, then by place of the layer."""

    places: Mapping[str, Place]
    instruments: Mapping[str, Instrument]
    parameters: Mapping[str, Mapping[str, Parameter]]
    tiers: tuple[Tier, ...]
    rights: Mapping[str, LoadedRight]
    calendar: WorkCalendar
    version: str = ""
    clause_home: Mapping[str, str] = field(default_factory=dict)

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id; KeyError where there is none."""
        instrument = self.instruments[self.clause_home[clause_id]]
        return next(clause for clause in instrument.clauses if clause.id == clause_id)

    def article(self, written: str) -> Text:
        """An article as rights name it, "inspection-regulation-2004 26(2)", in words; KeyError if unknown."""
        instrument, _, number = written.partition(" ")
        title = self.instruments[instrument].title
        return Text(f"《{title.zh}》第{number}条", f"{title.en}, art. {number}")
