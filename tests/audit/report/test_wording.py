"""Nothing is called a violation of law unless the text is law."""

import pytest

from huhang.audit.report.content import Basis, ReportContent
from huhang.audit.report.law_words import named_reason
from huhang.audit.report.wording import force_word, full_wording, short_wording, tag_class
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import FORCES_OF_LAW, Force, Outcome, Text
from tests.audit.report.small_law import law_book

CLAUSE = Text("某文件 第三条", "Document, item 3")
STRONG = ("违法", "违反", "violation", "欠薪", "arrears")


def said(basis: Basis) -> str:
    return " ".join((*force_word(basis), *short_wording(basis), *full_wording(basis))).lower()


@pytest.mark.parametrize("force", list(Force))
def test_only_texts_of_law_are_violated(force: Force) -> None:
    words = said(Basis(Outcome.BROKEN, force, CLAUSE))
    assert any(word in words for word in STRONG) == (force in FORCES_OF_LAW)
    if force in FORCES_OF_LAW or force is Force.NORMATIVE_DOCUMENT:
        assert "疑似" in words


@pytest.mark.parametrize("force", [None, Force.LAW, Force.STANDARD])
def test_a_signal_has_no_force_word_and_no_verdict(force: Force | None) -> None:
    basis = Basis(Outcome.SIGNAL, force, CLAUSE)
    assert force_word(basis) == Text("线索", "lead")
    assert tag_class(basis) == "clue"
    assert not any(word in said(basis) for word in STRONG)
    assert CLAUSE.zh not in full_wording(basis).zh


def test_a_guide_and_a_standard_are_not_reached_and_a_promise_is_not_kept() -> None:
    assert full_wording(Basis(Outcome.BROKEN, Force.GUIDE, CLAUSE)).zh == "低于指引：某文件 第三条"
    assert full_wording(Basis(Outcome.BROKEN, Force.STANDARD, CLAUSE)).zh == "低于标准：某文件 第三条"
    assert full_wording(Basis(Outcome.BROKEN, Force.PROMISE, CLAUSE)).en.startswith("Promise not kept")
    assert "违约" in said(Basis(Outcome.BROKEN, Force.AGREEMENT, CLAUSE)) or "协议" in said(
        Basis(Outcome.BROKEN, Force.AGREEMENT, CLAUSE)
    )


def test_signals_have_no_amount(content: ReportContent) -> None:
    for company in content.companies:
        for row in company.rows:
            if row.counts.signal:
                assert row.shortfall_fen is None
    assert all(line.basis.outcome is Outcome.BROKEN for line in content.gravest)


def test_a_missing_column_is_called_by_what_it_holds() -> None:
    told = named_reason(law_book(), "pay_base_fen missing", reason_text("pay_base_fen missing"))
    assert told == Text("缺少基本报酬（pay_base_fen）", "base pay (pay_base_fen) missing")
    strange = named_reason(law_book(), "moon missing", reason_text("moon missing"))
    assert strange == reason_text("moon missing")
