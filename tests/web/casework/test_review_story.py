"""Reconsideration in a real browser: from the order that was served to the decision that revokes it."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESKTOP, PHONE, leave_by, needs_browser, overflow
from tests.web.casework.playing import LATER, TODAY, click, company_page, conclude, open_case, serve, submit
from tests.web.served import Served

pytestmark = needs_browser
BODY = "示例市人民政府"


def test_a_company_asks_for_reconsideration_and_the_order_is_revoked(
    platform: Served, browser: Browser, unpaid: dict[str, Any]
) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": DESKTOP, "height": 900})
    officer = platform.log_in(context, "jiancha")
    case = open_case(platform, officer, unpaid)
    conclude(officer)
    of_the_head = browser.new_context(locale="zh-CN")
    head = platform.log_in(of_the_head, "fuzeren")
    order(platform, head, case)
    officer.goto(f"{platform.address}{case}")
    serve(officer)

    phone = browser.new_context(locale="zh-CN", viewport={"width": PHONE, "height": 844})
    company = company_page(platform, phone, case)
    review = ask(company)
    assert overflow(company) == 0

    officer.goto(f"{platform.address}{case}")
    expect(officer.locator("#reviews ~ table")).to_contain_text("已申请复议")
    officer.goto(review)
    note(officer, "复议受理", number="示府复〔2026〕9号")
    note(officer, "收到申请书副本", received_on=TODAY.isoformat())
    expect(officer.locator("main")).to_contain_text("提出复议答复的期限")
    reply(head, review)

    officer.goto(review)
    click(officer, "复议决定送达")
    officer.select_option("#id_outcome", "revoked")
    officer.fill("#id_number", "示府复决〔2026〕9号")
    officer.fill("#id_received_on", TODAY.isoformat())
    submit(officer)
    click(officer, "复议决定撤销，结案")
    submit(officer)

    company.goto(f"{platform.address}{case}")
    expect(company.locator("#reviews ~ table")).to_contain_text("决定撤销")
    assert overflow(company) == 0
    leave_by(company.locator("#reviews ~ table a"))
    assert company.get_by_role("link", name="行政复议答复书").is_visible()
    assert company.get_by_role("link", name="申请书.txt").is_visible()
    for opened in (context, of_the_head, phone):
        opened.close()


def order(platform: Served, head: Page, case: str) -> None:
    """Order to correct, drafted and signed by the head."""
    head.goto(f"{platform.address}{case}draft/order_to_correct/")
    typed = {
        "cure_by": LATER,
        "article": "劳动保障监察条例第二十六条",
        "measure_0": "补发差额",
        "days_0": "7",
    }
    for name, value in typed.items():
        head.fill(f"#id_{name}", value)
    submit(head)
    leave_by(head.get_by_role("button", name="签发"))


def ask(company: Page) -> str:
    """From the case of the order to the application; the address of its page."""
    leave_by(company.locator("#reviews ~ table a"))
    assert overflow(company) == 0
    click(company, "申请行政复议")
    expect(company.locator("main")).to_contain_text("不能代替提出申请")
    company.fill("#id_to_body", BODY)
    company.fill("#id_reason", "款项在立案前已经支付。")
    company.fill("#id_lodged_on", TODAY.isoformat())
    company.set_input_files(
        "#id_attachments", {"name": "申请书.txt", "mimeType": "text/plain", "buffer": "申请".encode()}
    )
    assert overflow(company) == 0
    submit(company)
    expect(company.locator("main dl.facts").first).to_contain_text("已申请复议")
    return company.url


def note(officer: Page, words: str, **typed: str) -> None:
    """Note what the reconsideration body did."""
    click(officer, words)
    for name, value in typed.items():
        officer.fill(f"#id_{name}", value)
    submit(officer)


def reply(head: Page, review: str) -> None:
    """The written reply, which names the body without asking for it again, signed."""
    head.goto(review)
    click(head, "提出书面答复和证据")
    assert head.input_value("#id_to_body") == BODY
    head.fill("#id_facts", "款项至今未付。")
    head.fill("#id_reason", "流水与清单不符。")
    head.fill("#id_items", "核查结果\n询问笔录")
    submit(head)
    leave_by(head.get_by_role("button", name="签发"))
    expect(head.locator("main")).to_contain_text("已提出答复")
