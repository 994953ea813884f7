"""How random examples are drawn, and where the platform keeps its things during tests."""

import gc
import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import started_browser
from tests.once import OnceARun

# Queries kept by other runs have no say in what tests see; the processes of one run share theirs.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
os.environ["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir()) / f"huhang-cache-{RUN}")
# Before Django reads its settings.
os.environ["HUHANG_HOME"] = tempfile.mkdtemp(prefix="huhang-home-")
os.environ["DJANGO_SETTINGS_MODULE"] = "huhang.web.settings"
# Playwright's loop runs in the thread of the tests, where Django would take it for its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

# The same examples in every run, with no time limit on a busy machine.
settings.register_profile("same_everywhere", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("same_everywhere")

# Writing queries makes hundreds of thousands of objects: looking for garbage as usual takes a fourth of it.
GARBAGE = (50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Look no more for garbage among what was imported, and less often among the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def pytest_unconfigure() -> None:
    """Whatever was frozen goes in the usual way: libraries call what outlives the interpreter a leak."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; one for all tests of a process, as Playwright runs once in each."""
    with started_browser() as started:
        yield started


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> OnceARun:
    """What is made once for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    # Each process has a folder of its own within that of the run.
    return OnceARun(own if worker_id == "master" else own.parent)
