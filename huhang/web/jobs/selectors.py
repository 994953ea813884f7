"""Jobs that a person may see: their own."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huhang.web.accounts.models import Person
from huhang.web.jobs.models import Job

_OVER = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)


def jobs_of(person: Person) -> QuerySet[Job]:
    """The jobs that the person asked for, newest first."""
    return Job.objects.filter(asked_by=person)


@dataclass(frozen=True)
class News:
    """What a person has not seen yet of the own jobs: those that are over, and whether others go on."""

    over: tuple[Job, ...]
    under_way: bool

    @property
    def number(self) -> int:
        """How many are over."""
        return len(self.over)

    @property
    def failed(self) -> bool:
        """Whether one of them was not done."""
        return any(job.state == Job.State.FAILED for job in self.over)


def news_of(person: Person | None) -> News:
    """What the head of every page tells a person about the own jobs."""
    if person is None:
        return News((), under_way=False)
    unseen = list(jobs_of(person).filter(seen=False))
    over = tuple(job for job in unseen if job.state in _OVER)
    return News(over, under_way=len(over) < len(unseen))
