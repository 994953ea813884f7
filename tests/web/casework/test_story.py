"""The story of a notice in a real browser: from chosen findings to a case that later records close."""

import json
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page

from huhang.vocabulary.days import CHINA_ZONE
from tests.browsing import PHONE, needs_browser, overflow
from tests.web.served import Served, huhang

pytestmark = needs_browser
AUDIT = "story"
TODAY = datetime.now(ZoneInfo(CHINA_ZONE)).date()
LATER = (TODAY + timedelta(days=14)).isoformat()


@pytest.fixture(scope="module")
def unpaid(platform: Served) -> dict[str, Any]:
    """A worker in Shanghai who was paid less than earned in a period that was paid out."""
    days = ("--from", "2025-10-01", "--to", "2025-11-30")
    out, lake = platform.home / "audits" / AUDIT, platform.home / "lake"
    huhang("audit", str(lake), "--place", "310000", *days, "--rights", "pay/in_full", "--out", str(out))
    rows = pq.read_table(out / "findings.parquet").to_pylist()
    return next(
        row
        for row in rows
        if row["verdict"] == "broken" and row["shortfall_fen"] and json.loads(row["detail"])["payouts"] == 1
    )


def test_a_notice_is_drafted_signed_served_answered_and_cured(
    platform: Served, browser: Browser, unpaid: dict[str, Any], tmp_path: Path
) -> None:
    officer = platform.log_in(browser.new_context(locale="zh-CN"), "jiancha")
    case = open_case(platform, officer, unpaid)
    click(officer, "立案")
    for name in ("沈观（示例）", "陆衡（示例）"):
        officer.get_by_label(name).check()
    officer.get_by_label("用工所在地归本机关管辖").check()
    submit(officer)
    click(officer, "调查终结")
    officer.fill("#id_facts", "逐笔核对，确未支付。")
    submit(officer)
    officer.goto(f"{platform.address}{case}draft/reminder_letter/")
    officer.fill("#id_answer_by", LATER)
    submit(officer)
    assert officer.locator(".sheets img").count() >= 2
    officer.get_by_role("button", name="签发").click()
    click(officer, "送达文书")
    officer.fill("#id_received_by", "赵收件")
    officer.fill("#id_received_on", TODAY.isoformat())
    officer.set_input_files(
        "#id_receipt", {"name": "回证.txt", "mimeType": "text/plain", "buffer": b"signed"}
    )
    submit(officer)
    assert officer.get_by_text(LATER).first.is_visible()

    answered(platform, browser, case, unpaid["platform_id"])
    officer.reload()
    assert officer.get_by_text("已补发").first.is_visible()
    click(officer, "用新数据复核")
    assert "还没有收到" in officer.inner_text("main")

    two_days_later(platform)
    put_right(platform, unpaid, tmp_path)
    officer.goto(f"{platform.address}{case}")
    click(officer, "用新数据复核")
    finish_job(officer, platform, case)
    officer.goto(f"{platform.address}{case}draft/close_cured/")
    officer.fill("#id_reason", "新数据复核，均已改正。")
    submit(officer)
    officer.get_by_role("button", name="签发").click()
    assert "已改正结案" in officer.inner_text("main")


def open_case(platform: Served, officer: Page, finding: dict[str, Any]) -> str:
    """Choose one finding on the page, and the address of the new case."""
    officer.goto(f"{platform.address}/cases/open/?audit={AUDIT}&company={finding['platform_id']}")
    officer.check(f"input[value='{finding['finding_id']}']")
    officer.get_by_role("button", name="立案登记所选结果").click()
    return officer.url.removeprefix(platform.address).partition("?")[0]


def answered(platform: Served, browser: Browser, case: str, company: str) -> None:
    """The company reads the letter on a phone, and answers with a proof."""
    context = browser.new_context(viewport={"width": PHONE, "height": 844}, locale="zh-CN")
    page = None
    for number in range(1, 9):
        page = platform.log_in(context, f"hegui{number}")
        response = page.goto(f"{platform.address}{case}")
        if response is not None and response.status == 200:
            break
        context.clear_cookies()
    assert page is not None
    assert overflow(page) == 0
    page.get_by_role("link", name="提醒函").first.click()
    assert page.locator(".sheets img").count() >= 2
    assert overflow(page) == 0
    page.go_back()
    click(page, "企业答复")
    page.fill("#id_facts", "已补发")
    page.set_input_files("#id_attachments", {"name": "流水.txt", "mimeType": "text/plain", "buffer": b"paid"})
    submit(page)
    assert page.get_by_role("link", name="流水.txt").is_visible()
    context.close()


def two_days_later(platform: Served) -> None:
    """As if everything in the cases had been done two days ago."""
    with sqlite3.connect(platform.home / "platform.sqlite3", timeout=30) as db:
        day = (TODAY - timedelta(days=2)).isoformat()
        db.execute("UPDATE casework_caseact SET at = datetime(at, '-2 days')")
        db.execute(
            "UPDATE casework_caseact SET fields = json_set(fields, '$.received_on', ?) WHERE kind = 'serve'",
            [day],
        )


def put_right(platform: Served, finding: dict[str, Any], folder: Path) -> None:
    """The company pays the difference, and hands its payouts over again."""
    paid = pq.read_table(platform.home.parent / "city" / "payouts")
    rows = paid.filter(pc.field("worker_id") == finding["subject_id"]).to_pylist()
    for row in rows:
        if row["period_from"] == finding["period_from"]:
            row["amount_fen"] += finding["shortfall_fen"]
            row["paid_on"] = row["paid_on"] or date(2025, 12, 20)
    pq.write_table(pa.Table.from_pylist(rows, paid.schema), folder / "payouts.parquet")
    huhang("take-in", str(folder), "--lake", str(platform.home / "lake"))


def finish_job(page: Page, platform: Served, case: str) -> None:
    """Wait for the recheck."""
    for _ in range(120):
        page.goto(f"{platform.address}{case}")
        if "复核结果" in page.inner_text("main"):
            break
        page.wait_for_timeout(500)
    assert "已改正" in page.inner_text("main")


def click(page: Page, words: str) -> None:
    """The act of these words, wherever the page offers it."""
    for details in page.locator("details.more").all():
        if not details.evaluate("node => node.open"):
            details.locator("summary").first.click()
    page.locator("main").locator(f"a:text-is('{words}'), button:text-is('{words}')").first.click()


def submit(page: Page) -> None:
    """Send the form of the page."""
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.locator("[role=alert]").count() == 0, page.inner_text("main")
