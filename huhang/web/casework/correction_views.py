"""The page on which an act that was not served is set right or struck."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.people import person_of
from huhang.web.casework.correcting import (
    act_rewrite,
    act_strike,
    as_it_holds,
    may_be_rewritten,
    may_be_struck,
    needs_of,
)
from huhang.web.casework.forms import ActForm
from huhang.web.casework.log_of_acts import SEATS
from huhang.web.casework.selectors import cases_for, rows_of_log
from huhang.web.casework.showing import act_title, shown_act
from huhang.web.ui.language import spoken


@behind(*SEATS)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case_id: int, number: int) -> HttpResponse:
    """Set an act right, or strike it; nothing typed is lost."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), pk=case_id)
    target = get_object_or_404(rows_of_log(person, found), number=number)
    if not may_be_struck(person, found, target):
        raise Http404
    holding = as_it_holds(found, target)
    form = None
    strikes = request.method == "POST" and "strike" in request.POST
    if may_be_rewritten(found, target):
        data = (request.POST,) if request.method == "POST" and not strikes else ()
        form = ActForm(found, target.kind, *needs_of(found, target.kind), *data, initial=holding.fields)
    error = None
    reason = request.POST.get("reason_of_correction", "").strip()
    seen = request.POST.get("seen", "")
    if request.method == "POST" and (strikes or (form is not None and form.is_valid())):
        known = int(seen) if seen.isdecimal() else None
        try:
            if strikes or form is None:
                act_strike(person=person, case=found, number=number, reason=reason, seen=known)
            else:
                fields = form.fields_of_act()
                act_rewrite(
                    person=person, case=found, number=number, fields=fields, reason=reason, seen=known
                )
        except HuhangError as refused:
            error = refused.text
        else:
            messages.success(request, spoken(Text("已更正，原来的记录保留。", "Set right; the entry stays.")))
            return redirect("case", case_id)
    values = {
        "case": found,
        "number": number,
        "title": act_title(found, target),
        "act": shown_act(found, holding),
        "form": form,
        "error": error,
        "reason": reason,
        "seen": found.acts.count(),
    }
    return render(request, "casework/correct.html", values, status=409 if error else 200)
