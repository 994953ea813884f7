"""How random examples are drawn, and where the platform keeps its things during tests."""

import os
import tempfile
from collections.abc import Iterator

import django
import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import started_browser

# Queries kept by other runs have no say in what tests see.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="huhang-cache-")
# Before Django reads its settings.
os.environ["HUHANG_HOME"] = tempfile.mkdtemp(prefix="huhang-home-")
os.environ["DJANGO_SETTINGS_MODULE"] = "huhang.web.settings"
# Playwright's loop runs in the thread of the tests, where Django would take it for its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

# The same examples in every run, with no time limit on a busy machine.
settings.register_profile("same_everywhere", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("same_everywhere")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; one for all tests of a process, as Playwright runs once in each."""
    with started_browser() as started:
        yield started
