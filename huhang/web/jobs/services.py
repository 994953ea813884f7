"""Asking for work, stopping it, and putting back in line what a dead worker left."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person
from huhang.web.jobs.models import Job
from huhang.web.jobs.tasks import run_job

_DEAD_AFTER = timedelta(minutes=2)


def job_start(*, kind: str, subject: int, person: Person) -> Job:
    """Ask for work; it begins when the present transaction is over."""
    with transaction.atomic():
        job = Job.objects.create(kind=kind, subject=subject, asked_by=person, asked_at=timezone.now())
        log_act(person, "ask", f"job {kind}", str(job.id), detail={"subject": subject})
        transaction.on_commit(lambda: run_job.enqueue(job.id))
    return job


def job_cancel(*, job: Job, person: Person) -> None:
    """Ask a job to stop; one that waits stops at once."""
    with transaction.atomic():
        log_act(person, "cancel", f"job {job.kind}", str(job.id))
        Job.objects.filter(id=job.id).update(cancel_asked=True)
        Job.objects.filter(id=job.id, state=Job.State.WAITING).update(
            state=Job.State.CANCELLED, ended_at=timezone.now()
        )


def job_see(*, job: Job, person: Person) -> None:
    """Keep that the person who asked for a job has seen how it ended."""
    if job.is_over and not job.seen and job.asked_by_id == person.id:
        Job.objects.filter(id=job.id).update(seen=True)


def jobs_revive() -> int:
    """Put jobs whose worker died back in line; how many there were."""
    dead = Job.objects.filter(state=Job.State.RUNNING).filter(
        Q(beat_at__lt=timezone.now() - _DEAD_AFTER) | Q(beat_at__isnull=True)
    )
    ids = list(dead.values_list("id", flat=True))
    Job.objects.filter(id__in=ids).update(state=Job.State.WAITING, done=0, total=0, step="")
    for job_id in ids:
        run_job.enqueue(job_id)
    return len(ids)
