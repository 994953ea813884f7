"""Filters of lists: folded on a phone, open where there is room, and told when some are in use."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import DESKTOP, PHONE, needs_browser
from tests.web.served import Served

pytestmark = needs_browser
LISTS = {"/cases/": "?state=open", "/hand-overs/": "?state=filed", "/audits/1/findings/": "?outcome=broken"}


@pytest.mark.parametrize("address", list(LISTS))
def test_filters_fold_on_a_phone(platform: Served, browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": PHONE, "height": 844})
    page = platform.log_in(context, "jiancha")
    page.goto(f"{platform.address}{address}{LISTS[address]}")
    form, fold = page.locator("main form.filters").first, page.locator("details.fold summary")
    expect(form).not_to_be_visible()
    expect(fold).to_have_text("筛选 已用 1 项")
    fold.click()
    form.get_by_role("link", name="清除筛选").click()
    expect(fold).to_have_text("筛选")
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    expect(form).to_be_visible()
    expect(fold).not_to_be_visible()
    context.close()
