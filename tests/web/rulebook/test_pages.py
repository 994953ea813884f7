"""Every page of the law is there in both languages, and its links lead somewhere."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from huhang.law.loader import load_law
from huhang.web.rulebook.cases import PAGE, cases_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#]*)')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def addresses() -> Iterator[str]:
    book = load_law()
    lists = ("rulebook", "instruments", "clauses", "rights", "values", "terms", "mine")
    yield from (reverse(name) for name in lists)
    yield from (reverse("instrument", args=[name]) for name in book.instruments)
    yield from (reverse("clause", args=[name]) for name in book.clause_home)
    yield from (reverse("value", args=[key]) for key in book.parameters)
    for name in book.rights:
        yield reverse("right", args=[name])
        yield from (f"{reverse('cases', args=[name])}?after={n}" for n in range(0, len(cases_of(name)), PAGE))


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(addresses())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_there_and_its_links_lead_somewhere(
    lang: str, browse: Callable[[None], Client]
) -> None:
    client = browse(None)
    client.get(f"/?lang={lang}")
    known = {address.split("?")[0] for address in _kinds()}
    wrong = []
    for address in _kinds():
        response = client.get(address)
        page = response.content.decode()
        if response.status_code != 200 or " style=" in page or "None" in re.sub(r"<[^>]*>", "", page):
            wrong.append(address)
        links = {link.split("?")[0] for link in LINK.findall(page)}
        lost = {link for link in links if link.startswith("/law/") and link not in known}
        wrong += sorted(f"{address} -> {link}" for link in lost)
    assert wrong == []


def test_what_is_chinese_on_an_english_page_says_so(browse: Callable[[None], Client]) -> None:
    """But for values that are lists of companies, which have no other name."""
    values = [
        value
        for layers in load_law().parameters.values()
        for layer in layers.values()
        for value in layer.values
    ]
    companies = {
        ", ".join(map(str, value.value)) for value in values if isinstance(value.value, list | tuple)
    }
    client = browse(None)
    client.get("/?lang=en")
    unsaid = {}
    for address in _kinds():
        page = client.get(address).content.decode()
        main = re.search(r"<main.*</main>", page, re.DOTALL)
        assert main
        shown = re.sub(r"<(datalist|script|title)\b.*?</\1>|<!--.*?-->", "", main[0], flags=re.DOTALL)
        shown = re.sub(r'<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\1>', "", shown, flags=re.DOTALL)
        if found := re.findall(r">([^<>]*[\u4e00-\u9fff][^<>]*)<", shown):
            unsaid[address] = found
    assert {text for found in unsaid.values() for text in found} <= companies


def test_no_chinese_page_speaks_english(browse: Callable[[None], Client]) -> None:
    """Two words of English in a row, or one alone that is no name."""
    client = browse(None)
    client.get("/?lang=zh")
    told = set()
    for address in _kinds():
        main = re.search(r"<main.*</main>", client.get(address).content.decode(), re.DOTALL)
        assert main
        shown = re.sub(r"<(datalist|script|title|code)\b.*?</\1>", "", main[0], flags=re.DOTALL)
        shown = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', "", shown, flags=re.DOTALL)
        told.update(re.findall(r">\s*([^<>]*[A-Za-z]{3,} [A-Za-z]{2,}[^<>]*|[a-z_]{3,})\s*<", shown))
    assert told <= {"package chinesecalendar 1.11.0"}


def test_in_english_clauses_are_cited_as_english_does(browse: Callable[[None], Client]) -> None:
    client = browse(None)
    client.get("/?lang=en")
    book = load_law()
    for name in book.clause_home:
        page = client.get(reverse("clause", args=[name])).content.decode()
        headings = re.findall(r"<h1>.*?</h1>|<nav class=\"acts\".*?</nav>", page, re.DOTALL)
        assert len(headings) == 2
        assert not CHINESE.search("".join(headings)), name
    for name in book.instruments:
        page = client.get(reverse("instrument", args=[name])).content.decode()
        assert not CHINESE.search("".join(re.findall(r'<p class="no">.*?</p>', page))), name


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("data.void_share_max", "5 %", "5 %"),
        ("algorithm.group_min", "200 单", "200 orders"),
        ("pay.charges.text", "人社部发〔2021〕56号", "Ren She Bu Fa [2021] No. 56"),
    ],
)
def test_values_are_told_with_units_that_people_know(
    browse: Callable[[None], Client], key: str, zh: str, en: str
) -> None:
    client = browse(None)
    for language, told in (("zh", zh), ("en", en)):
        page = client.get(f"{reverse('value', args=[key])}?lang={language}").content.decode()
        assert f">{told}<" in page
        assert "ppm" not in page
        assert "50 000" not in page
