"""Pages of audits: the list, asking for one, and lists of findings."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from huhang.audit.report.drawing import Pictures
from huhang.law.loader import load_law
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Force, Outcome, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.log import log_read
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.seats import standing_of
from huhang.web.inspections import selectors
from huhang.web.inspections.dashboards import columns_of, dashboard_of
from huhang.web.inspections.exports import csv_lines, pdf_of, workbook_of
from huhang.web.inspections.findings import SORTINGS, Filters, count_findings
from huhang.web.inspections.forms import RunForm, quarters_until
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.scopes import OF_COUNTS, OF_FINDINGS
from huhang.web.inspections.services import RELEASING, is_sample, run_start
from huhang.web.inspections.telling import company_names, telling, told_findings
from huhang.web.ui.language import language

_RUNS_SHOWN = 50
SORTING_NAMES = {
    "amount": Text("差额从大到小", "greatest difference first"),
    "newest": Text("从新到旧", "newest first"),
    "oldest": Text("从旧到新", "oldest first"),
    "company": Text("按企业和权利", "by company and right"),
}

FILTER_NAMES = {
    "company": Text("企业", "Company"),
    "right": Text("权利", "Right"),
    "outcome": Text("结果", "Outcome"),
    "district": Text("区", "District"),
    "force": Text("效力", "Force"),
    "month": Text("月份", "Month"),
    "sort": Text("排序", "Order"),
}


@behind(*OF_COUNTS, Role.COMPLIANCE)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """The audits that one may see, newest first."""
    person = person_of(request)
    runs = selectors.runs_for(person, counts=True)[:_RUNS_SHOWN]
    may_start = standing_of(person).holds(*OF_FINDINGS)
    return render(request, "inspections/runs.html", {"runs": runs, "may_start": may_start})


@behind(*OF_FINDINGS)
def run_new(request: HttpRequest) -> HttpResponse:
    """Ask for an audit."""
    person = person_of(request)
    standing = standing_of(person)
    offered = quarters_until(timezone.localdate())
    own = [seat.place for seat in standing.seats if seat.place]
    last = offered[1]
    form = RunForm(
        request.POST or None,
        standing=standing,
        initial={"places": own, "since": last[0], "until": last[1]},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        job = run_start(
            person=person,
            places=values["places"],
            since=values["since"],
            until=values["until"],
            rights=values["rights"],
            sample=is_sample(),
        )
        return redirect("job", number=job.id)
    return render(request, "inspections/new.html", {"form": form, "quarters": offered})


@behind(*OF_COUNTS, Role.COMPLIANCE)
@require_GET
def run_page(request: HttpRequest, number: int) -> HttpResponse:
    """One audit: what it comes to, by company, right, month and district."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person, counts=True), id=number)
    if not run.ready:
        return render(request, "inspections/run.html", {"run": run})
    filters = Filters.of_query(request.GET)
    prepared, scope = selectors.rows_for(person, run, counts=True)
    board = dashboard_of(prepared, scope, filters)
    pictures = Pictures(language(), run.since, run.until)
    standing = standing_of(person)
    values = {
        "run": run,
        "board": board,
        "columns": columns_of(board.months),
        "pictures": pictures,
        "districts": pictures.districts(board.districts) if board.districts else None,
        "filters": filters,
        "choices": {**_choices(prepared, scope), "month": _months(run)},
        "titles": FILTER_NAMES,
        "may_list": standing.holds(*OF_FINDINGS, Role.COMPLIANCE),
        "may_release": standing.holds(*RELEASING),
        "released": selectors.releases_by(person, run),
    }
    return render(request, "inspections/run.html", values)


def _months(run: AuditRun) -> list[tuple[str, Text]]:
    first, last = run.since.year * 12 + run.since.month - 1, run.until.year * 12 + run.until.month
    names = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last)]
    return [(name, Text(name, name)) for name in names]


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_list(request: HttpRequest, number: int) -> HttpResponse:
    """The findings of an audit, filtered, a page at a time."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person), id=number)
    filters = Filters.of_query(request.GET)
    page = selectors.findings_page(person, run, filters, request.GET.get("after", ""))
    values = {
        "run": run,
        "findings": told_findings(page.rows),
        "after": page.after,
        "filters": filters,
        "choices": _choices(*selectors.rows_for(person, run)),
        "titles": FILTER_NAMES,
        "basket": selectors.basket_of(person, run),
        "case_open": selectors.case_address(),
        "may_choose": standing_of(person).holds(*OF_FINDINGS),
    }
    more = request.headers.get("HX-Request") == "true"
    return render(request, "inspections/_rows.html" if more else "inspections/findings.html", values)


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_count(request: HttpRequest, number: int) -> HttpResponse:
    """How many findings fulfil the filters: asked by the list when it stands."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person), id=number)
    found, fen = count_findings(*selectors.rows_for(person, run), Filters.of_query(request.GET))
    return render(request, "inspections/_count.html", {"found": found, "fen": fen})


def _choices(prepared: Any, scope: Any) -> dict[str, list[tuple[str, Text]]]:
    """What the filters of a list offer."""
    book, words = load_law(), prepared.words
    names = company_names(words["platform_id"])
    places = words["place"] if scope.places is None else scope.places
    known = [book.places.get(code) for code in places]
    return {
        "company": []
        if scope.company
        else [(word, names.get(word, Text(word, word))) for word in words["platform_id"]],
        "right": [(word, telling().title(word)) for word in words["right"]],
        "outcome": [(word.value, OUTCOME_NAMES[word]) for word in Outcome if word.value in _LISTED],
        "district": [(place.code, Text(place.zh, place.en)) for place in known if place],
        "force": [(word, FORCE_NAMES[Force(word)]) for word in words["force"]],
        "sort": [(name, SORTING_NAMES[name]) for name in SORTINGS],
    }


_LISTED = frozenset({Outcome.BROKEN, Outcome.SIGNAL, Outcome.UNKNOWN})


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_export(request: HttpRequest, number: int, form: str) -> HttpResponseBase:
    """The list with its filters as a file."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person), id=number, ready=True)
    filters, lang = Filters.of_query(request.GET), language()
    prepared, scope = selectors.rows_for(person, run)
    name = f"{run.receipt_number}-findings.{form}"
    if form == "csv":
        lines = csv_lines(prepared, scope, filters, lang)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    elif form == "xlsx":
        answer = FileResponse(workbook_of(prepared, scope, filters, lang), as_attachment=True, filename=name)
    else:
        answer = FileResponse(pdf_of(run, prepared, scope, filters, lang), as_attachment=True, filename=name)
    log_read(person, "export of findings", str(run.id), form=form, filters=request.GET.urlencode())
    return answer
