"""An inspection from a lead to its end, as an officer lives through it."""

from datetime import timedelta

import pytest

from huhang.law.loader import load_law
from huhang.procedure.acts import Actor, Value
from huhang.procedure.kernel import permit
from huhang.procedure.loading import load_procedures
from huhang.procedure.powers import Cap, cap_of, lowest
from huhang.vocabulary.powers import Power, RightPower
from huhang.vocabulary.words import Category, Force, Outcome, Text
from tests.procedure.acting import Log

ADVICE = Cap(Power.ADVISE, Text("测试", "a test"))
OFFICERS = ("li", "wang")


def concluded() -> Log:
    """A case whose investigation has just been concluded."""
    log = Log("inspection")
    log.do("2026-06-01", "register_lead", source="audit", company="甲平台")
    log.do("2026-06-02", "file_case", officers=OFFICERS, matters=("pay/in_full",), place_of_work_here=True)
    log.do("2026-06-15", "finish_investigation", by="li", facts="少付")
    return log


def ordered() -> Log:
    """A case with an order to correct by 30 June, served on 17 June."""
    log = concluded()
    log.do("2026-06-16", "order_to_correct", findings=("1",), cure_by="2026-06-30", article="监察条例 26")
    serve(log, "2026-06-17", "order_to_correct")
    return log


def serve(log: Log, day: str, paper: str) -> None:
    log.do(
        day, "serve", paper=paper, manner="direct", received_by="前台", received_on=day, receipt="送达回证"
    )


def test_a_reminder_is_answered_rechecked_and_closed() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1", "2"), answer_by="2026-06-26")
    assert [clock.name for clock in log.state("2026-06-16").clocks if clock.status == "running"] == []
    serve(log, "2026-06-17", "reminder_letter")
    state = log.state("2026-06-18")
    assert state.stage == "guided"
    assert state.deadline is not None
    assert (state.deadline.name, str(state.deadline.due)) == ("reminder_answer", "2026-06-26")
    assert state.must_act == ("company",)
    log.do("2026-06-25", "answer", facts="已补发", attachments=("回单",))
    early = log.ask("2026-06-28", "close_cured", reason="已改正")
    assert early is not None
    assert early.code == "gate"
    log.do("2026-07-05", "recheck", data_taken_in_at="2026-07-03T09:00:00+08:00", result="cured")
    log.do("2026-07-06", "close_cured", reason="复核无误")
    assert log.state("2026-07-06").ended
    assert log.state("2026-07-06").stage_title == Text("已改正结案", "put right and closed")


@pytest.mark.parametrize(
    ("taken_in", "closes"),
    [
        ("2026-06-16T23:59:59+08:00", False),
        ("2026-06-17T11:59:59+08:00", False),
        ("2026-06-17T12:00:00+08:00", False),
        ("2026-06-17T12:00:01+08:00", True),
        ("2026-06-17T16:00:00+00:00", True),
    ],
)
def test_data_of_the_day_of_service_count_once_they_are_later_than_the_service(
    taken_in: str, closes: bool
) -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    # Written down at noon.
    serve(log, "2026-06-17", "reminder_letter")
    log.do("2026-06-18", "recheck", data_taken_in_at=taken_in, result="cured")
    refusal = log.ask("2026-06-18", "close_cured", reason="已改正")
    assert (refusal is None) == closes
    assert refusal is None or "2026-06-17 12:00" in refusal.text.zh


def test_a_service_written_down_later_counts_from_the_day_after_it() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    log.do(
        "2026-06-19", "serve", paper="reminder_letter", manner="direct", received_by="前台",
        received_on="2026-06-17", receipt="送达回证",
    )  # fmt: skip
    log.do("2026-06-20", "recheck", data_taken_in_at="2026-06-17T23:00:00+08:00", result="cured")
    assert log.ask("2026-06-20", "close_cured", reason="已改正") is not None
    log.do("2026-06-20", "recheck", data_taken_in_at="2026-06-18T08:00:00+08:00", result="cured")
    assert log.ask("2026-06-20", "close_cured", reason="已改正") is None


@pytest.mark.parametrize(
    ("meeting_on", "answer_by", "said"),
    [
        ("2026-06-15", "2026-06-26", "约谈日期 2026-06-15 不能早于 2026-06-16"),
        ("2026-06-18", "2026-06-17", "答复期限 2026-06-17 不能早于 2026-06-18"),
        ("2026-06-18", "2026-06-18", None),
    ],
)
def test_a_talk_lies_ahead_and_its_answer_is_not_due_before_it(
    meeting_on: str, answer_by: str, said: str | None
) -> None:
    log = concluded()
    refusal = log.ask(
        "2026-06-16", "summons_to_talk", findings=("1",), meeting_on=meeting_on, answer_by=answer_by
    )
    assert (refusal is None) == (said is None)
    assert refusal is None or str(said) in refusal.text.zh


def test_the_record_of_a_talk_is_not_written_before_its_day() -> None:
    log = concluded()
    log.do("2026-06-16", "summons_to_talk", findings=("1",), meeting_on="2026-06-18", answer_by="2026-06-22")
    serve(log, "2026-06-17", "summons_to_talk")
    early = log.ask("2026-06-17", "hold_talk", minutes="确认差额", meeting_on="2026-06-18")
    assert early is not None
    assert "定于 2026-06-18" in early.text.zh
    assert log.ask("2026-06-18", "hold_talk", minutes="确认差额", meeting_on="2026-06-18") is None


@pytest.mark.parametrize(
    ("answers", "ended"),
    [
        (("2026-06-17",), None),
        (("2026-06-17", "2026-06-22"), "2026-06-22"),
        (("2026-06-18",), "2026-06-18"),
        (("2026-06-24",), "2026-06-24"),
    ],
)
def test_only_an_answer_from_the_day_of_the_talk_on_ends_the_time_to_answer_after_it(
    answers: tuple[str, ...], ended: str | None
) -> None:
    log = concluded()
    log.do("2026-06-16", "summons_to_talk", findings=("1",), meeting_on="2026-06-18", answer_by="2026-06-26")
    serve(log, "2026-06-16", "summons_to_talk")
    for day in answers:
        log.do(day, "answer", facts="已知悉")
    talk = next(one for one in log.state("2026-06-25").clocks if one.name == "talk_answer")
    assert talk.status == ("ended" if ended else "running")
    assert (talk.ended and str(talk.ended), str(talk.due)) == (ended, "2026-06-26")
    assert log.state("2026-06-25").must_act == (("company", "inspector") if ended else ("company",))


def test_of_a_talk_that_was_held_later_the_answer_before_it_ends_nothing() -> None:
    log = concluded()
    log.do("2026-06-16", "summons_to_talk", findings=("1",), meeting_on="2026-06-18", answer_by="2026-06-26")
    serve(log, "2026-06-16", "summons_to_talk")
    log.do("2026-06-22", "hold_talk", minutes="改期后举行", meeting_on="2026-06-22")
    log.do("2026-06-22", "answer", facts="已补发")
    talk = next(one for one in log.state("2026-06-23").clocks if one.name == "talk_answer")
    assert (talk.status, str(talk.ended)) == ("ended", "2026-06-22")


def test_a_talk_leaves_the_answer_to_an_earlier_letter_alone() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    serve(log, "2026-06-16", "reminder_letter")
    log.do("2026-06-17", "answer", facts="已知悉")
    letter = next(one for one in log.state("2026-06-18").clocks if one.name == "reminder_answer")
    assert (letter.status, str(letter.ended)) == ("ended", "2026-06-17")


def test_the_stage_is_told_for_any_instant_of_the_past() -> None:
    log = ordered()
    assert [log.state(day).stage for day in ("2026-05-31", "2026-06-01", "2026-06-10", "2026-06-20")] == [
        None,
        "lead",
        "investigating",
        "ordered",
    ]


def test_a_late_company_goes_up_the_ladder() -> None:
    log = ordered()
    cure = {
        day: next(clock for clock in log.state(day).clocks if clock.name == "cure")
        for day in ("2026-06-30", "2026-07-01", "2026-07-07", "2026-07-08")
    }
    assert [clock.status for clock in cure.values()] == ["running", "overdue", "overdue", "overdue"]
    assert [clock.step for clock in cure.values()] == [None, "inspector", "inspector", "head"]
    assert [str(day) for day in cure["2026-06-30"].reminders] == ["2026-06-23", "2026-06-29"]


def test_no_penalty_is_proposed_before_the_cure_date_and_a_recheck_on_new_data() -> None:
    log = ordered()
    log.do("2026-06-20", "assess", first=False, slight=False, corrected=False, reason="第二次")
    proposal: dict[str, Value] = {
        "facts": "未改正",
        "reason": "逾期",
        "article": "监察条例 30",
        "amount_fen": 500000,
        "state_by": "2026-07-20",
    }
    early = log.ask("2026-06-30", "propose_penalty", proposal, role="head")
    assert early is not None
    assert "2026-06-30" in early.text.zh
    unchecked = log.ask("2026-07-01", "propose_penalty", proposal, role="head")
    assert unchecked is not None
    assert unchecked.text.zh.startswith("不能“拟作出行政处罚告知”：须用责令改正之后接收的数据复核")
    log.do("2026-07-02", "recheck", data_taken_in_at="2026-06-17T23:00:00+08:00", result="not_cured")
    stale = log.ask("2026-07-02", "propose_penalty", proposal, role="head")
    assert stale is not None
    assert "2026-06-17" in stale.text.en
    log.do("2026-07-03", "recheck", data_taken_in_at="2026-07-02T09:00:00+08:00", result="not_cured")
    assert log.ask("2026-07-03", "propose_penalty", proposal, role="head") is None


def test_an_act_that_only_an_exception_opens_is_told_with_its_grounds() -> None:
    log = ordered()
    closed = {act.kind: act for act in log.state("2026-06-20").refused}
    assert set(closed["propose_handling"].exceptions) == {
        "child_labour", "obstruction", "false_evidence", "retaliation", "imminent_danger",
    }  # fmt: skip
    # It was not assessed yet: no exception spares that.
    assert closed["propose_penalty"].exceptions == ()
    log.do("2026-06-20", "assess", first=False, slight=False, corrected=False, reason="第二次")
    assert {act.kind for act in log.state("2026-06-20").refused if act.exceptions} == {
        "propose_handling",
        "propose_penalty",
    }


def test_what_is_above_the_cap_is_refused_with_the_reason() -> None:
    log = concluded()
    refusal = log.ask("2026-06-16", "reminder_letter", cap=ADVICE, findings=("1",), answer_by="2026-06-26")
    assert refusal is not None
    assert refusal.code == "power"
    assert "建议" in refusal.text.zh


def test_of_two_people_one_wins_and_the_other_is_told() -> None:
    log = concluded()
    seen = len(log.acts)
    log.do("2026-06-16", "reminder_letter", by="wang", findings=("1",), answer_by="2026-06-26")
    refusal = log.ask(
        "2026-06-16", "order_to_correct", by="zhao", role="head", seen=seen,
        findings=("1",), cure_by="2026-06-30", article="监察条例 26",
    )  # fmt: skip
    assert refusal is not None
    assert refusal.code == "meanwhile"
    assert "wang" in refusal.text.en
    assert 'did "send a reminder letter" at 2026-06-16 12:00' in refusal.text.en


def test_a_mistake_is_set_right_by_an_act_that_says_so() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    log.do(
        "2026-06-17", "reminder_letter", corrects=4, findings=("1",), answer_by="2026-07-03",
        correction_reason="日期写错",
    )  # fmt: skip
    serve(log, "2026-06-18", "reminder_letter")
    state = log.state("2026-06-19")
    assert state.deadline is not None
    assert str(state.deadline.due) == "2026-07-03"
    assert len(log.acts) == 6
    served = log.ask(
        "2026-06-20", "reminder_letter", corrects=4, findings=("1",), answer_by="2026-08-03",
        correction_reason="又改",
    )  # fmt: skip
    assert served is not None
    assert "已经送达" in served.text.zh


def test_an_act_on_which_a_later_one_rests_is_not_struck() -> None:
    log = concluded()
    refusal = log.ask("2026-06-16", "strike", role="inspector", corrects=2, correction_reason="误记")
    assert refusal is not None
    assert refusal.code == "correction"
    assert log.ask("2026-06-16", "strike", role="inspector", corrects=3, correction_reason="误记") is None
    assert log.state("2026-06-16").stage == "investigating"


def test_opening_a_page_is_not_service() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    refusal = log.ask("2026-06-17", "serve", paper="reminder_letter", manner="page_opened")
    assert refusal is not None
    assert "打开页面不是送达" in refusal.text.zh


@pytest.mark.parametrize(
    ("force", "category", "outcome", "power"),
    [
        (Force.LAW, Category.LABOUR_RELATION, Outcome.BROKEN, Power.PENALISE),
        (Force.LAW, Category.NOT_FULLY_QUALIFYING, Outcome.BROKEN, Power.TALK),
        (Force.LAW, None, Outcome.BROKEN, Power.TALK),
        (Force.LAW, Category.OWN_BUSINESS, Outcome.BROKEN, Power.NONE),
        (Force.NORMATIVE_DOCUMENT, Category.LABOUR_RELATION, Outcome.BROKEN, Power.TALK),
        (Force.COLLECTIVE_CONTRACT, Category.LABOUR_RELATION, Outcome.BROKEN, Power.TALK),
        (Force.STANDARD, Category.LABOUR_RELATION, Outcome.BROKEN, Power.ADVISE),
        (Force.GUIDE, Category.NOT_FULLY_QUALIFYING, Outcome.BROKEN, Power.ADVISE),
        (Force.PROMISE, Category.NOT_FULLY_QUALIFYING, Outcome.BROKEN, Power.ADVISE),
        (Force.PLAN, Category.LABOUR_RELATION, Outcome.BROKEN, Power.NONE),
        (Force.LAW, Category.LABOUR_RELATION, Outcome.SIGNAL, Power.INQUIRE),
        (Force.LAW, Category.LABOUR_RELATION, Outcome.UNKNOWN, Power.INQUIRE),
        (Force.LAW, Category.LABOUR_RELATION, Outcome.KEPT, Power.NONE),
    ],
)
def test_the_cap_follows_force_category_and_outcome(
    force: Force, category: Category | None, outcome: Outcome, power: Power
) -> None:
    powers = (RightPower(Power.ORDER, "labour", ("26",)), RightPower(Power.PENALISE, "labour", ("25",)))
    assert cap_of(force, category, outcome, powers).power is power


def test_an_unconfirmed_number_is_not_known_here() -> None:
    log = Log("inspection")
    log.do("2026-11-16", "register_lead", source="complaint", company="甲平台")
    clock = log.state("2026-11-17").clocks[0]
    assert (clock.name, clock.status, clock.due) == ("acceptance", "unknown", None)
    assert clock.note is not None
    assert "2026-10-09" in clock.note.en


def test_a_deadline_in_a_year_without_a_calendar_says_so() -> None:
    log = Log("inspection")
    log.do("2026-11-16", "register_lead", source="audit", company="甲平台")
    log.do("2026-11-17", "file_case", officers=OFFICERS, matters=("pay/in_full",), place_of_work_here=True)
    clock = next(clock for clock in log.state("2026-11-18").clocks if clock.name == "investigation")
    assert (clock.status, clock.due, clock.firm) == ("running", None, False)
    assert clock.note is not None
    assert "2027" in clock.note.zh


def test_every_right_of_the_law_names_its_powers_and_a_body_that_procedures_know() -> None:
    bodies = set(load_procedures()["inspection"].competence)
    for right in load_law().rights.values():
        assert right.powers, right.name
        assert {power.body for power in right.powers} <= bodies
        for power in right.powers:
            assert (power.power >= Power.ORDER) == bool(power.articles), right.name
            assert all(load_law().article(article).zh for article in power.articles)


def test_pay_kept_back_from_an_employee_may_end_in_a_penalty_and_from_others_in_a_talk() -> None:
    powers = load_law().rights["pay/in_full"].powers
    employee = cap_of(Force.LAW, Category.LABOUR_RELATION, Outcome.BROKEN, powers)
    rider = cap_of(Force.LAW, Category.NOT_FULLY_QUALIFYING, Outcome.BROKEN, powers)
    assert (employee.power, employee.articles, employee.body) == (
        Power.PENALISE,
        ("inspection-regulation-2004 30(3)",),
        "labour",
    )
    assert (rider.power, rider.body) == (Power.TALK, "labour")
    assert lowest([employee, rider]) == rider
    assert lowest([]).power is Power.NONE


def test_an_instant_without_a_zone_or_before_what_was_done_is_refused() -> None:
    log = concluded()
    act = log.acts[-1]._replace(kind="assess", number=4)
    actor = Actor(act.by, frozenset({"inspector"}), ("310000",))
    for at in (act.at.replace(tzinfo=None), act.at - timedelta(seconds=1)):
        refusal = permit(log.procedure, log.acts, act._replace(at=at), actor, None, log.surroundings)
        assert refusal is not None
        assert refusal.code == "instant"
