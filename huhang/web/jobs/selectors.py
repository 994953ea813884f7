"""Jobs that a person may see: their own."""

from django.db.models import QuerySet

from huhang.web.accounts.models import Person
from huhang.web.jobs.models import Job


def jobs_of(person: Person) -> QuerySet[Job]:
    """The jobs that the person asked for, newest first."""
    return Job.objects.filter(asked_by=person)
