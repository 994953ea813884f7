"""The long work of this app, by name."""

from django.urls import reverse

from huhang.vocabulary.words import Text
from huhang.web.jobs.kinds import JobKind, add_kind
from huhang.web.jobs.models import Job
from huhang.web.late import Late

FILING, DRAFT = "hand_over", "draft audit"


def _page_of_filing(job: Job) -> str:
    return reverse("hand_over", args=[job.subject])


def _page_of_draft(job: Job) -> str:
    return reverse("draft", args=[job.subject])


def add_kinds() -> None:
    """Tell the jobs which work there is."""
    filing, draft = (
        Late(f"huhang.web.intake.{name}") for name in ("work.file_hand_over", "drafts.audit_draft")
    )
    add_kind(JobKind(FILING, Text("交件", "hand-over"), filing, _page_of_filing))
    add_kind(JobKind(DRAFT, Text("试算", "dry run"), draft, _page_of_draft))
