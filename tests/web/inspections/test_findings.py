"""The page of a finding: everything that it rests on, ids masked, and nothing beyond one's reach."""

import re
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import timezone

from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.inspections.links import _SOURCES, FindingLink, add_link_source, chain_of_finding
from huhang.web.inspections.masks import mask_id
from huhang.web.inspections.models import AuditRun, Recomputation
from huhang.web.intake.models import DraftObjection, DraftRun
from huhang.web.jobs.models import Job
from huhang.web.registry.models import Company

Browse = Callable[[Person], Client]
SUFFIXES = ("", "evidence/")


def rows_of(run: AuditRun) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(run.folder / "findings.parquet").to_pylist()
    return rows


def one_of_each(run: AuditRun, place: str) -> list[dict[str, Any]]:
    """A finding of each right and outcome in a place."""
    found = {
        (row["right"], row["verdict"]): row for row in rows_of(run) if (row["place"] or "").startswith(place)
    }
    return list(found.values())


def test_every_kind_of_finding_has_a_page_in_both_languages(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    shown = one_of_each(run, "31")
    assert len(shown) > 3
    for row in shown:
        for suffix in ("", "?evidence=1&lang=en", "?evidence=1&day=2025-11-03&lang=zh"):
            answer = client.get(f"/audits/{run.id}/findings/{row['finding_id']}/{suffix}")
            page = answer.content.decode()
            assert answer.status_code == 200
            assert "<style" not in page
            assert " style=" not in page
            if "lang=en" in suffix:
                cited = re.findall(r'<p class="text">.*?</p>|<ul class="clauses">.*?</ul>', page, re.DOTALL)
                assert not re.search("[\u4e00-\u9fff]", "".join(cited))
            if row["subject_kind"] not in OF_COMPANIES:
                assert mask_id(row["subject_id"]) in page
                assert not re.search(rf"\b{row['subject_id']}\b", page)


def test_the_slip_of_a_page_adds_up_to_the_difference(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    row = next(
        r for r in one_of_each(run, "31") if (r["right"], r["verdict"]) == ("pay/hourly_floor", "broken")
    )
    page = client.get(f"/audits/{run.id}/findings/{row['finding_id']}/evidence/").content.decode()
    yuan = f"{row['shortfall_fen'] // 100:,}.{row['shortfall_fen'] % 100:02d}".replace(",", "\u00a0")
    assert f"<strong>{yuan} 元</strong>" in page
    assert "对不上" not in page


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_finding_of_another_place_or_company_is_not_there(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, release: Callable[..., Company], suffix: str
) -> None:
    head = seated(Role.HEAD, "310000")
    own = release(run, "p0", "310000", head)
    people = {
        "310000": seated(Role.INSPECTOR, "310000"),
        "130100": seated(Role.INSPECTOR, "130100"),
        "p0": seated(Role.COMPLIANCE, company=own),
        "p1": seated(Role.COMPLIANCE, company=Company.objects.get(platform_id="p1")),
    }
    workers = [row for row in rows_of(run) if row["subject_kind"] not in OF_COMPANIES and row["place"]]
    kinds = {(row["place"][:2], row["platform_id"]): row for row in workers}
    assert len(kinds) == 4
    for (area, platform), row in kinds.items():
        expected = {
            "310000": area == "31",
            "130100": area == "13",
            "p0": (area, platform) == ("31", "p0"),
            "p1": False,
        }
        for name, person in people.items():
            answer = browse(person).get(f"/audits/{run.id}/findings/{row['finding_id']}/{suffix}")
            assert (name, answer.status_code) == (name, 200 if expected[name] else 404)


def test_every_reading_of_a_worker_is_written_down(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    row = next(r for r in one_of_each(run, "31") if r["subject_kind"] not in OF_COMPANIES)
    for suffix in SUFFIXES:
        browse(inspector).get(f"/audits/{run.id}/findings/{row['finding_id']}/{suffix}")
    read = LogEntry.objects.filter(verb="read", person=inspector.username)
    assert {entry.subject for entry in read} == {f"{run.id}/{row['finding_id']}"}
    assert read.count() == 2


def test_what_the_company_objects_stands_beside_the_finding(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    row = next(r for r in one_of_each(run, "31") if r["platform_id"] == "p0")
    company = Company.objects.get(platform_id="p0")
    officer, now = seated(Role.COMPLIANCE, company=company), timezone.now()
    dry = DraftRun.objects.create(
        company=company, made_by=officer, made_at=now, place="310000", since=run.since, until=run.until
    )
    DraftObjection.objects.create(
        run=dry,
        company=company,
        finding_id=row["finding_id"],
        text="等单<b>时间</b>没有扣除",
        made_by=officer,
        made_at=now,
    )
    client = browse(seated(Role.INSPECTOR, company.place))
    with_it = client.get(f"/audits/{run.id}/findings/{row['finding_id']}/").content.decode()
    assert "等单&lt;b&gt;时间&lt;/b&gt;没有扣除" in with_it
    other = next(r for r in one_of_each(run, "31") if r["finding_id"] != row["finding_id"])
    assert "没有扣除" not in client.get(f"/audits/{run.id}/findings/{other['finding_id']}/").content.decode()


def test_a_finding_computed_again_holds(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, django_capture_on_commit_callbacks: Any
) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    row = one_of_each(run, "31")[0]
    address = f"/audits/{run.id}/findings/{row['finding_id']}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}again/")
    assert Job.objects.get().state == Job.State.DONE, Job.objects.get().told
    assert Recomputation.objects.get().holds
    assert "这条结论成立" in client.get(address).content.decode()


def test_other_apps_tell_what_became_of_a_finding(run: AuditRun, seated: Callable[..., Person]) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    told = Text("已发出", "sent")
    from_case = FindingLink("notice", "/cases/1/", told, done=False)
    add_link_source(lambda person, number, finding: [from_case] if finding == "f" else [])
    try:
        states = [link.state for link in chain_of_finding(inspector, run.id, "f", owed=True)]
        assert states == ["done", "done", "done", "done", "now", "next", "next"]
        assert chain_of_finding(inspector, run.id, "f", owed=True)[4].note == told
        states = [link.state for link in chain_of_finding(inspector, run.id, "g", owed=True)]
        assert states == ["done", "done", "done", "now", "next", "next", "next"]
    finally:
        _SOURCES.pop()


def test_a_mask_never_shows_most_of_an_id() -> None:
    for length in range(20):
        worker = "abcdefghijklmnopqrst"[:length]
        shown = mask_id(worker).replace("*", "")
        assert len(shown) * 1.5 <= length
        assert worker not in mask_id(worker) or not worker
