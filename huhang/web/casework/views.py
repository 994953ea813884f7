"""Lists of cases, the page of a case, and its acts."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huhang.procedure.diagram import diagram, in_words
from huhang.procedure.fields import needed_fields
from huhang.procedure.loading import load_procedures
from huhang.vocabulary.powers import POWER_NAMES
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.seats import standing_of
from huhang.web.casework import recheck as rechecking
from huhang.web.casework import services
from huhang.web.casework.audits import audits_there, findings_of
from huhang.web.casework.correcting import corrections_of, may_be_struck
from huhang.web.casework.forms import ActForm, initial_of, service_choices
from huhang.web.casework.letters import is_drafted
from huhang.web.casework.log_of_acts import SEATS, actor_of, highest_cap, procedure_of
from huhang.web.casework.models import Case
from huhang.web.casework.selectors import (
    Filters,
    came_in,
    cases_for,
    deadlines_for,
    is_company_side,
    narrowed,
    next_act,
    papers_for,
    possible_acts,
    reviews_of,
    rows_of_log,
)
from huhang.web.casework.showing import (
    act_title,
    excepted,
    meetings,
    set_aside,
    shown_act,
    shown_findings,
    shown_measures,
    shown_objections,
    shown_review,
    shown_row,
    shown_title,
    step_of,
)
from huhang.web.inspections import selectors as inspections
from huhang.web.inspections.models import Basket
from huhang.web.inspections.services import basket_empty
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError
from huhang.web.ui.language import language, spoken

_A_PAGE = 50
# The procedures by which cases run here.
_LISTED = ("inspection", "review_and_suit")


@behind(*SEATS)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the person may see, with filters kept in the address."""
    person = person_of(request)
    filters = Filters(*(request.GET.get(name, "").strip() for name in ("q", "stage", "state")))
    cases = narrowed(cases_for(person), filters)
    below = request.GET.get("below", "")
    if below.isdecimal():
        cases = cases.filter(id__lt=int(below))
    rows = list(cases[: _A_PAGE + 1])
    stages = [
        (procedure.text(), [(f"{name}.{key}", stage.text()) for key, stage in procedure.stages.items()])
        for name, procedure in load_procedures().items()
        if name in _LISTED
    ]
    values = {
        "cases": [
            (row, procedure_of(row).stages[row.stage].text(), procedure_of(row).text())
            for row in rows[:_A_PAGE]
        ],
        "more": rows[_A_PAGE - 1].id if len(rows) > _A_PAGE else None,
        "filters": filters,
        "stages": stages,
        "opens": standing_of(person).holds(Role.INSPECTOR),
    }
    return render(request, "casework/cases.html", values)


@behind(*SEATS)
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """What has to be done by when, own duties first."""
    return render(request, "casework/deadlines.html", {"deadlines": deadlines_for(person_of(request))})


@behind(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def case_open(request: HttpRequest) -> HttpResponse:
    """Choose findings of one company, and open an inspection about them."""
    person, asked = person_of(request), request.POST if request.method == "POST" else request.GET
    if asked.get("run", "").isdecimal():
        return _opened_from_basket(request, person, int(asked["run"]))
    audit, company = asked.get("audit", ""), None
    if asked.get("company"):
        company = get_object_or_404(Company, platform_id=asked["company"])
    rows = findings_of(audit, company.platform_id, person) if audit and company else []
    error = None
    if request.method == "POST" and company:
        try:
            case = services.case_open(
                person=person, audit=audit, company=company, finding_ids=asked.getlist("finding")
            )
        except HuhangError as refused:
            error = refused.text
        else:
            return redirect("case", case.pk)
    values = {
        "audits": audits_there(),
        "companies": Company.objects.all(),
        "audit": audit,
        "company": company,
        "rows": [shown_row(row) for row in rows],
        "chosen": set(asked.getlist("finding")),
        "error": error,
    }
    return render(request, "casework/open.html", values)


def _run_of(person: Person, case: Case) -> int | None:
    """The audit that a case rests on, if the person may open it."""
    number = int(case.audit) if case.audit.isdecimal() else 0
    return number if inspections.runs_for(person).filter(id=number).exists() else None


def _opened_from_basket(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Open an inspection about the findings that the person has chosen on the list of an audit."""
    run = get_object_or_404(inspections.runs_for(person), id=number)
    basket = get_object_or_404(Basket.objects.select_related("company"), run=run, person=person)
    if request.method != "POST":
        return redirect("findings", run.id)
    try:
        with transaction.atomic():
            case = services.case_open(
                person=person, audit=run.folder.name, company=basket.company, finding_ids=basket.finding_ids
            )
            basket_empty(run=run, person=person)
    except HuhangError as refused:
        messages.error(request, spoken(refused.text))
        return redirect("findings", run.id)
    return redirect("case", case.pk)


@behind(*SEATS)
@require_GET
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: where it stands, what is next, what was done."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    ready, refused, state = possible_acts(person, found)
    first = next_act(person, found, ready, state)
    steps = [step_of(found, act, _address(found, act.kind)) for act in ready]
    procedure, corrected = procedure_of(found), corrections_of(found)
    company_side = is_company_side(person, found)
    last = None if company_side else came_in(found)
    values = {
        "case": found,
        "state": state,
        "next": next((step for step in steps if first and step.kind == first.kind), None),
        "my_turn": not company_side and bool(actor_of(person, found).roles & set(state.must_act)),
        "others": [step for step in steps if first is None or step.kind != first.kind],
        "refused": [(act, excepted(found, act), _address(found, act.kind)) for act in refused],
        "waits_for": procedure.role_text(state.must_act) if state.must_act else None,
        "diagram": mark_safe(diagram(procedure, state, language())),
        "stages": in_words(procedure, state),
        "clocks": [
            (clock, procedure.role_text(clock.holder))
            for clock in state.clocks
            if "company" in clock.holder or not company_side or found.attacked
        ],
        "procedure": procedure.text(),
        "attacked": found.attacked,
        "attacked_title": shown_title(found.attacked) if found.attacked else None,
        "reviews": [shown_review(review) for review in reviews_of(found)],
        "set_aside": set_aside(found),
        "came_in": act_title(found, last) if last else None,
        "meetings": meetings(person, found),
        "measures": shown_measures(found),
        "findings": shown_findings(found),
        "objections": shown_objections(person, found),
        "papers": [(paper, shown_title(paper)) for paper in papers_for(person, found)],
        "acts": [
            (shown_act(found, act), corrected.get(act.number), may_be_struck(person, found, act))
            for act in rows_of_log(person, found)
        ],
        "company_side": company_side,
        "run_number": _run_of(person, found),
        "cap": highest_cap(found),
        "cap_name": POWER_NAMES[highest_cap(found).power],
    }
    return render(request, "casework/case.html", values)


@behind(*SEATS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case_id: int, kind: str) -> HttpResponse:
    """The form of one act; what somebody else did meanwhile is told, and nothing typed is lost."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    shape = procedure_of(found).acts.get(kind)
    if shape is None or not set(shape.by) & actor_of(person, found).roles:
        raise NotAllowedError(Text("您的岗位不能办理这一项。", "Your seat does not allow this act."))
    if is_drafted(found, kind):
        return redirect("draft", case_id, kind)
    papers, manners = service_choices(found) if shape.serves else ([], [])
    manner = request.GET.get("manner") or (manners[0][0] if manners else "")
    form = _form(request, found, kind, manner)
    error = None
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_act()
        if shape.signed:
            fields["signed_by"] = person.username
        if shape.serves:
            fields |= {"paper": request.POST.get("paper", ""), "manner": manner}
        try:
            services.act_do(
                person=person,
                case=found,
                kind=kind,
                fields=fields,
                seen=_seen(request),
                uploads=form.uploads(),
            )
        except services.RefusedError as refused:
            error = refused.text
        else:
            messages.success(request, spoken(Text(f"已办理：{shape.zh}。", f"Done: {shape.en}.")))
            return redirect("case", case_id)
    ready, _, state = possible_acts(person, found)
    possible = next((one for one in ready if one.kind == kind), None)
    values = {
        "case": found,
        "kind": kind,
        "title": shape.text(),
        "form": form,
        "error": error,
        "seen": state.seen,
        "papers": papers,
        "manners": manners,
        "manner": manner,
        "step": step_of(found, possible, "") if possible else None,
        "signed": shape.signed,
        "note": shape.note.text() if shape.note else None,
        "chosen_paper": request.POST.get("paper", ""),
    }
    return render(request, "casework/act.html", values, status=409 if error else 200)


@behind(Role.INSPECTOR)
@require_POST
def recheck(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask for the recheck, and go to its job."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    try:
        job = rechecking.recheck_start(person=person, case=found)
    except HuhangError as refused:
        messages.error(request, spoken(refused.text))
        return redirect("case", case_id)
    return redirect("job", job.pk)


def _address(case_: Case, kind: str) -> str:
    return reverse("recheck", args=[case_.pk]) if kind == "recheck" else reverse("act", args=[case_.pk, kind])


def _seen(request: HttpRequest) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else None


def _form(request: HttpRequest, found: Case, kind: str, manner: str) -> ActForm:
    procedure = procedure_of(found)
    shape = procedure.acts[kind]
    needs = list(needed_fields(procedure, shape))
    if manner:
        needs += procedure.manners[manner].needs if manner in procedure.manners else ()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return ActForm(found, kind, needs, shape.may, *data, initial=initial_of(found, kind))
