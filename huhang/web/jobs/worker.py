"""The worker for long jobs: revives what a dead one left, then works until stopped."""

import os

import django
from django.core.management import call_command

from huhang.vocabulary.lean import leave_unused_out


def main() -> None:
    """Work."""
    leave_unused_out()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huhang.web.settings")
    django.setup()
    call_command("work_jobs")


if __name__ == "__main__":
    main()
