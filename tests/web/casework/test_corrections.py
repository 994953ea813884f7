"""A mistake in a paper that was served is put right by a notice, signed and served; nothing is rewritten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huhang.web.accounts.models import Person
from huhang.web.casework import services
from huhang.web.casework.log_of_acts import plain_state
from huhang.web.casework.models import Case, Paper
from tests.web.casework.conftest import Bureau
from tests.web.casework.test_sanctions import words

Browse = Callable[[Person | None], Client]
WRONG, RIGHT = "差额合计100.00元", "差额合计1000.00元"


def due(case: Case) -> Any:
    return next(clock.due for clock in plain_state(case).clocks if clock.name == "cure")


def correction(bureau: Bureau, case: Case, paper: Paper) -> Paper:
    return bureau.signed(
        bureau.inspector, case, "correct_paper", corrected_paper=paper.number, wrong_text=WRONG,
        right_text=RIGHT, reason="录入时少了一个零。",
    )  # fmt: skip


def test_a_served_paper_is_put_right_by_a_notice_that_is_served(bureau: Bureau, browse: Browse) -> None:
    case = bureau.ordered()
    order = Paper.objects.get(case=case, kind="order_to_correct")
    before, last_day = words(order), due(case)
    notice = correction(bureau, case, order)
    for part in ("更正通知书", order.number, WRONG, RIGHT, "少了一个零"):
        assert part in words(notice), part
    page = f"/cases/{case.pk}/papers/{notice.pk}/"
    assert browse(bureau.compliance).get(page).status_code == 404
    # Though it is the company's turn, the next act of the bureau is to serve what was signed.
    told = browse(bureau.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert f'<a class="button" href="/cases/{case.pk}/acts/serve/">' in told
    bureau.handed_over(case, "correct_paper")
    assert browse(bureau.compliance).get(page).status_code == 200
    order.refresh_from_db()
    assert (words(order), due(case), plain_state(case).stage) == (before, last_day, "ordered")
    # It decides nothing, so that no second way to reconsideration opens.
    assert Case.objects.filter(attacked__case=case).count() == 1


def test_the_form_offers_the_papers_that_were_served(bureau: Bureau, browse: Browse) -> None:
    case = bureau.ordered()
    order = Paper.objects.get(case=case, kind="order_to_correct")
    page = browse(bureau.inspector).get(f"/cases/{case.pk}/draft/correct_paper/").content.decode()
    assert f'<option value="{order.number}">' in page
    assert "原文书不改写" in page
    assert browse(bureau.compliance).get(f"/cases/{case.pk}/draft/correct_paper/").status_code == 403


def test_what_was_not_served_is_not_put_right_by_a_notice(bureau: Bureau) -> None:
    case = bureau.lawful()
    letter = bureau.signed(
        bureau.inspector, case, "reminder_letter", answer_by=str(case.opened_at.date().replace(year=2030)),
        findings=[found.finding_id for found in case.findings.all()],
    )  # fmt: skip
    with pytest.raises(services.RefusedError) as refused:
        correction(bureau, case, letter)
    assert "还没有送达" in refused.value.text.zh
