"""A person's hours over platforms: for themself and who is named for their safety, never a company."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone

from huhang.web.accounts.models import LogWorker, Person, Role
from huhang.web.api.tokens import token_make
from huhang.web.inspections.models import AuditRun
from huhang.web.registry.models import Company
from huhang.web.unmasking.models import Unmasking
from huhang.web.worker.models import Engagement
from huhang.web.worker.services import engagement_prove
from tests.web.inspections.conftest import release, run
from tests.web.test_gates import addresses
from tests.web.worker.test_looks import Browse, Seated, looks_of, official, row, worker_of

__all__ = ["release", "row", "run"]


@pytest.fixture
def me(seated: Seated, row: dict[str, Any]) -> Person:
    """A worker of p0 who is w1 of p1 as well."""
    person = worker_of(seated, row)
    engagement_prove(
        person=person,
        company=Company.objects.get(platform_id="p1"),
        worker_id="w1",
        proof=Engagement.Proof.COUNTER,
        by=None,
    )
    return person


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else ""


def allowed(
    browse: Browse, run: AuditRun, row: dict[str, Any], people: tuple[Person, Person], ground: str
) -> str:
    """Ask on a ground and have it allowed; the address of the hours."""
    asker, second = (browse(person) for person in people)
    asker.post(f"/unmasking/ask/{run.id}/{row['finding_id']}/", {"ground": ground, "reason": "tired"})
    asked = Unmasking.objects.latest("id")
    until = timezone.localdate() + timedelta(days=1)
    second.post(f"/unmasking/{asked.pk}/allow/", {"allow-until": until.isoformat(), "seen": 1})
    return reverse("person_hours", args=[run.id, row["finding_id"]])


@pytest.fixture
def officers(seated: Seated) -> tuple[Person, Person]:
    return official(seated, Role.INSPECTOR, "i1"), official(seated, Role.HEAD, "h1")


def test_the_worker_sees_all_platforms_together(browse: Browse, me: Person) -> None:
    page = text_of(browse(me), "/me/hours/?lang=en")
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page)
    assert rows
    assert any("p0 " in line and "p1 " in line for line in rows)


def test_an_officer_sees_them_on_the_ground_of_safety_alone_and_the_worker_sees_that(
    browse: Browse, me: Person, run: AuditRun, row: dict[str, Any], officers: tuple[Person, Person]
) -> None:
    address = reverse("person_hours", args=[run.id, row["finding_id"]])
    asker, second = officers
    assert browse(asker).get(address).status_code == 404
    allowed(browse, run, row, officers, "own_request")
    assert browse(asker).get(address).status_code == 404
    browse(asker).post(f"/unmasking/{Unmasking.objects.get().pk}/mask/", {"seen": 2})
    allowed(browse, run, row, officers, "safety")
    page = text_of(browse(asker), address)
    assert ">p1 " in page
    # Who allowed it is not the one who looks.
    assert browse(second).get(address).status_code == 404
    told = [one for one in looks_of(browse(me)) if "all platforms" in one["what was done"]]
    assert {one["platform"] for one in told} == {"p0", "p1"}
    assert {one["ground"] for one in told} == {"safety of the person"}
    assert LogWorker.objects.filter(entry__kind="hours of a person over platforms").count() == 2


def test_without_a_proof_or_an_identity_number_two_ids_are_two_people(
    browse: Browse, run: AuditRun, row: dict[str, Any], officers: tuple[Person, Person]
) -> None:
    page = text_of(browse(officers[0]), allowed(browse, run, row, officers, "safety"))
    assert ">p0 " in page
    # As a word: tokens of forms are letters and digits by chance.
    assert re.search(r"\bp1\b", page) is None


def every_address(values: dict[str, Any]) -> Iterator[str]:
    """The address of every page, with what is known of its parts."""
    for _, entry in addresses():
        if isinstance(entry, URLPattern) and entry.name:
            names = entry.pattern.regex.groupindex
            try:
                yield reverse(entry.name, kwargs={name: values[name] for name in names if name in values})
            except NoReverseMatch:
                continue


def test_a_company_learns_by_no_page_that_its_worker_works_elsewhere(
    browse: Browse,
    me: Person,
    run: AuditRun,
    row: dict[str, Any],
    officers: tuple[Person, Person],
    seated: Seated,
    release: Callable[..., Company],
) -> None:
    address = allowed(browse, run, row, officers, "safety")
    assert browse(officers[0]).get(address).status_code == 200
    company = release(run, "p0", "310000", officers[1])
    compliance = seated(Role.COMPLIANCE, company=company)
    token = {"authorization": f"Bearer {token_make(person=compliance, name='t')}"}
    values: dict[str, Any] = dict.fromkeys(("form", "kind", "key", "name", "table"), "csv")
    values |= {"number": run.id, "finding": row["finding_id"]}
    client, program = browse(compliance), Client(headers=token)
    assert client.get(address).status_code == 403
    assert client.get("/me/hours/").status_code == 403
    seen = 0
    for page in [*every_address(values), "/api/v1/hand-overs", "/api/v1/openapi.json"]:
        for asking in (client, program):
            answer = asking.get(page, follow=True)
            told = answer.getvalue().decode(errors="replace")
            seen += answer.status_code == 200
            assert "p1" not in re.findall(r"\bp1\b", told), page
    assert seen > 20
