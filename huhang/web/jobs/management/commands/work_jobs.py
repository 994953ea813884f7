"""Take jobs from the queue until stopped."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from huhang.web.jobs.kinds import KINDS
from huhang.web.jobs.services import jobs_revive
from huhang.web.late import Late


class Command(BaseCommand):
    """Revive jobs whose worker died, then work."""

    help = "Work on long jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin with what was left over; what jobs need is loaded before the first one waits for it."""
        jobs_revive()
        for kind in KINDS.values():
            if isinstance(kind.work, Late):
                kind.work.load()
        call_command("db_worker", interval=0.5, verbosity=0)
