"""What opens and closes the gates, told as an officer, a company or a worker meets them."""

from datetime import timedelta

import pytest

from huhang.procedure.acts import Refusal, Value
from huhang.procedure.clocks import ClockState
from huhang.procedure.gates import competent_body
from huhang.procedure.loading import load_procedures
from tests.procedure.acting import Log
from tests.procedure.test_inspection import OFFICERS, concluded, ordered, serve
from tests.procedure.walking import PATHS, Walk

PROPOSAL: dict[str, Value] = {
    "facts": "未改正",
    "reason": "逾期",
    "article": "监察条例 30",
    "amount_fen": 500000,
    "state_by": "2026-07-20",
}


def clock(log: Log, day: str, name: str) -> ClockState:
    return next(state for state in log.state(day).clocks if state.name == name)


def words(refusal: Refusal | None) -> str:
    assert refusal is not None
    return refusal.text.zh


def test_more_time_only_lengthens() -> None:
    log = ordered()
    log.do("2026-06-18", "grant_time", cure_by="2026-07-15", reason="资金周转")
    assert str(clock(log, "2026-06-18", "cure").due) == "2026-07-15"
    log.do("2026-06-19", "grant_time", cure_by="2026-06-20", reason="误写")
    assert str(clock(log, "2026-06-19", "cure").due) == "2026-07-15"


def test_an_order_served_after_its_day_starts_no_clock_until_another_day_is_set() -> None:
    log = concluded()
    log.do("2026-06-16", "order_to_correct", findings=("1",), cure_by="2026-06-18", article="监察条例 26")
    serve(log, "2026-06-22", "order_to_correct")
    late = clock(log, "2026-06-25", "cure")
    assert (late.status, late.due) == ("unknown", None)
    assert "2026-06-18" in words(log.ask("2026-07-10", "propose_handling", PROPOSAL, role="head"))
    log.do("2026-07-10", "grant_time", cure_by="2026-07-24", reason="送达晚")
    assert str(clock(log, "2026-07-10", "cure").due) == "2026-07-24"


@pytest.mark.parametrize(
    ("paper", "day", "says"),
    [
        ("reminder_letter", "2026-06-17", "还没有“发出提醒函”"),
        ("order_to_correct", "2026-06-15", "应在文书作出之日"),
        ("order_to_correct", "2026-06-19", "应在文书作出之日"),
    ],
)
def test_only_what_was_issued_is_served_and_not_before_nor_in_the_future(
    paper: str, day: str, says: str
) -> None:
    log = concluded()
    log.do("2026-06-16", "order_to_correct", findings=("1",), cure_by="2026-06-30", article="监察条例 26")
    refusal = log.ask(
        "2026-06-17",
        "serve",
        paper=paper,
        manner="direct",
        received_by="前台",
        received_on=day,
        receipt="回证",
    )
    assert says in words(refusal)


def test_public_notice_serves_after_thirty_days_and_a_clock_waits_for_it() -> None:
    log = concluded()
    log.do("2026-06-16", "order_to_correct", findings=("1",), cure_by="2026-08-30", article="监察条例 26")
    log.do(
        "2026-06-20", "serve", paper="order_to_correct", manner="public_notice",
        published_on="2026-06-20", published_where="报纸", why_public="下落不明",
    )  # fmt: skip
    assert clock(log, "2026-07-19", "cure").status == "waiting"
    assert clock(log, "2026-07-20", "cure").status == "running"
    assert str(clock(log, "2026-07-20", "cure").started) == "2026-07-20"


def test_electronic_service_goes_only_to_the_address_that_was_confirmed() -> None:
    log = concluded()
    log.do("2026-06-16", "reminder_letter", findings=("1",), answer_by="2026-06-26")
    sent: dict[str, Value] = {
        "paper": "reminder_letter",
        "manner": "electronic",
        "address": "a@example.org",
        "confirmed_address": "b@example.org",
        "confirmation": "确认书1号",
        "arrived_on": "2026-06-16",
        "receipt": "回执",
    }
    assert "只能用对方书面确认过的地址" in words(log.ask("2026-06-16", "serve", sent))
    assert log.ask("2026-06-16", "serve", {**sent, "confirmed_address": "a@example.org"}) is None


def test_child_labour_needs_no_cure_date_but_its_facts() -> None:
    log = concluded()
    log.do("2026-06-16", "assess", first=True, slight=False, corrected=False, reason="童工")
    assert log.ask("2026-06-16", "propose_penalty", PROPOSAL, role="head") is not None
    bare = {**PROPOSAL, "exception": "child_labour"}
    assert "例外的事实和证据" in words(log.ask("2026-06-16", "propose_penalty", bare, role="head"))
    whole = {**bare, "exception_facts": "身份证复印件"}
    assert log.ask("2026-06-16", "propose_penalty", whole, role="head") is None


def test_first_slight_and_corrected_is_not_penalised() -> None:
    log = ordered()
    log.do("2026-06-20", "assess", first=True, slight=True, corrected=True, reason="已补发")
    log.do("2026-07-03", "recheck", data_taken_in_at="2026-07-02T09:00:00+08:00", result="not_cured")
    assert "不予处罚" in words(log.ask("2026-07-03", "propose_penalty", PROPOSAL, role="head"))


def proposed() -> Walk:
    """A penalty proposed and served on the company."""
    path = next(path for path in PATHS["inspection"] if path[-2:] == ("propose_penalty", "serve"))
    return Walk("inspection", path)


def test_every_point_is_answered_before_review_and_the_reviewer_is_no_investigator() -> None:
    walk = proposed()
    assert walk.step("statement", {"points": ("甲", "乙")}) is None
    assert walk.step("answer_points", {"points": ("甲",), "answers": ("不采纳",)}) is None
    walk.now += timedelta(days=20)
    assert "乙" in words(walk.step("legal_review", {}))
    assert walk.step("answer_points", {"points": ("乙",), "answers": ("采纳",)}) is None
    assert "审核人不能是" in words(walk.step("legal_review", {}, by="wang"))
    assert walk.step("legal_review", {}) is None
    heavier = walk.step("penalty_decision", {"amount_fen": 100001})
    assert "不得重于" in words(heavier)
    assert walk.step("penalty_decision", {"amount_fen": 100000}) is None


def test_a_hearing_is_announced_in_time_and_not_chaired_by_an_investigator() -> None:
    walk = proposed()
    assert walk.step("ask_hearing", {}) is None
    assert "主持人不能是" in words(walk.step("announce_hearing", {"chair": ("wang",)}))
    soon = (walk.now + timedelta(days=9)).date().isoformat()
    assert "听证通知太迟" in words(walk.step("announce_hearing", {"hearing_on": soon}))
    assert walk.step("announce_hearing", {}) is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"officers": ("li", "li")}, "只有 1 人"),
        ({"matters": ("pay/in_full", "safety/training")}, "应急管理部门"),
        ({"violation_until": "2024-05-31"}, "不早于 2024-06-01"),
        ({"place_of_work_here": False}, "用工所在地"),
    ],
)
def test_a_case_is_filed_only_within_time_competence_and_area(fields: dict[str, Value], says: str) -> None:
    log = Log("inspection")
    log.do("2026-06-01", "register_lead", source="report", company="甲平台")
    right: dict[str, Value] = {
        "officers": OFFICERS,
        "matters": ("pay/in_full",),
        "place_of_work_here": True,
        "violation_until": "2024-06-01",
    }
    assert says in words(log.ask("2026-06-02", "file_case", {**right, **fields}))
    assert log.ask("2026-06-02", "file_case", right) is None


@pytest.mark.parametrize(
    ("matter", "body"),
    [
        ("pay/in_full", "labour"),
        ("pay/commission", "transport"),
        ("safety/training", "emergency"),
        ("algorithm/strictest_limit", "cyberspace"),
        ("cover/injury_premium", "labour"),
        ("cover/medical", "medical"),
        ("cover/contributions", "tax"),
    ],
)
def test_matters_go_to_the_body_that_is_competent(matter: str, body: str) -> None:
    assert competent_body(load_procedures()["inspection"], matter) == body


def test_a_name_is_shown_only_when_a_second_person_allows_it_and_until_the_day_set() -> None:
    log = Log("unmasking")
    log.do("2026-06-01", "ask", by="li", worker="w-1", matter="沪监2026-1", ground="case", reason="核对工资")
    own = log.ask("2026-06-02", "allow", by="li", role="allower", until="2026-06-10")
    assert "批准人不能是申请人" in words(own)
    log.do("2026-06-02", "allow", by="wang", until="2026-06-10")
    log.do("2026-06-10", "look", by="li")
    assert "查看期限已过" in words(log.ask("2026-06-11", "look", by="li"))


def test_a_pause_of_reconsideration_moves_its_end_by_the_days_that_it_lasted() -> None:
    path = ("note_service", "ask_review", "accept_review", "receive_copy", "reply")
    walks = [Walk("review_and_suit", path), Walk("review_and_suit", path)]
    paused = walks[1]
    assert paused.step("suspend_review", {}) is None
    assert next(c for c in paused.state().clocks if c.name == "deciding").status == "paused"
    paused.now += timedelta(days=14)
    assert paused.step("resume_review", {}) is None
    ends = [next(c for c in walk.state().clocks if c.name == "deciding").due for walk in walks]
    assert ends[0] is not None
    assert ends[1] == ends[0] + timedelta(days=14)


def test_a_day_of_service_written_wrongly_is_set_right_within_what_is_possible() -> None:
    log = ordered()
    served = log.acts[-1]
    again = {**served.fields, "correction_reason": "日期写错"}
    future = {**again, "received_on": "2026-06-23"}
    assert "应在文书作出之日" in words(log.ask("2026-06-22", "serve", future, corrects=served.number))
    right = {**again, "received_on": "2026-06-19"}
    assert log.ask("2026-06-22", "serve", right, corrects=served.number) is None
    assert str(clock(log, "2026-06-22", "cure").started) == "2026-06-19"
    assert str(clock(log, "2026-06-21", "cure").started) == "2026-06-17"


def test_a_corrected_service_does_not_pull_the_ground_from_under_a_proposal() -> None:
    log = ordered()
    log.do("2026-06-20", "assess", first=False, slight=False, corrected=False, reason="第二次")
    log.do("2026-07-03", "recheck", data_taken_in_at="2026-07-02T09:00:00+08:00", result="not_cured")
    assert log.ask("2026-07-03", "propose_penalty", PROPOSAL, role="head") is None
    late = {**log.acts[4].fields, "received_on": "2026-07-02", "correction_reason": "日期写错"}
    refusal = log.ask("2026-07-04", "serve", late, corrects=5)
    assert "以它为基础" in words(refusal)
