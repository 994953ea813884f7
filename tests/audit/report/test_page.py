"""The page as text: whole, closed to the network and to what names try, and readable by machines."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from huhang.audit.report.content import ReportContent
from huhang.audit.report.figures import grouped
from huhang.audit.report.page import html_of, write_html
from huhang.audit.report.quality_content import table_name
from tests.audit.report.made_up import MARKUP, report_content

VOID = {"meta", "input", "link", "br", "wbr", "img", "hr"}


class Outline(HTMLParser):
    """Elements with their attributes, in order, and the languages around each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.badly_closed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.badly_closed.append(tag)


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def test_the_same_content_gives_the_same_page(page: str) -> None:
    assert html_of(report_content()) == page


def test_the_page_is_well_formed(outline: Outline) -> None:
    assert outline.badly_closed == []
    assert outline.open == []


def test_nothing_is_fetched(page: str, outline: Outline) -> None:
    assert re.search(r"https?://(?!www\.w3\.org)|url\((?!#)|@import", page) is None
    loading = [
        attributes for _, attributes in outline.elements if {"src", "srcset", "data"} & attributes.keys()
    ]
    assert loading == []
    links = [attributes["href"] for tag, attributes in outline.elements if "href" in attributes]
    assert all(link.startswith("#") for link in links)


def test_the_policy_allows_this_style_and_this_script_alone(outline: Outline) -> None:
    (policy,) = [
        a["content"] for _, a in outline.elements if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [a for _, a in outline.elements if "style" in a or any(name.startswith("on") for name in a)] == []


def test_names_cannot_break_out(hostile: ReportContent) -> None:
    text = html_of(hostile)
    assert MARKUP not in text
    assert text.count("<script>") == 1


def test_ids_are_unique_and_links_and_labels_lead_somewhere(outline: Outline) -> None:
    ids = Counter(attributes["id"] for _, attributes in outline.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    wanted = {a["href"][1:] for _, a in outline.elements if "href" in a}
    wanted |= {a["for"] for _, a in outline.elements if "for" in a}
    wanted |= {name for _, a in outline.elements for name in a.get("aria-labelledby", "").split()}
    assert wanted - ids.keys() == set()


def test_every_drawing_has_a_name_or_is_hidden(outline: Outline) -> None:
    drawings = [a for tag, a in outline.elements if tag == "svg" and ("class" in a or "role" in a)]
    assert len(drawings) > 10
    for drawing in drawings:
        named = drawing.get("role") == "img" and drawing.get("aria-labelledby")
        assert named or drawing.get("aria-hidden") == "true"


def test_headings_go_down_one_step_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_there_are_landmarks_and_header_cells(outline: Outline) -> None:
    tags = Counter(tag for tag, _ in outline.elements)
    assert (tags["main"], tags["header"], tags["footer"]) == (1, 1, 1)
    assert all("aria-label" in a for tag, a in outline.elements if tag == "nav")
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for tag, a in outline.elements if tag == "th")


def test_both_languages_say_as_much(page: str) -> None:
    assert page.count('class="zh"') == page.count('class="en"')
    assert page.count('class="zh" lang="zh-CN"') == page.count('class="zh"')


def test_findings_below_a_standard_are_not_called_violations(page: str, content: ReportContent) -> None:
    part = page[page.index('<section id="findings"') : page.index('<div class="force">')]
    forces = {basis.force for company in content.companies for row in company.rows for basis in row.bases}
    assert "law" not in forces
    assert "违" not in part
    assert "欠薪" not in part
    assert "疑似不符合" in part
    assert "低于标准" in part


def test_unknown_looks_different_from_zero(page: str) -> None:
    part = page[page.index('<section id="findings"') : page.index('<div class="force">')]
    assert re.search(r'class="r count unknown">.*?5.561', part, re.DOTALL)
    assert 'class="r count unknown zero"' in part
    assert "没有交扣款表" in part


def test_paper_carries_number_date_and_page(page: str) -> None:
    assert 'content:"护航 核查报告 HH-2026-0007 · 2026-01-20"' in page
    assert 'content:"第 " counter(page) " 页，共 " counter(pages) " 页"' in page
    assert 'content:"Page " counter(page) " of " counter(pages)' in page


def test_a_number_cannot_leave_its_place_in_the_style(content: ReportContent) -> None:
    changed = html_of(ReportContent(**{**vars(content), "number": '"}</style><b>'}))
    assert "</style><b>" not in changed


def test_writing_leaves_one_whole_file(content: ReportContent, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_html(content, target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text("utf-8").endswith("</html>")
    assert target.stat().st_size < 5_000_000


def test_no_date_is_broken_at_the_end_of_a_line(page: str) -> None:
    """Every date in a sentence stands in an element that keeps it together."""
    main = page[page.index("<main") :]
    sentences = re.sub(r'<svg.*?</svg>|data-(?:zh|en)="[^"]*"|id="[^"]*"', "", main, flags=re.DOTALL)
    loose = re.findall(
        r"(?<!>)(?<![\d-])\d{4}-\d{2}-\d{2}(?!\d)", re.sub(r'<(span|p|td) class="n">.*?</\1>', "", sentences)
    )
    assert loose == []


def test_three_companies_need_no_list_and_four_have_one_with_links(content: ReportContent) -> None:
    assert len(content.companies) == 3
    assert 'class="plain over"' not in html_of(content)
    more = replace(content, companies=(*content.companies, content.companies[0]), companies_left_out=7)
    listed = html_of(more)
    assert listed.count('<a href="#company-') == 4
    assert "另外 7 家" in listed
    broken = sum(row.counts.broken or 0 for row in content.companies[0].rows)
    row = listed[listed.index('<a href="#company-1">') :]
    assert grouped(broken) in row[: row.index("</tr>")]


def test_a_city_too_small_to_compare_is_a_list_and_no_map(content: ReportContent) -> None:
    assert content.districts is not None
    assert '<ul class="tiles' in html_of(content)
    small = tuple(
        replace(city, rows=tuple(replace(row, broken=1, judged=2) for row in city.rows))
        for city in content.districts.cities
    )
    text = html_of(replace(content, districts=replace(content.districts, cities=small)))
    assert '<ul class="tiles' not in text
    assert "不比较" in text


def test_a_whole_hour_of_a_limit_is_said_without_minutes(page: str) -> None:
    assert "连续满 4\u00a0小时，应停派 20\u00a0分" in page
    assert "4\u00a0h on end, 20\u00a0min pause due" in page


def test_the_name_of_a_table_is_words() -> None:
    assert table_name("order_breaks", {}) == ("order_breaks", "order breaks")
    assert table_name("x", {"zh": "订单中的休息", "en": "order_breaks"}) == ("订单中的休息", "order breaks")
