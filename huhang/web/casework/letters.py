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
    Meeting,
    PaperFinding,
    PaperKind,
    Point,
    Remedy,
    Service,
    Signer,
)
from huhang.papers.findings import paper_finding
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import ROLE_NAMES, Person
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.audits import receipt_of
from huhang.web.casework.log_of_acts import acts_of, book, procedure_of
from huhang.web.casework.models import Case, CaseFinding, Paper

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
}
_DEADLINES = ("cure_by", "answer_by", "state_by")
_TALK_AT = time(9, 30)


def letter_of(paper: Paper, signer: Person | None = None, day: date | None = None) -> LetterContent:
    """What a paper says; with a signer it carries name, number and day."""
    case, fields = paper.case, paper.fields
    content = LetterContent(
        body=IssuingBody(case.body.name, Text(case.body.contact or "—", case.body.contact or "—")),
        company=Company(case.company.name_zh, case.company.uscc or None, case.company.address or None),
        contact=Contact(paper.drafted_by.name, case.body.contact or "—"),
        source=_source(case),
        findings=_findings(paper),
        deadline=_deadline(fields),
        basis=_basis(paper),
        remedies=_remedies(case),
        meeting=_meeting(paper),
        points=_points(fields),
        proposal=_both(fields.get("reason")),
        outcome=_both(fields.get("reason")),
        answers=_answered(case),
    )
    if signer is None:
        return content
    return replace(content, signer=Signer(signer.name, post_of(signer)), number=paper.number, day=day)


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
            f"{paper_title(paper).zh}（{paper.number}）",
            manner.text(),
            str(fields.get("received_by") or fields.get("refusal") or fields.get("published_where") or "—"),
            str(fields.get("address") or case.company.address or "—"),
            datetime.combine(served, time(), timezone.get_default_timezone()),
            server.name,
            str(fields["witness"]) if fields.get("witness") else None,
        ),
    )


def paper_title(paper: Paper) -> Text:
    """What the procedure calls the paper."""
    shape = procedure_of(paper.case).acts[paper.kind]
    return shape.paper.text() if shape.paper else shape.text()


def decided_ids(case: Case) -> frozenset[str]:
    """Findings that a person has decided: those that the investigation was concluded with."""
    kept = [act for act in acts_of(case) if act.kind == "finish_investigation"]
    names = kept[-1].fields.get("findings", ()) if kept else ()
    return frozenset(names if isinstance(names, tuple) else ())


def findings_named(case: Case, ids: Sequence[str]) -> list[CaseFinding]:
    """Findings of the case with these ids; all where none is named."""
    rows = case.findings.all()
    return list(rows.filter(finding_id__in=ids) if ids else rows)


def _findings(paper: Paper) -> tuple[PaperFinding, ...]:
    case = paper.case
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
        named.append(Citation(procedure.sources[source].text(), None, f"第{article}条" if article else None))
    return tuple(named)


def _remedies(case: Case) -> tuple[Remedy, ...]:
    """Reconsideration and suit, with the terms that the law sets; to whom is told by the body's own level."""
    upper = Text("本级人民政府", "the people's government of the same level")
    court = Text("有管辖权的人民法院", "the court that has jurisdiction")
    return (
        Remedy(Text("申请行政复议", "reconsideration"), upper),
        Remedy(Text("提起行政诉讼", "a suit"), court),
    )


def _meeting(paper: Paper) -> Meeting | None:
    on = paper.fields.get("meeting_on")
    if not on:
        return None
    body = paper.case.body
    place = body.contact or ""
    at = datetime.combine(date.fromisoformat(on), _TALK_AT, timezone.get_default_timezone())
    return Meeting(at, Text(place or body.name_zh, place or body.name_en))


def _points(fields: Mapping[str, Any]) -> tuple[Point, ...]:
    said, answered = fields.get("points") or [], fields.get("answers") or []
    return tuple(Point(*pair) for pair in zip(said, answered, strict=False))


def _both(text: Any) -> Text | None:
    return Text(str(text), str(text)) if text else None


def _answered(case: Case) -> str | None:
    """The notice that a statement was made about."""
    notice = Paper.objects.filter(case=case, kind="propose_handling", act__isnull=False).first()
    return f"{paper_title(notice).zh}（{notice.number}）" if notice else None
