"""Cases from findings to the end: the kernel's word holds, papers are signed, clocks run from service."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.models import LogEntry
from huhang.web.casework import services
from huhang.web.casework.files import kept_path
from huhang.web.casework.log_of_acts import plain_state
from huhang.web.casework.models import Case, CaseAct, Paper, Proof
from huhang.web.casework.recheck import recheck_start
from huhang.web.jobs.models import Job
from huhang.web.ui.faults import NotAllowedError
from tests.audit.folders import payout_rows, write_rows
from tests.papers.reading import words_of
from tests.web.casework.conftest import AUDIT, Bureau


def test_a_case_keeps_its_findings_and_its_first_act(bureau: Bureau) -> None:
    case = bureau.opened()
    assert case.stage == "lead"
    assert case.number == f"甲人社监案〔{timezone.localdate().year}〕1号"
    assert [act.kind for act in case.acts.all()] == ["register_lead"]
    entry = LogEntry.objects.get(verb="register_lead")
    assert (entry.subject, entry.company) == (case.number, "p0")


def test_findings_of_another_area_or_company_are_refused(bureau: Bureau) -> None:
    foreign = bureau.ids("pay/in_full", place="13")
    assert foreign
    with pytest.raises(HuhangError, match=foreign[0]):
        bureau.opened(foreign)
    with pytest.raises(HuhangError):
        services.case_open(
            person=bureau.inspector, audit=AUDIT, company=bureau.other, finding_ids=bureau.ids("pay/on_time")
        )
    assert not Case.objects.exists()


@pytest.mark.parametrize("audit", ["../autumn", "nowhere", "", "/etc"])
def test_no_other_folder_is_read_than_that_of_audits(bureau: Bureau, audit: str) -> None:
    with pytest.raises(HuhangError):
        services.case_open(person=bureau.inspector, audit=audit, company=bureau.company, finding_ids=["x"])


def test_a_letter_is_a_draft_until_a_named_person_signs(bureau: Bureau) -> None:
    case = bureau.concluded()
    draft = services.paper_draft(
        person=bureau.inspector, case=case, kind="reminder_letter", fields=bureau.reminder(case)
    )
    assert (draft.act, draft.number, case.acts.filter(kind="reminder_letter").count()) == (None, "", 0)
    paper = services.paper_sign(person=bureau.inspector, paper=draft, seen=case.acts.count())
    year = timezone.localdate().year
    assert paper.number == f"甲人社监提〔{year}〕1号"
    for digest in (paper.pdf, paper.docx):
        content = kept_path(digest).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        words = words_of(content)
        assert "jiancha（示例）（劳动监察员）" in words
        assert paper.number in words
        assert "草稿" not in words
    assert paper.act is not None
    assert paper.act.fields["signed_by"] == "jiancha"


def test_a_paper_is_signed_once_and_then_stays(bureau: Bureau) -> None:
    paper = bureau.reminded()
    with pytest.raises(services.RefusedError):
        services.paper_sign(person=bureau.second, paper=paper, seen=None)
    with pytest.raises(HuhangError):
        services.paper_discard(person=bureau.inspector, paper=paper)
    with pytest.raises(HuhangError):
        services.paper_draft(
            person=bureau.inspector, case=paper.case, kind="reminder_letter",
            fields=bureau.reminder(paper.case), paper=paper,
        )  # fmt: skip


def test_no_order_where_findings_rest_on_less_than_law(bureau: Bureau) -> None:
    """Category B and a normative document: the draft of an order is refused by paper and kernel alike."""
    case = bureau.concluded()
    due = (timezone.localdate() + timedelta(days=10)).isoformat()
    fields = {**bureau.reminder(case), "cure_by": due, "article": "监察条例 18"}
    fields.pop("answer_by")
    with pytest.raises(HuhangError):
        services.paper_draft(person=bureau.head, case=case, kind="order_to_correct", fields=fields)
    with pytest.raises(services.RefusedError) as refused:
        bureau.act(bureau.head, case, "order_to_correct", **fields, signed_by="fuzeren")
    assert refused.value.code == "power"


def test_nobody_signs_in_the_name_of_another(bureau: Bureau) -> None:
    case = bureau.concluded()
    with pytest.raises(services.RefusedError) as refused:
        bureau.act(bureau.inspector, case, "reminder_letter", **bureau.reminder(case), signed_by="fuzeren")
    assert refused.value.code == "signature"


def test_clocks_run_from_service_and_the_company_sees_nothing_before(bureau: Bureau) -> None:
    paper = bureau.reminded()
    assert not paper.case.told
    assert "reminder_answer" not in {clock.name for clock in plain_state(paper.case).clocks}
    case = Case.objects.get(pk=paper.case_id)
    assert case.due_on is None or case.stage == "guided"


def test_service_keeps_its_receipt_and_starts_the_clock(bureau: Bureau) -> None:
    case = bureau.served()
    clock = next(clock for clock in plain_state(case).clocks if clock.name == "reminder_answer")
    assert clock.started == timezone.localdate()
    assert clock.due == timezone.localdate() + timedelta(days=10)
    assert case.told
    proof = Proof.objects.get(case=case)
    assert kept_path(proof.sha256).read_bytes() == b"a photo of the receipt"
    receipt = Paper.objects.get(case=case, kind="serve")
    assert "赵收件" in words_of(kept_path(receipt.pdf).read_bytes())
    assert receipt.number.endswith("〕1号")


def test_of_two_at_once_one_wins_and_the_other_is_told(bureau: Bureau) -> None:
    case = bureau.opened()
    seen = case.acts.count()
    fields = {"reason": "不属于管辖", "told": True}
    services.act_do(person=bureau.second, case=case, kind="decline_lead", fields=fields, seen=seen)
    with pytest.raises(services.RefusedError) as refused:
        services.act_do(person=bureau.inspector, case=case, kind="decline_lead", fields=fields, seen=seen)
    assert refused.value.code == "meanwhile"
    assert CaseAct.objects.filter(case=case).count() == seen + 1


def test_who_has_no_part_in_the_case_cannot_act(bureau: Bureau) -> None:
    case = bureau.opened()
    for person in (bureau.elsewhere, bureau.compliance, bureau.stranger):
        with pytest.raises(services.RefusedError):
            bureau.act(person, case, "decline_lead", reason="无", told=True)
    with pytest.raises(NotAllowedError):
        services.case_open(
            person=bureau.head, audit=AUDIT, company=bureau.company, finding_ids=bureau.ids("pay/on_time")
        )


def test_a_refused_act_leaves_nothing_behind(bureau: Bureau) -> None:
    case = bureau.opened()
    before = (CaseAct.objects.count(), LogEntry.objects.count())
    with pytest.raises(services.RefusedError):
        bureau.act(bureau.inspector, case, "finish_investigation", facts="x")
    assert (CaseAct.objects.count(), LogEntry.objects.count()) == before


def test_no_recheck_on_the_records_of_before(bureau: Bureau) -> None:
    case = bureau.served()
    with pytest.raises(HuhangError, match="Nothing new"):
        recheck_start(person=bureau.inspector, case=case)


def test_a_case_closes_only_once_later_records_pass(
    bureau: Bureau, tmp_path: Any, days_ago: Any, django_capture_on_commit_callbacks: Any
) -> None:
    days_ago(2)
    unpaid = [
        row["finding_id"]
        for row in bureau.rows
        if (row["right"], row["subject_id"]) == ("pay/on_time", "w0") and row["shortfall_fen"]
    ]
    assert unpaid
    case = bureau.concluded(unpaid)
    paper = bureau.reminded(case)
    day = timezone.localdate().isoformat()
    bureau.act(
        bureau.inspector, case, "serve", paper="reminder_letter", manner="direct", received_by="赵收件",
        received_on=day, receipt="回证",
    )  # fmt: skip
    with pytest.raises(services.RefusedError):
        bureau.act(bureau.inspector, case, "close_cured", reason="已改正", signed_by="jiancha")
    assert paper.case_id == case.pk
    days_ago(0)
    put_right = [row | {"paid_on": row["paid_on"] or "2026-01-10"} for row in payout_rows()]
    for row, how_many in ((put_right[:1], "not_cured"), (put_right, "cured")):
        folder = tmp_path / how_many
        folder.mkdir()
        write_rows(folder / "payouts.csv", [{**one, "amount_fen": "50001"} for one in row])
        take_in_to_lake([folder], bureau.home / "lake")
        with django_capture_on_commit_callbacks(execute=True):
            job = recheck_start(person=bureau.inspector, case=Case.objects.get(pk=case.pk))
        job = Job.objects.get(pk=job.pk)
        assert job.state == Job.State.DONE, job.told
        assert list(case.acts.filter(kind="recheck"))[-1].fields["result"] == how_many
    draft = services.paper_draft(
        person=bureau.inspector, case=case, kind="close_cured", fields={"reason": "新数据复核均已改正"}
    )
    services.paper_sign(person=bureau.inspector, paper=draft, seen=None)
    assert Case.objects.get(pk=case.pk).ended
