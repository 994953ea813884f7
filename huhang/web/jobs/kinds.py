"""Which kinds of jobs there are; each app adds its own when it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huhang.vocabulary.words import Text
from huhang.web.jobs.models import Job

Progress = Callable[[str, int, int], None]
# Does the work and gives what is to be kept of it; begun again after a crash, so it must bear that.
Work = Callable[[Job, Progress], dict[str, Any]]


@dataclass(frozen=True)
class JobKind:
    """A kind of work: its name in words, what does it, and the page of its subject when it is done."""

    name: str
    text: Text
    work: Work
    page: Callable[[Job], str]


KINDS: dict[str, JobKind] = {}


def add_kind(kind: JobKind) -> None:
    """Make a kind of work known, once, when the app is loaded."""
    KINDS[kind.name] = kind
