from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huhang.audit.run import run_audit
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.web.home import Home
from huhang.web.inspections.models import AuditRun, Release
from huhang.web.inspections.services import run_register
from huhang.web.registry.models import Company
from tests.audit.folders import SINCE, UNTIL, write_folder


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of two companies in two cities, and an audit of it beside."""
    home = tmp_path_factory.mktemp("inspections")
    take_in_to_lake([write_folder(home / "records")], home / "lake")
    run_audit(home / "lake", places=["310000", "130100"], since=SINCE, until=UNTIL, out=home / "made", jobs=1)
    return home


@pytest.fixture
def run(audited: Path, settings: Any, db: None) -> AuditRun:
    """That audit as run of the platform."""
    settings.HOME = Home(audited)
    return run_register(folder=audited / "made")


@pytest.fixture
def release() -> Callable[..., Company]:
    """Releases a company's findings of an audit in a place."""

    def release_to(run: AuditRun, platform: str, place: str, by: Any) -> Company:
        company = Company.objects.get(platform_id=platform)
        Release.objects.create(run=run, company=company, by=by, at=timezone.now(), place=place)
        return company

    return release_to
