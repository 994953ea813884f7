"""Two companies with a compliance officer each, an installation of their own, and files to hand over."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huhang.web.accounts.models import Person, Role
from huhang.web.home import Home
from huhang.web.intake.models import HandOver
from huhang.web.registry.models import Company
from tests.audit.folders import order_rows

Rows = list[dict[str, str]]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    settings.HOME = made
    return made


@pytest.fixture
def companies(db: None) -> dict[str, Company]:
    return {
        name: Company.objects.create(platform_id=name, name_zh=f"{name} 公司", place="310000")
        for name in ("p0", "p1")
    }


@pytest.fixture
def officer(companies: dict[str, Company], seated: Callable[..., Person]) -> Callable[[str], Person]:
    known: dict[str, Person] = {}

    def of(platform: str) -> Person:
        if platform not in known:
            known[platform] = seated(Role.COMPLIANCE, company=companies[platform])
        return known[platform]

    return of


def orders_of(platform: str) -> Rows:
    return [row for row in order_rows(workers=4, days=20) if row["platform_id"] == platform]


def csv_of(rows: Rows, name: str = "orders.csv") -> SimpleUploadedFile:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, stream.getvalue().encode())


@pytest.fixture
def hand(
    officer: Callable[[str], Person],
    browse: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> Callable[..., HandOver]:
    """Hands files over as a company's officer would, on the pages; `start` also begins to file."""

    def over(platform: str, *files: SimpleUploadedFile, start: bool = True) -> HandOver:
        client = browse(officer(platform))
        answer = client.post("/hand-overs/new/", {"files": list(files)})
        assert answer.status_code == 302, answer.content.decode()
        page = answer["Location"]
        if start:
            with django_capture_on_commit_callbacks(execute=True):
                client.post(page + "start/")
        return HandOver.objects.get(id=int(page.strip("/").rsplit("/", 1)[-1]))

    return over
