"""Choosing findings to act on, and releasing a company's findings to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huhang.vocabulary.words import Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.people import person_of
from huhang.web.inspections import selectors
from huhang.web.inspections.findings import Filters, count_findings, ids_of_findings
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.scopes import OF_FINDINGS
from huhang.web.inspections.services import (
    MOST_CHOSEN,
    RELEASING,
    basket_empty,
    check_chosen,
    findings_choose,
    release_withdraw,
    run_release,
)
from huhang.web.registry.models import Company
from huhang.web.ui.language import spoken


def _run(request: HttpRequest, number: int) -> AuditRun:
    return get_object_or_404(selectors.runs_for(person_of(request)), id=number, ready=True)


@behind(*OF_FINDINGS)
@require_POST
def basket_add(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the findings ticked, or all that match the filters of the list."""
    person, run = person_of(request), _run(request, number)
    ids = request.POST.getlist("finding")
    if "all" in request.POST:
        prepared, scope = selectors.rows_for(person, run)
        filters = Filters.of_query(request.GET)
        check_chosen(count_findings(prepared, scope, filters)[0])
        ids = ids_of_findings(prepared, scope, filters, MOST_CHOSEN)
    findings_choose(run=run, person=person, ids=ids)
    messages.success(request, spoken(Text("已加入已选结论。", "Added to the chosen findings.")))
    return redirect(_list_address(request, run))


@behind(*OF_FINDINGS)
@require_POST
def basket_clear(request: HttpRequest, number: int) -> HttpResponse:
    """Clear what was chosen."""
    run = _run(request, number)
    basket_empty(run=run, person=person_of(request))
    return redirect(_list_address(request, run))


@behind(*RELEASING)
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Release a company's findings to it, or take that back."""
    person, run = person_of(request), _run(request, number)
    company = get_object_or_404(Company, platform_id=request.POST.get("company", ""))
    act = release_withdraw if "withdraw" in request.POST else run_release
    act(run=run, company=company, person=person)
    return redirect("run", number=run.id)


def _list_address(request: HttpRequest, run: AuditRun) -> str:
    """The list with its filters, as the form came from it."""
    back = f"/audits/{run.id}/findings/?{request.GET.urlencode()}"
    return back if url_has_allowed_host_and_scheme(back, None) else f"/audits/{run.id}/findings/"
