"""Pages of jobs: progress, cancel, and the list of one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from huhang.web.accounts.gates import behind
from huhang.web.accounts.people import person_of
from huhang.web.jobs.kinds import KINDS
from huhang.web.jobs.models import Job
from huhang.web.jobs.selectors import jobs_of, usual_seconds
from huhang.web.jobs.services import job_cancel, job_see


@behind()
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """One's own jobs."""
    jobs = jobs_of(person_of(request))[:50]
    return render(request, "jobs/list.html", {"jobs": [(job, KINDS[job.kind].text) for job in jobs]})


@behind()
@require_GET
def job_page(request: HttpRequest, number: int) -> HttpResponse:
    """One job: how far it is; asked again by the page every second until it is over."""
    person = person_of(request)
    job = get_object_or_404(jobs_of(person), id=number)
    job_see(job=job, person=person)
    kind = KINDS[job.kind]
    values = {"job": job, "text": kind.text, "href": kind.page(job), "usual": usual_seconds(job)}
    fragment = request.headers.get("HX-Request") == "true"
    response = render(request, "jobs/_job.html" if fragment else "jobs/page.html", values)
    if fragment and job.state == Job.State.DONE:
        response["HX-Redirect"] = kind.page(job)
    return response


@behind()
@require_GET
def job_open(request: HttpRequest, number: int) -> HttpResponse:
    """What came of a job: its result, or why there is none."""
    person = person_of(request)
    job = get_object_or_404(jobs_of(person), id=number)
    if job.state != Job.State.DONE:
        return redirect("job", number=number)
    job_see(job=job, person=person)
    return redirect(KINDS[job.kind].page(job))


@behind()
@require_GET
def job_news(request: HttpRequest) -> HttpResponse:
    """What the head of a page tells of one's jobs: asked again while one of them goes on."""
    return render(request, "jobs/_news.html")


@behind()
@require_POST
def job_stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a job."""
    person = person_of(request)
    job = get_object_or_404(jobs_of(person), id=number)
    job_cancel(job=job, person=person)
    return redirect("job", number=number)
