"""A full id is shown to who asked with a ground, once a second person allowed it, and no longer than that."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from huhang.vocabulary.days import CHINA_ZONE
from tests.browsing import leave_by, needs_browser
from tests.web.served import Served

pytestmark = needs_browser
TODAY = datetime.now(ZoneInfo(CHINA_ZONE)).date()
REASON = "向本人核对十月的流水"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window in Chinese."""
    opened = browser.new_context(locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def findings(platform: Served) -> list[tuple[str, str]]:
    """Addresses of findings about workers in Shanghai, each with the full id that its page must not show.

    The worker who has a log-in is left to the story of that worker.
    """
    with sqlite3.connect(platform.home / "platform.sqlite3", timeout=30) as db:
        with_log_in = {worker for (worker,) in db.execute("SELECT worker_id FROM worker_engagement")}
    rows = pq.read_table(platform.home / "audits" / "1" / "findings.parquet").to_pylist()
    about = [
        row
        for row in rows
        if row["verdict"] == "broken"
        and row["subject_kind"] in ("worker_period", "worker_day", "spell")
        and row["place"].startswith("31")
        and row["subject_id"] not in with_log_in
    ]
    return [(f"/audits/1/findings/{row['finding_id']}/", row["subject_id"]) for row in about[:3]]


def asked(page: Page, platform: Served, address: str) -> str:
    """Ask for the full id in a finding; the address of the request."""
    page.goto(f"{platform.address}{address}")
    leave_by(page.get_by_role("link", name="看全编号"))
    page.select_option("#id_ground", label="向本人送达或付款")
    page.fill("#id_reason", REASON)
    leave_by(page.get_by_role("button", name="提交申请"))
    page.wait_for_url("**/unmasking/*/")
    return page.url.removeprefix(platform.address)


def shown(page: Page, platform: Served, address: str) -> str:
    """What the page of a finding says."""
    page.goto(f"{platform.address}{address}")
    return page.inner_text("main")


def told_of(page: Page, request: str) -> Locator:
    """What the head of a page tells of a request."""
    return page.locator(f".news a[href='{request}']")


def later(platform: Served, days: int) -> None:
    """As if every request had been made and allowed some days ago."""
    with sqlite3.connect(platform.home / "platform.sqlite3", timeout=30) as db:
        db.execute("UPDATE unmasking_unmaskingact SET at = datetime(at, ?)", [f"-{days} days"])
        over = (TODAY - timedelta(days=1)).isoformat()
        db.execute(
            "UPDATE unmasking_unmaskingact SET fields = json_set(fields, '$.until', ?) WHERE kind = 'allow'",
            [over],
        )


def test_ground_second_person_shown_logged_and_expired(
    platform: Served, browser: Browser, context: BrowserContext, findings: list[tuple[str, str]]
) -> None:
    address, full_id = findings[0]
    officer = platform.log_in(context, "jiancha")
    assert full_id not in shown(officer, platform, address)
    request = asked(officer, platform, address)
    assert "您自己不能批准" in officer.inner_text("main")
    assert officer.get_by_role("button", name="批准", exact=True).count() == 0

    second = browser.new_context(locale="zh-CN")
    head = platform.log_in(second, "fuzeren")
    assert "等您批准：看全编号" in head.inner_text("main")
    head.goto(f"{platform.address}{request}")
    assert REASON in head.inner_text("main")
    assert full_id not in head.content()
    head.fill("#id_allow-until", (TODAY + timedelta(days=3)).isoformat())
    leave_by(head.get_by_role("button", name="批准", exact=True))
    assert "可以查看" in head.inner_text("main")

    officer.goto(f"{platform.address}/")
    with officer.expect_navigation():
        told_of(officer, request).click()
    expect(officer.locator("main")).to_contain_text("可以查看")
    expect(told_of(officer, request)).to_have_count(0)
    expect(told_of(head, request)).to_have_count(0)
    assert full_id in shown(officer, platform, address)
    assert full_id not in shown(head, platform, address)
    officer.goto(f"{platform.address}{request}")
    log = officer.locator("table").inner_text()
    assert [log.count(words) for words in ("申请显示姓名或编号", "批准", "查看姓名或编号")] == [1, 1, 1]
    keeper = platform.log_in(browser.new_context(locale="zh-CN"), "guanli")
    keeper.goto(f"{platform.address}/log/")
    assert "full id of a worker" in keeper.inner_text("main")

    later(platform, 5)
    assert full_id not in shown(officer, platform, address)
    assert officer.get_by_role("link", name="上次的申请").is_visible()
    second.close()


def test_nobody_allows_what_they_asked_for_themselves(
    platform: Served, context: BrowserContext, findings: list[tuple[str, str]]
) -> None:
    """The button is not there; who sends its form all the same is refused, and nothing is shown."""
    address, full_id = findings[1]
    officer = platform.log_in(context, "jiancha")
    request = asked(officer, platform, address)
    token = officer.locator("main input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = officer.request.post(
        f"{platform.address}{request}allow/",
        form={"csrfmiddlewaretoken": token or "", "seen": "1", "allow-until": TODAY.isoformat()},
        headers={"Referer": f"{platform.address}{request}"},
    )
    assert answer.status == 409
    assert "批准人不能是申请人" in answer.text()
    assert full_id not in shown(officer, platform, address)


def test_a_refusal_says_why_and_shows_nothing(
    platform: Served, browser: Browser, context: BrowserContext, findings: list[tuple[str, str]]
) -> None:
    address, full_id = findings[2]
    officer = platform.log_in(context, "jiancha")
    request = asked(officer, platform, address)
    second = browser.new_context(locale="zh-CN")
    other = platform.log_in(second, "jiancha2")
    other.goto(f"{platform.address}{request}")
    other.fill("#id_refuse-reason", "用遮盖后的编号即可核对")
    leave_by(other.get_by_role("button", name="不批准"))
    second.close()
    officer.goto(f"{platform.address}/")
    expect(told_of(officer, request)).to_contain_text("未批准")
    with officer.expect_navigation():
        told_of(officer, request).click()
    said = officer.inner_text("main")
    assert "未批准" in said
    assert "用遮盖后的编号即可核对" in said
    assert full_id not in shown(officer, platform, address)
    assert officer.get_by_role("link", name="看全编号").is_visible()
