"""What a paper says before it has a form: who writes to whom, about which findings, until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from huhang.audit.explaining.sheets import Sheet
from huhang.vocabulary.words import Force, Text


class PaperKind(StrEnum):
    """The papers of the procedures; each has its wording in huhang/papers/wording."""

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
    PENALTY_NOTICE = "penalty_notice"
    PENALTY_DECISION = "penalty_decision"
    HANDLING_DECISION = "handling_decision"
    DEMAND = "demand"
    HEARING_NOTICE = "hearing_notice"
    UNDERTAKING = "undertaking"
    MORE_TIME_ANSWER = "more_time_answer"
    NO_PENALTY_DECISION = "no_penalty_decision"
    REVOCATION = "revocation"
    NOT_FILED_NOTICE = "not_filed_notice"
    TRANSFER_LETTER = "transfer_letter"
    CRIME_REFERRAL = "crime_referral"
    WAY_NOTICE = "way_notice"
    COURT_APPLICATION = "court_application"
    EVIDENCE_LIST = "evidence_list"
    EVIDENCE_DECISION = "evidence_decision"
    FILING_FORM = "filing_form"
    EXTENSION_FORM = "extension_form"
    INVESTIGATION_REPORT = "investigation_report"
    INTERVIEW_MINUTES = "interview_minutes"
    HEARING_MINUTES = "hearing_minutes"
    LEGAL_OPINION = "legal_opinion"
    REVIEW_REPLY = "review_reply"
    SUIT_DEFENCE = "suit_defence"
    CORRECTION_NOTICE = "correction_notice"


# What a paper may say beside its other parts; each is also a word for its wording. The terms are given as the
# law in force sets them ("5 working days"), and left out where they are not known.
WRITTEN_NAMES: Mapping[str, Text] = {
    "facts": Text("事实", "facts"),
    "reason": Text("理由", "reason"),
    "wrong_text": Text("原文", "as it reads"),
    "right_text": Text("更正为", "as it is to read"),
    "article": Text("适用条款", "article applied"),
    "ruling": Text("处理或者处罚的内容", "what is decided or proposed"),
    "amount": Text("金额", "amount"),
    "performance": Text("履行方式", "how to perform"),
    "to_body": Text("受文机关", "body written to"),
    "items": Text("证据清单", "list of evidence"),
    "minutes": Text("笔录", "minutes"),
    "officers": Text("承办监察员", "officers in charge"),
    "chair": Text("主持人", "chair"),
    "served_papers": Text("文书送达情况", "papers and their service"),
    "hearing_term": Text("要求听证的期限", "time to ask for a hearing"),
    "demand_term": Text("催告后的履行期限", "time to perform after a demand"),
    "evidence_term": Text("证据处理期限", "time to decide on evidence"),
    "extension_term": Text("延长的时间", "length of the extension"),
}


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
    phone: str = ""


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
    """When and where a talk or a hearing is held, who should come, and who was there."""

    at: datetime
    place: Text
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of a statement, and what was answered to it."""

    said: str
    answered: str


@dataclass(frozen=True)
class Measure:
    """What is to be done about one matter, within how many days from service, and by which day at the latest.

    `amount_fen` is the difference by this calculation; None where the matter is not about money.
    """

    matter: Text
    what: str
    days: int
    last_day: date
    amount_fen: int | None = None


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

    Without `signer` the paper is a draft and says so. `basis` are the provisions that the act itself rests
    on, `earlier` the paper that this one answers or follows. `written` is what else was written down for it,
    by the names of WRITTEN_NAMES; several lines are several paragraphs.
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
    measures: tuple[Measure, ...] = ()
    service: Service | None = None
    earlier: str | None = None
    written: Mapping[str, Text] = field(default_factory=dict)


def present(content: LetterContent) -> Mapping[str, bool]:
    """Which parts of the content are there, by name."""
    parts = {**dict.fromkeys(WRITTEN_NAMES), **vars(content), **content.written}
    return {name: _is_given(value) for name, value in parts.items()}


def _is_given(value: object) -> bool:
    if isinstance(value, Text):
        return bool(value.zh.strip())
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != ()
