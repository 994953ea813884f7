"""Documents and clauses as English cites them: no Chinese character is left, no number is lost."""

import re

import pytest

from huhang.audit.report.citations import clause_in_english, has_chinese, number_in_english
from huhang.audit.report.law_words import clause_name, instrument_name
from huhang.law.loader import load_law


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("沪人社规〔2022〕1号", "Hu Ren She Gui [2022] No. 1"),
        ("国务院令第405号", "State Council Order No. 405"),
        ("GB/T 46862-2025", "GB/T 46862-2025"),
        ("某局第七号", None),
    ],
)
def test_the_number_of_a_document(number: str, told: str | None) -> None:
    assert number_in_english(number) == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("第五条", "art. 5"),
        ("第一百零二条", "art. 102"),
        ("补充规定", "补充规定"),
        ("第一百二十条", "art. 120"),
        ("第六条第二款", "art. 6 para. 2"),
        ("第六十二条第（七）项", "art. 62 item (7)"),
        ("第二十条之一", "art. 20-1"),
        ("二（五）", "part 2 (5)"),
        ("四（二十一）", "part 4 (21)"),
        ("二（一）2", "part 2 (1) 2"),
        ("附件1二（三）、三（一）", "annex 1, part 2 (3), part 3 (1)"),
        ("7.4.1 b", "7.4.1 b"),
    ],
)
def test_the_number_of_a_clause(number: str, told: str) -> None:
    assert clause_in_english(number) == told


def test_nothing_chinese_is_left_in_the_english_names_of_the_law() -> None:
    book = load_law()
    names = [instrument_name(book, name).en for name in book.instruments]
    names += [clause_name(book, clause).en for clause in book.clause_home]
    assert [name for name in names if has_chinese(name)] == []


@pytest.mark.parametrize("count", [*range(1, 100), 100, 115])
def test_the_figures_of_a_clause_are_kept(count: int) -> None:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(count % 100, 10)
    written = "一百" if count >= 100 else ""
    written += f"{digits[tens] if tens > 1 or count >= 100 else ''}十" if tens else ""
    written += digits[ones] if ones else ""
    assert re.findall(r"\d+", clause_in_english(f"第{written}条")) == [str(count)]
