from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.web.accounts.models import Person, Seat
from huhang.web.registry.models import Company
from tests.web.served import Served, served


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
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real platform with a small made-up city; one for all tests of a process."""
    with served(tmp_path_factory.mktemp("platform")) as running:
        yield running
