"""The worker's own pages, for a phone."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET, require_http_methods

from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.gates import behind
from huhang.web.accounts.log import log_read
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.people import person_of
from huhang.web.inspections.finding_pages import FindingPage
from huhang.web.inspections.selectors import findings_of, runs_for
from huhang.web.ui.language import language
from huhang.web.unmasking.selectors import SEATS
from huhang.web.worker import selectors
from huhang.web.worker.counter import AT_COUNTERS, engagement_prove_at_counter
from huhang.web.worker.files import looks_csv, looks_pdf
from huhang.web.worker.forms import CounterForm
from huhang.web.worker.hours import month_of_person
from huhang.web.worker.looks import OF_HOURS, keys_of
from huhang.web.worker.services import hours_look

FORMS = ("csv", "pdf")
_DIGITS = 18


def _own_read(person: Person, what: str) -> None:
    """Write down that the person read data about themself, once for each of their platforms."""
    for key in keys_of(person):
        log_read(person, what, key[0], company=key[0], about=key)


@behind(Role.WORKER)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """What there is for a worker, and under which ids they are known."""
    person = person_of(request)
    values = {"engagements": selectors.engagements_of(person)}
    return _private(render(request, "worker/home.html", values))


@behind(Role.WORKER)
@require_GET
def looked(request: HttpRequest) -> HttpResponse:
    """Who looked at data about this worker, newest first, a page at a time."""
    person = person_of(request)
    below = request.GET.get("below", "")
    older = int(below) if below.isdecimal() and len(below) <= _DIGITS else None
    page = selectors.looks_page(person, older)
    _own_read(person, "who looked")
    values = {"page": page, "older": older, "engagements": selectors.engagements_of(person)}
    return _private(render(request, "worker/looked.html", values))


@behind(Role.WORKER)
@require_GET
def looked_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file: CSV for a spreadsheet, PDF on A4 for paper."""
    if form not in FORMS:
        raise Http404
    person = person_of(request)
    found, made = selectors.looks_in_file(person), timezone.now().replace(microsecond=0)
    _own_read(person, "who looked")
    file = looks_csv(found, language()) if form == "csv" else looks_pdf(person, found, made, language())
    return FileResponse(file, as_attachment=True, filename=_name(made, form))


@behind(Role.WORKER)
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """The worker's own order time over all platforms that know them, a month at a time."""
    person = person_of(request)
    keys = keys_of(person)
    found = month_of_person(keys, _month(request))
    _own_read(person, OF_HOURS)
    values = {"hours": found, "own": True}
    return _private(render(request, "worker/hours.html", values))


@behind(*SEATS)
@require_GET
def person_hours(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """The same of the worker of a finding, for the officer whose request on the ground of safety runs."""
    person = person_of(request)
    run = get_object_or_404(runs_for(person), id=number)
    rows = findings_of(person, run, [finding])
    page = FindingPage(run, rows[0]) if rows else None
    keys = hours_look(person=person, page=page) if page else None
    if page is None or keys is None:
        raise Http404
    found = month_of_person(keys, _month(request))
    values = {"hours": found, "own": False, "run": run, "f": page.told}
    return _private(render(request, "worker/hours.html", values))


@behind(*AT_COUNTERS)
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """At a counter: open a worker's log-in, and confirm which id of a platform is theirs."""
    form = CounterForm(request.POST or None)
    values: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "document_seen"}
        try:
            values["done"] = engagement_prove_at_counter(by=person_of(request), **told)
            form = CounterForm()
        except HuhangError as refused:
            values["error"] = refused.text
    return _private(render(request, "worker/counter.html", {**values, "form": form}))


def _month(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


def _name(made: datetime, form: str) -> str:
    return f"huhang-who-looked-{timezone.localdate(made)}.{form}"


def _private(answer: HttpResponse) -> HttpResponse:
    """A page about one person, which no browser keeps for whoever comes after them."""
    add_never_cache_headers(answer)
    return answer
