"""The first page, the desk, and the page that tells that all is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from huhang import __version__
from huhang.web.accounts.gates import behind, open_to_all
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.selectors import cases_waiting_for, deadlines_for
from huhang.web.casework.showing import act_title
from huhang.web.intake.selectors import to_finish
from huhang.web.jobs.kinds import KINDS
from huhang.web.jobs.selectors import jobs_of
from huhang.web.unmasking.selectors import waiting_for

_DEADLINES_SHOWN = 8


@open_to_all
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What this is and where to go, for everybody."""
    return render(request, "ui/front.html")


@behind()
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Where work begins: what waits for this person."""
    person = person_of(request)
    if standing_of(person).roles == {Role.WORKER}:
        return redirect("worker")
    jobs = [(job, KINDS[job.kind].text) for job in jobs_of(person)[:5]]
    values = {
        "jobs": jobs,
        "hand_overs_to_finish": to_finish(person),
        "deadlines": [one for one in deadlines_for(person) if one.mine][:_DEADLINES_SHOWN],
        "came_in": [(case, act_title(case, act)) for case, act in cases_waiting_for(person)],
        "unmaskings_waiting": waiting_for(person),
    }
    return render(request, "ui/desk.html", values)


@open_to_all
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers, and which build this is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True, "build": __version__})
