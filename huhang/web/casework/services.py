"""What is done in cases; each service is one transaction that asks the kernel and writes the log."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from huhang.papers.content import LetterContent, PaperFormat, PaperKind
from huhang.papers.making import make_paper, preview
from huhang.papers.wording import paper_number
from huhang.procedure.acts import Act, Actor
from huhang.procedure.kernel import permit
from huhang.procedure.model import Procedure
from huhang.procedure.powers import Cap
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.acts import plain
from huhang.web.casework.audits import chosen, findings_of
from huhang.web.casework.files import keep_bytes, keep_upload
from huhang.web.casework.fresh_records import records_mark
from huhang.web.casework.letters import KINDS, findings_named, is_attackable, letter_of, receipt_letter
from huhang.web.casework.log_of_acts import (
    actor_of,
    acts_of,
    cap_of_findings,
    issued,
    plain_state,
    procedure_of,
    standing_acts,
    surroundings,
)
from huhang.web.casework.models import Case, CaseAct, CaseFinding, Paper, Proof
from huhang.web.casework.written import named
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError

# As fine as a screen shows a sheet.
_SHEET_PPI = 90
# The outcomes by which what was decided holds no longer.
SET_ASIDE = frozenset({"revoked", "redone"})

Fields = Mapping[str, Any]
Uploads = Mapping[str, Sequence[UploadedFile[Any]]]


class RefusedError(HuhangError):
    """An act that the kernel refuses; `code` says which of its tests."""

    def __init__(self, text: Text, code: str) -> None:
        super().__init__(text.zh, text.en)
        self.code = code


def case_open(*, person: Person, audit: str, company: Company, finding_ids: Sequence[str]) -> Case:
    """Open an inspection about findings of one company; HuhangError where one is not this person's."""
    rows = chosen(findings_of(audit, company.platform_id, person), finding_ids)
    seat = next(
        (seat for seat in standing_of(person).seats if seat.role == Role.INSPECTOR and seat.body), None
    )
    if seat is None or seat.body is None:
        raise NotAllowedError(
            Text("只有有所属机关的监察员可以立案。", "Only an inspector of a body can open a case.")
        )
    with transaction.atomic():
        year = timezone.localdate().year
        opened = Case.objects.filter(body=seat.body, opened_at__year=year)
        serial = (opened.aggregate(last=Max("serial"))["last"] or 0) + 1
        case = Case.objects.create(
            number=f"{seat.body.letter_head or seat.body.id}案〔{year}〕{serial}号",
            serial=serial,
            company=company,
            body=seat.body,
            place=seat.place,
            audit=audit,
            opened_at=timezone.now(),
            stage="",
        )
        CaseFinding.objects.bulk_create(
            CaseFinding(case=case, finding_id=row["finding_id"], right=row["right"], row=row) for row in rows
        )
        fields = {
            "source": "audit",
            "company": company.name_zh,
            "matters": sorted({row["right"] for row in rows}),
            "findings": [row["finding_id"] for row in rows],
        }
        act_write(case, person, "register_lead", fields, None)
    return case


def act_do(
    *, person: Person, case: Case, kind: str, fields: Fields, seen: int | None, uploads: Uploads | None = None
) -> CaseAct:
    """Add an act; RefusedError with the kernel's reason, also where somebody else was faster."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        kept = {
            name: [(file.name or "", keep_upload(file), file.size or 0) for file in files]
            for name, files in (uploads or {}).items()
        }
        written = {**fields, **_named(case, kept)}
        act = act_write(case, person, kind, written, seen)
        Proof.objects.bulk_create(
            Proof(case=case, act=act, name=name[:200], sha256=sha256, size=size)
            for files in kept.values()
            for name, sha256, size in files
        )
        if kind == "serve":
            _served(case, person, act)
        elif kind in KINDS and not procedure_of(case).acts[kind].signed:
            _keep_record(case, person, act)
    return act


def paper_draft(
    *, person: Person, case: Case, kind: str, fields: Fields, paper: Paper | None = None
) -> Paper:
    """Write a draft, or write it again; what it would say is checked first."""
    if kind not in KINDS:
        raise HuhangError(f"没有“{kind}”的文书样式。", f'There is no template for "{kind}".')
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        _may_draft(person, case, kind)
        if paper is None:
            paper = Paper(case=case, kind=kind, body=case.body, drafted_by=person, drafted_at=timezone.now())
        elif paper.act_id is not None:
            raise HuhangError("文书已经签发，不能再改。", "The paper was signed and is not changed any more.")
        paper.fields = dict(fields)
        paper.drafted_by = person
        # Its sheets are made once; whatever the content lacks is told by it.
        paper.sheets = _keep_sheets(KINDS[kind], letter_of(paper))
        paper.save()
        log_act(
            person, "draft", f"paper {kind}", case.number, place=case.place, company=case.company.platform_id
        )
    return paper


def paper_sign(*, person: Person, paper: Paper, seen: int | None) -> Paper:
    """Sign a draft: the act, the number and the files in one step; only who holds the power can."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=paper.case_id)
        paper = Paper.objects.select_related("case__company", "case__body", "drafted_by").get(pk=paper.pk)
        if paper.act_id is not None:
            raise RefusedError(
                Text("这份文书已经有人签发。", "Somebody has signed this paper already."), "meanwhile"
            )
        today = timezone.localdate()
        _give_number(paper, today)
        fields = {**paper.fields, "signed_by": person.username}
        shape = procedure_of(case).acts[paper.kind]
        if "number" in shape.may:
            fields["number"] = paper.number
        paper.act = act_write(case, person, paper.kind, fields, seen)
        _keep_files(paper, KINDS[paper.kind], letter_of(paper, person, today))
        paper.save()
    return paper


def why_not_signed(person: Person, paper: Paper) -> Text | None:
    """Why the person cannot sign the draft as it is written now; None where they can."""
    case, fields = paper.case, {**paper.fields, "signed_by": person.username}
    cap = cap_of_findings(findings_named(case, list(fields.get("findings", []))))
    actor = actor_of(person, case)
    try:
        act_permitted(procedure_of(case), acts_of(case), actor, paper.kind, fields, cap, None)
    except RefusedError as refused:
        return refused.text
    return None


def paper_discard(*, person: Person, paper: Paper) -> None:
    """Throw a draft away; what was signed stays."""
    with transaction.atomic():
        _may_draft(person, paper.case, paper.kind)
        if paper.act_id is not None:
            raise HuhangError("文书已经签发，不能删除。", "The paper was signed and stays.")
        log_act(person, "discard", f"paper {paper.kind}", paper.case.number, place=paper.case.place)
        paper.delete()


def _may_draft(person: Person, case: Case, kind: str) -> None:
    """Inspector and head may draft, whoever signs, and who signs may."""
    if not actor_of(person, case).roles & {"inspector", "head", *procedure_of(case).acts[kind].by}:
        raise NotAllowedError(Text("您不能起草本案的文书。", "You cannot draft papers of this case."))


def _give_number(paper: Paper, today: date) -> None:
    signed = Paper.objects.filter(body=paper.body, kind=paper.kind, year=today.year)
    paper.year = today.year
    paper.serial = (signed.aggregate(last=Max("serial"))["last"] or 0) + 1
    office = paper.body.letter_head or paper.body.name_zh
    kind = PaperKind.SERVICE_RECEIPT if paper.kind == "serve" else KINDS[paper.kind]
    paper.number = paper_number(office, kind, today.year, paper.serial)


def act_permitted(
    procedure: Procedure,
    acts: Sequence[Act],
    actor: Actor,
    kind: str,
    written: Fields,
    cap: Cap | None,
    seen: int | None,
    corrects: Act | None = None,
) -> Act:
    """The act as it can be written down now; RefusedError with the kernel's reason where it cannot."""
    shape = procedure.acts.get(corrects.kind if corrects else kind)
    role = next((role for role in (shape.by if shape else ()) if role in actor.roles), "")
    # A log runs in whole seconds, and never backwards.
    at = max([timezone.now().replace(microsecond=0), *(act.at for act in acts)])
    place = actor.places[0]
    proposed = Act(kind, at, actor.person, role, place, plain(written), len(acts) + 1)
    proposed = proposed._replace(corrects=corrects.number if corrects else None)
    refusal = permit(procedure, acts, proposed, actor, cap, surroundings(), seen)
    if refusal is not None:
        raise RefusedError(refusal.text, refusal.code)
    return proposed


def act_write(
    case: Case, person: Person, kind: str, fields: Fields, seen: int | None, corrects: CaseAct | None = None
) -> CaseAct:
    """Ask the kernel, write the act, and repeat its result for lists; within a transaction of the caller."""
    written = {name: value for name, value in fields.items() if value not in (None, "", [], ())}
    cap = cap_of_findings(findings_named(case, list(written.get("findings", []))))
    target = corrects.told(case.place) if corrects else None
    actor = actor_of(person, case)
    now = act_permitted(procedure_of(case), acts_of(case), actor, kind, written, cap, seen, target)
    act = CaseAct.objects.create(
        case=case, number=now.number, kind=kind, at=now.at, by=person, role=now.role, fields=written,
        corrects=now.corrects,
    )  # fmt: skip
    log_act(
        person,
        kind,
        "case",
        case.number,
        place=case.place,
        company=case.company.platform_id,
        detail={"act": act.number} | ({"corrects": act.corrects} if act.corrects else {}),
    )
    state = plain_state(case, now.at)
    case.stage = state.stage or ""
    case.ended = state.ended
    case.due_on = state.deadline.due if state.deadline else None
    case.save(update_fields=["stage", "ended", "due_on"])
    _set_aside(case, person, act)
    return act


def _set_aside(review: Case, person: Person, act: CaseAct) -> None:
    """What is set aside in reconsideration or by judgment holds no longer in its own case."""
    paper = review.attacked
    decided = act.kind == "decide_review" and act.fields["outcome"] in SET_ASIDE
    if paper is None or not (decided or review.stage in SET_ASIDE):
        return
    case = Case.objects.select_for_update().get(pk=paper.case_id)
    overturn = next(
        (
            kind
            for kind, shape in procedure_of(case).acts.items()
            if paper.kind in shape.overturns and case.stage in shape.from_stages
        ),
        None,
    )
    if overturn is None:
        return
    last = next(
        one for one in reversed(standing_acts(review)) if {"number", "received_on"} <= one.fields.keys()
    )
    fields = {
        "overturned_by": "review" if last.kind == "decide_review" else "judgment",
        "overturned_on": last.fields["received_on"],
        "number": last.fields["number"],
    }
    act_write(case, person, overturn, fields, None)


def _named(case: Case, kept: Mapping[str, Sequence[tuple[str, str, int]]]) -> dict[str, Any]:
    """Files in the fields of an act: name and hash; a list where the field is one."""
    fields = procedure_of(case).fields
    named = {field: [f"{name} sha256:{sha256}" for name, sha256, _ in files] for field, files in kept.items()}
    return {
        field: names if fields[field].kind == "list" else "；".join(names)
        for field, names in named.items()
        if names
    }


def _keep_record(case: Case, person: Person, act: CaseAct) -> None:
    """The paper of an act that nobody signs apart: a form, a report, minutes, in the name of who did it."""
    record = Paper(
        case=case,
        kind=act.kind,
        fields=act.fields,
        body=case.body,
        drafted_by=person,
        drafted_at=act.at,
        act=act,
    )
    today = timezone.localdate(act.at)
    _give_number(record, today)
    _keep_files(record, KINDS[act.kind], letter_of(record, person, today))
    record.save()


def _served(case: Case, person: Person, act: CaseAct) -> None:
    """From service on the company takes part; the receipt of service is made and kept."""
    paper = issued(case).filter(kind=act.fields["paper"]).first()
    case.told = True
    case.records_at_service = records_mark(case.company.platform_id)
    case.save(update_fields=["told", "records_at_service"])
    if paper is None:
        return
    receipt = Paper(case=case, kind="serve", body=case.body, drafted_by=person, drafted_at=act.at, act=act)
    _give_number(receipt, timezone.localdate(act.at))
    content = receipt_letter(case, paper, act.fields, person)
    _keep_files(receipt, PaperKind.SERVICE_RECEIPT, content)
    receipt.save()
    if is_attackable(paper.kind):
        _open_remedies(case, person, paper)


def _open_remedies(case: Case, person: Person, decision: Paper) -> None:
    """Reconsideration and suit against a decision, open from its service; the matter keeps its number."""
    found = surroundings().case(procedure_of(case), acts_of(case), timezone.now())
    service = found.service(decision.kind)
    if service is None or service.day is None or Case.objects.filter(attacked=decision).exists():
        return
    others = Case.objects.filter(attacked__case=case).count()
    review = Case.objects.create(
        number=f"{case.number}（复议诉讼{others + 1 if others else ''}）",
        procedure="review_and_suit",
        company=case.company,
        body=case.body,
        place=case.place,
        audit=case.audit,
        opened_at=timezone.now(),
        stage="",
        attacked=decision,
        told=True,
    )
    fields = {"decision": named(decision), "served_on": service.day.isoformat()}
    act_write(review, person, "note_service", fields, None)


def _keep_files(paper: Paper, kind: PaperKind, content: LetterContent) -> None:
    """The paper as it leaves: PDF, docx, and its sheets as pictures."""
    paper.pdf = keep_bytes(make_paper(kind, content, PaperFormat.PDF))
    paper.docx = keep_bytes(make_paper(kind, content, PaperFormat.DOCX))
    paper.sheets = _keep_sheets(kind, content)


def _keep_sheets(kind: PaperKind, content: LetterContent) -> list[str]:
    """The sheets of a paper as pictures."""
    return [keep_bytes(sheet) for sheet in preview(kind, content, ppi=_SHEET_PPI)]
