"""Drafts and papers of a case: writing, looking at, signing, opening files."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huhang.papers.content import PaperFormat
from huhang.papers.making import make_paper
from huhang.procedure.fields import needed_fields
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.people import person_of
from huhang.web.casework import services
from huhang.web.casework.files import kept_path
from huhang.web.casework.forms import ActForm, initial_of
from huhang.web.casework.letters import KINDS, findings_named, is_drafted, letter_of
from huhang.web.casework.log_of_acts import SEATS, actor_of, cap_of_findings, procedure_of
from huhang.web.casework.models import Case, Paper
from huhang.web.casework.selectors import READERS, cases_for, papers_for, proofs_for
from huhang.web.casework.showing import shown_title
from huhang.web.ui.language import spoken

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@behind(*READERS)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, case_id: int, kind: str) -> HttpResponse:
    """Write a draft."""
    found = get_object_or_404(cases_for(person_of(request)), pk=case_id)
    if kind not in procedure_of(found).acts or not is_drafted(found, kind):
        raise Http404(Text("没有这种文书。", "There is no such paper."))
    return _write(request, found, kind, None)


@behind(*READERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Write a draft again."""
    found = _paper(request, case_id, paper_id)
    return _write(request, found.case, found.kind, found)


@behind(*SEATS)
@require_GET
def paper(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """A paper, sheet by sheet; a draft can be signed here by who holds the power."""
    person, found = person_of(request), _paper(request, case_id, paper_id)
    why = services.why_not_signed(person, found) if found.act is None else None
    shape = procedure_of(found.case).acts[found.kind]
    values = {
        "case": found.case,
        "paper": found,
        "title": shown_title(found),
        "sheets": range(1, len(found.sheets) + 1),
        "can_sign": found.act is None and why is None,
        "why_not": why,
        "is_served": procedure_of(found.case).is_served(found.kind),
        "signs": procedure_of(found.case).role_text(shape.by),
        "cap": cap_of_findings(findings_named(found.case, found.fields.get("findings") or [])),
        "seen": found.case.acts.count(),
        "drafts": bool(actor_of(person, found.case).roles & {"inspector", "head", *shape.by}),
    }
    return render(request, "casework/paper.html", values)


@behind(*READERS)
@require_POST
def sign(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Sign a draft."""
    found = _paper(request, case_id, paper_id)
    seen = request.POST.get("seen", "")
    try:
        services.paper_sign(
            person=person_of(request), paper=found, seen=int(seen) if seen.isdecimal() else None
        )
    except HuhangError as refused:
        messages.error(request, spoken(refused.text))
        return redirect("paper", case_id, paper_id)
    told = Text("已签发。", "Signed.")
    if procedure_of(found.case).is_served(found.kind):
        told = Text("已签发。下一步：送达。", "Signed. Next: serve it.")
    messages.success(request, spoken(told))
    return redirect("case", case_id)


@behind(*READERS)
@require_POST
def discard(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Throw a draft away."""
    services.paper_discard(person=person_of(request), paper=_paper(request, case_id, paper_id))
    return redirect("case", case_id)


@behind(*SEATS)
@require_GET
def sheet(request: HttpRequest, case_id: int, paper_id: int, number: int) -> HttpResponseBase:
    """One sheet of a draft or a paper as a picture."""
    found = _paper(request, case_id, paper_id)
    if not 1 <= number <= len(found.sheets):
        raise Http404(Text("没有这一页。", "There is no such sheet."))
    return FileResponse(kept_path(found.sheets[number - 1]).open("rb"), content_type="image/png")


@behind(*SEATS)
@require_GET
def file(request: HttpRequest, case_id: int, paper_id: int, form: str) -> HttpResponseBase:
    """A paper as PDF or docx: as it was signed, or as a draft."""
    found = _paper(request, case_id, paper_id)
    if form not in _TYPES:
        raise Http404(Text("没有这种格式。", "There is no such format."))
    name = f"{found.number or spoken(shown_title(found))}.{form}"
    if found.act_id is None:
        content = BytesIO(make_paper(KINDS[found.kind], letter_of(found), PaperFormat(form)))
        return FileResponse(content, as_attachment=True, filename=name, content_type=_TYPES[form])
    kept = kept_path(found.pdf if form == "pdf" else found.docx)
    return FileResponse(kept.open("rb"), as_attachment=True, filename=name, content_type=_TYPES[form])


@behind(*SEATS)
@require_GET
def proof(request: HttpRequest, case_id: int, proof_id: int) -> HttpResponseBase:
    """A file that was attached, as it came in."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    kept = get_object_or_404(proofs_for(person, found), pk=proof_id)
    return FileResponse(kept_path(kept.sha256).open("rb"), as_attachment=True, filename=kept.name)


def _paper(request: HttpRequest, case_id: int, paper_id: int) -> Paper:
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    return get_object_or_404(papers_for(person, found), pk=paper_id)


def _write(request: HttpRequest, case: Case, kind: str, paper: Paper | None) -> HttpResponse:
    procedure = procedure_of(case)
    shape = procedure.acts[kind]
    initial = {**initial_of(case, kind), **(paper.fields if paper else {})}
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActForm(case, kind, needed_fields(procedure, shape), shape.may, *data, initial=initial)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            paper = services.paper_draft(
                person=person_of(request), case=case, kind=kind, fields=form.fields_of_act(), paper=paper
            )
        except HuhangError as refused:
            error = refused.text
        else:
            return redirect("paper", case.pk, paper.pk)
    note = shape.note.text() if shape.note else None
    values = {"case": case, "kind": kind, "title": shape.text(), "form": form, "error": error, "note": note}
    return render(request, "casework/draft.html", values, status=409 if error else 200)
