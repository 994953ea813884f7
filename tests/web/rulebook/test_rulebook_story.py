"""The law for everybody, as a rider with a phone uses it: no log-in, searched, looked up, worked out."""

import pytest
from playwright.sync_api import Browser

from huhang.law.loader import load_law
from tests.browsing import DESKTOP, PHONE, SMALL, axe_faults, leave_by, needs_axe, needs_browser, overflow
from tests.web.served import Served

pytestmark = needs_browser
PAGES = (
    "/law/",
    "/law/?q=押金",
    "/law/instruments/sh-2022-1/",
    "/law/clauses/SH-5b/",
    "/law/rights/pay/hourly_floor/",
    "/law/rights/time/daily/cases/",
    "/law/values/min_wage.hourly/?place=130104&day=2025-12-15",
    "/law/values/oip.in_force/",
    "/law/mine/?example=day",
)


def test_a_rider_searches_looks_a_value_up_and_works_out_a_month(platform: Served, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.goto(f"{platform.address}/")
    leave_by(page.locator("main a[href='/law/']"))
    page.fill("#search", "押金")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    leave_by(page.locator("ol.hits li:first-child a"))
    assert "不收押金" in page.inner_text("h1")

    page.goto(f"{platform.address}/law/values/min_wage.hourly/")
    page.fill("#place", "浦东")
    page.fill("#day", "2025-06-30")
    leave_by(page.locator("form.filters button"))
    assert "24.00 元/小时" in page.inner_text(".answer")
    page.fill("#day", "2026-12-01")
    leave_by(page.locator("form.filters button"))
    assert "不知道" in page.inner_text(".answer")

    page.goto(f"{platform.address}/law/mine/?example=month")
    leave_by(page.locator("form.mine .acts button"))
    told = page.inner_text(".result")
    assert "140.00" in told
    assert "疑似违反" in told
    assert "2600" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    context.close()


@needs_axe
@pytest.mark.parametrize(
    ("width", "lang", "theme"), [(PHONE, "zh", "light"), (DESKTOP, "en", "dark")], ids=["phone", "desktop"]
)
def test_the_law_is_open_to_everybody(
    platform: Served, browser: Browser, width: int, lang: str, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": "huhang_theme", "value": theme, "url": platform.address}])
    page = context.new_page()
    found = {}
    for address in PAGES:
        page.goto(f"{platform.address}{address}{'&' if '?' in address else '?'}lang={lang}")
        if "/mine/" in address:
            leave_by(page.locator("form.mine .acts button"))
        faults = axe_faults(page)
        if faults or overflow(page) > 0:
            found[address] = (overflow(page), faults)
    context.close()
    assert found == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_longest_names_stay_within_the_smallest_phone(
    platform: Served, browser: Browser, lang: str
) -> None:
    book = load_law()
    longest, long_unit = max(book.parameters, key=len), "arbitration.final_award_cap"
    linked = max(book.instruments.values(), key=lambda instrument: len(instrument.url or ""))
    named = max(book.instruments.values(), key=lambda instrument: len(instrument.title.en))
    values = (f"values/{key}/" for key in (longest, long_unit))
    documents = (f"instruments/{instrument.id}/" for instrument in (linked, named))
    context = browser.new_context(viewport={"width": SMALL, "height": 844})
    page = context.new_page()
    wider = {}
    for address in (*values, *documents):
        page.goto(f"{platform.address}/law/{address}?lang={lang}")
        wider[address] = overflow(page)
    context.close()
    assert set(wider.values()) == {0}, wider
