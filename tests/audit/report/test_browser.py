"""The page in a real browser: both languages, phone and desktop, dark, with and without script, on paper."""

import pytest
from playwright.sync_api import Browser, Page

from huhang.audit.report.citations import has_chinese
from huhang.audit.report.content import ReportContent
from huhang.audit.report.page import write_html
from tests.browsing import (
    DESKTOP,
    PHONE,
    SMALL,
    axe_faults,
    needs_axe,
    needs_browser,
    overflow,
)

pytestmark = needs_browser


@pytest.fixture(scope="module")
def address(content: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_html(content, path)
    return path.as_uri()


def opened(browser: Browser, address: str, width: int, *, dark: bool = False, script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(address)
    return page


def visible_text(page: Page) -> str:
    return page.locator("main").inner_text()


@pytest.mark.parametrize("width", [SMALL, PHONE, DESKTOP])
@pytest.mark.parametrize("query", ["", "?lang=en", "?size=large"])
def test_nothing_runs_over_the_edge(browser: Browser, address: str, width: int, query: str) -> None:
    page = opened(browser, address + query, width)
    assert overflow(page) <= 0
    page.context.close()


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_console_stays_silent_and_nothing_is_asked_of_the_network(
    browser: Browser, address: str, query: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url) if request.url[:5] != "file:" else None)
    page.goto(address + query)
    page.locator("label[for=lang-en]").click()
    page.locator("label[for=theme-dark]").click()
    page.locator(".track .ord").first.hover()
    assert told == []
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_language_is_switched_also_without_script(browser: Browser, address: str, script: bool) -> None:
    page = opened(browser, address, DESKTOP, script=script)
    assert "核查了什么" in visible_text(page)
    assert "What was checked" not in visible_text(page)
    page.locator("label[for=lang-en]").click()
    assert "What was checked" in visible_text(page)
    assert "核查了什么" not in visible_text(page)
    page.context.close()


def test_in_english_nothing_chinese_is_shown(browser: Browser, address: str) -> None:
    page = opened(browser, address + "?lang=en", DESKTOP)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert [line for line in visible_text(page).splitlines() if has_chinese(line)] == []
    page.context.close()


def test_the_language_of_the_document_follows(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESKTOP)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.locator("label[for=lang-en]").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.context.close()


def test_dark_follows_the_system_and_the_switch(browser: Browser, address: str) -> None:
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"
    page = opened(browser, address, DESKTOP, dark=True)
    dark = page.evaluate(ground)
    page.locator("label[for=theme-light]").click()
    light = page.evaluate(ground)
    page.locator("label[for=theme-dark]").click()
    assert (light, page.evaluate(ground)) == ("rgb(255, 255, 255)", dark)
    assert dark != light
    page.context.close()


@pytest.mark.parametrize(("width", "seen"), [(PHONE, "downward"), (DESKTOP, "track")])
def test_the_day_runs_down_a_phone_and_across_a_desk(
    browser: Browser, address: str, width: int, seen: str
) -> None:
    page = opened(browser, address, width)
    found = {name: page.locator(f"svg.{name}").first.is_visible() for name in ("downward", "track")}
    assert found == {"downward": seen == "downward", "track": seen == "track"}
    page.context.close()


def test_the_table_says_what_the_picture_says(browser: Browser, address: str, content: ReportContent) -> None:
    page = opened(browser, address, DESKTOP)
    for day in content.days:
        article = page.locator(f"#{day.anchor}")
        article.locator("summary").click()
        tables = article.locator(".tabs table")
        assert tables.nth(0).locator("tbody tr").count() == len(day.orders)
        assert tables.nth(2).locator("tbody tr").count() == len(day.spells)
        assert article.locator(".track .ord").count() == len(day.orders)
        assert article.locator(".downward .ord").count() == len(day.orders)
    page.context.close()


def test_orders_are_read_out_by_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESKTOP)
    page.locator(".scroll").first.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".readout").first.inner_text()
    page.keyboard.press("ArrowRight")
    assert first.startswith("第 1 单")
    assert page.locator(".readout").first.inner_text().startswith("第 2 单")
    page.context.close()


def test_the_picture_is_enlarged_without_script(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESKTOP, script=False)
    track = page.locator("svg.track").first
    before = track.bounding_box()
    page.locator(".zoom").first.locator("label").nth(1).click()
    after = track.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["width"] - 2 * before["width"]) < 2
    page.context.close()


def test_keyboard_focus_is_seen(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESKTOP)
    page.locator("a.primary").focus()
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
    page.context.close()


def test_the_page_prints_on_paper(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESKTOP)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".tools").is_visible()
    assert not page.locator("a.primary").is_visible()
    page.context.close()


@needs_axe
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, dark: bool, query: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(address + query)
    # The switches stand before all landmarks, as styles without script need it.
    assert axe_faults(page, off=("region",)) == []
    context.close()
