"""The long work of this app, by name."""

from huhang.vocabulary.words import Text
from huhang.web.intake.drafts import DRAFT, audit_draft, page_of_draft
from huhang.web.intake.services import FILING
from huhang.web.intake.work import file_hand_over, page_of
from huhang.web.jobs.kinds import JobKind, add_kind


def add_kinds() -> None:
    """Tell the jobs which work there is."""
    add_kind(JobKind(FILING, Text("交件", "hand-over"), file_hand_over, page_of))
    add_kind(JobKind(DRAFT, Text("试算", "dry run"), audit_draft, page_of_draft))
