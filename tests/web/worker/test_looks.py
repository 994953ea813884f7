"""A worker sees who looked at data about them: every look, with office, role and ground, and no name."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import verify_log
from huhang.web.accounts.models import LogEntry, Person, Role, Seat
from huhang.web.inspections.models import AuditRun
from huhang.web.registry.models import Body, Company
from huhang.web.unmasking.models import Unmasking
from huhang.web.worker.models import Engagement
from huhang.web.worker.services import engagement_prove
from tests.web.inspections.conftest import release, run
from tests.web.inspections.test_findings import rows_of

__all__ = ["release", "run"]
Browse = Callable[[Person], Client]
Seated = Callable[..., Person]
Told = dict[str, str]


@pytest.fixture
def row(run: AuditRun) -> dict[str, Any]:
    """A finding of company p0 about a worker in Shanghai."""
    return next(
        row
        for row in rows_of(run)
        if row["subject_kind"] not in OF_COMPANIES
        and row["platform_id"] == "p0"
        and (row["place"] or "").startswith("31")
    )


def worker_of(seated: Seated, row: dict[str, Any], name: str = "worker") -> Person:
    """A log-in of the worker whom a finding is about."""
    person = seated(Role.WORKER, name=name)
    engagement_prove(
        person=person,
        company=Company.objects.get(platform_id=row["platform_id"]),
        worker_id=row["subject_id"],
        proof=Engagement.Proof.COUNTER,
        by=None,
    )
    return person


def official(seated: Seated, role: str, name: str) -> Person:
    person = seated(role, "310000", name=name)
    body, _ = Body.objects.get_or_create(
        kind="labour", name_zh="甲局", name_en="Bureau A", place="310000", defaults={"letter_head": "甲"}
    )
    Seat.objects.filter(person=person).update(body=body)
    return person


def looks_of(client: Client) -> list[Told]:
    """The file, row by row, by the names of its columns."""
    answer = client.get("/me/looked/csv/?lang=en")
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_look_stands_there_with_office_role_and_ground_and_without_a_name(
    seated: Seated, browse: Browse, run: AuditRun, row: dict[str, Any]
) -> None:
    me = browse(worker_of(seated, row))
    assert looks_of(me) == []
    assert "没有别人看过" in me.get("/me/looked/?lang=zh").content.decode()
    asker = official(seated, Role.INSPECTOR, "Unnamed Inspector")
    second = official(seated, Role.HEAD, "Unnamed Head")
    finding = f"/audits/{run.id}/findings/{row['finding_id']}/"
    browse(asker).get(finding)
    browse(asker).get(f"{finding}evidence/")
    browse(asker).post(
        f"/unmasking/ask/{run.id}/{row['finding_id']}/", {"ground": "safety", "reason": "in danger"}
    )
    asked = Unmasking.objects.get()
    until = timezone.localdate() + timedelta(days=3)
    browse(second).post(f"/unmasking/{asked.pk}/allow/", {"allow-until": until.isoformat(), "seen": 1})
    assert row["subject_id"] in browse(asker).get(finding).content.decode()
    told = looks_of(me)
    assert [(one["role"], one["what was done"], one["ground"], one["id"]) for one in told] == [
        ("labour inspector", "saw your full id", "safety of the person", "full id"),
        ("labour inspector", "saw a finding about you", "checking leads", "masked"),
        ("head of the bureau", "allowed your full id to be seen", "safety of the person", "masked"),
        ("labour inspector", "asked to see your full id", "safety of the person", "masked"),
        ("labour inspector", "saw the hours of a day of yours", "checking leads", "masked"),
        ("labour inspector", "saw a finding about you", "checking leads", "masked"),
    ]
    assert {one["office"] for one in told} == {"Bureau A"}
    page = me.get("/me/looked/?lang=en").content.decode()
    assert "Unnamed" not in page + str(told)
    assert page.count("safety of the person") == 3


def test_an_exported_list_is_told_when_it_had_a_finding_about_the_worker(
    seated: Seated, browse: Browse, run: AuditRun, row: dict[str, Any]
) -> None:
    me = browse(worker_of(seated, row))
    here, elsewhere = (
        browse(official(seated, Role.INSPECTOR, "i1")),
        browse(seated(Role.INSPECTOR, "130000", name="i2")),
    )
    lists = f"/audits/{run.id}/findings/findings.csv"
    assert here.get(f"{lists}?company=p1").status_code == 200
    assert elsewhere.get(lists).status_code == 200
    assert looks_of(me) == []
    assert here.get(f"{lists}?company=p0").status_code == 200
    assert [one["what was done"] for one in looks_of(me)] == ["exported a list that has findings about you"]


def test_nobody_sees_what_concerns_another_worker(
    seated: Seated, browse: Browse, run: AuditRun, row: dict[str, Any]
) -> None:
    other = next(
        one
        for one in rows_of(run)
        if one["subject_kind"] not in OF_COMPANIES and one["subject_id"] != row["subject_id"]
    )
    me, another = browse(worker_of(seated, row)), browse(worker_of(seated, other, "another"))
    browse(official(seated, Role.INSPECTOR, "i1")).get(f"/audits/{run.id}/findings/{row['finding_id']}/")
    assert len(looks_of(me)) == 1
    assert looks_of(another) == []
    with pytest.raises(HuhangError, match="belongs to another account"):
        worker_of(seated, row, "thief")


def test_own_looks_are_logged_and_counted_but_not_listed(
    seated: Seated, browse: Browse, row: dict[str, Any]
) -> None:
    person = worker_of(seated, row)
    me = browse(person)
    me.get("/me/looked/")
    assert "自己的查看" in me.get("/me/looked/?lang=zh").content.decode()
    own = LogEntry.objects.filter(person=person.username, kind="who looked", verb="read")
    assert own.count() == 2
    assert looks_of(me) == []
    assert verify_log().holds


def test_who_is_concerned_cannot_be_changed_or_removed(
    seated: Seated, browse: Browse, row: dict[str, Any]
) -> None:
    browse(worker_of(seated, row)).get("/me/looked/")
    for change in ("UPDATE accounts_logworker SET worker_id = 'x'", "DELETE FROM accounts_logworker"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_worker_opens_no_page_of_offices_and_nobody_else_opens_theirs(
    seated: Seated, browse: Browse, run: AuditRun, row: dict[str, Any], release: Callable[..., Company]
) -> None:
    company = release(run, "p0", "310000", seated(Role.HEAD, "310000"))
    me = browse(worker_of(seated, row))
    for page in (f"/audits/{run.id}/findings/{row['finding_id']}/", "/audits/", "/log/", "/cases/"):
        assert me.get(page).status_code in {403, 404}, page
    assert me.get("/desk/")["Location"] == "/me/"
    for person in (seated(Role.COMPLIANCE, company=company), seated(Role.INSPECTOR, "310000")):
        for page in ("/me/", "/me/looked/", "/me/looked/csv/"):
            assert browse(person).get(page).status_code == 403
    with pytest.raises(HuhangError, match="account"):
        engagement_prove(
            person=Person.objects.get(seats__role=Role.COMPLIANCE),
            company=company,
            worker_id="w",
            proof=Engagement.Proof.COUNTER,
            by=None,
        )


def test_the_page_is_kept_by_no_browser_and_prints_as_pdf(
    seated: Seated, browse: Browse, run: AuditRun, row: dict[str, Any]
) -> None:
    me = browse(worker_of(seated, row))
    browse(official(seated, Role.INSPECTOR, "i1")).get(f"/audits/{run.id}/findings/{row['finding_id']}/")
    assert "no-store" in me.get("/me/looked/")["Cache-Control"]
    file = me.get("/me/looked/pdf/")
    assert file.getvalue().startswith(b"%PDF")
    assert me.get("/me/looked/exe/").status_code == 404
