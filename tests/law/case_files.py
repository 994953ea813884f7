"""What a hand-worked case may say: rows in short, and the verdicts that a lawyer would sign."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.money import fen_from_yuan

WORKER = "w"
EVER = (date(1990, 1, 1), date(2028, 12, 31))


def _local(moment: datetime) -> datetime:
    """A wall-clock time of a case is one in China."""
    return moment.replace(tzinfo=ZoneInfo(CHINA_ZONE)) if moment.tzinfo is None else moment


def _fen(text: object) -> int | None:
    return None if text is None else fen_from_yuan(str(text))


Moment = Annotated[datetime, AfterValidator(_local)]
Yuan = Annotated[int, BeforeValidator(_fen)]
MaybeYuan = Annotated[int | None, BeforeValidator(_fen)]


class Words(BaseModel):
    """A map of a case file; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(Words):
    """First and last day, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class Order(Words):
    """One order; `repeat` is the same hours on so many days in a row, `copies` so many at the same moment.

    A null sum is an empty cell; the distance is in metres.
    """

    accepted: Moment
    offered: Moment | None = None
    promised: Moment | None = None
    completed: Moment | None = None
    cancelled: Moment | None = None
    status: str | None = None
    area: str | None = None
    base: MaybeYuan = 0
    incentive: MaybeYuan = 0
    one_off: MaybeYuan = 0
    night: MaybeYuan = 0
    weather: MaybeYuan = 0
    holiday: MaybeYuan = 0
    tip: MaybeYuan = 0
    premium: MaybeYuan = 0
    distance: int | None = None
    sector: str = "instant_delivery"
    subsector: str | None = None
    partner: str | None = None
    worker: str = WORKER
    repeat: int = 1
    copies: int = 1

    def days(self) -> list[timedelta]:
        """How far each repetition lies behind the first."""
        return [timedelta(days=n) for n in range(self.repeat)]


class Session(Words):
    """Time online; demanded unless said otherwise."""

    first: Moment = Field(alias="from")
    last: Moment = Field(alias="to")
    demanded: bool = True


class Break(Words):
    """A break within the order of this number, counted from 1."""

    order: int
    first: Moment = Field(alias="from")
    last: Moment = Field(alias="to")


class Deduction(Words):
    """What was taken off; `basis` none is an empty cell."""

    at: Moment
    reason: str
    amount: Yuan
    basis: str | None = None
    worker: str = WORKER


class Payout(Days):
    """One payment for a settlement period."""

    amount: Yuan = 0
    due: date | None = None
    paid: date | None = None
    channel: str = "bank"
    partner: str | None = None
    worker: str = WORKER


class Person(Words):
    """What the company says of the worker."""

    category: str | None = None
    category_from: str | None = None
    instrument: str | None = None
    hours_system: str | None = None
    person_status: str | None = None
    employer: str | None = None
    partner: str | None = None
    area: str | None = None
    engaged_from: date = date(1990, 1, 1)
    engaged_to: date | None = None


class Paper(Words):
    """A contract or agreement signed by both."""

    kind: str
    signed: date
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")


class Filed(Words):
    """A version of a rule that the company made."""

    subject: str = "working_time"
    version: str = "1"
    first: date = Field(alias="from")
    consulted: date | None = None
    content: dict[str, Any]


class Prompt(Words):
    """A prompt to rest, and what the worker answered."""

    shown: Moment
    answered: Moment | None = None
    answer: str | None = None
    kind: str | None = "daily"


class Insured(Words):
    """An insurance of a worker; it names no company, so that the worker is to have a name of his own."""

    worker: str
    kind: str = "work_injury"
    first: date = Field(alias="from")
    last: date | None = Field(None, alias="to")


class Expected(Words):
    """What the right says of one subject; only what is written is compared."""

    verdict: str
    reason: str = ""
    shortfall: MaybeYuan = None
    measure: int | None = None
    threshold: int | None = None
    force: str | None = None
    text: str | None = None
    place_of_subject: str | None = None
    category_from: str | None = None
    would_be: str | None = None
    detail: dict[str, Any] = Field(default_factory=dict)


class Case(Expected):
    """One situation in a sentence, what was handed over, and the verdicts; `also` has further subjects.

    Subjects stand in the order in which they start, then of the debtor, then of the text.
    """

    case: str
    en: str
    place: str
    orders: tuple[Order, ...] = ()
    sessions: tuple[Session, ...] = ()
    breaks: tuple[Break, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    payouts: tuple[Payout, ...] = ()
    settlement: Days | None = None
    worker: Person | None = None
    agreements: tuple[Paper, ...] = ()
    rules: tuple[Filed, ...] = ()
    leaves: tuple[Days, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    insured: tuple[Insured, ...] = ()
    company: str | None = None
    audit: Days = Days(**{"from": EVER[0], "to": EVER[1]})
    missing: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    also: tuple[Expected, ...] = ()

    @property
    def expected(self) -> tuple[Expected, ...]:
        """The verdicts in order."""
        return (self, *self.also)
