"""Trust, on the real server: an officer looks, and the worker sees it on a phone, on what ground, by whom."""

from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESKTOP, PHONE, leave_by, needs_browser, overflow
from tests.web.served import Served

pytestmark = needs_browser


def test_who_looked_is_seen_on_a_phone_and_kept_as_a_file(platform: Served, browser: Browser) -> None:
    phone = browser.new_context(viewport={"width": PHONE, "height": 844})
    mine = platform.log_in(phone, "qishou")
    own_id = mine.locator("table.list tbody tr td").first.inner_text()
    leave_by(mine.get_by_role("link", name="谁看过我的数据"))
    expect(mine.locator("h1")).to_have_text("谁看过我的数据")
    before = mine.locator("table.list tbody tr").count()
    desk = browser.new_context(viewport={"width": DESKTOP, "height": 900})
    inspector = platform.log_in(desk, "jiancha")
    finding = _finding_about(inspector, platform, own_id)
    leave_by(inspector.get_by_role("link", name="看全编号"))
    inspector.select_option("#id_ground", "safety")
    inspector.fill("#id_reason", "连续几天接单超过十二小时")
    leave_by(inspector.get_by_role("button", name="提交申请"))
    request = inspector.url
    second = platform.log_in(browser.new_context(), "fuzeren")
    second.goto(request)
    second.fill("#id_allow-until", second.get_attribute("#id_allow-until", "min") or "")
    leave_by(second.locator("form[action$='/allow/'] button"))
    inspector.goto(finding)
    expect(inspector.locator("main")).to_contain_text(own_id)
    mine.reload()
    rows = mine.locator("table.list tbody tr")
    assert rows.count() >= before + 4
    newest = mine.locator("table.list").first
    expect(newest).to_contain_text("看了您的完整编号")
    expect(newest).to_contain_text("人身安全")
    expect(newest).to_contain_text("劳动监察员")
    expect(mine.locator("main")).not_to_contain_text("沈观")
    assert overflow(mine) <= 0
    with mine.expect_download() as file:
        mine.get_by_role("link", name="PDF").click()
    assert file.value.path().read_bytes().startswith(b"%PDF")
    for context in (phone, desk, second.context):
        context.close()


def _finding_about(page: Page, platform: Served, worker: str) -> str:
    page.goto(f"{platform.address}/audits/1/findings/?q={worker}")
    leave_by(page.locator("table.list tbody a[href*='/findings/']").first)
    return page.url
