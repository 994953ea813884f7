"""Choosing findings of one company, and letting a company see its own."""

from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import timezone

from huhang.web.accounts.models import Person, Role
from huhang.web.casework.models import Case
from huhang.web.inspections import services
from huhang.web.inspections.models import AuditRun, Release
from huhang.web.inspections.selectors import basket_of, findings_of
from huhang.web.registry.models import Body, Company

Browse = Callable[[Person], Client]


def ids_of(run: AuditRun, fits: Callable[[dict[str, Any]], bool]) -> list[str]:
    rows = pq.read_table(run.folder / "findings.parquet").to_pylist()
    return [row["finding_id"] for row in rows if fits(row)]


def test_ticked_findings_and_all_of_a_company_are_chosen(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    client = browse(inspector)
    own = ids_of(run, lambda row: row["platform_id"] == "p0" and (row["place"] or "").startswith("31"))
    beyond = ids_of(run, lambda row: row["platform_id"] == "p0" and (row["place"] or "").startswith("13"))
    client.post(f"/audits/{run.id}/choose/", {"finding": [own[0], beyond[0]]})
    basket = basket_of(inspector, run)
    assert basket is not None
    assert basket.finding_ids == [own[0]]
    client.post(f"/audits/{run.id}/choose/?company=p0", {"all": "1"})
    basket.refresh_from_db()
    assert set(basket.finding_ids) == set(own)
    assert len(findings_of(inspector, run, basket.finding_ids)) == len(own)
    assert "已选结论" in client.get(f"/audits/{run.id}/findings/").content.decode()
    client.post(f"/audits/{run.id}/choose/clear/")
    assert basket_of(inspector, run) is None


def test_findings_of_two_companies_are_not_mixed(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    client = browse(inspector)
    in_shanghai = ids_of(run, lambda row: (row["place"] or "")[:2] == "31")
    first, second = (
        [row["finding_id"] for row in findings_of(inspector, run, in_shanghai) if row["platform_id"] == name]
        for name in ("p0", "p1")
    )
    assert client.post(f"/audits/{run.id}/choose/", {"finding": [first[0], second[0]]}).status_code == 400
    assert client.post(f"/audits/{run.id}/choose/", {"finding": [first[0]]}).status_code == 302
    assert client.post(f"/audits/{run.id}/choose/", {"finding": [second[0]]}).status_code == 400
    basket = basket_of(inspector, run)
    assert basket is not None
    assert basket.finding_ids == [first[0]]


def test_a_company_sees_a_release_until_it_is_withdrawn(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    head, officer = seated(Role.HEAD, "310000"), seated(Role.OFFICER, "310000")
    company = Company.objects.get(platform_id="p0")
    compliance = browse(seated(Role.COMPLIANCE, company=company))
    address = f"/audits/{run.id}/findings/"
    browse(officer).post(f"/audits/{run.id}/release/", {"company": "p0"})
    assert compliance.get(address).status_code == 404
    browse(head).post(f"/audits/{run.id}/release/", {"company": "p0"})
    assert Release.objects.get().place == "310000"
    assert compliance.get(address).status_code == 200
    browse(head).post(f"/audits/{run.id}/release/", {"company": "p0", "withdraw": "1"})
    assert compliance.get(address).status_code == 404


def test_an_inspection_is_opened_about_what_was_chosen(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    body = Body.objects.create(
        kind="labour", name_zh="局", name_en="Bureau", place="310000", letter_head="沪"
    )
    inspector.seats.update(body=body)
    client = browse(inspector)
    client.post(f"/audits/{run.id}/choose/?company=p0&outcome=broken", {"all": "1"})
    basket = basket_of(inspector, run)
    assert basket is not None
    assert "/cases/open/" in client.get(f"/audits/{run.id}/findings/").content.decode()
    opened = client.post("/cases/open/", {"run": run.id})
    case = Case.objects.get()
    assert opened["Location"] == f"/cases/{case.pk}/"
    assert {one.finding_id for one in case.findings.all()} == set(basket.finding_ids)
    assert basket_of(inspector, run) is None
    # The finding leads to its case and the case to its finding; not for who may not see the case.
    finding = basket.finding_ids[0]
    address = f"/audits/{run.id}/findings/{finding}/"
    assert f'href="/cases/{case.pk}/"' in client.get(address).content.decode()
    assert f'href="{address}"' in client.get(f"/cases/{case.pk}/").content.decode()
    compliance = seated(Role.COMPLIANCE, company=Company.objects.get(platform_id="p0"))
    Release.objects.create(run=run, company=case.company, by=inspector, at=timezone.now(), place="310000")
    shown = browse(compliance).get(address)
    assert shown.status_code == 200
    assert "/cases/" not in shown.content.decode().split("<main")[1]
    # Nobody opens one with what another has chosen.
    assert browse(seated(Role.INSPECTOR, "130100")).post("/cases/open/", {"run": run.id}).status_code == 404


def test_more_than_an_inspection_holds_is_refused_with_its_number_and_nothing_is_cut(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector = seated(Role.INSPECTOR, "310000")
    client = browse(inspector)
    own = ids_of(run, lambda row: row["platform_id"] == "p0" and (row["place"] or "").startswith("31"))
    monkeypatch.setattr(services, "MOST_CHOSEN", len(own) - 1)
    client.post(f"/audits/{run.id}/choose/", {"finding": [own[0]]})
    for asked in ({"all": "1"}, {"finding": own}):
        answer = client.post(f"/audits/{run.id}/choose/?company=p0", asked)
        assert answer.status_code == 400
        assert f"{len(own):,} 条" in answer.content.decode()
        basket = basket_of(inspector, run)
        assert basket is not None
        assert basket.finding_ids == [own[0]]
