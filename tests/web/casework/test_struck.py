"""An act that was not served is set right or struck: it stays in the record, and what follows counts anew."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.procedure.acts import STRIKE
from huhang.web.accounts.models import LogEntry, Person
from huhang.web.casework.log_of_acts import plain_state, standing_acts
from huhang.web.casework.models import Case, CaseAct, Paper
from huhang.web.casework.selectors import unserved
from tests.web.casework.conftest import Bureau

Browse = Callable[[Person | None], Client]
WHY = "勾错了"


def address(case: Case, act: CaseAct) -> str:
    return f"/cases/{case.pk}/log/{act.number}/correct/"


def typed(case: Case, **fields: Any) -> dict[str, Any]:
    return {"reason_of_correction": WHY, "seen": case.acts.count(), **fields}


def test_what_was_written_wrong_stays_and_what_is_right_holds(bureau: Bureau, browse: Browse) -> None:
    case = bureau.lawful()
    assess = {"first": True, "slight": True, "corrected": True, "reason": "初次"}
    act = bureau.act(bureau.inspector, case, "assess", **assess)
    refused = {one.kind for one in plain_state(case).refused}
    assert "propose_penalty" in refused
    client = browse(bureau.inspector)
    page = client.get(address(case, act)).content.decode()
    asked = re.search(r'<input[^>]*name="slight"[^>]*value="yes"[^>]*>', page)
    assert asked is not None
    assert "checked" in asked[0]
    answer = {"first": "no", "slight": "no", "corrected": "no", "reason": "第二次"}
    assert client.post(address(case, act), typed(case, **answer)).status_code == 302

    correction = case.acts.latest("number")
    assert (correction.kind, correction.corrects) == ("assess", act.number)
    act.refresh_from_db()
    assert act.fields == assess
    assert LogEntry.objects.latest("id").detail == {"act": correction.number, "corrects": act.number}
    told = client.get(f"/cases/{case.pk}/").content.decode()
    assert f"已更正，见第 {correction.number} 项" in told
    assert f"更正第 {act.number} 项：评定情节" in told
    assert WHY in told
    proposal = next(one for one in plain_state(case).acts if one.kind == "propose_penalty")
    assert "false_evidence" in proposal.exceptions


def test_what_was_set_right_is_set_right_again_from_what_holds(bureau: Bureau, browse: Browse) -> None:
    case = bureau.lawful()
    assess = {"first": True, "slight": True, "corrected": True, "reason": "初次"}
    act = bureau.act(bureau.inspector, case, "assess", **assess)
    client = browse(bureau.inspector)
    answer = {"first": "no", "slight": "yes", "corrected": "yes", "reason": "第二次"}
    assert client.post(address(case, act), typed(case, **answer)).status_code == 302
    page = client.get(address(case, act)).content.decode()
    first = re.search(r'<input[^>]*name="first"[^>]*value="no"[^>]*>', page)
    assert first is not None
    assert "checked" in first[0]
    told, form = page.split('class="form"', 1)
    assert "第二次" in told
    assert "初次</dd>" not in told
    assert ">\n第二次</textarea>" in form
    # The reason of the earlier correction is not that of the next one.
    assert WHY not in page
    assert client.post(address(case, act), typed(case, **{**answer, "slight": "no"})).status_code == 302
    holds = next(one for one in standing_acts(case) if one.number == act.number)
    assert (holds.fields["first"], holds.fields["slight"]) == (False, False)


def test_a_letter_signed_by_mistake_is_struck_and_served_no_more(bureau: Bureau, browse: Browse) -> None:
    paper = bureau.reminded()
    case = Case.objects.get(pk=paper.case_id)
    assert paper.act is not None
    assert unserved(case) == [paper]
    client = browse(bureau.inspector)
    page = client.get(address(case, paper.act)).content.decode()
    # Its content is not typed anew: another letter is drafted.
    assert "按上面的内容更正" not in page
    assert client.post(address(case, paper.act), typed(case, strike="1")).status_code == 302
    assert unserved(case) == []
    assert plain_state(case).stage == "concluded"
    case.refresh_from_db()
    assert case.stage == "concluded"
    paper.refresh_from_db()
    assert paper.number
    struck = case.acts.latest("number")
    assert (struck.kind, struck.corrects, struck.fields) == (
        STRIKE, paper.act.number, {"correction_reason": WHY},
    )  # fmt: skip
    # It is struck once.
    assert client.get(address(case, paper.act)).status_code == 404
    again = bureau.signed(
        bureau.inspector, case, "reminder_letter", findings=paper.fields["findings"],
        answer_by=timezone.localdate().replace(year=timezone.localdate().year + 1, day=1).isoformat(),
    )  # fmt: skip
    assert unserved(case) == [again]
    assert again.number != paper.number


def test_what_was_served_or_carries_later_acts_is_not_struck(bureau: Bureau, browse: Browse) -> None:
    case = bureau.served()
    client = browse(bureau.inspector)
    letter = Paper.objects.get(case=case, kind="reminder_letter").act
    filed = case.acts.get(kind="file_case")
    for act, said in ((letter, "已经送达"), (filed, "以它为基础")):
        assert act is not None
        answer = client.post(address(case, act), typed(case, strike="1"))
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert WHY in answer.content.decode()
    assert not case.acts.filter(kind=STRIKE).exists()


def test_a_service_noted_by_mistake_is_struck_and_the_company_no_longer_takes_part(
    bureau: Bureau, browse: Browse
) -> None:
    case = bureau.served()
    serve = case.acts.get(kind="serve")
    assert browse(bureau.compliance).get(f"/cases/{case.pk}/").status_code == 200
    assert browse(bureau.inspector).post(address(case, serve), typed(case, strike="1")).status_code == 302
    assert browse(bureau.compliance).get(f"/cases/{case.pk}/").status_code == 404
    assert [paper.kind for paper in unserved(case)] == ["reminder_letter"]


@pytest.mark.parametrize("who", ["head", "elsewhere", "compliance", "stranger"])
def test_only_who_may_do_an_act_sets_it_right(bureau: Bureau, browse: Browse, who: str) -> None:
    case = bureau.served()
    act = case.acts.get(kind="finish_investigation")
    assert browse(getattr(bureau, who)).get(address(case, act)).status_code == 404
    assert browse(bureau.inspector).get(address(case, act)).status_code == 200
    first = case.acts.get(number=1)
    assert browse(bureau.inspector).get(address(case, first)).status_code == 404


def test_a_reason_is_asked_for(bureau: Bureau, browse: Browse) -> None:
    paper = bureau.reminded()
    case = Case.objects.get(pk=paper.case_id)
    assert paper.act is not None
    answer = browse(bureau.inspector).post(
        address(case, paper.act), typed(case, strike="1") | {"reason_of_correction": " "}
    )
    assert answer.status_code == 409
    assert "请写明更正的理由" in answer.content.decode()
