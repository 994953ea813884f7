"""A real browser for tests, and what axe-core finds wrong on a page.

Needs Chromium (/usr/bin/chromium or HUHANG_CHROMIUM) and axe-core (HUHANG_AXE or .cache/axe-core), whose
rules for WCAG 2.2 A and AA are asked as well; scripts/setup_browser.sh fetches both.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CHROMIUM = Path(os.environ.get("HUHANG_CHROMIUM", "/usr/bin/chromium"))
KEPT_AXE = Path(__file__).parents[1] / ".cache" / "axe-core" / "axe.min.js"
AXE = Path(os.environ.get("HUHANG_AXE", KEPT_AXE))
SMALL, PHONE, DESKTOP = 320, 390, 1280
_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set HUHANG_CHROMIUM"
)
needs_axe = pytest.mark.skipif(not AXE.exists(), reason=f"no axe-core at {AXE}: run scripts/setup_browser.sh")


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Chromium, until it is no longer needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_QUIET)
        yield browser
        browser.close()


def leave_by(way: Locator) -> None:
    """Click what leads to another page, and wait until that page has come.

    A click alone does not wait: what is read next may still be the page before.
    """
    with way.page.expect_navigation():
        way.click()


def axe_faults(page: Page, *, off: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[Any]:
    """What axe-core finds wrong: rule, how often, the first place. The page's context bypasses its CSP.

    Rules in `off` are not asked; parts of the page in `without` are not looked at themselves.
    """
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.add_script_tag(path=str(AXE))
    asked = {"runOnly": _RULES, "rules": {rule: {"enabled": False} for rule in off}}
    told = "found.violations.map(rule => [rule.id, rule.nodes.length, rule.nodes[0].html])"
    where = {"include": [["html"]], "exclude": [[part] for part in without]}
    run = f"([where, asked]) => axe.run(where, asked).then(found => {told})"
    found: list[Any] = page.evaluate(run, [where, asked])
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
