"""The long work of this app: auditing what the lake holds, and computing a finding again."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from huhang.audit.run import run_audit
from huhang.audit.verify import verify
from huhang.vocabulary.words import Text
from huhang.web.inspections.models import AuditRun, Recomputation
from huhang.web.inspections.services import AUDIT, RECOMPUTATION, recomputation_complete, run_complete
from huhang.web.jobs.kinds import JobKind, Progress, add_kind
from huhang.web.jobs.models import Job


def audit(job: Job, progress: Progress) -> dict[str, Any]:
    """Run the audit that a row asks for, on what the lake holds now, and make it ready for pages."""
    run = AuditRun.objects.get(id=job.subject)
    run_audit(
        settings.HOME.lake,
        places=run.place_codes,
        since=run.since,
        until=run.until,
        out=run.folder,
        rights=run.rights or None,
        progress=progress,
        sample=run.sample,
    )
    return run_complete(run=run, progress=progress)


def compute_again(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute the audit of a finding again from the lake, and say whether the finding comes out the same."""
    again = Recomputation.objects.select_related("run").get(id=job.subject)
    found = verify(again.run.folder, again.finding_id, records=settings.HOME.lake, progress=progress)
    return recomputation_complete(again=again, holds=found.holds, told=[*found.changes, *found.differences])


def _page_of_finding(job: Job) -> str:
    again = Recomputation.objects.get(id=job.subject)
    return reverse("finding", args=[again.run_id, again.finding_id]) + "#again"


def _page_of_run(job: Job) -> str:
    return reverse("run", args=[job.subject])


add_kind(JobKind(AUDIT, Text("核查", "Audit"), audit, _page_of_run))
add_kind(
    JobKind(RECOMPUTATION, Text("复算一条结论", "Compute a finding again"), compute_again, _page_of_finding)
)
