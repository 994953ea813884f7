"""Reconsideration and suit: open from service of a decision, by the clocks and roles of the procedure."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.casework import services
from huhang.web.casework.log_of_acts import plain_state
from huhang.web.casework.models import Case, Paper
from huhang.web.casework.selectors import deadlines_for
from tests.web.casework.conftest import Bureau
from tests.web.casework.test_sanctions import ahead, proposed, words

Browse = Callable[[Person | None], Client]
BODY = "示例市人民政府"


def today() -> str:
    return timezone.localdate().isoformat()


def ordered(bureau: Bureau) -> Case:
    """Reconsideration and suit against an order that was served today."""
    return Case.objects.get(attacked__case=bureau.ordered())


def decided(review: Case) -> Case:
    """The case of the decision that is attacked."""
    assert review.attacked is not None
    return review.attacked.case


def asked(bureau: Bureau) -> Case:
    """The same, where the company has asked for reconsideration."""
    review = ordered(bureau)
    bureau.act(bureau.compliance, review, "ask_review", to_body=BODY, reason="款项已付。", lodged_on=today())
    return review


def due(case: Case, clock: str) -> Any:
    return next(one for one in plain_state(case).clocks if one.name == clock).due


def test_ways_open_with_service_and_run_by_the_law(bureau: Bureau, browse: Browse) -> None:
    review = ordered(bureau)
    day = timezone.localdate()
    assert review.number.startswith(decided(review).number)
    assert due(review, "ask_term") >= day + timedelta(days=60)
    assert due(review, "suit_term") > due(review, "ask_term")
    page = browse(bureau.compliance).get(f"/cases/{review.pk}/").content.decode()
    assert "申请行政复议" in page
    assert "限期改正指令书" in page
    terms = {one.clock.name for one in deadlines_for(bureau.compliance) if one.mine}
    assert {"ask_term", "suit_term"} <= terms
    # The case of the decision tells of it; until somebody takes a way it fills no list.
    attacked = decided(review)
    assert f'href="/cases/{review.pk}/"' in browse(bureau.head).get(f"/cases/{attacked.pk}/").content.decode()
    assert review.number not in browse(bureau.inspector).get("/cases/").content.decode()


def test_reconsideration_uses_up_no_number_of_inspections(bureau: Bureau) -> None:
    first = decided(ordered(bureau))
    assert first.number.endswith("1号")
    assert bureau.opened().number == first.number.replace("〕1号", "〕2号")


def test_a_letter_that_decides_nothing_opens_no_way(bureau: Bureau) -> None:
    bureau.served()
    assert not Case.objects.filter(procedure="review_and_suit").exists()


def test_reconsideration_from_the_application_to_a_decision_that_is_revoked(
    bureau: Bureau, browse: Browse
) -> None:
    review = asked(bureau)
    assert (
        review.number in browse(bureau.inspector).get("/cases/?stage=review_and_suit.asked").content.decode()
    )
    bureau.act(bureau.inspector, review, "accept_review", number="示府复〔2026〕9号")
    bureau.act(bureau.inspector, review, "receive_copy", received_on=today())
    assert due(review, "replying") is not None
    reply = bureau.signed(
        bureau.head, review, "reply", to_body=BODY, facts="逾期未付。", reason="流水与清单不符。",
        items=["核查结果", "询问笔录"],
    )  # fmt: skip
    said = words(reply)
    order = review.attacked
    assert order is not None
    for part in ("行政复议答复书", BODY, order.number, "流水与清单不符。", "询问笔录"):
        assert part in said, part
    # The applicant may read what was answered.
    assert browse(bureau.compliance).get(f"/cases/{review.pk}/papers/{reply.pk}/").status_code == 200
    bureau.act(
        bureau.inspector, review, "decide_review", outcome="revoked", number="示府复决〔2026〕9号",
        received_on=today(),
    )  # fmt: skip
    told = browse(bureau.compliance).get(f"/cases/{order.case_id}/").content.decode()
    assert "行政复议决定（示府复决〔2026〕9号）已撤销劳动保障监察限期改正指令书" in told
    assert "改正期限随之结束" in told
    cure = next(one for one in plain_state(decided(review)).clocks if one.name == "cure")
    assert (cure.status, cure.ended) == ("ended", timezone.localdate())
    assert not [one for one in deadlines_for(bureau.compliance) if one.clock.name == "cure"]
    with pytest.raises(services.RefusedError) as refused:
        bureau.act(bureau.inspector, review, "end_upheld")
    assert "复议结果不是维持" in refused.value.text.zh
    bureau.act(bureau.inspector, review, "end_revoked")
    review.refresh_from_db()
    assert (review.stage, review.ended) == ("revoked", True)
    told = browse(bureau.inspector).get(f"/cases/{order.case_id}/").content.decode()
    assert "不能再按原来的决定办" in told


def test_a_suit_from_filing_to_the_defence(bureau: Bureau) -> None:
    review = ordered(bureau)
    bureau.act(bureau.compliance, review, "sue", to_body="示例区人民法院", number="（2026）示01行初3号")
    bureau.act(bureau.inspector, review, "receive_complaint", received_on=today())
    defence = bureau.signed(
        bureau.inspector, review, "defend", to_body="示例区人民法院", facts="逾期未付。", reason="程序合法。",
        items=["送达回证"],
    )  # fmt: skip
    assert "行政答辩状" in words(defence)
    bureau.act(
        bureau.inspector, review, "judge", outcome="upheld", number="（2026）示01行初3号", received_on=today()
    )
    assert plain_state(review).stage == "judged"
    assert due(review, "appeal_term") is not None


JUDGED = {"number": "（2026）示01行初3号", "to_body": "示例区人民法院"}


def judged(bureau: Bureau, outcome: str) -> Case:
    """A suit against an order, with a first judgment that was served today."""
    review = ordered(bureau)
    bureau.act(bureau.compliance, review, "sue", **JUDGED)
    number = JUDGED["number"]
    bureau.act(bureau.inspector, review, "judge", outcome=outcome, number=number, received_on=today())
    return review


def offered_first(browse: Browse, person: Person, review: Case) -> str | None:
    """The act that the page of a case offers as the next one."""
    page = browse(person).get(f"/cases/{review.pk}/").content.decode()
    found = re.search(rf'<a class="button" href="/cases/{review.pk}/acts/(\w+)/">', page)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("outcome", "body", "company"),
    [
        ("upheld", None, "appeal"),
        ("revoked", "appeal", None),
        ("redone", "appeal", None),
        ("changed", "appeal", None),
    ],
)
def test_after_a_judgment_who_won_is_not_sent_to_appeal_and_may_still(
    bureau: Bureau, browse: Browse, outcome: str, body: str | None, company: str | None
) -> None:
    review = judged(bureau, outcome)
    for person, first in ((bureau.inspector, body), (bureau.compliance, company)):
        assert offered_first(browse, person, review) == first
        page = browse(person).get(f"/cases/{review.pk}/").content.decode()
        assert f'href="/cases/{review.pk}/acts/appeal/"' in page


def test_a_judgment_that_nobody_appealed_is_closed_first(
    bureau: Bureau, browse: Browse, days_ago: Any
) -> None:
    days_ago(25)
    review = judged(bureau, "upheld")
    days_ago(0)
    assert offered_first(browse, bureau.inspector, review) == "end_judged_upheld"


def test_a_decision_revoked_in_reconsideration_is_closed_first_and_the_company_is_not_sent_to_sue(
    bureau: Bureau, browse: Browse
) -> None:
    review = asked(bureau)
    bureau.act(bureau.inspector, review, "accept_review", number="1")
    bureau.act(bureau.inspector, review, "decide_review", outcome="revoked", number="2", received_on=today())
    assert offered_first(browse, bureau.inspector, review) == "end_revoked"
    assert offered_first(browse, bureau.compliance, review) is None
    page = browse(bureau.compliance).get(f"/cases/{review.pk}/").content.decode()
    assert f'href="/cases/{review.pk}/acts/sue_after_review/"' in page


def handled(bureau: Bureau, seated: Any) -> Case:
    """Reconsideration and suit against a handling decision that was served today."""
    case = proposed(bureau, "propose_handling")
    bureau.act(bureau.compliance, case, "statement", points=["款项已付。"])
    bureau.signed(bureau.inspector, case, "answer_points", points=["款项已付。"], answers=["流水不符。"])
    officer = seated(Role.OFFICER, "310000", name="chen")
    bureau.signed(officer, case, "legal_review", passed=True, reason="事实清楚。")
    bureau.signed(
        bureau.head, case, "handling_decision", facts="逾期未付。", reason="毁灭工资记录。",
        article="条例第二十六条", ruling="支付报酬", amount_fen=2000000, perform_by=ahead(15),
        performance="付至各人账户",
        remedies_told=True, exception="false_evidence", exception_facts="现场录像",
        findings=[found.finding_id for found in case.findings.all()],
    )  # fmt: skip
    bureau.handed_over(case, "handling_decision")
    return Case.objects.get(attacked__case=case)


@pytest.mark.parametrize("outcome", ["revoked", "redone", "upheld"])
def test_a_decision_set_aside_in_reconsideration_ends_the_time_to_perform(
    bureau: Bureau, browse: Browse, seated: Any, outcome: str
) -> None:
    review = handled(bureau, seated)
    case = decided(review)
    bureau.act(bureau.compliance, review, "ask_review", to_body=BODY, reason="已付。", lodged_on=today())
    bureau.act(bureau.inspector, review, "accept_review", number="1")
    bureau.act(
        bureau.inspector, review, "decide_review", outcome=outcome, number="示府复决9号", received_on=today()
    )
    clocks = {one.name: one.status for one in plain_state(case).clocks}
    told = browse(bureau.head).get(f"/cases/{case.pk}/").content.decode()
    mine = {one.clock.name for one in deadlines_for(bureau.compliance) if one.case == case}
    if outcome == "upheld":
        assert clocks["performance"] == "running"
        assert "performance" in mine
        return
    assert {clocks[name] for name in ("performance", "review_term", "suit_term")} == {"ended"}
    assert not mine
    assert "（示府复决9号）已撤销劳动保障监察行政处理决定书" in told
    case.refresh_from_db()
    assert (case.stage, case.due_on) == ("overturned", None)
    first, other = ("redo", "close_overturned") if outcome == "redone" else ("close_overturned", "redo")
    assert offered_first(browse, bureau.head, case) == first
    assert f'href="/cases/{case.pk}/acts/{other}/"' in told
    with pytest.raises(services.RefusedError):
        bureau.act(bureau.inspector, case, "performed", attachments=["回单.pdf"])
    bureau.act(bureau.head, case, "close_overturned", reason="复议决定撤销。")
    assert plain_state(case).ended


def test_nobody_decides_in_own_matters(bureau: Bureau, browse: Browse, seated: Any) -> None:
    review = asked(bureau)
    for kind, fields in (
        ("accept_review", {"number": "1"}),
        ("decide_review", {"outcome": "revoked", "number": "1", "received_on": today()}),
    ):
        with pytest.raises(services.RefusedError) as refused:
            bureau.act(bureau.compliance, review, kind, **fields)
        assert refused.value.code == "role"
    for person, status in (
        (bureau.stranger, 404),
        (bureau.elsewhere, 404),
        (seated(Role.UNION, "310000"), 403),
        (bureau.compliance, 200),
    ):
        assert browse(person).get(f"/cases/{review.pk}/").status_code == status


def test_past_its_term_reconsideration_is_refused_and_a_suit_is_not(bureau: Bureau, days_ago: Any) -> None:
    Seat.objects.update(since=timezone.localdate() - timedelta(days=200))
    days_ago(100)
    review = ordered(bureau)
    days_ago(0)
    fields = {"to_body": BODY, "reason": "款项已付。", "lodged_on": today()}
    with pytest.raises(services.RefusedError) as refused:
        bureau.act(bureau.compliance, review, "ask_review", **fields)
    assert "申请复议的期限已过" in refused.value.text.zh
    bureau.act(bureau.compliance, review, "sue", to_body="示例区人民法院", number="（2026）示01行初3号")
    assert Paper.objects.filter(case=review).count() == 0
