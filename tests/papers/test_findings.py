"""Rows of a real audit become lines of a paper: the sample's findings, with their clauses and arithmetic."""

from collections.abc import Mapping
from typing import Any

import pytest

from huhang.law.loader import load_law
from huhang.papers.findings import paper_finding
from huhang.papers.force_words import force_text
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Force, HuhangError

ROW: Mapping[str, Any] = {
    "finding_id": "ce1e18c0324b696ea1bf",
    "right": "pay/monthly_floor",
    "verdict": "broken",
    "reason": None,
    "force": "law",
    "category": "A",
    "category_from": "contract",
    "clauses": ["SH-5b"],
    "instruments": ["labour-law"],
    "place": "310115",
    "subject_kind": "worker_period",
    "subject_id": "YM-A01",
    "platform_id": "yunma",
    "period_from": "2025-11-01",
    "period_to": "2025-11-30",
    "measure": 187400,
    "threshold": 274000,
    "unit": "fen",
    "shortfall_fen": 86600,
    "detail": None,
}


@pytest.fixture(scope="module")
def book() -> LawBook:
    return load_law()


def test_a_row_brings_its_article_place_and_amount(book: LawBook) -> None:
    found = paper_finding(ROW, book)
    assert force_text(found).zh == "疑似违法（《中华人民共和国劳动法》第四十八条）"
    assert force_text(found).en.startswith("suspected: violation of law (Labour Law")
    assert (found.place.zh, found.difference_fen) == ("浦东新区", 86600)


def test_once_a_person_decided_it_is_no_longer_suspected(book: LawBook) -> None:
    assert force_text(paper_finding(ROW, book, decided=True)).zh.startswith("违法")


def test_a_signal_has_no_force_and_no_amount(book: LawBook) -> None:
    found = paper_finding({**ROW, "verdict": "signal", "right": "time/continuous", "force": None}, book)
    assert (found.force, found.difference_fen, force_text(found).zh) == (None, None, "线索，待核实")


def test_hours_stand_beside_their_limit(book: LawBook) -> None:
    hours = {**ROW, "right": "time/overtime_limit", "unit": "s", "measure": 10975, "threshold": 10800}
    found = paper_finding({**hours, "shortfall_fen": None}, book)
    assert [value.zh for _, value in found.figures] == ["3 小时 2 分 55 秒", "3 小时"]
    assert [citation.clause for citation in found.citations] == ["第四十一条"]


@pytest.mark.parametrize("verdict", ["kept", "unknown", "not_applicable"])
def test_what_was_not_found_broken_is_written_to_nobody(verdict: str, book: LawBook) -> None:
    with pytest.raises(HuhangError, match="ce1e18c0"):
        paper_finding({**ROW, "verdict": verdict}, book)


def test_a_filed_rule_is_named_in_words(book: LawBook) -> None:
    filed = {**ROW, "force": "agreement", "instruments": ["filed:qingfeng:pay:pay-3"]}
    found = paper_finding(filed, book)
    assert found.force is Force.AGREEMENT
    assert "filed:" not in force_text(found).zh
