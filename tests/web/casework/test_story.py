"""The story of a notice in a real browser: from chosen findings to a case that later records close."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from playwright.sync_api import Browser, Page

from tests.browsing import PHONE, leave_by, needs_browser, overflow
from tests.web.casework.playing import LATER, TODAY, click, company_page, conclude, open_case, serve, submit
from tests.web.served import Served, huhang

pytestmark = needs_browser


def test_a_notice_is_drafted_signed_served_answered_and_cured(
    platform: Served, browser: Browser, unpaid: dict[str, Any], tmp_path: Path
) -> None:
    officer = platform.log_in(browser.new_context(locale="zh-CN"), "jiancha")
    case = open_case(platform, officer, unpaid)
    conclude(officer)
    officer.goto(f"{platform.address}{case}draft/reminder_letter/")
    officer.fill("#id_answer_by", LATER)
    submit(officer)
    assert officer.locator(".sheets img").count() >= 2
    leave_by(officer.get_by_role("button", name="签发"))
    serve(officer)
    assert officer.get_by_text(LATER).first.is_visible()

    answered(platform, browser, case)
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
    leave_by(officer.get_by_role("button", name="签发"))
    assert "已改正结案" in officer.inner_text("main")


def answered(platform: Served, browser: Browser, case: str) -> None:
    """The company reads the letter on a phone, and answers with a proof."""
    context = browser.new_context(viewport={"width": PHONE, "height": 844}, locale="zh-CN")
    page = company_page(platform, context, case)
    assert overflow(page) == 0
    leave_by(page.get_by_role("link", name="提醒函").first)
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
