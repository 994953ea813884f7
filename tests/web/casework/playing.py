"""A case as people play it in a browser: opening, clicking through acts, signing, serving."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Page

from huhang.vocabulary.days import CHINA_ZONE
from tests.browsing import leave_by
from tests.web.served import OF_PAY, Served

TODAY = datetime.now(ZoneInfo(CHINA_ZONE)).date()
LATER = (TODAY + timedelta(days=14)).isoformat()


def open_case(platform: Served, officer: Page, finding: dict[str, Any]) -> str:
    """Choose one finding on the page; the address of the new case."""
    officer.goto(f"{platform.address}/cases/open/?audit={OF_PAY}&company={finding['platform_id']}")
    officer.check(f"input[value='{finding['finding_id']}']")
    leave_by(officer.get_by_role("button", name="立案登记所选结果"))
    return officer.url.removeprefix(platform.address).partition("?")[0]


def conclude(officer: Page) -> None:
    """File the case with two officers, and conclude its investigation."""
    click(officer, "立案")
    for name in ("沈观（示例）", "陆衡（示例）"):
        officer.get_by_label(name).check()
    officer.get_by_label("用工所在地归本机关管辖").check()
    submit(officer)
    click(officer, "调查终结")
    officer.fill("#id_facts", "逐笔核对，确未支付。")
    submit(officer)


def serve(officer: Page) -> None:
    """Serve the paper that waits, directly and today."""
    click(officer, "送达文书")
    officer.fill("#id_received_by", "赵收件")
    officer.fill("#id_received_on", TODAY.isoformat())
    officer.set_input_files(
        "#id_receipt", {"name": "回证.txt", "mimeType": "text/plain", "buffer": b"signed"}
    )
    submit(officer)


def company_page(platform: Served, context: BrowserContext, case: str) -> Page:
    """The case, opened by whoever of the companies it concerns."""
    for number in range(1, 9):
        page = platform.log_in(context, f"hegui{number}")
        response = page.goto(f"{platform.address}{case}")
        if response is not None and response.status == 200:
            return page
        context.clear_cookies()
    raise AssertionError(f"no company sees {case}")


def click(page: Page, words: str) -> None:
    """The act of these words, wherever the page offers it."""
    for details in page.locator("details.more").all():
        if not details.evaluate("node => node.open"):
            details.locator("summary").first.click()
    leave_by(page.locator("main").locator(f"a:text-is('{words}'), button:text-is('{words}')").first)


def submit(page: Page) -> None:
    """Send the form of the page, and see what comes of it."""
    leave_by(page.locator("main form button[type=submit]").last)
    assert page.locator("[role=alert]").count() == 0, page.inner_text("main")
