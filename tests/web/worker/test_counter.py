"""At the counter: who may confirm a worker, what is compared, and that no identity number stays anywhere."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.serializers import serialize
from django.test import Client

from huhang.records.lake.taking_in import take_in_to_lake
from huhang.web.accounts.models import LogEntry, LogWorker, Person, Role
from huhang.web.home import Home
from huhang.web.registry.models import Company
from huhang.web.worker.models import Engagement
from huhang.web.worker.services import ids_of_worker
from tests.audit.folders import write_rows

Browse = Callable[[Person | None], Client]
# A number that the checksum allows, of nobody.
NUMBER, OTHER = "11010119900101123X", "310101198001011234"
ADDRESS = "/workers/"


@pytest.fixture
def lake(settings: Any, tmp_path: Path, db: None) -> Path:
    """Two platforms know one person, typed differently; a second person, and one without a number."""
    settings.HOME = Home(tmp_path / "home")
    people = [
        ("p0", "w1", NUMBER),
        ("p1", "z9", "110101 19900101 123x"),
        ("p1", "z8", OTHER),
        ("p0", "w3", ""),
    ]
    rows = [
        {"platform_id": platform, "worker_id": worker, "engaged_from": "2025-01-01", "id_number": number}
        for platform, worker, number in people
    ]
    write_rows(tmp_path / "workers.csv", rows)
    take_in_to_lake([tmp_path / "workers.csv"], settings.HOME.lake)
    for platform in ("p0", "p1"):
        Company.objects.create(platform_id=platform, name_zh=platform, place="310000")
    return Path(settings.HOME.lake)


@pytest.fixture
def counter(seated: Callable[..., Person]) -> Person:
    return seated(Role.UNION, "310000", name="counter")


def told(**changed: str) -> dict[str, str]:
    """What is typed at the counter."""
    plain = {
        "name": "测试甲", "username": "ceshi", "company": "p0", "worker_id": "w1", "id_number": NUMBER,
        "document_seen": "on",
    }  # fmt: skip
    return plain | changed


def test_ids_with_one_identity_number_are_one_person_and_no_number_is_kept(lake: Path) -> None:
    assert ids_of_worker(("p0", "w1")) == [("p0", "w1"), ("p1", "z9")]
    assert ids_of_worker(("p1", "z8")) == [("p1", "z8")]
    assert ids_of_worker(("p0", "w3")) == [("p0", "w3")]
    for file in lake.rglob("*"):
        if file.is_file():
            plain = file.read_bytes().decode(errors="ignore")
            if file.suffix == ".parquet":
                plain += json.dumps(pq.read_table(file).to_pylist(), default=str)
            assert "19900101" not in plain, file


def test_a_worker_who_is_new_gets_an_account_and_sees_their_page(
    lake: Path, counter: Person, browse: Browse
) -> None:
    page = browse(counter).post(ADDRESS, told(id_number="110101-19900101-123x")).content.decode()
    assert "与企业交来的证件号码一致" in page
    password = page.split('class="token">')[1].split("<")[0]
    assert NUMBER not in page
    worker = Client()
    assert worker.login(username="ceshi", password=password)
    assert "w1" in worker.get("/me/").content.decode()
    # A second id makes the two one person, and gives no other password.
    page = browse(counter).post(ADDRESS, told(company="p1", worker_id="z9")).content.decode()
    assert 'class="token"' not in page
    mine = [one.key for one in Engagement.objects.filter(person__username="ceshi")]
    assert sorted(mine) == [("p0", "w1"), ("p1", "z9")]
    assert {one.verb for one in LogEntry.objects.filter(person="counter")} == {"enrol", "prove"}
    stored = serialize("json", [*LogEntry.objects.all(), *Engagement.objects.all(), *Person.objects.all()])
    assert "19900101" not in stored


def test_another_number_is_refused_and_the_worker_learns_of_it(
    lake: Path, counter: Person, browse: Browse
) -> None:
    page = browse(counter).post(ADDRESS, told(id_number=OTHER)).content.decode()
    assert "另一个证件号码" in page
    assert not Engagement.objects.exists()
    assert not Person.objects.filter(username="ceshi").exists()
    seen = LogWorker.objects.get()
    assert (seen.entry.verb, seen.platform_id, seen.worker_id) == ("mismatch", "p0", "w1")
    browse(counter).post(ADDRESS, told())
    worker = browse(Person.objects.get(username="ceshi"))
    assert "证件号码对不上" in worker.get("/me/looked/").content.decode()


def test_an_id_without_a_number_rests_on_what_the_counter_saw(
    lake: Path, counter: Person, browse: Browse
) -> None:
    page = browse(counter).post(ADDRESS, told(worker_id="w3")).content.decode()
    assert "凭窗口核对确认" in page
    without = browse(counter).post(ADDRESS, {**told(company="p1"), "document_seen": ""}).content.decode()
    assert "已确认" not in without
    taken = browse(counter).post(ADDRESS, told(worker_id="w3", username="other")).content.decode()
    assert "已经属于另一个账号" in taken
    assert not Person.objects.filter(username="other").exists()
    stranger = browse(counter).post(ADDRESS, told(name="测试乙", worker_id="w1")).content.decode()
    assert "已经是别人的" in stranger


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.INSPECTOR, Role.HEAD, Role.WORKER, Role.KEEPER])
def test_only_counters_of_the_bureau_and_the_union_confirm(
    lake: Path, seated: Callable[..., Person], browse: Browse, role: Role
) -> None:
    company = Company.objects.first() if role == Role.COMPLIANCE else None
    person = seated(role, "" if company else "310000", company)
    assert browse(person).post(ADDRESS, told()).status_code == 403
    assert not Engagement.objects.exists()


def test_a_password_of_ones_own(counter: Person, browse: Browse) -> None:
    client, fresh = browse(counter), "a-fresh-secret-2026"
    typed = {"old_password": "wrong", "new_password1": fresh, "new_password2": fresh}
    assert client.post("/password/", typed).status_code == 200
    assert client.post("/password/", {**typed, "old_password": "password of a test"}).status_code == 302
    assert Client().login(username="counter", password=fresh)
    assert LogEntry.objects.get().verb == "set password"
