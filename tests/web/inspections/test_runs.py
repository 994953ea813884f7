"""Audits asked for on the platform: within one's reach, done by a job, seen by who reaches the place."""

import re
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.inspections.models import AuditRun
from huhang.web.jobs.models import Job

Browse = Callable[[Person], Client]
ASKED = {"places": ["310000"], "since": "2025-11-01", "until": "2025-12-31"}


@pytest.mark.django_db
def test_an_audit_runs_as_a_job_and_finds_what_the_command_finds(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, django_capture_on_commit_callbacks: Any
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    client = browse(inspector)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/audits/new/", ASKED)
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.id}/"
    assert job.state == Job.State.DONE, job.told
    made = AuditRun.objects.get(id=job.subject)
    assert made.ready
    assert made.summary["counts"]["broken"] > 0
    ours, theirs = (pq.read_table(r.folder / "findings.parquet") for r in (made, run))
    shanghai = {row["finding_id"] for row in theirs.to_pylist() if (row["place"] or "").startswith("31")}
    assert set(ours["finding_id"].to_pylist()) >= shanghai
    assert client.get(f"/audits/{made.id}/").status_code == 200
    assert LogEntry.objects.filter(verb="start", kind="audit", person=inspector.username).exists()


def test_an_audit_beyond_ones_reach_is_refused(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    client = browse(seated(Role.INSPECTOR, "130100"))
    answer = client.post("/audits/new/", ASKED)
    assert answer.status_code == 200
    assert AuditRun.objects.count() == 1


def test_what_is_offered_is_the_last_quarter_that_the_records_cover(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    page = browse(seated(Role.INSPECTOR, "310000")).get("/audits/new/").content.decode()
    told = re.search(r"收进来的记录：(\d{4}-\d\d-\d\d) 至 (\d{4}-\d\d-\d\d)", page)
    assert told
    since, until = (re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("since", "until"))
    assert since
    assert until
    assert told[1] < until[1] <= told[2] or (since[1] <= told[1] and told[2] <= until[1])
    assert f'value="{since[1]} {until[1]}" selected' in page


def test_a_municipality_offers_its_districts_and_nothing_between(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    page = browse(seated(Role.INSPECTOR, "310000")).get("/audits/new/").content.decode()
    offered = re.findall(r'name="places" value="(\d+)"', page)
    assert offered[0] == "310000"
    assert {"310101", "310115", "310151"} <= set(offered)
    assert "310100" not in offered


def test_who_may_open_an_audit(run: AuditRun, seated: Callable[..., Person], browse: Browse) -> None:
    run.places.filter(place="130100").delete()
    for role, place, page, lists in (
        (Role.INSPECTOR, "310000", 200, 200),
        (Role.OFFICER, "310101", 200, 200),
        (Role.OFFICIAL, "310000", 200, 403),
        (Role.INSPECTOR, "130100", 404, 404),
        (Role.MEDIATOR, "310000", 403, 403),
        (Role.KEEPER, "", 403, 403),
    ):
        client = browse(seated(role, place))
        assert client.get(f"/audits/{run.id}/").status_code == page, (role, place)
        assert client.get(f"/audits/{run.id}/findings/").status_code == lists, (role, place)
        assert client.get(f"/audits/{run.id}/findings/count/").status_code == lists, (role, place)
