"""Whatever people type: markup, formulas, odd characters and endless names are shown, and never obeyed."""

import io
import re
from dataclasses import replace

from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.papers.content import PaperFormat, PaperKind
from huhang.papers.making import make_paper
from huhang.papers.shown import shown
from tests.papers.contents import content_of
from tests.papers.reading import packed, words_of

KIND = PaperKind.REMINDER_LETTER
MARKUP = [
    '#panic("x")',
    "$ integral $ *bold* _slant_ `code`",
    "@label <label> #import",
    "= heading",
    "{{ 7 * 7 }} {% raise %} {%p for x in y %}",
    "<w:p>&amp;</w:p> ]]>",
    "=HYPERLINK(1) +1-2@3",
    "{deadline} %s %(x)s",
    "\\u{41} //comment /* a */",
    "A" * 400,
    "长" * 300,
]
NAMES = st.one_of(st.sampled_from(MARKUP), st.text(min_size=1, max_size=80)).filter(
    lambda text: bool(shown(text))
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(name=NAMES, contact=NAMES)
@SLOW
def test_a_docx_says_the_words_as_they_were_typed(name: str, contact: str) -> None:
    content = content_of(KIND)
    typed = replace(
        content,
        company=replace(content.company, name=name),
        contact=replace(content.contact, name=contact),
    )
    words = words_of(make_paper(KIND, typed, PaperFormat.DOCX))
    assert packed(shown(name)) in words
    assert packed(shown(contact)) in words


@given(name=NAMES, place=NAMES)
@SLOW
def test_a_pdf_is_made_of_whatever_was_typed(name: str, place: str) -> None:
    content = content_of(KIND)
    typed = replace(
        content,
        company=replace(content.company, name=name),
        findings=tuple(replace(found, subject=place) for found in content.findings),
    )
    words = words_of(make_paper(KIND, typed, PaperFormat.PDF))
    assert "021-00000000" in words


def test_markup_in_a_pdf_is_text() -> None:
    for text in MARKUP:
        content = content_of(KIND)
        typed = replace(content, contact=replace(content.contact, name=text))
        words = words_of(make_paper(KIND, typed, PaperFormat.PDF))
        assert packed(text) in re.sub(r"—\d—", "", words)


def test_a_sign_without_type_is_replaced_and_the_rest_stays() -> None:
    content = content_of(KIND)
    typed = replace(content, company=replace(content.company, name="鑫\U0002a6a5配送"))
    assert "鑫〓配送" in words_of(make_paper(KIND, typed, PaperFormat.PDF))


def test_signs_that_turn_or_hide_text_are_left_out() -> None:
    assert shown("甲\u202e乙\x00\u200b丙\n丁") == "甲乙丙 丁"


def test_chinese_type_is_set_in_a_docx() -> None:
    document = Document(io.BytesIO(make_paper(KIND, content_of(KIND), PaperFormat.DOCX)))
    fonts = document.element.xpath("//w:body//w:r[w:t]/w:rPr/w:rFonts/@w:eastAsia")
    assert set(fonts) == {"仿宋", "宋体", "黑体"}
    assert len(fonts) == len(document.element.xpath("//w:body//w:r[w:t]"))
