"""The page of a finding, its pictures, and computing it again."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from huhang.audit.report.drawing import picture_source
from huhang.web.accounts.gates import behind, open_to_all
from huhang.web.accounts.log import log_read
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.people import person_of
from huhang.web.inspections import selectors
from huhang.web.inspections.finding_pages import FindingPage, evidence_of
from huhang.web.inspections.links import chain_of_finding
from huhang.web.inspections.scopes import OF_FINDINGS
from huhang.web.inspections.services import recomputation_start
from huhang.web.intake.drafts import objections_to
from huhang.web.unmasking.selectors import last_request, shown_for_safety
from huhang.web.unmasking.services import may_ask, worker_look

_A_DAY = 24 * 3600


def _page(person: Person, number: int, finding: str) -> FindingPage:
    run = get_object_or_404(selectors.runs_for(person), id=number)
    rows = selectors.findings_of(person, run, [finding])
    if not rows:
        raise Http404
    return FindingPage(run, rows[0])


def _log(person: Person, kind: str, page: FindingPage) -> None:
    row = page.row
    log_read(
        person,
        kind,
        f"{page.run.id}/{row['finding_id']}",
        place=str(row["place"] or ""),
        company=str(row["platform_id"]),
        about=page.worker,
        masked=True,
    )


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_page(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """One finding."""
    person = person_of(request)
    page = _page(person, number, finding)
    if page.about_worker:
        _log(person, "finding", page)
    asked = last_request(person, number, finding)
    full_id = worker_look(person=person, page=page) if asked else None
    values = {
        "page": page,
        "run": page.run,
        "f": page.told,
        "chain": chain_of_finding(person, number, finding, owed=bool(page.sheets)),
        "again": selectors.recomputation_of(page.run, finding),
        "evidence": evidence_of(page, day_asked(request)) if "evidence" in request.GET else None,
        "full_id": full_id,
        "unmasking": asked,
        "may_unmask": may_ask(person, page),
        "may_see_hours": shown_for_safety(person, number, finding) if full_id else None,
        "objections": objections_to(person, [finding]),
    }
    answer = render(request, "inspections/finding.html", values)
    if full_id is not None:
        add_never_cache_headers(answer)
    return answer


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_evidence(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """The slip and the day of a finding, drawn from the records: asked by its page when it stands."""
    person = person_of(request)
    page = _page(person, number, finding)
    if not page.about_worker:
        raise Http404
    _log(person, "day of a worker", page)
    evidence = evidence_of(page, day_asked(request))
    values = {"page": page, "run": page.run, "f": page.told, "evidence": evidence}
    return render(request, "inspections/_evidence.html", values)


@behind(*OF_FINDINGS)
@require_POST
def finding_again(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """Compute a finding again, as a job."""
    person = person_of(request)
    page = _page(person, number, finding)
    job = recomputation_start(run=page.run, finding_id=page.told.finding_id, person=person)
    return redirect("job", number=job.id)


def day_asked(request: HttpRequest) -> date | None:
    """The day that the address asks for."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


@open_to_all
@require_GET
@cache_control(max_age=_A_DAY, public=True)
def pictures_css(request: HttpRequest) -> HttpResponse:
    """The style sheet of the pictures, the same as the report's."""
    return HttpResponse(picture_source("pictures.css"), content_type="text/css")


@open_to_all
@require_GET
@cache_control(max_age=_A_DAY, public=True)
def pictures_js(request: HttpRequest) -> HttpResponse:
    """The script of the pictures, the same as the report's."""
    return HttpResponse(picture_source("pictures.js"), content_type="text/javascript")
