"""The reference pages say what the code does: they are generated, and compared here."""

import pytest

from huhang.cli.reference import pages
from tests.conventions.tree import ROOT

FOLDER = ROOT / "docs" / "reference"
NAMES = ("columns", "commands", "exit-codes", "outputs", "parameters", "procedures", "rights")
PAGES = sorted(f"{name}{ending}" for name in NAMES for ending in (".md", ".zh-CN.md"))


def test_no_page_is_missing_and_none_is_left_over() -> None:
    assert sorted(pages()) == PAGES
    assert sorted(path.name for path in FOLDER.glob("*.md")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_generated(name: str) -> None:
    written = (FOLDER / name).read_text("utf-8")
    assert written == pages()[name](), f"docs/reference/{name} is out of date: run make docs"
