"""From a case to its papers: which kind an act makes, and everything that stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from huhang.papers.content import (
    Citation,
    Company,
    Contact,
    DataSource,
    IssuingBody,
    LetterContent,
    Measure,
    Meeting,
    PaperFinding,
    PaperKind,
    Point,
    Service,
    Signer,
)
from huhang.papers.findings import paper_finding
from huhang.papers.wording import SIGNAL, wording_of
from huhang.procedure.measures import DAYS, MATTERS, MEASURES
from huhang.procedure.model import article_in_words
from huhang.vocabulary.words import Outcome, Text
from huhang.web.accounts.models import ROLE_NAMES, Person
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.audits import receipt_of
from huhang.web.casework.log_of_acts import book, procedure_of, right_title, standing_acts
from huhang.web.casework.models import Case, CaseFinding, Paper
from huhang.web.casework.written import earlier_paper, named, remedies_of, written_for

KINDS: Mapping[str, PaperKind] = {
    "inquiry_letter": PaperKind.INQUIRY_LETTER,
    "letter_of_advice": PaperKind.LETTER_OF_ADVICE,
    "reminder_letter": PaperKind.REMINDER_LETTER,
    "summons_to_talk": PaperKind.SUMMONS_TO_TALK,
    "order_to_correct": PaperKind.ORDER_TO_CORRECT,
    "propose_handling": PaperKind.NOTICE_OF_FACTS,
    "answer_points": PaperKind.DEFENCE_ANSWER,
    "close_cured": PaperKind.CLOSING_NOTICE,
    "close_minor": PaperKind.CLOSING_NOTICE,
    "close_no_violation": PaperKind.CLOSING_NOTICE,
    "decline_lead": PaperKind.NOT_FILED_NOTICE,
    "transfer_lead": PaperKind.TRANSFER_LETTER,
    "file_case": PaperKind.FILING_FORM,
    "record_interview": PaperKind.INTERVIEW_MINUTES,
    "preserve_evidence": PaperKind.EVIDENCE_LIST,
    "decide_on_evidence": PaperKind.EVIDENCE_DECISION,
    "extend_investigation": PaperKind.EXTENSION_FORM,
    "finish_investigation": PaperKind.INVESTIGATION_REPORT,
    "hold_talk": PaperKind.TALK_MINUTES,
    "agreed_rectification": PaperKind.UNDERTAKING,
    "grant_time": PaperKind.MORE_TIME_ANSWER,
    "hand_to_mediation": PaperKind.WAY_NOTICE,
    "refer_crime": PaperKind.CRIME_REFERRAL,
    "propose_penalty": PaperKind.PENALTY_NOTICE,
    "announce_hearing": PaperKind.HEARING_NOTICE,
    "hold_hearing": PaperKind.HEARING_MINUTES,
    "legal_review": PaperKind.LEGAL_OPINION,
    "drop_proposal": PaperKind.NO_PENALTY_DECISION,
    "handling_decision": PaperKind.HANDLING_DECISION,
    "penalty_decision": PaperKind.PENALTY_DECISION,
    "demand": PaperKind.DEMAND,
    "apply_to_court": PaperKind.COURT_APPLICATION,
    "revoke_decision": PaperKind.REVOCATION,
    "correct_paper": PaperKind.CORRECTION_NOTICE,
    "reply": PaperKind.REVIEW_REPLY,
    "defend": PaperKind.SUIT_DEFENCE,
}
_DEADLINES = ("cure_by", "answer_by", "state_by", "perform_by")
_MEETING_DAYS = ("meeting_on", "hearing_on")


def letter_of(paper: Paper, signer: Person | None = None, day: date | None = None) -> LetterContent:
    """What a paper says; with a signer it carries name, number and day."""
    case, fields = paper.case, paper.fields
    content = LetterContent(
        body=IssuingBody(case.body.name, Text(case.body.contact, case.body.contact)),
        company=Company(case.company.name_zh, case.company.uscc or None, case.company.address or None),
        contact=Contact(paper.drafted_by.name),
        source=_source(case),
        findings=_findings(paper),
        deadline=_deadline(fields),
        basis=_basis(paper),
        remedies=remedies_of(case),
        meeting=_meeting(fields),
        points=_points(fields),
        measures=_measures(paper),
        earlier=named(earlier) if (earlier := _followed(paper)) else None,
        written=written_for(paper),
    )
    if signer is None:
        return content
    return replace(content, signer=Signer(signer.name, post_of(signer)), number=paper.number, day=day)


def _followed(paper: Paper) -> Paper | None:
    """The paper that this one answers, follows, or puts right."""
    number = paper.fields.get("corrected_paper")
    if number:
        return Paper.objects.filter(case=paper.case, number=number).select_related("case").first()
    return earlier_paper(paper.case, paper.kind)


def post_of(person: Person) -> Text:
    """The post that a person signs with."""
    seat = next((seat for seat in standing_of(person).seats if seat.place), None)
    return ROLE_NAMES[seat.role] if seat else Text("", "")


def receipt_letter(case: Case, paper: Paper, fields: Mapping[str, Any], server: Person) -> LetterContent:
    """The receipt of service of a paper."""
    manner = procedure_of(case).manners[str(fields["manner"])]
    on = next(
        (str(fields[name]) for name in ("received_on", "left_on", "arrived_on") if fields.get(name)), ""
    )
    served = date.fromisoformat(on) if on else timezone.localdate()
    content = letter_of(paper)
    return replace(
        content,
        findings=(),
        service=Service(
            named(paper),
            manner.text(),
            str(fields.get("received_by") or fields.get("refusal") or fields.get("published_where") or "—"),
            str(fields.get("address") or case.company.address or "—"),
            datetime.combine(served, time(), timezone.get_default_timezone()),
            server.name,
            str(fields["witness"]) if fields.get("witness") else None,
        ),
    )


def is_drafted(case: Case, kind: str) -> bool:
    """Whether an act of this kind is a draft first, which who holds the power signs."""
    return kind in KINDS and procedure_of(case).acts[kind].signed


def is_attackable(kind: str) -> bool:
    """Whether the paper of this kind of act is a decision that tells of reconsideration and suit."""
    wording = wording_of(KINDS[kind]) if kind in KINDS else None
    return bool(wording and wording.decision and wording.tells_remedies)


def fitting_ids(case: Case, kind: str) -> list[str]:
    """The findings of the case that a paper of this kind can rest on; all where it says nothing of any."""
    wording, decided = wording_of(KINDS[kind]) if kind in KINDS else None, decided_ids(case)
    if wording is None or not wording.rests_on:
        return [found.finding_id for found in case.findings.all()]
    return [
        found.finding_id
        for found in case.findings.all()
        if (found.row["force"] if found.row["verdict"] == Outcome.BROKEN else SIGNAL) in wording.rests_on
        and (found.finding_id in decided or not wording.decided)
    ]


def decided_ids(case: Case) -> frozenset[str]:
    """Findings that a person has decided: those that the investigation was concluded with."""
    kept = [act for act in standing_acts(case) if act.kind == "finish_investigation"]
    names = kept[-1].fields.get("findings", ()) if kept else ()
    return frozenset(names if isinstance(names, tuple) else ())


def findings_named(case: Case, ids: Sequence[str]) -> list[CaseFinding]:
    """Findings of the case with these ids; all where none is named."""
    rows = case.findings.all()
    return list(rows.filter(finding_id__in=ids) if ids else rows)


def _findings(paper: Paper) -> tuple[PaperFinding, ...]:
    case = paper.case
    if not wording_of(KINDS[paper.kind]).rests_on:
        return ()
    decided, zone = decided_ids(case), _zone(case)
    made = tuple(
        paper_finding(found.row, book(), zone=zone, decided=found.finding_id in decided)
        for found in findings_named(case, paper.fields.get("findings") or [])
    )
    if paper.kind != "inquiry_letter":
        return made
    # An inquiry asks about facts: it says neither force nor amount.
    return tuple(replace(found, force=None, difference_fen=None, citations=()) for found in made)


def _zone(case: Case) -> str:
    zones = receipt_of(case.audit).get("zones") or {}
    return str(zones.get(case.company.platform_id, "Asia/Shanghai"))


def _source(case: Case) -> DataSource:
    receipt = receipt_of(case.audit)
    return DataSource(
        case.company.name_zh, date.fromisoformat(receipt["from"]), date.fromisoformat(receipt["to"])
    )


def _deadline(fields: Mapping[str, Any]) -> date | None:
    name = next((name for name in _DEADLINES if fields.get(name)), None)
    return date.fromisoformat(fields[name]) if name else None


def _basis(paper: Paper) -> tuple[Citation, ...]:
    """The provisions of the act, as its procedure names them."""
    procedure = procedure_of(paper.case)
    named = []
    for item in procedure.acts[paper.kind].basis:
        source, _, article = item.partition(" ")
        named.append(
            Citation(procedure.sources[source].text(), None, article_in_words(article) if article else None)
        )
    return tuple(named)


def _meeting(fields: Mapping[str, Any]) -> Meeting | None:
    """When and where, once both were written down."""
    on = next((fields[name] for name in _MEETING_DAYS if fields.get(name)), None)
    if not on or not fields.get("meeting_time") or not fields.get("meeting_place"):
        return None
    hour = time.fromisoformat(fields["meeting_time"])
    at = datetime.combine(date.fromisoformat(on), hour, timezone.get_default_timezone())
    place = str(fields["meeting_place"])
    return Meeting(at, Text(place, place), tuple(fields.get("present") or ()))


def _measures(paper: Paper) -> tuple[Measure, ...]:
    """What is to be done about each matter, with the sum of its findings that the paper names."""
    fields, last_day = paper.fields, _deadline(paper.fields)
    lists = [fields.get(name) or [] for name in (MATTERS, MEASURES, DAYS)]
    if last_day is None or not lists[1]:
        return ()
    sums = differences_of(paper.case, fields.get("findings") or [])
    return tuple(
        Measure(right_title(matter), what, int(days), last_day, sums.get(matter))
        for matter, what, days in zip(*lists, strict=True)
    )


def differences_of(case: Case, ids: Sequence[str]) -> dict[str, int]:
    """The differences by this calculation of each right in fen, where it has any."""
    sums: dict[str, int] = {}
    for found in findings_named(case, ids):
        if found.row["shortfall_fen"]:
            sums[found.right] = sums.get(found.right, 0) + found.row["shortfall_fen"]
    return sums


def _points(fields: Mapping[str, Any]) -> tuple[Point, ...]:
    said, answered = fields.get("points") or [], fields.get("answers") or []
    return tuple(Point(*pair) for pair in zip(said, answered, strict=False))
