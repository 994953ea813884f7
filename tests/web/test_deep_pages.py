"""What lists lead to, looked at by a browser: an audit and its findings, a hand-over, a case, the law."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import DESKTOP, PHONE, axe_faults, leave_by, needs_axe, needs_browser, overflow
from tests.web.served import Served

pytestmark = needs_browser
COMPANY = "baiman"
# From which list, by which link on it; the first that is there is followed.
AUDIT = [("/audits/", "main a[href='/audits/1/']"), ("/audits/1/", "main a[href*='/audits/1/findings/']")]
FINDINGS = [
    (f"/audits/1/findings/?company={COMPANY}&outcome=broken&sort=amount", "table.findings th a"),
    (f"/audits/1/findings/?company={COMPANY}&outcome=broken&sort=newest", "table.findings th a"),
]
LAW = [
    ("/law/instruments/", "main a[href*='/law/instruments/'][href$='/']"),
    ("/law/clauses/", "main a[href^='/law/clauses/'][href$='/']"),
    ("/law/rights/", "main a[href^='/law/rights/'][href$='/']"),
    ("/law/rights/pay/hourly_floor/", "main a[href$='/cases/']"),
    ("/law/values/", "main a[href^='/law/values/'][href$='/']"),
]
# What a page shows until it has fetched the rest by itself.
FETCHING = ".waiting, [hx-trigger=load][hx-swap=outerHTML]"
WAYS = {
    "jiancha": [*AUDIT, *FINDINGS, ("/cases/", "main table a")],
    "fuzeren": [*AUDIT, *FINDINGS],
    "hegui1": [*AUDIT, *FINDINGS, ("/hand-overs/", "main a[href='/hand-overs/1/']"), *LAW],
}


@pytest.fixture(scope="module")
def worked_on(platform: Served, browser: Browser) -> Served:
    """The platform, where an inspector has released an audit and opened a case."""
    context = browser.new_context(locale="zh-CN")
    page = platform.log_in(context, "jiancha")
    page.goto(f"{platform.address}/audits/1/")
    page.select_option("#r-company", COMPANY)
    leave_by(page.locator("form[action$='/release/'] button"))
    page.goto(f"{platform.address}{FINDINGS[0][0]}")
    page.locator("input[name=finding]").first.check()
    leave_by(page.locator("form[action*='/choose/'] button").first)
    leave_by(page.locator("aside.basket form[action='/cases/open/'] button"))
    page.wait_for_url(re.compile(r"/cases/[0-9]+/$"))
    context.close()
    return platform


def deep_pages(page: Page, platform: Served, username: str, lang: str) -> Iterator[str]:
    """Open what each list leads to."""
    for address, link in WAYS[username]:
        joint = "&" if "?" in address else "?"
        page.goto(f"{platform.address}{address}{joint}lang={lang}")
        found = page.locator(link).first
        assert found.count(), f"{username}: {address} leads nowhere by {link}"
        page.goto(f"{platform.address}{found.get_attribute('href')}")
        page.wait_for_function(f"!document.querySelector('{FETCHING}')")
        yield page.url.removeprefix(platform.address)


def opened(browser: Browser, platform: Served, width: int, theme: str) -> BrowserContext:
    """A window of that width and theme."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": "huhang_theme", "value": theme, "url": platform.address}])
    return context


@needs_axe
@pytest.mark.parametrize("username", list(WAYS))
@pytest.mark.parametrize(
    ("width", "lang", "theme"), [(PHONE, "zh", "light"), (DESKTOP, "en", "dark")], ids=["phone", "desktop"]
)
def test_what_lists_lead_to_is_sound(
    worked_on: Served, browser: Browser, username: str, width: int, lang: str, theme: str
) -> None:
    context = opened(browser, worked_on, width, theme)
    page = worked_on.log_in(context, username)
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("response", lambda got: told.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    found: dict[str, object] = {}
    for address in deep_pages(page, worked_on, username, lang):
        faults = axe_faults(page)
        if faults or overflow(page) > 0:
            found[address] = (overflow(page), faults)
    context.close()
    assert (found, told) == ({}, [])
