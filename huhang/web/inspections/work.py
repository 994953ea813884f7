"""The long work of this app: auditing what the lake holds, and computing a finding again."""

from typing import Any

from django.conf import settings

from huhang.audit.run import run_audit
from huhang.audit.verify import verify
from huhang.web.inspections.models import AuditRun, Recomputation
from huhang.web.inspections.services import recomputation_complete, run_complete
from huhang.web.jobs.kinds import Progress
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
