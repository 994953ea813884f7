"""Papers hold what they must, call findings what they may be called, and are the same every time."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from huhang.papers.checks import FIELD_NAMES
from huhang.papers.content import WRITTEN_NAMES, Company, LetterContent, PaperFormat, PaperKind
from huhang.papers.making import make_paper, preview
from huhang.papers.wording import SIGNAL, kind_named, paper_number, wording_of
from huhang.vocabulary.money import fen_from_yuan
from huhang.vocabulary.words import FORCES_OF_LAW, Force, HuhangError
from tests.papers.contents import FULL, content_of, finding
from tests.papers.reading import packed, tables_of, words_of

KINDS = list(PaperKind)
FORMATS = list(PaperFormat)
LETTERS = [kind for kind in KINDS if wording_of(kind).layout == "letter"]
# What must be read in a paper for each part that its kind needs.
READ = {
    "source": ["清风即时配送有限公司提交的数据", "2025年10月1日至2025年12月31日", "收〔2026〕17号"],
    "findings": ["小时最低报酬", "闵行区", "2025年12月1日"],
    "deadline": ["2026年2月10日"],
    "basis": ["《劳动保障监察条例》（国务院令第423号）第十八条"],
    "remedies": [
        "自收到之日起60日内向示例市人民政府申请行政复议",
        "在法律规定的期限内向示例区人民法院提起行政诉讼",
    ],
    "meeting": ["2026年2月3日9时30分", "302会议室"],
    "meeting_people": ["企业负责人、用工负责人"],
    "points": ["有三单重复计算。", "已核对，重复的三单没有计入。"],
    "measures": [
        "足额支付：补发附件所列差额；按本次计算的差额合计1234.56元。期限：自本文书送达之日起15日内，最迟2026年2月9日。",
        "工时上限：停止超时派单。期限：自本文书送达之日起5日内，最迟2026年1月30日。",
    ],
    "facts": ["两个账期的报酬没有付足。", "有流水为证。"],
    "reason": ["用送达之后的数据重新核查，仍未相符。"],
    "wrong_text": ["差额合计100.00元"],
    "right_text": ["差额合计1000.00元"],
    "article": ["劳动保障监察条例第三十条第一款第（三）项"],
    "ruling": ["责令支付附件所列差额。"],
    "performance": ["汇入劳动者本人账户，报送凭证。"],
    "to_body": ["示例市公安局"],
    "items": ["工资表三册", "流水光盘一张"],
    "minutes": ["问：何时发薪？", "答：每月十五日。"],
    "officers": ["李监察、陆监察"],
    "chair": ["陈主持"],
    "served_papers": ["行政处理决定书 2026年1月5日直接送达"],
    "service": ["提醒函（示人社监提〔2026〕1号）", "直接送达", "赵收件", "2026年1月21日10时05分"],
    "earlier": ["行政处理事先告知书（示人社监告〔2026〕3号）"],
}  # fmt: skip


def without(content: LetterContent, need: str) -> LetterContent:
    """The content without one part."""
    if need == "meeting_people":
        assert content.meeting is not None
        return replace(content, meeting=replace(content.meeting, people=()))
    if need in WRITTEN_NAMES:
        written = {name: text for name, text in content.written.items() if name != need}
        return replace(content, written=written)
    absent: Any = () if isinstance(getattr(content, need), tuple) else None
    return replace(content, **{need: absent})


@pytest.mark.parametrize("paper_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_holds_every_part_that_it_needs(kind: PaperKind, paper_format: PaperFormat) -> None:
    words = words_of(make_paper(kind, content_of(kind), paper_format))
    expected = ["示例市人力资源和社会保障局", "示人社监提〔2026〕1号", "2026年1月20日", "王示例（支队长）"]
    expected += ["清风即时配送有限公司", "李监察", "021-00000000", wording_of(kind).title.zh.split("}")[-1]]
    for need in wording_of(kind).needs:
        expected += READ[need]
    assert [text for text in expected if packed(text) not in words] == []
    assert "草稿" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_without_a_required_part_is_refused_and_the_part_is_named(kind: PaperKind) -> None:
    content = content_of(kind)
    for need in wording_of(kind).needs:
        poorer = without(content, need)
        with pytest.raises(HuhangError) as refused:
            make_paper(kind, poorer, PaperFormat.DOCX)
        assert FIELD_NAMES[need].zh in refused.value.text.zh
        assert need in refused.value.text.en


@pytest.mark.parametrize("missing", ["number", "day"])
def test_a_signed_paper_needs_its_number_and_day(missing: str) -> None:
    content = without(content_of(PaperKind.REMINDER_LETTER), missing)
    with pytest.raises(HuhangError, match=missing):
        make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.PDF)


@pytest.mark.parametrize("paper_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_says_so(kind: PaperKind, paper_format: PaperFormat) -> None:
    draft = replace(content_of(kind), signer=None, number=None, day=None)
    words = words_of(make_paper(kind, draft, paper_format))
    assert "草稿未经签发，不得送达" in words
    assert "签发人" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_violation_of_law_is_said_of_law_alone(kind: PaperKind) -> None:
    """Whatever a kind may rest on: 违法 stands in its paper exactly where that is law."""
    for name in wording_of(kind).rests_on:
        force = None if name == SIGNAL else Force(name)
        decided = wording_of(kind).decided
        content = replace(content_of(kind), findings=(finding(force, decided=decided),))
        words = words_of(make_paper(kind, content, PaperFormat.DOCX))
        assert ("违法" in words) == (force in FORCES_OF_LAW), name
        assert ("疑似" in words) == (force is not None and not decided), name


def test_the_words_of_each_force_are_those_it_allows() -> None:
    said = {
        Force.LAW: "疑似违法（《中华人民共和国劳动法》第四十八条）",
        Force.NORMATIVE_DOCUMENT: "疑似与《某市实施意见》（沪人社规〔2022〕1号）二（五）不符",
        Force.STANDARD: "疑似低于《服务管理基本要求》（GB/T 46862-2025）7.2.8的要求",
        Force.PROMISE: "疑似未兑现公示的承诺",
        Force.AGREEMENT: "疑似违反约定",
    }
    for force, expected in said.items():
        content = replace(FULL, findings=(finding(force),))
        words = words_of(make_paper(PaperKind.LETTER_OF_ADVICE, content, PaperFormat.DOCX))
        assert packed(expected) in words


@pytest.mark.parametrize(
    ("kind", "force"),
    [
        (PaperKind.ORDER_TO_CORRECT, Force.NORMATIVE_DOCUMENT),
        (PaperKind.NOTICE_OF_FACTS, Force.GUIDE),
        (PaperKind.REMINDER_LETTER, Force.STANDARD),
        (PaperKind.SUMMONS_TO_TALK, Force.PROMISE),
        (PaperKind.REMINDER_LETTER, None),
        (PaperKind.INQUIRY_LETTER, Force.LAW),
    ],
)
def test_a_paper_is_refused_where_a_finding_does_not_carry_it(kind: PaperKind, force: Force | None) -> None:
    content = replace(content_of(kind), findings=(finding(force, decided=True),))
    with pytest.raises(HuhangError, match="f001"):
        make_paper(kind, content, PaperFormat.DOCX)


def test_an_order_needs_findings_that_a_person_decided() -> None:
    undecided = replace(FULL, findings=(finding(Force.LAW),))
    with pytest.raises(HuhangError) as refused:
        make_paper(PaperKind.ORDER_TO_CORRECT, undecided, PaperFormat.DOCX)
    assert "还没有人认定" in refused.value.text.zh


def test_a_signal_with_an_amount_is_refused() -> None:
    content = replace(FULL, findings=(replace(finding(None), difference_fen=100),))
    with pytest.raises(HuhangError, match="f001"):
        make_paper(PaperKind.INQUIRY_LETTER, content, PaperFormat.DOCX)


def test_a_deadline_before_the_day_of_the_paper_is_refused() -> None:
    content = replace(content_of(PaperKind.REMINDER_LETTER), deadline=date(2026, 1, 19))
    with pytest.raises(HuhangError, match="2026-01-19"):
        make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.DOCX)


@pytest.mark.parametrize("count", [1, 2, 40])
def test_the_sums_of_the_attachment_are_those_of_the_findings(count: int) -> None:
    fen = [number * 997 + 1 for number in range(count)]
    content = replace(
        FULL, findings=tuple(finding(Force.LAW, number, amount) for number, amount in enumerate(fen))
    )
    paper = make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.DOCX)
    rows = tables_of(paper)[0][1:]
    singles = [fen_from_yuan(row[-1]) for row in rows if row[0]]
    assert singles == fen
    assert [fen_from_yuan(row[-1]) for row in rows if not row[0]] == ([sum(fen)] if count > 1 else [])
    said = f"差额合计{sum(fen) // 100}.{sum(fen) % 100:02d}元"
    assert said in words_of(paper)
    assert said in words_of(make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.PDF))


@pytest.mark.parametrize("paper_format", FORMATS)
def test_no_worker_is_named(paper_format: PaperFormat) -> None:
    words = words_of(
        make_paper(PaperKind.REMINDER_LETTER, content_of(PaperKind.REMINDER_LETTER), paper_format)
    )
    assert "QF-31" not in words
    assert "QF***01" in words


@pytest.mark.parametrize("paper_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_gives_the_same_bytes(kind: PaperKind, paper_format: PaperFormat) -> None:
    first = make_paper(kind, content_of(kind), paper_format)
    if paper_format is PaperFormat.DOCX:
        written = {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()}
        assert written == {(2026, 1, 20, 0, 0, 0)}
    assert make_paper(kind, content_of(kind), paper_format) == first


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_a4_titled_and_made_to_last(kind: PaperKind) -> None:
    paper = make_paper(kind, content_of(kind), PaperFormat.PDF)
    read = pypdf.PdfReader(io.BytesIO(paper))
    sizes = {tuple(sorted(round(float(side)) for side in page.mediabox[2:])) for page in read.pages}
    assert sizes == {(595, 842)}
    assert read.metadata is not None
    assert read.metadata.title
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", paper, re.DOTALL)
    for number, page in enumerate(read.pages, 1):
        assert f"—{number}—" in packed(page.extract_text())


@pytest.mark.parametrize("kind", LETTERS)
def test_the_english_paper_says_that_the_chinese_one_counts(kind: PaperKind) -> None:
    words = words_of(make_paper(kind, content_of(kind), PaperFormat.PDF, language="en"))
    assert "TheChinesepaperistheonethatcounts" in words
    assert packed("Sample City Bureau") in words
    assert packed(wording_of(kind).title.en.split("{")[0]) in words


def test_a_preview_is_one_picture_a_sheet() -> None:
    content = content_of(PaperKind.REMINDER_LETTER)
    sheets = pypdf.PdfReader(
        io.BytesIO(make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.PDF))
    ).pages
    pictures = preview(PaperKind.REMINDER_LETTER, content, ppi=30)
    assert len(pictures) == len(sheets)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_number_names_the_office_the_kind_and_the_year() -> None:
    assert paper_number("沪人社监", PaperKind.REMINDER_LETTER, 2026, 1) == "沪人社监提〔2026〕1号"
    serials = [wording_of(kind).serial for kind in KINDS]
    assert len(set(serials)) == len(serials)


def test_a_kind_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(HuhangError, match="reminder_letter"):
        kind_named("postcard")


def test_a_company_without_a_code_is_written_to_all_the_same() -> None:
    content = replace(content_of(PaperKind.REMINDER_LETTER), company=Company("清风"))
    assert "信用代码" not in words_of(make_paper(PaperKind.REMINDER_LETTER, content, PaperFormat.DOCX))


@pytest.mark.parametrize(
    ("kind", "term", "told", "otherwise"),
    [
        (PaperKind.PENALTY_NOTICE, "hearing_term", "送达之日起5个工作日内提出", "在法律规定的期限内提出"),
        (PaperKind.DEMAND, "demand_term", "送达之日起10个工作日后", "经催告仍未履行的"),
        (PaperKind.EVIDENCE_LIST, "evidence_term", "之日起7个工作日内作出", "在法律规定的期限内作出"),
    ],
)
def test_a_term_that_is_not_known_is_left_to_the_law(
    kind: PaperKind, term: str, told: str, otherwise: str
) -> None:
    """No number is printed that the law in force does not give."""
    known = words_of(make_paper(kind, content_of(kind), PaperFormat.DOCX))
    unknown = words_of(make_paper(kind, without(content_of(kind), term), PaperFormat.DOCX))
    assert (told in known, otherwise in known) == (True, False)
    assert (told in unknown, otherwise in unknown) == (False, True)


@pytest.mark.parametrize("kind", [PaperKind.NOTICE_OF_FACTS, PaperKind.PENALTY_NOTICE])
def test_what_is_proposed_tells_the_right_to_state_and_to_defend(kind: PaperKind) -> None:
    words = words_of(make_paper(kind, content_of(kind), PaperFormat.PDF))
    assert "可以于2026年2月10日前向我单位书面或者当面陈述、申辩" in words
    assert "逐点书面答复，不会因陈述、申辩加重" in words
    assert ("听证" in words) == (kind is PaperKind.PENALTY_NOTICE)


def test_every_kind_has_its_wording_and_no_wording_is_left_over() -> None:

    assert set(PaperKind) == {PaperKind(path.stem) for path in wording_files()}


def wording_files() -> list[Path]:
    """The files of wording, without what all share."""
    folder = Path(__file__).parents[2] / "huhang" / "papers" / "wording"
    return [path for path in folder.glob("*.yaml") if path.stem != "shared"]
