"""A platform with one large audit and 2,000 companies; Django stands before this is imported."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.test import Client
from django.utils import timezone

from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.copying import copy_linked
from huhang.web.inspections.findings import Filters, page_of_findings
from huhang.web.inspections.models import AuditRun, RunPlace
from huhang.web.inspections.preparing import prepared_of
from huhang.web.inspections.reading import open_prepared
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.services import run_complete

_DISTRICTS_OF = "310000"


@dataclass(frozen=True)
class LargePlatform:
    """The number of the audit, the address of one finding, how long preparing took (0: kept), log-ins."""

    run: int
    finding: str
    seconds: float
    megabytes: float
    client: Callable[[], Client]


def platform_of(results: Path, places: Sequence[str], since: date, until: date) -> LargePlatform:
    """A platform with results of an audit, asked by an inspector of one of its two cities; made once."""
    started = time.perf_counter()
    run = AuditRun.objects.filter(ready=True).first()
    kept = run is not None and prepared_of(run.folder).exists()
    if run is None:
        run = AuditRun.objects.create(asked_at=timezone.now(), since=since, until=until, sample=True)
        RunPlace.objects.bulk_create(RunPlace(run=run, place=place) for place in places)
        copy_linked(results, run.folder)
        run_complete(run=run)
    prepared = open_prepared(run.folder)
    seconds = 0 if kept else time.perf_counter() - started
    person = Person.objects.filter(username="inspector").first()
    if person is None:
        person = Person.objects.enrol("inspector", "Inspector", os.urandom(20).hex())
        Seat.objects.create(
            person=person, role=Role.INSPECTOR, place=_DISTRICTS_OF, since=timezone.localdate()
        )
    own = Scope(tuple(code for code in prepared.words["place"] if code.startswith("31")))
    first = page_of_findings(prepared, own, Filters()).rows[0]["finding_id"]

    def client() -> Client:
        logged_in = Client(SERVER_NAME="127.0.0.1")
        logged_in.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return logged_in

    size = prepared_of(run.folder).stat().st_size / 1e6
    return LargePlatform(run.id, f"/audits/{run.id}/findings/{first}/", seconds, size, client)
