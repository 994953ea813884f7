"""A full id: asked with a ground, allowed by a second person, seen by who asked alone, and logged."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.vocabulary.law import OF_COMPANIES
from huhang.web.accounts.log import verify_log
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.casework.models import Case, CaseFinding
from huhang.web.inspections.masks import mask_id
from huhang.web.inspections.models import AuditRun
from huhang.web.registry.models import Body, Company
from huhang.web.unmasking.models import Unmasking
from tests.web.inspections.test_exports import table_of
from tests.web.inspections.test_findings import rows_of

Browse = Callable[[Person], Client]
Seated = Callable[..., Person]


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


@pytest.fixture
def asker(seated: Seated) -> Person:
    return seated(Role.INSPECTOR, "310000")


@pytest.fixture
def second(seated: Seated) -> Person:
    return seated(Role.HEAD, "310000")


class Story:
    """The way of a request as the people walk it in their browsers."""

    def __init__(self, browse: Browse, run: AuditRun, row: dict[str, Any]) -> None:
        self.browse, self.run, self.row = browse, run, row
        self.finding = f"/audits/{run.id}/findings/{row['finding_id']}/"
        self.ask_page = f"/unmasking/ask/{run.id}/{row['finding_id']}/"

    def sees(self, person: Person) -> bool:
        """Whether the person sees the full id on the page of the finding."""
        answer = self.browse(person).get(f"{self.finding}?evidence=1")
        assert answer.status_code == 200
        return bool(re.search(rf"\b{self.row['subject_id']}\b", answer.content.decode()))

    def ask(self, person: Person, **fields: Any) -> Any:
        values = {"ground": "safety", "reason": "要电话核实是否平安"} | fields
        return self.browse(person).post(self.ask_page, values)

    def asked(self, person: Person, **fields: Any) -> Unmasking:
        assert self.ask(person, **fields).status_code == 302
        return Unmasking.objects.latest("id")

    def act(self, person: Person, found: Unmasking, kind: str, seen: int = 1, **fields: Any) -> Any:
        typed = {f"{kind}-{name}": value for name, value in fields.items()}
        return self.browse(person).post(f"/unmasking/{found.pk}/{kind}/", {"seen": seen} | typed)

    def allow(self, person: Person, found: Unmasking, seen: int = 1, days: int = 0) -> Any:
        until = timezone.localdate() + timedelta(days=days)
        return self.act(person, found, "allow", seen, until=until.isoformat())


@pytest.fixture
def story(browse: Browse, run: AuditRun, row: dict[str, Any]) -> Story:
    return Story(browse, run, row)


def test_only_who_asked_sees_the_id_once_another_person_allows_it(
    story: Story, asker: Person, second: Person, seated: Seated
) -> None:
    third = seated(Role.INSPECTOR, "310000", name="third")
    page = story.browse(asker).get(story.finding).content.decode()
    assert story.ask_page in page
    assert not story.sees(asker)
    found = story.asked(asker)
    assert not story.sees(asker)
    assert f"/unmasking/{found.pk}/" in story.browse(second).get("/desk/").content.decode()
    assert f"/unmasking/{found.pk}/" not in story.browse(asker).get("/desk/").content.decode()
    assert story.allow(second, found).status_code == 302
    assert story.sees(asker)
    assert "no-store" in story.browse(asker).get(story.finding)["Cache-Control"]
    assert not story.sees(second)
    assert not story.sees(third)
    assert f"/unmasking/{found.pk}/" not in story.browse(second).get("/desk/").content.decode()
    # Nor does the page of the request say it.
    for person in (asker, second, third):
        told = story.browse(person).get(f"/unmasking/{found.pk}/").content.decode()
        assert mask_id(story.row["subject_id"]) in told
        assert not re.search(rf"\b{story.row['subject_id']}\b", told)


def test_nobody_allows_their_own_request(story: Story, second: Person) -> None:
    found = story.asked(second)
    answer = story.allow(second, found)
    assert answer.status_code == 409
    assert "批准人不能是申请人" in answer.content.decode()
    assert not story.sees(second)


def test_a_person_of_another_place_or_another_seat_neither_asks_nor_decides(
    story: Story, asker: Person, seated: Seated
) -> None:
    found = story.asked(asker)
    elsewhere, officer = seated(Role.HEAD, "130100"), seated(Role.OFFICER, "310000")
    for person, status in ((elsewhere, 404), (officer, 403)):
        client = story.browse(person)
        assert story.ask(person).status_code == status
        assert story.allow(person, found).status_code == status
        assert client.get(f"/unmasking/{found.pk}/").status_code == status
        assert f"/unmasking/{found.pk}/" not in client.get("/desk/").content.decode()
    assert not story.sees(asker)


def test_a_company_never_sees_it(
    story: Story, asker: Person, second: Person, seated: Seated, release: Callable[..., Company]
) -> None:
    own = release(story.run, "p0", "310000", second)
    compliance = seated(Role.COMPLIANCE, company=own)
    found = story.asked(asker)
    story.allow(second, found)
    assert story.sees(asker)
    assert not story.sees(compliance)
    client = story.browse(compliance)
    assert story.ask_page not in client.get(story.finding).content.decode()
    assert "unmasking" not in client.get("/desk/").content.decode()
    for address in (story.ask_page, f"/unmasking/{found.pk}/"):
        assert client.get(address).status_code == 403
    assert story.allow(compliance, found).status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_lists_and_exports_stay_masked(story: Story, asker: Person, second: Person, form: str) -> None:
    story.allow(second, story.asked(asker))
    assert story.sees(asker)
    client = story.browse(asker)
    told = table_of(client, story.run, form)
    assert story.row["finding_id"] in {line[0] for line in told}
    assert story.row["subject_id"] not in {cell for line in told for cell in line}
    listed = client.get(f"/audits/{story.run.id}/findings/").content.decode()
    assert not re.search(rf"\b{story.row['subject_id']}\b", listed)


def test_every_step_and_every_showing_stands_in_the_log(story: Story, asker: Person, second: Person) -> None:
    story.asked(asker)
    story.act(second, Unmasking.objects.get(), "refuse", reason="理由不够具体")
    story.allow(second, story.asked(asker))
    assert story.sees(asker)
    assert story.sees(asker)
    entries = LogEntry.objects.filter(kind="full id of a worker").order_by("id")
    assert [(entry.person, entry.verb) for entry in entries] == [
        (asker.username, "ask"),
        (second.username, "refuse"),
        (asker.username, "ask"),
        (second.username, "allow"),
        (asker.username, "read"),
        (asker.username, "read"),
    ]
    assert {entry.subject for entry in entries} == {f"{story.run.id}/{story.row['finding_id']}"}
    acts = Unmasking.objects.latest("id").acts.values_list("kind", flat=True)
    assert list(acts) == ["ask", "allow", "look", "look"]
    assert verify_log().holds


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    story: Story, asker: Person, second: Person, seated: Seated
) -> None:
    third = seated(Role.INSPECTOR, "310000", name="third")
    found = story.asked(asker)
    assert story.act(third, found, "refuse", reason="不需要").status_code == 302
    late = story.allow(second, found)
    assert late.status_code == 409
    assert "third" in late.content.decode()
    assert not story.sees(asker)
    assert [act.kind for act in found.acts.all()] == ["ask", "refuse"]


def test_it_is_shown_until_the_day_that_was_set(
    story: Story, asker: Person, second: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert story.allow(second, story.asked(asker), days=-1).status_code == 200
    found = Unmasking.objects.get()
    assert story.allow(second, found, days=1).status_code == 302
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=1))
    assert story.sees(asker)
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=2))
    assert not story.sees(asker)
    # It can be asked for anew.
    assert story.asked(asker) != found


@pytest.mark.parametrize("who", ["asker", "second"])
def test_it_can_be_masked_again_before(story: Story, asker: Person, second: Person, who: str) -> None:
    found = story.asked(asker)
    story.allow(second, found, days=5)
    assert story.sees(asker)
    person = {"asker": asker, "second": second}[who]
    assert story.act(person, found, "mask", seen=3).status_code == 302
    assert not story.sees(asker)


def test_another_finding_of_the_same_worker_stays_masked(
    story: Story, asker: Person, second: Person, browse: Browse, run: AuditRun
) -> None:
    row = story.row
    other = next(
        one
        for one in rows_of(run)
        if one["subject_id"] == row["subject_id"]
        and one["finding_id"] != row["finding_id"]
        and (one["place"] or "").startswith("31")
    )
    story.allow(second, story.asked(asker))
    assert story.sees(asker)
    assert not Story(browse, run, other).sees(asker)


def test_a_request_says_why_and_for_which_case(story: Story, asker: Person, second: Person) -> None:
    assert "为哪一件案件" not in story.browse(asker).get(story.ask_page).content.decode()
    body = Body.objects.create(place="310000", name_zh="示例监察机构", kind="labour")
    case = Case.objects.create(
        number="示例案〔2026〕1号",
        company=Company.objects.get(platform_id="p0"),
        body=body,
        place="310000",
        audit=str(story.run.id),
        opened_at=timezone.now(),
        stage="",
    )
    CaseFinding.objects.create(
        case=case, finding_id=story.row["finding_id"], right=story.row["right"], row={}
    )
    for missing in ({"reason": " "}, {"ground": ""}, {"ground": "case"}):
        assert story.ask(asker, **missing).status_code == 200
    assert not Unmasking.objects.exists()
    found = story.asked(asker, ground="case", case=case.pk)
    assert case.number in story.browse(second).get(f"/unmasking/{found.pk}/").content.decode()
    story.allow(second, found, days=30)
    assert story.sees(asker)
    # With the case the showing ends.
    Case.objects.update(ended=True)
    assert not story.sees(asker)
