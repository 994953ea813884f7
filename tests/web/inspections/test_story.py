"""Story 2, played in a browser on the real server: an inspector runs an audit and follows a finding."""

from playwright.sync_api import Browser, expect

from tests.browsing import leave_by, needs_browser, overflow
from tests.web.served import Served

pytestmark = needs_browser
_PATIENCE_MS = 120_000


def test_an_inspector_audits_and_follows_a_finding(platform: Served, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = platform.log_in(context, "jiancha")
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{platform.address}/audits/new/")
    page.fill("[name=since]", "2025-10-01")
    page.fill("[name=until]", "2025-10-31")
    leave_by(page.locator("main button[type=submit]"))
    page.wait_for_url("**/audits/*/", timeout=_PATIENCE_MS)
    expect(page.locator(".outcomes li")).to_have_count(5)
    leave_by(page.locator("main .acts a.button"))
    expect(page.locator("table.findings tbody tr").first).to_be_visible()
    page.select_option("[name=outcome]", "broken")
    leave_by(page.locator(".filters button"))
    assert "outcome=broken" in page.url
    leave_by(page.locator("table.findings th a").first)
    expect(page.locator("nav.chain [aria-current=step]")).to_have_text("结论")
    expect(page.locator("#rule")).to_be_visible()
    if page.locator("#evidence").count():
        expect(page.locator("figure.day")).to_be_visible(timeout=_PATIENCE_MS)
    page.set_viewport_size({"width": 390, "height": 800})
    assert overflow(page) == 0
    context.close()
    assert told == []
