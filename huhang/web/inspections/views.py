"""Pages of audits: the list, asking for one, and lists of findings."""

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from huhang.audit.report.drawing import Pictures
from huhang.audit.report.figures import span
from huhang.web.accounts.gates import behind
from huhang.web.accounts.log import log_read
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.seats import standing_of
from huhang.web.inspections import selectors
from huhang.web.inspections.choices import FILTER_NAMES, choices_of
from huhang.web.inspections.dashboards import columns_of, dashboard_of
from huhang.web.inspections.exports import csv_lines, pdf_of, workbook_of
from huhang.web.inspections.findings import Filters, count_findings, page_of_findings
from huhang.web.inspections.forms import RunForm, quarters_until, usual_quarter
from huhang.web.inspections.scopes import OF_COUNTS, OF_FINDINGS
from huhang.web.inspections.services import RELEASING, is_sample, run_start
from huhang.web.inspections.tables import drawn_districts, rows_of_findings, table_of_lines
from huhang.web.inspections.telling import told_findings
from huhang.web.jobs.services import job_see
from huhang.web.ui.language import language

_RUNS_SHOWN = 50


@behind(*OF_COUNTS, Role.COMPLIANCE)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """The audits that one may see, newest first."""
    person = person_of(request)
    runs = selectors.runs_for(person, counts=True).select_related("asked_by")[:_RUNS_SHOWN]
    may_start = standing_of(person).holds(*OF_FINDINGS)
    return render(request, "inspections/runs.html", {"runs": runs, "may_start": may_start})


@behind(*OF_FINDINGS)
def run_new(request: HttpRequest) -> HttpResponse:
    """Ask for an audit."""
    person = person_of(request)
    standing = standing_of(person)
    reach = selectors.days_of_records()
    last = reach[1] if reach else timezone.localdate()
    offered = quarters_until(last)
    chosen = usual_quarter(offered, last)
    own = [seat.place for seat in standing.seats if seat.place]
    form = RunForm(
        request.POST or None,
        standing=standing,
        initial={"places": own, "since": chosen[0], "until": chosen[1]},
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
    shown = {"form": form, "quarters": offered, "chosen": chosen, "reach": reach and span(*reach)}
    return render(request, "inspections/new.html", shown)


@behind(*OF_COUNTS, Role.COMPLIANCE)
@require_GET
def run_page(request: HttpRequest, number: int) -> HttpResponse:
    """One audit: what it comes to, by company, right, month and district."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person, counts=True), id=number)
    if not run.ready:
        return render(request, "inspections/run.html", {"run": run})
    if run.job:
        job_see(job=run.job, person=person)
    filters = Filters.of_query(request.GET)
    prepared, scope = selectors.rows_for(person, run, counts=True)
    board = dashboard_of(prepared, scope, filters)
    pictures = Pictures(language(), run.since, run.until)
    standing = standing_of(person)
    values = {
        "run": run,
        "board": board,
        "tables": {
            "rights": table_of_lines(board.rights, "right", FILTER_NAMES["right"], request.GET),
            "companies": table_of_lines(board.companies, "company", FILTER_NAMES["company"], request.GET),
            "months": table_of_lines(board.months, "month", FILTER_NAMES["month"], request.GET),
        },
        "columns": columns_of(board.months),
        "pictures": pictures,
        "districts": drawn_districts(pictures, board.districts) if board.districts else None,
        "filters": filters,
        "scope": scope,
        "choices": choices_of(run, prepared, scope, filters),
        "titles": FILTER_NAMES,
        "may_list": standing.holds(*OF_FINDINGS, Role.COMPLIANCE),
        "may_release": standing.holds(*RELEASING),
        "released": selectors.releases_by(person, run),
    }
    return render(request, "inspections/run.html", values)


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_list(request: HttpRequest, number: int) -> HttpResponse:
    """The findings of an audit, filtered, a page at a time."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person), id=number)
    filters = Filters.of_query(request.GET)
    prepared, scope = selectors.rows_for(person, run)
    page = page_of_findings(prepared, scope, filters, request.GET.get("after", ""))
    may_choose = standing_of(person).holds(*OF_FINDINGS)
    told = told_findings(page.rows)
    rows = rows_of_findings(run, told, request.GET, page.after, may_choose=may_choose)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(rows)
    values = {
        "run": run,
        "findings": told,
        "rows": rows,
        "filters": filters,
        "scope": scope,
        "choices": choices_of(run, prepared, scope, filters),
        "titles": FILTER_NAMES,
        "basket": selectors.basket_of(person, run),
        "case_open": selectors.case_address(),
        "may_choose": may_choose,
    }
    return render(request, "inspections/findings.html", values)


@behind(*OF_FINDINGS, Role.COMPLIANCE)
@require_GET
def finding_count(request: HttpRequest, number: int) -> HttpResponse:
    """How many findings fulfil the filters: asked by the list when it stands."""
    person = person_of(request)
    run = get_object_or_404(selectors.runs_for(person), id=number)
    found, fen = count_findings(*selectors.rows_for(person, run), Filters.of_query(request.GET))
    return render(request, "inspections/_count.html", {"found": found, "fen": fen})


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
