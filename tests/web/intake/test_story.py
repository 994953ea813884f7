"""The story of a hand-over, played in a real browser on the real platform, narrow and wide."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.audit.folders import order_rows
from tests.browsing import DESKTOP, PHONE, leave_by, needs_browser, overflow
from tests.web.served import Served

pytestmark = needs_browser
HAND_OVER = re.compile(r"/hand-overs/\d+/$")


def orders(platform: str, seed: int) -> list[dict[str, str]]:
    rows = [row | {"platform_id": platform} for row in order_rows(seed, workers=3, days=20)]
    return [row | {"order_id": f"story-{seed}-{row['order_id']}"} for row in rows]


def as_csv(rows: list[dict[str, str]], path: Path) -> Path:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue())
    return path


def hand_in(page: Page, platform: Served, *files: Path) -> None:
    page.goto(f"{platform.address}/hand-overs/new/")
    page.set_input_files("#files", list(files))
    page.click("main form[data-upload] button[type=submit]")
    page.wait_for_url(HAND_OVER)


def follow(page: Page) -> None:
    """To where a job leads: it goes there by itself, unless it was over before its page was there."""
    page.locator("#job a.button, main .crumbs").first.wait_for(timeout=60_000)
    if "/jobs/" in page.url:
        leave_by(page.locator("#job a.button"))
    page.wait_for_url(HAND_OVER)


@pytest.mark.parametrize(("width", "seed"), [(PHONE, 11), (DESKTOP, 12)], ids=["phone", "desktop"])
def test_from_a_wrong_file_to_the_receipt(
    platform: Served, browser: Browser, tmp_path: Path, width: int, seed: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = platform.log_in(context, "hegui1")
    page.goto(f"{platform.address}/hand-overs/new/")
    own = page.locator("main .lead code").inner_text().removeprefix("platform_id = ")
    rows = orders(own, seed)
    bad = rows[0] | {"order_id": "bad", "accepted_at": "昨天"}
    good = as_csv([*rows, bad], tmp_path / "orders-2025-11.csv")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")

    hand_in(page, platform, good, scan)
    expect(page.locator("main")).to_contain_text("另存为 CSV")
    expect(page.locator("main")).to_contain_text("story-")
    expect(page.locator("#unsaid + p, #unsaid ~ table").first).to_be_visible()
    assert overflow(page) <= 0
    leave_by(page.get_by_role("button", name="去掉 scan.pdf"))
    leave_by(page.get_by_role("button", name="交件", exact=True))
    follow(page)
    expect(page.locator("h1")).to_contain_text("隔离 1 行")
    assert overflow(page) <= 0
    leave_by(page.get_by_role("link", name="逐行看原因"))
    expect(page.locator("main table")).to_contain_text("昨天")
    assert overflow(page) <= 0
    page.go_back()
    leave_by(page.get_by_role("link", name="回执").first)
    expect(page.locator("main")).to_contain_text("TI-")
    assert overflow(page) <= 0

    # The same files again change nothing, and rows of another company are refused.
    hand_in(page, platform, good)
    leave_by(page.get_by_role("button", name="交件", exact=True))
    follow(page)
    expect(page.locator("h1")).to_contain_text("以前收过")
    hand_in(page, platform, as_csv(orders("somebody", seed), tmp_path / "orders-other.csv"))
    leave_by(page.get_by_role("button", name="交件", exact=True))
    follow(page)
    expect(page.locator("main")).to_contain_text("不是本企业的")
    context.close()
