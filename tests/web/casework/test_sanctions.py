"""Orders, proposals and decisions: their papers say what they must, and nothing is skipped on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.procedure.loading import load_procedures
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.models import Person, Role
from huhang.web.casework import services
from huhang.web.casework.files import kept_path
from huhang.web.casework.letters import KINDS
from huhang.web.casework.models import Case, Paper
from huhang.web.casework.selectors import open_points
from tests.papers.reading import words_of
from tests.web.casework.conftest import Bureau

Browse = Callable[[Person | None], Client]
POINTS = ["三笔是跨月支付。", "排班表不是我们的。"]


def ahead(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def words(paper: Paper) -> str:
    return words_of(kept_path(paper.pdf).read_bytes())


def proposed(bureau: Bureau, kind: str = "propose_penalty") -> Case:
    """A case where a penalty (or a handling) is proposed and served: evidence was destroyed."""
    case = bureau.lawful()
    bureau.act(
        bureau.inspector, case, "assess", first=False, slight=False, corrected=False, reason="毁灭证据"
    )
    bureau.signed(
        bureau.inspector, case, kind, facts="逾期未付。", reason="毁灭工资记录。", article="条例第三十条",
        ruling="罚款", amount_fen=2000000, state_by=ahead(10), exception="false_evidence",
        exception_facts="现场录像", findings=[found.finding_id for found in case.findings.all()],
    )  # fmt: skip
    bureau.handed_over(case, kind)
    return Case.objects.get(pk=case.pk)


def test_every_act_of_an_inspection_that_makes_a_paper_has_a_template() -> None:
    # The notice of acceptance is the reconsideration body's.
    of_review = set(load_procedures()["review_and_suit"].papers()) - {"accept_review"}
    assert set(load_procedures()["inspection"].papers()) | of_review == set(KINDS)


def test_a_penalty_is_proposed_defended_heard_decided_and_demanded(
    bureau: Bureau, seated: Any, days_ago: Any
) -> None:
    days_ago(28)
    case = proposed(bureau)
    notice = Paper.objects.get(case=case, kind="propose_penalty")
    assert "送达之日起5个工作日内提出" in words(notice)
    assert "20000.00元" in words(notice)
    bureau.act(bureau.compliance, case, "statement", points=POINTS)
    answer = bureau.signed(
        bureau.inspector, case, "answer_points", points=POINTS, answers=["已扣除。", "签名是店长的。"]
    )
    assert f"行政处罚事先告知书（{notice.number}）" in words(answer)
    assert "答复：签名是店长的。" in words(answer)
    bureau.act(bureau.compliance, case, "ask_hearing", reason="数额大")
    officer = seated(Role.OFFICER, "310000", name="chen")
    hearing = bureau.signed(
        bureau.inspector, case, "announce_hearing", hearing_on=ahead(15), chair=["chen"],
        meeting_time="14:00:00", meeting_place="302会议室",
    )  # fmt: skip
    assert "14时00分" in words(hearing)
    early = {"minutes": "当事人陈述如前。", "chair": ["chen"]}
    with pytest.raises(services.RefusedError, match="the day of the hearing has not come"):
        bureau.act(officer, case, "hold_hearing", **early)
    days_ago(13)
    bureau.act(officer, case, "hold_hearing", minutes="当事人陈述如前。", chair=["chen"])
    assert "当事人陈述如前。" in words(Paper.objects.get(case=case, kind="hold_hearing"))
    bureau.signed(officer, case, "legal_review", passed=True, reason="事实清楚。")
    decision = bureau.signed(
        bureau.head, case, "penalty_decision", facts="逾期未付。", reason="毁灭工资记录。",
        article="条例第三十条", ruling="罚款", amount_fen=2000000, perform_by=ahead(2),
        performance="缴至指定账户", remedies_told=True, exception="false_evidence",
        exception_facts="现场录像", findings=notice.fields["findings"],
    )  # fmt: skip
    said = words(decision)
    for part in ("缴至指定账户", "60天内向本级人民政府申请行政复议", "6个月内", "违法", notice.number):
        assert part in said, part
    assert "疑似" not in said
    bureau.handed_over(case, "penalty_decision")
    days_ago(10)
    demand = bureau.signed(
        bureau.head, case, "demand", amount_fen=2000000, perform_by=ahead(15), performance="缴至指定账户",
        findings=notice.fields["findings"],
    )  # fmt: skip
    assert f"行政处罚决定书（{decision.number}）已经送达你单位" in words(demand)
    assert "10个工作日后仍未履行" in words(demand)


def test_what_an_exception_opens_is_reached_from_the_case_and_dropping_it_is_never_the_next_act(
    bureau: Bureau, browse: Browse, seated: Any
) -> None:
    case = bureau.lawful()
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert f'<a href="/cases/{case.pk}/acts/propose_handling/">按例外办理：' in page
    assert load_procedures()["inspection"].exceptions["false_evidence"].zh in page
    case = proposed(bureau)
    bureau.act(bureau.compliance, case, "statement", points=POINTS)
    told = browse(bureau.compliance).get(f"/cases/{case.pk}/").content.decode()
    assert "1. 三笔是跨月支付。\n2. 排班表不是我们的。" in told
    # It has just spoken: nothing is asked of it first.
    assert 'id="next"' not in told
    assert f'<a class="button" href="/cases/{case.pk}/acts/correct_paper/">' not in told
    bureau.signed(bureau.inspector, case, "answer_points", points=POINTS, answers=["已扣除。", "是店长的。"])
    bureau.act(bureau.compliance, case, "waive_hearing", attachments=["放弃听证.pdf"])
    officer = seated(Role.OFFICER, "310000", name="chen")
    page = browse(officer).get(f"/cases/{case.pk}/").content.decode()
    assert f'<a class="button" href="/cases/{case.pk}/acts/legal_review/">' in page
    bureau.signed(officer, case, "legal_review", passed=True, reason="事实清楚。")
    page = browse(bureau.head).get(f"/cases/{case.pk}/").content.decode()
    assert 'id="next"' not in page
    assert f'<a href="/cases/{case.pk}/acts/penalty_decision/">按例外办理：' in page


def test_who_is_called_to_a_talk_sees_when_and_where(bureau: Bureau, browse: Browse) -> None:
    case = bureau.concluded()
    paper = bureau.signed(
        bureau.inspector, case, "summons_to_talk", meeting_on=ahead(3), answer_by=ahead(5),
        meeting_time="09:30:00", meeting_place="302会议室",
        findings=[found.finding_id for found in case.findings.all()],
    )  # fmt: skip
    day = timezone.localdate() + timedelta(days=5)
    assert f"请于{day.year}年{day.month}月{day.day}日前把改正情况" in words(paper)
    page = f"/cases/{case.pk}/"
    assert browse(bureau.compliance).get(page).status_code == 404
    bureau.handed_over(case, "summons_to_talk")
    assert f"<b>{ahead(3)} 09:30:00 302会议室</b>" in browse(bureau.compliance).get(page).content.decode()


def test_the_case_does_not_go_on_before_each_point_is_answered(bureau: Bureau, seated: Any) -> None:
    case = proposed(bureau)
    bureau.act(bureau.compliance, case, "statement", points=POINTS)
    bureau.signed(bureau.inspector, case, "answer_points", points=POINTS[:1], answers=["已扣除。"])
    assert open_points(case) == POINTS[1:]
    officer = seated(Role.OFFICER, "310000", name="chen")
    draft = services.paper_draft(
        person=officer, case=case, kind="legal_review", fields={"passed": True, "reason": "可"}
    )
    with pytest.raises(services.RefusedError, match="排班表不是我们的") as refused:
        services.paper_sign(person=officer, paper=draft, seen=case.acts.count())
    assert refused.value.code == "gate"


def test_points_and_answers_are_typed_box_by_box(bureau: Bureau, browse: Browse) -> None:
    case = proposed(bureau)
    company = browse(bureau.compliance)
    page = company.get(f"/cases/{case.pk}/acts/statement/").content.decode()
    assert page.count("<textarea") >= 3
    sent = {"seen": case.acts.count(), "point_0": POINTS[0], "point_1": "", "point_7": POINTS[1]}
    assert company.post(f"/cases/{case.pk}/acts/statement/", sent).status_code == 302
    assert open_points(case) == POINTS
    client = browse(bureau.inspector)
    form = client.get(f"/cases/{case.pk}/draft/answer_points/").content.decode()
    assert all(point in form for point in POINTS)
    typed = {"point_0": POINTS[0], "answer_0": "已扣除。", "point_1": POINTS[1], "answer_1": ""}
    assert "已扣除。" in client.post(f"/cases/{case.pk}/draft/answer_points/", typed).content.decode()
    typed["answer_1"] = "签名是店长的。"
    assert client.post(f"/cases/{case.pk}/draft/answer_points/", typed).status_code == 302
    draft = Paper.objects.get(case=case, kind="answer_points")
    assert draft.fields == {"points": POINTS, "answers": ["已扣除。", "签名是店长的。"]}


def test_an_order_says_for_each_matter_what_and_by_when(bureau: Bureau, browse: Browse) -> None:
    case = bureau.lawful()
    chosen = [found.finding_id for found in case.findings.all()]
    client = browse(bureau.head)
    typed = {
        "findings": chosen, "cure_by": ahead(20), "article": "条例第二十六条", "measure_0": "补发差额",
    }  # fmt: skip
    assert client.post(f"/cases/{case.pk}/draft/order_to_correct/", typed).status_code == 200
    assert not Paper.objects.filter(kind="order_to_correct").exists()
    assert client.post(f"/cases/{case.pk}/draft/order_to_correct/", {**typed, "days_0": 7}).status_code == 302
    draft = Paper.objects.get(case=case, kind="order_to_correct")
    order = services.paper_sign(person=bureau.head, paper=draft, seen=case.acts.count())
    assert "补发差额" in words(order)
    assert "自本文书送达之日起7日内" in words(order)
    bureau.handed_over(case, "order_to_correct")
    company = browse(bureau.compliance).get(f"/cases/{case.pk}/").content.decode()
    assert "要改正的事项" in company
    assert "补发差额" in company
    assert "改正期内" in company


def test_a_measure_that_is_late_is_marked(bureau: Bureau, browse: Browse, days_ago: Any) -> None:
    days_ago(10)
    case = bureau.ordered()
    days_ago(0)
    page = browse(bureau.compliance).get(f"/cases/{case.pk}/").content.decode()
    assert "已逾期" in page


def test_an_order_without_measures_is_not_made(bureau: Bureau) -> None:
    case = bureau.lawful()
    fields = {"cure_by": ahead(20), "article": "x", "findings": [case.findings.all()[0].finding_id]}
    with pytest.raises(HuhangError, match="measures"):
        services.paper_draft(person=bureau.head, case=case, kind="order_to_correct", fields=fields)
