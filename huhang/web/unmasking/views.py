"""Pages of a request for a full id: asking, the request with its log, and deciding."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from huhang.vocabulary.words import Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.people import person_of
from huhang.web.casework.services import RefusedError
from huhang.web.inspections import selectors as inspections
from huhang.web.inspections.finding_pages import FindingPage
from huhang.web.ui.language import spoken
from huhang.web.unmasking import selectors, services
from huhang.web.unmasking.forms import DECISIONS, AskForm
from huhang.web.unmasking.models import Unmasking

_ACTS_SHOWN = 50


@behind(*selectors.SEATS)
def ask(request: HttpRequest, number: int, finding: str) -> HttpResponse:
    """The form that asks for the full id in a finding; nothing typed is lost."""
    person = person_of(request)
    run = get_object_or_404(inspections.runs_for(person), id=number)
    rows = inspections.findings_of(person, run, [finding])
    page = FindingPage(run, rows[0]) if rows else None
    if page is None or not services.may_ask(person, page):
        raise Http404
    known = selectors.open_request(person, number, finding)
    if known is not None:
        return redirect("unmasking", known.pk)
    form = AskForm(request.POST or None, cases=selectors.cases_about(person, number, finding))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = services.unmasking_ask(
            person=person,
            page=page,
            ground=values["ground"],
            reason=values["reason"],
            case=values.get("case"),
        )
        messages.success(
            request, spoken(Text("申请已提交，等另一个人批准。", "Asked; another person decides."))
        )
        return redirect("unmasking", made.pk)
    return render(request, "unmasking/ask.html", {"form": form, "run": run, "f": page.told})


@behind(*selectors.SEATS)
@require_GET
def unmasking(request: HttpRequest, number: int) -> HttpResponse:
    """A request: who asks, on what ground, what may be done, and what was done."""
    person = person_of(request)
    found = get_object_or_404(selectors.unmaskings_for(person), pk=number)
    services.unmasking_read(person=person, unmasking=found)
    return _shown(request, found)


@behind(*selectors.SEATS)
@require_POST
def unmasking_act(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Allow, refuse, withdraw, or mask again; who was slower is told what the other did."""
    person = person_of(request)
    found = get_object_or_404(selectors.unmaskings_for(person), pk=number)
    made = DECISIONS.get(kind)
    form = made(request.POST, prefix=kind) if made else None
    if form is not None and not form.is_valid():
        return _shown(request, found, wrong={kind: form})
    seen = request.POST.get("seen", "")
    try:
        services.unmasking_act(
            person=person,
            unmasking=found,
            kind=kind,
            fields=form.cleaned_data if form is not None else {},
            seen=int(seen) if seen.isdecimal() else 0,
        )
    except RefusedError as refused:
        found.refresh_from_db()
        return _shown(request, found, error=refused.text, status=409)
    title = selectors.procedure().acts[kind].text()
    messages.success(request, spoken(Text(f"已办理：{title.zh}。", f"Done: {title.en}.")))
    return redirect("unmasking", number)


def _shown(
    request: HttpRequest,
    found: Unmasking,
    *,
    wrong: dict[str, object] | None = None,
    error: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    person, procedure = person_of(request), selectors.procedure()
    state = selectors.state_for(found, person)
    open_kinds = [act.kind for act in state.allowed if act.kind in services.DECIDED]
    forms = [
        (kind, procedure.acts[kind].text(), (wrong or {}).get(kind) or DECISIONS[kind](prefix=kind))
        for kind in open_kinds
        if kind in DECISIONS
    ]
    asked = found.acts.get(number=1)
    allowed = found.acts.filter(kind="allow").first()
    values = {
        "found": found,
        "state": state,
        "ground": selectors.ground_of(found),
        "reason": asked.fields["reason"],
        "asked_at": asked.at,
        "until": allowed.fields["until"] if allowed else "",
        "forms": forms,
        "plain_acts": [(kind, procedure.acts[kind].text()) for kind in open_kinds if kind not in DECISIONS],
        "own": found.asked_by == person,
        "may_look": selectors.may_look(found, person),
        "acts": [
            (act, procedure.acts[act.kind].text())
            for act in found.acts.select_related("by").order_by("-number")[:_ACTS_SHOWN]
        ],
        "error": error,
    }
    return render(request, "unmasking/request.html", values, status=status)
