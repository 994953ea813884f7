"""The made-up city in a new installation: its lake, its companies and the invented people."""

import shutil
from pathlib import Path

from django.conf import settings

from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import is_lake
from huhang.vocabulary.words import HuhangError
from huhang.web.copying import copy_linked
from huhang.web.demo.hand_overs import load_demo_hand_over
from huhang.web.demo.people import DemoPerson, load_demo_people
from huhang.web.demo.worker import load_demo_worker
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.services import run_register


def load_demo(lake: Path, audit: Path | None = None) -> list[DemoPerson]:
    """Load a lake, invented people and an audit of the lake; what is there already stays as it is.

    HuhangError where there is no lake, or no audit.
    """
    if not is_lake(lake):
        raise HuhangError(
            f"{lake} 不是湖；请先用 huhang demo 造城、用 huhang take-in 收入。",
            f"{lake} is no lake: make a city with huhang demo and take it in with huhang take-in.",
        )
    home: Path = settings.HOME.lake
    if not is_lake(home):
        # Files of a lake are never written twice: a link is as good as a copy.
        copy_linked(lake, home)
        key = lake.with_name(lake.name + ".key")
        if key.exists():
            shutil.copy2(key, home.with_name(home.name + ".key"))
    platforms = sorted(open_lake(home).zones)
    people = load_demo_people(platforms)
    if audit and not AuditRun.objects.exists():
        run_register(folder=audit)
    load_demo_worker(platforms)
    load_demo_hand_over()
    return people
