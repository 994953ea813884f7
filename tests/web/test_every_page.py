"""Every page that a seat opens, looked at by a browser: narrow and wide, both languages, dark, axe-core."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import DESKTOP, PHONE, axe_faults, needs_axe, needs_browser, overflow
from tests.web.served import Served
from tests.web.test_gates import addresses

pytestmark = needs_browser
# What answers programs, is a part of other pages, or ends the visit.
NO_PAGES = ("/health/", "/log-out/", "/api/", "/audits/pictures", "/jobs/news/", "/still-in/")


def plain_addresses() -> list[str]:
    return sorted(
        {address for address, _ in addresses() if "<" not in address and not address.startswith(NO_PAGES)}
    )


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[int, str, str, str]]:
    """What stood between head and foot of pages that were looked at: by width, language and theme."""
    return set()


def faults_of(page: Page, way: tuple[int, str, str], looked_at: set[tuple[int, str, str, str]]) -> list[Any]:
    """What is wrong on a page; what another seat saw there to the letter is not looked at once more."""
    inside = (*way, str(page.locator("main").evaluate("main => main.outerHTML")))
    faults = axe_faults(page, without=("main",) if inside in looked_at else ())
    looked_at.add(inside)
    return faults


@needs_axe
@pytest.mark.parametrize("username", ["fuzeren", "hegui1", "guanli", "tongji", "gonghui", "qishou"])
@pytest.mark.parametrize(
    ("width", "lang", "theme"), [(PHONE, "zh", "light"), (DESKTOP, "en", "dark")], ids=["phone", "desktop"]
)
def test_every_page_is_sound(
    platform: Served,
    browser: Browser,
    username: str,
    width: int,
    lang: str,
    theme: str,
    looked_at: set[tuple[int, str, str, str]],
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": "huhang_theme", "value": theme, "url": platform.address}])
    page = platform.log_in(context, username)
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    found: dict[str, object] = {}
    for address in plain_addresses():
        # Some take posts alone, some are not for this seat.
        if page.request.get(f"{platform.address}{address}").status in {403, 405}:
            continue
        response = page.goto(f"{platform.address}{address}?lang={lang}")
        assert response is not None
        faults = faults_of(page, (width, lang, theme), looked_at)
        if faults or overflow(page) > 0 or response.status >= 400:
            found[address] = (response.status, overflow(page), faults)
    context.close()
    assert (found, told) == ({}, [])


def test_nothing_is_refused_by_the_policy(platform: Served, browser: Browser) -> None:
    context = browser.new_context()
    told: list[str] = []
    page = platform.log_in(context, "fuzeren")
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    for address in plain_addresses():
        page.goto(f"{platform.address}{address}")
    context.close()
    refused = [text for text in told if "Content Security Policy" in text or "Refused" in text]
    assert refused == []


def test_what_was_chosen_in_the_menu_is_kept(platform: Served, browser: Browser) -> None:
    context = browser.new_context()
    page = platform.log_in(context, "jiancha")
    page.click("details.me summary")
    page.click("[data-choice=theme] button[value=dark]")
    page.goto(f"{platform.address}/jobs/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.keyboard.press("Escape")
    assert not page.locator("details.me").evaluate("menu => menu.open")
    context.close()
