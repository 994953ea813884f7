"""The long work of this app, by name."""

from django.urls import reverse

from huhang.vocabulary.words import Text
from huhang.web.inspections.models import Recomputation
from huhang.web.jobs.kinds import JobKind, add_kind
from huhang.web.jobs.models import Job
from huhang.web.late import Late

AUDIT, RECOMPUTATION = "audit", "recomputation"


def _page_of_finding(job: Job) -> str:
    again = Recomputation.objects.get(id=job.subject)
    return reverse("finding", args=[again.run_id, again.finding_id]) + "#again"


def _page_of_run(job: Job) -> str:
    return reverse("run", args=[job.subject])


def add_kinds() -> None:
    """Tell the jobs which work there is."""
    audit, again = (
        Late("huhang.web.inspections.work.audit"),
        Late("huhang.web.inspections.work.compute_again"),
    )
    add_kind(JobKind(AUDIT, Text("核查", "Audit"), audit, _page_of_run))
    add_kind(JobKind(RECOMPUTATION, Text("复算一条结论", "Compute a finding again"), again, _page_of_finding))
