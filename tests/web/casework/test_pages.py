"""Pages of cases: who sees which, what a page offers, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huhang.web.accounts.models import Person, Role
from huhang.web.casework.models import Case, CaseAct, Paper, Proof
from huhang.web.inspections.masks import mask_id
from huhang.web.intake.models import DraftObjection, DraftRun
from huhang.web.registry.models import Company
from tests.audit.folders import SINCE, UNTIL
from tests.web.casework.conftest import AUDIT, Bureau

Browse = Callable[[Person | None], Client]


def pages_of(case: Case) -> list[str]:
    """Every page that shows something of a case."""
    paper = Paper.objects.filter(case=case, kind="reminder_letter").get()
    proof = Proof.objects.filter(case=case).get()
    home = f"/cases/{case.pk}/"
    letter = f"{home}papers/{paper.pk}/"
    return [
        home,
        letter,
        f"{letter}pdf/",
        f"{letter}docx/",
        f"{letter}sheet/1.png",
        f"{home}proofs/{proof.pk}/",
    ]


def test_who_may_see_a_case_its_papers_and_its_proofs(bureau: Bureau, browse: Browse, seated: Any) -> None:
    case = bureau.served()
    for person, status in (
        (bureau.inspector, 200),
        (bureau.head, 200),
        (bureau.compliance, 200),
        (bureau.elsewhere, 404),
        (bureau.stranger, 404),
        (seated(Role.UNION, "310000"), 403),
        (seated(Role.KEEPER), 403),
        (None, 302),
    ):
        client = browse(person)
        for page in pages_of(case):
            answer = client.get(page)
            answer.close()
            assert answer.status_code == status, (person, page)


def test_the_company_sees_its_case_only_once_a_paper_was_served(bureau: Bureau, browse: Browse) -> None:
    paper = bureau.reminded()
    client = browse(bureau.compliance)
    assert client.get(f"/cases/{paper.case_id}/").status_code == 404
    assert paper.case.number not in client.get("/cases/").content.decode()


def test_the_company_sees_no_draft_and_no_inner_act(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    draft = Paper.objects.create(
        case=case, kind="summons_to_talk", body=case.body, drafted_by=bureau.inspector,
        drafted_at=timezone.now(), fields={"meeting_on": "2026-12-01", "answer_by": "2026-12-02"},
    )  # fmt: skip
    client = browse(bureau.compliance)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "逐项核对属实" not in page
    assert "送达回证" in page
    assert client.get(f"/cases/{case.pk}/papers/{draft.pk}/").status_code == 404
    assert client.get(f"/cases/{case.pk}/papers/{draft.pk}/pdf/").status_code == 404


def test_no_worker_is_named_on_any_page(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    page = browse(bureau.compliance).get(f"/cases/{case.pk}/").content.decode()
    # Whatever letters a token against forged forms happens to have.
    words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    assert "w0" not in words
    assert "***" in words


def test_a_case_is_opened_from_findings_chosen_on_a_page(bureau: Bureau, browse: Browse) -> None:
    client = browse(bureau.inspector)
    page = client.get("/cases/open/", {"audit": AUDIT, "company": "p0"}).content.decode()
    chosen = bureau.ids("pay/on_time")
    assert all(name in page for name in chosen)
    assert not any(name in page for name in bureau.ids("pay/in_full", place="13"))
    answer = client.post("/cases/open/", {"audit": AUDIT, "company": "p0", "finding": chosen})
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert case.findings.count() == len(chosen)
    nothing = client.post("/cases/open/", {"audit": AUDIT, "company": "p0"})
    assert "请重新选择" in nothing.content.decode()


def test_the_page_says_the_next_act_and_why_others_wait(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert "用新数据复核" in page
    assert "须用通知之后接收的数据复核并确认已改正" in page


def test_who_was_slower_is_told_and_keeps_what_was_typed(bureau: Bureau, browse: Browse) -> None:
    case = bureau.opened()
    seen = case.acts.count()
    bureau.act(bureau.second, case, "decline_lead", reason="不属于管辖", told=True)
    answer = browse(bureau.inspector).post(
        f"/cases/{case.pk}/acts/decline_lead/", {"seen": seen, "reason": "我写了很久的理由", "told": "on"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "期间有人先办理了" in page
    assert "我写了很久的理由" in page
    assert CaseAct.objects.filter(case=case).count() == seen + 1


def test_the_company_answers_asks_for_time_and_attaches_proof(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    client = browse(bureau.compliance)
    seen = case.acts.count()
    late = (timezone.localdate() + timedelta(days=20)).isoformat()
    asked = {"seen": seen, "wanted_until": late, "reason": "银行流水需要时间"}
    assert client.post(f"/cases/{case.pk}/acts/ask_more_time/", asked).status_code == 302
    # The inspector hears of it where work begins, and what follows is the next act.
    desk = browse(bureau.inspector).get("/desk/").content.decode()
    assert "企业来文，等您处理" in desk
    assert f'href="/cases/{case.pk}/"' in desk
    assert "企业来文" not in browse(bureau.elsewhere).get("/desk/").content.decode()
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert f'<a class="button" href="/cases/{case.pk}/draft/grant_time/">' in page.replace("acts/", "draft/")
    proof = SimpleUploadedFile("流水.pdf", b"%PDF paid")
    answer = {"seen": seen + 1, "facts": "已补发", "attachments": [proof]}
    assert client.post(f"/cases/{case.pk}/acts/answer/", answer).status_code == 302
    kept = Proof.objects.get(case=case, name="流水.pdf")
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert "银行流水需要时间" in page
    assert kept.sha256[:12] in page
    assert client.post(f"/cases/{case.pk}/acts/grant_time/", {"seen": seen + 2}).status_code == 403


def test_my_deadlines_put_own_duties_first(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    due = (timezone.localdate() + timedelta(days=10)).isoformat()
    page = browse(bureau.compliance).get("/cases/deadlines/").content.decode()
    assert due in page
    assert 'class="mine"' in page
    assert case.number in page


@pytest.mark.parametrize(
    "filters", [{"state": "ended"}, {"stage": "ordered"}, {"q": "没有这家"}, {"state": "late"}]
)
def test_filters_narrow_the_list(bureau: Bureau, browse: Browse, filters: dict[str, str]) -> None:
    case = bureau.served()
    client = browse(bureau.head)
    assert case.number in client.get("/cases/", {"state": "open", "q": "清风"}).content.decode()
    assert case.number not in client.get("/cases/", filters).content.decode()


def test_a_question_is_answered_by_yes_or_no_and_never_left_open(bureau: Bureau, browse: Browse) -> None:
    case = bureau.concluded()
    client, address = browse(bureau.inspector), f"/cases/{case.pk}/acts/assess/"
    page = client.get(address).content.decode()
    assert 'type="checkbox"' not in page
    typed = {"first": "no", "slight": "no", "reason": "第二次", "seen": case.acts.count()}
    assert client.post(address, typed).status_code == 200
    assert client.post(address, typed | {"corrected": "yes"}).status_code == 302
    told = CaseAct.objects.get(case=case, kind="assess").fields
    assert [told[name] for name in ("first", "slight", "corrected")] == [False, False, True]


def test_a_finding_is_chosen_by_its_worker_and_its_difference(bureau: Bureau, browse: Browse) -> None:
    case = bureau.concluded(bureau.ids("pay/on_time")[:1])
    row = case.findings.get().row
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/draft/reminder_letter/").content.decode()
    label = re.search(rf'value="{row["finding_id"]}".*?(?=</label>)', page, re.DOTALL)
    assert label is not None
    assert mask_id(row["subject_id"]) in label[0]
    assert not re.search(rf"\b{row['subject_id']}\b", label[0])


def test_a_draft_is_written_looked_at_and_signed_on_pages(bureau: Bureau, browse: Browse) -> None:
    case = bureau.concluded()
    client = browse(bureau.inspector)
    fields = bureau.reminder(case)
    answer = client.post(f"/cases/{case.pk}/draft/reminder_letter/", fields)
    paper = Paper.objects.get(case=case, kind="reminder_letter")
    assert answer["Location"] == f"/cases/{case.pk}/papers/{paper.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "sheet/1.png" in page
    assert "不会发出" in page
    assert client.post(f"{answer['Location']}sign/", {"seen": case.acts.count()}).status_code == 302
    assert Paper.objects.get(pk=paper.pk).act is not None


def test_a_draft_that_lacks_something_is_given_back_with_what_was_typed(
    bureau: Bureau, browse: Browse
) -> None:
    case = bureau.concluded()
    past = (timezone.localdate() - timedelta(days=400)).isoformat()
    answer = browse(bureau.inspector).post(
        f"/cases/{case.pk}/draft/reminder_letter/", {"answer_by": past, "note": "备注留着"}
    )
    assert "备注留着" in answer.content.decode()
    assert not Paper.objects.filter(kind="reminder_letter").exists()


def test_a_case_lists_what_the_company_objects_to_its_findings(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    found = case.findings.all()[0].finding_id
    dry = DraftRun.objects.create(
        company=bureau.company, made_by=bureau.compliance, made_at=timezone.now(), place="310000",
        since=SINCE, until=UNTIL,
    )  # fmt: skip
    said = {"run": dry, "company": bureau.company, "made_by": bureau.compliance, "made_at": timezone.now()}
    DraftObjection.objects.create(finding_id=found, text="这一笔已经到账。", **said)
    DraftObjection.objects.create(finding_id="another", text="别的结论。", **said)
    for person in (bureau.inspector, bureau.compliance):
        page = browse(person).get(f"/cases/{case.pk}/").content.decode()
        assert "这一笔已经到账。" in page
        assert "别的结论。" not in page


def test_in_english_a_company_has_the_name_that_the_registry_knows(bureau: Bureau, browse: Browse) -> None:
    case = bureau.opened()
    Company.objects.filter(pk=bureau.company.pk).update(name_en="Clear Wind Delivery")
    client = browse(bureau.inspector)
    page = client.get(f"/cases/{case.pk}/?lang=en").content.decode()
    assert "Clear Wind Delivery" in page
    assert "清风配送" not in page
    assert "清风配送" in client.get(f"/cases/{case.pk}/?lang=zh").content.decode()


def test_a_recheck_without_new_records_is_refused_on_the_page_of_the_case(
    bureau: Bureau, browse: Browse
) -> None:
    case = bureau.served()
    page = browse(bureau.inspector).post(f"/cases/{case.pk}/recheck/", follow=True)
    assert page.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    assert "还没有收到" in page.content.decode()
