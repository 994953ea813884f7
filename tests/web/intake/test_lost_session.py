"""A session that ends while files and a mapping are chosen, in a real browser: they are still there."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from huhang.web.demo.people import PASSWORD
from tests.browsing import DESKTOP, needs_browser
from tests.web.intake.test_story import as_csv, hand_in, orders
from tests.web.served import Served

pytestmark = needs_browser
MAPPING = "id: ours\ndescription: our own\nencoding: utf-8\ntables: {}\n"


def log_in_again(page: Page) -> None:
    page.fill("#id_username", "hegui2")
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.click("main button[type=submit]")


def test_a_mapping_survives_the_end_of_a_session(platform: Served, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": DESKTOP, "height": 900})
    page = platform.log_in(context, "hegui2")
    page.goto(f"{platform.address}/hand-overs/new/")
    own = page.locator("main .lead code").inner_text().removeprefix("platform_id = ")
    hand_in(page, platform, as_csv(orders(own, 21), tmp_path / "orders.csv"))
    address, form = page.url, page.locator("form[action$='/map/']")
    chosen = form.locator("option").nth(1).get_attribute("value")
    form.locator("select").select_option(chosen)

    # Sent after the end: the log-in says so, and the choice is there when it is over.
    context.clear_cookies(name="sessionid")
    form.locator("button").click()
    expect(page.locator("main")).to_contain_text("刚才的没有交出去")
    log_in_again(page)
    assert page.url == address
    expect(form.locator("select")).to_have_value(chosen or "")
    expect(page.locator("main")).to_contain_text("已经放回")
    form.locator("button").click()
    expect(page.locator(".told .success")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("已经放回")
    expect(page.locator("main")).to_contain_text(f"现在用的映射： {chosen}")

    # With a file chosen nothing leaves the page before there is a session again.
    form.locator("select").select_option("")
    form.locator("input[type=file]").set_input_files(
        {"name": "ours.yaml", "mimeType": "text/yaml", "buffer": MAPPING.encode()}
    )
    context.clear_cookies(name="sessionid")
    form.locator("button").click()
    notice = page.locator("[data-session-ended]")
    expect(notice).to_contain_text("选好的文件都还在")
    with context.expect_page() as opened:
        notice.get_by_role("link").click()
    log_in_again(opened.value)
    opened.value.close()
    assert page.url == address
    with page.expect_navigation():
        form.locator("button").click()
    expect(page.locator("main")).to_contain_text("ours.yaml")
    context.close()


def test_files_chosen_for_upload_survive_the_end_of_a_session(
    platform: Served, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = platform.log_in(context, "hegui2")
    page.goto(f"{platform.address}/hand-overs/new/")
    page.set_input_files("#files", as_csv(orders("any", 22), tmp_path / "orders.csv"))
    context.clear_cookies(name="sessionid")
    page.click("main form[data-upload] button[type=submit]")
    with context.expect_page() as opened:
        page.locator("[data-session-ended]").get_by_role("link").click()
    log_in_again(opened.value)
    page.click("main form[data-upload] button[type=submit]")
    page.wait_for_url("**/hand-overs/*/")
    expect(page.locator("main")).to_contain_text("orders.csv")
    context.close()
