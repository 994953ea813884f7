"""A defence in a real browser: the company's points, an answer to each, and no step past an open one."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.browsing import DESKTOP, PHONE, leave_by, needs_browser, overflow
from tests.web.casework.playing import (
    LATER,
    click,
    company_page,
    conclude,
    open_case,
    serve,
    submit,
)
from tests.web.served import Served

pytestmark = needs_browser
POINTS = ("三笔是跨月支付，已到账。", "排班表是店长自己做的。", "系统升级时漏传了两天。", "请求从轻。")


def test_each_point_of_a_defence_is_answered_before_the_case_goes_on(
    platform: Served, browser: Browser, unpaid: dict[str, Any]
) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": DESKTOP, "height": 900})
    officer = platform.log_in(context, "jiancha")
    case = open_case(platform, officer, unpaid)
    conclude(officer)
    propose(platform, officer, case)
    serve(officer)

    phone = browser.new_context(locale="zh-CN", viewport={"width": PHONE, "height": 844})
    company = company_page(platform, phone, case)
    state_points(company)
    officer.goto(f"{platform.address}{case}")
    assert all(point in officer.inner_text("main") for point in POINTS)

    reviewer_context = browser.new_context(locale="zh-CN")
    reviewer = platform.log_in(reviewer_context, "keyuan")
    assert "排班表是店长自己做的" in review(platform, reviewer, case)

    officer.goto(f"{platform.address}{case}")
    click(officer, "逐点书面答复")
    for number, point in enumerate(POINTS):
        officer.get_by_label(point).fill(f"第{number + 1}点的答复。")
    submit(officer)
    leave_by(officer.get_by_role("button", name="签发"))

    company.goto(f"{platform.address}{case}")
    assert "第2点的答复。" in company.inner_text("main")
    assert company.get_by_role("link", name="陈述申辩意见答复书").is_visible()
    assert overflow(company) == 0
    assert "法制审核通过" in review(platform, reviewer, case)
    for opened in (context, phone, reviewer_context):
        opened.close()


def propose(platform: Served, officer: Page, case: str) -> None:
    """Propose a handling at once, because evidence was destroyed, and sign it."""
    officer.goto(f"{platform.address}{case}draft/propose_handling/")
    typed = {
        "facts": "工资记录被删除。", "reason": "毁灭证据。", "article": "劳动保障监察条例第三十条",
        "ruling": "责令支付附件所列差额。", "amount_fen": "100.00", "state_by": LATER,
        "exception_facts": "现场录像。",
    }  # fmt: skip
    for name, value in typed.items():
        officer.fill(f"#id_{name}", value)
    officer.select_option("#id_exception", "false_evidence")
    submit(officer)
    leave_by(officer.get_by_role("button", name="签发"))


def state_points(company: Page) -> None:
    """Four points on a phone: three boxes are there, one more is added."""
    click(company, "陈述、申辩")
    for number, point in enumerate(POINTS):
        if company.locator(f"#id_point_{number}").count() == 0:
            company.get_by_role("button", name="再加一点").click()
        company.fill(f"#id_point_{number}", point)
    assert overflow(company) == 0
    submit(company)


def review(platform: Served, reviewer: Page, case: str) -> str:
    """Draft the opinion of the legal review and sign it; what the page says then."""
    reviewer.goto(f"{platform.address}{case}draft/legal_review/")
    reviewer.check("#id_passed")
    reviewer.fill("#id_reason", "事实清楚，程序合法。")
    submit(reviewer)
    sign = reviewer.get_by_role("button", name="签发")
    if sign.count():
        leave_by(sign)
    return reviewer.inner_text("main")
