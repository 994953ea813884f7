"""The long work of this app, by name."""

from django.urls import reverse

from huhang.vocabulary.words import Text
from huhang.web.jobs.kinds import JobKind, add_kind
from huhang.web.jobs.models import Job
from huhang.web.late import Late

RECHECK = "recheck"


def _page_of_case(job: Job) -> str:
    return reverse("case", args=[job.subject])


def add_kinds() -> None:
    """Tell the jobs which work there is."""
    work = Late("huhang.web.casework.recheck.recheck_work")
    add_kind(JobKind(RECHECK, Text("用新数据复核", "Recheck on new records"), work, _page_of_case))
