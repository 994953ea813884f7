from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huhang.web.home import Home
from huhang.web.inspections.models import AuditRun, Release
from huhang.web.inspections.services import run_register
from huhang.web.registry.models import Company


@pytest.fixture
def run(small_audit: Path, settings: Any, db: None) -> AuditRun:
    """That audit as run of the platform."""
    settings.HOME = Home(small_audit)
    return run_register(folder=small_audit / "made")


@pytest.fixture
def release() -> Callable[..., Company]:
    """Releases a company's findings of an audit in a place."""

    def release_to(run: AuditRun, platform: str, place: str, by: Any) -> Company:
        company = Company.objects.get(platform_id=platform)
        Release.objects.create(run=run, company=company, by=by, at=timezone.now(), place=place)
        return company

    return release_to
