"""A made city has the figures that were published; docs/how-to/make-a-city.md shows them side by side."""

import re
from pathlib import Path

import pytest

from huhang.demo.city import make_part
from huhang.demo.measure import figures
from tests.demo.cities import plan

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "make-a-city.md"
ROW = re.compile(r"^\| ([^|]+?) \| ([0-9.]+) ?(%?) \| ([0-9.]+) ?%? \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def made() -> dict[str, float]:
    return figures(make_part(part) for part in plan(900, "none", seed=1).parts())


def _written() -> dict[str, tuple[float, float]]:
    """What the page shows: published and made, shares as fractions."""
    found = {}
    for name, published, percent, shown in ROW.findall(PAGE.read_text("utf-8")):
        scale = 100 if percent else 1
        found[name] = float(published) / scale, float(shown) / scale
    return found


def test_the_page_shows_what_a_city_has(made: dict[str, float]) -> None:
    written = _written()
    assert set(written) == set(made)
    for name, (_, shown) in written.items():
        assert made[name] == pytest.approx(shown, rel=0.02, abs=0.002), name


@pytest.mark.parametrize("name", sorted(_written()))
def test_a_made_city_is_near_what_was_published(made: dict[str, float], name: str) -> None:
    published, _ = _written()[name]
    assert made[name] == pytest.approx(published, rel=0.2), name
