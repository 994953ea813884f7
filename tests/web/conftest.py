from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.audit.run import run_audit
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.web.accounts.models import Person, Seat
from huhang.web.registry.models import Company
from tests.audit.folders import SINCE, UNTIL, payout_rows, write_folder, write_rows
from tests.once import OnceARun
from tests.web.served import Served, make_city, served

# By this contract a rider in Shanghai is an employee: what is paid late to them rests on the Labour Law, and
# carries more than a reminder.
_CONTRACT = """platform_id,agreement_id,worker_id,kind,signed_on,valid_from
p0,a1,w4,labour_contract,2025-08-01,2025-08-01
"""


@pytest.fixture(autouse=True)
def _cheap(settings: Any) -> None:
    """Cheap password hashes, tasks at once, no lock-out: what is slow here is tested where it belongs."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.AXES_ENABLED = False


Seated = Callable[..., Person]


@pytest.fixture
def seated(db: None) -> Seated:
    """Makes a person with a seat: role, place or company."""

    def make(role: str, place: str = "", company: Company | None = None, name: str = "") -> Person:
        name = name or f"{role}-{place or (company.platform_id if company else 'none')}"
        person = Person.objects.enrol(name, name, "password of a test")
        Seat.objects.create(
            person=person, role=role, place=place, company=company, since=timezone.localdate()
        )
        return person

    return make


@pytest.fixture
def browse() -> Callable[[Person | None], Client]:
    """A client logged in as somebody, or as nobody."""

    def open_as(person: Person | None) -> Client:
        client = Client()
        if person:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_as


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, once: OnceARun) -> Iterator[Served]:
    """The real platform with a small made-up city; one for all tests of a process."""
    folder = once.copy("platform", make_city, tmp_path_factory.mktemp("served") / "platform")
    with served(folder) as running:
        yield running


@pytest.fixture(scope="session")
def small_audit(tmp_path_factory: pytest.TempPathFactory, once: OnceARun) -> Path:
    """A lake of two companies in two cities, one employee among the riders, and `made`, an audit of it."""
    return once.copy("small-audit", _make_small_audit, tmp_path_factory.mktemp("small") / "home")


def _make_small_audit(home: Path) -> None:
    records = write_folder(home / "records")
    (records / "agreements.csv").write_text(_CONTRACT)
    paid = [row | {"payout_id": row["payout_id"] + "e", "worker_id": "w4"} for row in payout_rows()]
    write_rows(records / "payouts-of-an-employee.csv", paid)
    take_in_to_lake([records], home / "lake")
    run_audit(home / "lake", places=["310000", "130100"], since=SINCE, until=UNTIL, out=home / "made", jobs=1)
