"""The search finds two-character words, ranks what matters first, and never stumbles over what is typed."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from huhang.law.loader import load_law
from huhang.vocabulary.words import Text
from huhang.web.rulebook.finding import index
from huhang.web.rulebook.finding.entries import Entry, shipped_entries
from huhang.web.rulebook.finding.marks import marked, snippet
from huhang.web.rulebook.finding.tokens import is_han, plain, query_of, runs, tokens

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4EFF), min_size=2, max_size=6)
ANYTHING = st.text(max_size=40) | st.text(
    st.sampled_from("\"'*()^:-+{}[]<>, ANDORNEAR押金工资😀\x00%_"), max_size=30
)


def addresses(typed: str, kind: str = "") -> list[str]:
    return [entry.address for entry in index.find(typed, limit=200, kind=kind).entries]


@settings(max_examples=60)
@given(ANYTHING)
def test_nothing_that_is_typed_is_a_fault_of_syntax(typed: str) -> None:
    found = index.find(typed)
    assert bool(found.entries) <= bool(runs(typed))


@settings(max_examples=40)
@given(st.data())
def test_any_two_neighbouring_characters_of_a_duty_find_it(data: st.DataObject) -> None:
    book = load_law()
    clause = book.clause(data.draw(st.sampled_from(sorted(book.clause_home))))
    pieces = [run for run in runs(clause.duty.zh) if is_han(run) and len(run) > 1]
    run = data.draw(st.sampled_from(pieces))
    place = data.draw(st.integers(0, len(run) - 2))
    assert f"/law/clauses/{clause.id}/" in addresses(run[place : place + 2], kind="clause")


@settings(max_examples=40)
@given(HAN, HAN, HAN)
def test_a_phrase_is_found_where_it_stands_and_only_there(before: str, sought: str, after: str) -> None:
    wanted = query_of(sought)
    assert wanted is not None
    inside = " ".join(tokens(before + sought + after))
    assert wanted.strip('"') in inside
    assert (sought in before + after) == (
        f" {wanted.strip(chr(34))} " in f" {' '.join(tokens(before + after))} "
    )


def test_what_was_searched_by_plain_reading_is_what_the_index_finds() -> None:
    for typed in ("押金", "差评", "连续接单", "最低工资", "职业伤害"):
        expected = {
            entry.address
            for entry in shipped_entries()
            if any(
                typed in plain(part) for part in (entry.title.zh, entry.body.zh, entry.names, entry.beside)
            )
        }
        assert set(addresses(typed)) == expected
        assert expected


def test_the_right_stands_before_what_only_mentions_it() -> None:
    assert index.find("连续工作").entries[0].address == "/law/rights/time/continuous/"
    assert index.find("hourly floor").entries[0].address == "/law/rights/pay/hourly_floor/"
    assert "/law/instruments/sh-2022-1/" in addresses("沪人社规〔2022〕1号")[:3]
    assert "/law/clauses/SH-4b/" in addresses("押金")[:10]
    assert addresses("SH-5b")[0] == "/law/clauses/SH-5b/"


@pytest.mark.parametrize("typed", ["工资", "最低工资", "休息", "加班", "节日", "押金", "差评"])
def test_a_word_that_a_right_is_called_by_finds_the_right_first(typed: str) -> None:
    first = index.find(typed).entries[0]
    assert first.kind == "right"
    assert typed in first.title.zh


def test_english_is_found_by_its_stems() -> None:
    assert set(addresses("deposits", kind="clause")) & set(addresses("deposit", kind="clause"))


def test_words_that_stand_nowhere_together_find_what_holds_some_of_them() -> None:
    found = index.find("押金彩虹")
    assert not found.every_word
    assert any("押金" in entry.body.zh for entry in found.entries)


def test_an_index_is_whole_and_made_again_only_for_another_law(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite3"
    entry = Entry("term", "/", Text("骑手", "rider"), Text("", ""))
    index.make_index(path, [entry])
    assert [file.name for file in tmp_path.iterdir()] == ["words.sqlite3"]
    made = index.ready_index()
    before = made.stat().st_mtime_ns
    assert index.ready_index().stat().st_mtime_ns == before


def test_a_thread_opens_the_index_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = index.find("押金")

    def connect(*_: object, **__: object) -> None:
        raise AssertionError("opened again")

    monkeypatch.setattr(sqlite3, "connect", connect)
    assert index.find("押金") == found
    with ThreadPoolExecutor(1) as another, pytest.raises(AssertionError, match="opened again"):
        another.submit(index.find, "押金").result()


@given(st.text(max_size=300), st.text(max_size=12))
def test_marks_change_nothing_but_add_marks(text: str, typed: str) -> None:
    shown = str(marked(text, typed))
    assert "<" not in re.sub(r"</?mark>", "", shown)
    assert strip_tags(shown).replace("\x00", "") == strip_tags(str(marked(text, ""))).replace("\x00", "")
    assert len(strip_tags(str(snippet(text, "")))) <= len(str(marked(text, ""))) + 2


def test_what_was_typed_is_marked() -> None:
    assert marked("不得收取押金。", "押金") == "不得收取<mark>押金</mark>。"
    assert marked("a <b> deposit", "Deposits") == "a &lt;b&gt; <mark>deposit</mark>"
    assert "<mark>押金</mark>" in snippet("前" * 300 + "押金" + "后" * 300, "押金")


@pytest.mark.django_db
def test_the_page_shows_what_was_found_or_what_to_try(browse: Callable[[None], Client]) -> None:
    client = browse(None)
    page = client.get(f"/law/?{urlencode({'q': '押金'})}").content.decode()
    assert "<mark>押金</mark>" in page
    assert "/law/rights/pay/charges/" in page
    assert "没有找到" in client.get(f"/law/?{urlencode({'q': '龘龘'})}").content.decode()
    assert (
        "rulebook"
        not in client.get(f"/law/?{urlencode({'q': '<script>'})}").content.decode().split("<main")[0][:9]
    )


@pytest.mark.django_db
def test_what_was_found_once_is_told_to_each_in_the_own_language(browse: Callable[[None], Client]) -> None:
    client = browse(None)

    def lines(**asked: str) -> str:
        page = client.get(f"/law/?{urlencode({'q': '押金'} | asked)}").content.decode()
        return page[page.index('<ol class="hits">') : page.index("</ol>")]

    chinese, further = lines(lang="zh"), lines(lang="zh", skip="20")
    english = lines(lang="en")
    assert lines(lang="zh") == chinese != english
    assert all(word in lines_of for lines_of, word in ((chinese, ">条款<"), (english, ">clause<")))
    assert not set(re.findall('href="([^"]+)"', chinese)) & set(re.findall('href="([^"]+)"', further))
    assert set(re.findall('href="/law/([a-z]+)', lines(lang="zh", kind="clause"))) == {"clauses"}
