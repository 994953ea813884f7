"""Pages of dry runs: the list, the draft findings, and what is said against each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huhang.law.loader import load_law
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.log import log_read
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.people import person_of
from huhang.web.inspections.finding_pages import ComputedFinding, EvidencePart, evidence_of
from huhang.web.inspections.finding_views import day_asked
from huhang.web.inspections.telling import told_findings
from huhang.web.intake.csv_lines import csv_lines
from huhang.web.intake.drafts import (
    draft_finding,
    draft_findings,
    draft_start,
    drafts_for,
    objection_make,
    objections_to,
)
from huhang.web.intake.forms import DraftForm, ObjectionForm
from huhang.web.intake.models import DraftObjection, DraftRun, HandOver
from huhang.web.intake.selectors import hand_overs_for
from huhang.web.ui.language import spoken

_A_PAGE = 50
_EXPORTED = (
    "finding_id", "right", "verdict", "reason", "force", "place", "subject_kind", "subject_id",
    "period_from", "period_to", "measure", "threshold", "unit", "shortfall_fen",
)  # fmt: skip


@behind(Role.COMPLIANCE)
def draft_list(request: HttpRequest) -> HttpResponse:
    """Dry runs, and a new one over what was filed."""
    person = person_of(request)
    form = DraftForm(request.POST or None, initial=_usual_days(person))
    if request.method == "POST" and form.is_valid():
        try:
            job = draft_start(person=person, **form.cleaned_data)
            return redirect("job", number=job.id)
        except HuhangError as error:
            messages.error(request, spoken(error.text))
    runs = drafts_for(person)[:_A_PAGE]
    return render(request, "intake/drafts.html", {"runs": runs, "form": form})


@behind(Role.COMPLIANCE)
@require_http_methods(["GET", "POST"])
def draft_of_files(request: HttpRequest, number: int) -> HttpResponse:
    """A dry run with the files of a hand-over counted in."""
    person = person_of(request)
    hand_over = get_object_or_404(hand_overs_for(person), id=number)
    form = DraftForm(request.POST or None, initial=_usual_days(person))
    if not form.is_valid():
        return render(request, "intake/draft_new.html", {"hand_over": hand_over, "form": form})
    try:
        job = draft_start(person=person, hand_over=hand_over, **form.cleaned_data)
    except HuhangError as error:
        messages.error(request, spoken(error.text))
        return redirect("hand_over", number=number)
    return redirect("job", number=job.id)


@behind(Role.COMPLIANCE)
@require_GET
def draft_page(request: HttpRequest, number: int) -> HttpResponse:
    """The draft findings of a dry run."""
    run = _run(request, number)
    if not run.ready:
        if run.job and not run.job.is_over:
            return redirect("job", number=run.job.id)
        return render(request, "intake/draft_failed.html", {"run": run})
    right, verdict = request.GET.get("right", ""), request.GET.get("verdict", "")
    after = int(told) if (told := request.GET.get("after", "")).isdecimal() else 0
    rows = _spoken(
        draft_findings(run, right=right, verdict=verdict, after=after, most=_A_PAGE + 1).to_pylist()
    )
    shown = rows[:_A_PAGE]
    said = objections_to(person_of(request), [row["finding_id"] for row in shown])
    objected = set(said.values_list("finding_id", flat=True))
    values = {
        "run": run,
        "findings": [row | {"objected": row["finding_id"] in objected} for row in shown],
        "more": after + _A_PAGE if len(rows) > _A_PAGE else None,
        "rights": [(name, loaded.title) for name, loaded in sorted(load_law().rights.items())],
        "right": right,
        "verdict": verdict,
        "used": bool(right) + bool(verdict),
    }
    return render(request, "intake/draft.html", values)


@behind(Role.COMPLIANCE)
def draft_finding_page(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """One draft finding, and what the company says against it."""
    run = _run(request, number)
    found = draft_finding(run, finding) if run.ready else None
    if found is None:
        raise Http404
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        objection_make(
            person=person_of(request), run=run, finding_id=finding,
            text=form.cleaned_data["text"], proof=form.cleaned_data["proof"],
        )  # fmt: skip
        messages.success(request, spoken(Text("异议已记下。", "Your objection is on record.")))
        return redirect(reverse("draft_finding", args=[number, finding]) + "#object")
    said = objections_to(person_of(request), [finding])
    page = ComputedFinding(run, found)
    values = {
        "dry": run,
        "finding": found | {"told": page.told},
        "page": page,
        "f": page.told,
        "evidence": _evidence(request, run, page),
        "objections": said,
        "form": form,
    }
    return render(request, "intake/draft_finding.html", values)


def _evidence(request: HttpRequest, run: DraftRun, page: ComputedFinding) -> EvidencePart | None:
    """The slip and the day, drawn from what was filed; None where the files counted in were not."""
    filed = run.hand_over is None or run.hand_over.state in (HandOver.State.FILED, HandOver.State.RECOGNISED)
    if not page.about_worker or not filed:
        return None
    log_read(
        person_of(request),
        "day of a worker",
        f"draft {run.id}/{page.row['finding_id']}",
        place=str(page.row["place"] or ""),
        company=run.company.platform_id,
        about=page.worker,
        masked=False,
    )
    return evidence_of(page, day_asked(request))


@behind(Role.COMPLIANCE)
@require_GET
def draft_export(request: HttpRequest, number: int) -> HttpResponseBase:
    """The draft findings as CSV, with the same filters."""
    run = _run(request, number)
    if not run.ready:
        raise Http404
    rows = draft_findings(
        run, right=request.GET.get("right", ""), verdict=request.GET.get("verdict", ""), most=10**9
    )

    def cells() -> Iterator[list[object]]:
        for batch in rows.select(list(_EXPORTED)).to_batches(max_chunksize=1000):
            yield from (list(row.values()) for row in batch.to_pylist())

    response = StreamingHttpResponse(csv_lines(_EXPORTED, cells()), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="dry-run-{run.id}.csv"'
    return response


@behind(Role.COMPLIANCE, Role.INSPECTOR, Role.HEAD)
@require_GET
def proof(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file that proves an objection."""
    objection = get_object_or_404(DraftObjection, id=number)
    if objection not in objections_to(person_of(request), [objection.finding_id]) or not objection.proof_name:
        raise Http404
    return FileResponse(objection.proof.open("rb"), as_attachment=True, filename=objection.proof_name)


def _run(request: HttpRequest, number: int) -> DraftRun:
    return get_object_or_404(drafts_for(person_of(request)), id=number)


def _usual_days(person: Person) -> dict[str, date]:
    """The quarter of the last day that the company has filed; without any, the last whole quarter."""
    filed = hand_overs_for(person).exclude(last_day=None).order_by("-last_day").first()
    today = timezone.localdate()
    day = (
        filed.last_day if filed and filed.last_day else date(today.year, today.month, 1) - timedelta(days=90)
    )
    month = (day.month - 1) // 3 * 3 + 1
    until = date(day.year + (month == 10), (month + 2) % 12 + 1, 1) - timedelta(days=1)
    return {"since": date(day.year, month, 1), "until": until}


def _spoken(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings in the words that the bureau reads; a company knows its own workers by their ids."""
    return [row | {"told": told} for row, told in zip(rows, told_findings(rows), strict=True)]
