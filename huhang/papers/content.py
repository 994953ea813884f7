"""What a paper says before it has a form: who writes to whom, about which findings, until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huhang.audit.explaining.sheets import Sheet
from huhang.vocabulary.words import Force, Text


class PaperKind(StrEnum):
    """The papers of an inspection; each has its wording in huhang/papers/wording."""

    REMINDER_LETTER = "reminder_letter"
    LETTER_OF_ADVICE = "letter_of_advice"
    SUMMONS_TO_TALK = "summons_to_talk"
    ORDER_TO_CORRECT = "order_to_correct"
    INQUIRY_LETTER = "inquiry_letter"
    NOTICE_OF_FACTS = "notice_of_facts"
    DEFENCE_ANSWER = "defence_answer"
    CLOSING_NOTICE = "closing_notice"
    SERVICE_RECEIPT = "service_receipt"
    TALK_MINUTES = "talk_minutes"


class PaperFormat(StrEnum):
    """The files a paper can be made as."""

    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True)
class IssuingBody:
    """The body that the paper comes from; `address` is where answers are sent."""

    name: Text
    address: Text


@dataclass(frozen=True)
class Company:
    """The company written to; `code` is its unified social credit code."""

    name: str
    code: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Signer:
    """The person who signed, with the post that holds the power."""

    name: str
    post: Text


@dataclass(frozen=True)
class Contact:
    """Whom the company may ask."""

    name: str
    phone: str


@dataclass(frozen=True)
class Citation:
    """A document with its number and, where known, the number of the clause."""

    document: Text
    number: str | None = None
    clause: str | None = None


@dataclass(frozen=True)
class PaperFinding:
    """One line of the attached table; money in fen, days inclusive.

    `subject` is an id at the company, masked on paper unless the subject is `of_company`. `force` None
    marks a signal. `decided` says that a person has decided it; until then it is only suspected.
    `figures` are what was measured and counted, named.
    """

    finding_id: str
    right: Text
    subject: str
    force: Force | None
    citations: tuple[Citation, ...]
    place: Text
    period_from: date
    period_to: date
    difference_fen: int | None = None
    figures: tuple[tuple[Text, Text], ...] = ()
    arithmetic: tuple[Sheet, ...] = ()
    decided: bool = False
    of_company: bool = False


@dataclass(frozen=True)
class DataSource:
    """Whose data the findings were calculated from, and the days they and the texts stand for."""

    supplier: str
    from_day: date
    to_day: date
    receipt: str | None = None


@dataclass(frozen=True)
class Remedy:
    """A way to object: what it is called, to whom, and its term as the law in force sets it.

    `term` None: the term is not known here; the paper then says "within the term that the law sets".
    """

    name: Text
    to: Text
    term: Text | None = None


@dataclass(frozen=True)
class Meeting:
    """When and where a talk is held, who should come, and who was there."""

    at: datetime
    place: Text
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of a statement or a talk, and what was answered to it."""

    said: str
    answered: str


@dataclass(frozen=True)
class Service:
    """How a paper was handed over; `paper` names it with its number."""

    paper: str
    manner: Text
    receiver: str
    place: str
    served_at: datetime
    server: str
    witness: str | None = None


@dataclass(frozen=True)
class LetterContent:
    """Everything a paper may say; which of it a kind needs is told by its wording.

    Without `signer` the paper is a draft and says so. `proposal` is what the body means to decide,
    `outcome` how the matter ended, `basis` the provisions that the act itself rests on.
    """

    body: IssuingBody
    company: Company
    contact: Contact
    source: DataSource | None = None
    number: str | None = None
    day: date | None = None
    signer: Signer | None = None
    findings: tuple[PaperFinding, ...] = ()
    deadline: date | None = None
    objections_until: date | None = None
    basis: tuple[Citation, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    meeting: Meeting | None = None
    points: tuple[Point, ...] = ()
    proposal: Text | None = None
    outcome: Text | None = None
    service: Service | None = None
    answers: str | None = None


def present(content: LetterContent) -> Mapping[str, bool]:
    """Which parts of the content are there, by name."""
    return {name: _is_given(value) for name, value in vars(content).items()}


def _is_given(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != ()
