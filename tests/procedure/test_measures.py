"""An order tells for each matter what is to be done and by when; its days run from service."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huhang.procedure.acts import Value
from huhang.procedure.measures import MeasureState, measure_states
from tests.procedure.acting import Log, noon
from tests.procedure.test_inspection import concluded, serve

ORDER: dict[str, Value] = {
    "findings": ("1", "2"),
    "cure_by": "2026-07-15",
    "article": "监察条例 26",
    "matters": ("pay/in_full", "time/overtime_limit"),
    "measures": ("补发差额", "停止超时派单"),
    "measure_days": ("15", "5"),
}


def order(log: Log, **changes: Value) -> None:
    """Issue the order, with what is to be otherwise."""
    assert log.ask("2026-06-16", "order_to_correct", {**ORDER, **changes}, role="head") is None


def measures(log: Log, day: str) -> list[MeasureState]:
    case = log.surroundings.case(log.procedure, log.acts, noon(day))
    return list(measure_states(case))


def ordered() -> Log:
    """An order about two matters, served on Wednesday 17 June."""
    log = concluded()
    order(log)
    serve(log, "2026-06-17", "order_to_correct")
    return log


def told(log: Log, day: str) -> list[tuple[str, str]]:
    return [(state.status, str(state.due)) for state in measures(log, day)]


def test_days_run_from_service_and_a_late_matter_is_marked_alone() -> None:
    log = concluded()
    order(log)
    assert told(log, "2026-06-16") == [("waiting", "None"), ("waiting", "None")]
    serve(log, "2026-06-17", "order_to_correct")
    assert told(log, "2026-06-17") == [("running", "2026-07-02"), ("running", "2026-06-22")]
    assert told(log, "2026-06-23") == [("running", "2026-07-02"), ("late", "2026-06-22")]


def test_no_day_lies_after_the_last_day_of_the_order_and_more_time_is_for_all() -> None:
    log = concluded()
    order(log, cure_by="2026-06-26")
    serve(log, "2026-06-17", "order_to_correct")
    assert told(log, "2026-06-18") == [("running", "2026-06-26"), ("running", "2026-06-22")]
    log.do("2026-06-18", "grant_time", cure_by="2026-07-10", reason="资金周转")
    assert told(log, "2026-06-30") == [("running", "2026-07-10")] * 2


def test_a_matter_that_later_data_no_longer_show_is_done() -> None:
    log = ordered()
    log.do(
        "2026-06-25", "recheck", data_taken_in_at="2026-06-24T09:00:00+08:00", result="not_cured",
        matters=("pay/in_full",),
    )  # fmt: skip
    assert [state.status for state in measures(log, "2026-07-10")] == ["late", "done"]
    log.do("2026-07-10", "recheck", data_taken_in_at="2026-07-09T09:00:00+08:00", result="cured")
    assert [str(state.done_on) for state in measures(log, "2026-07-10")] == ["2026-07-10"] * 2


def test_a_recheck_on_data_of_before_the_service_shows_nothing() -> None:
    log = ordered()
    log.do("2026-06-25", "recheck", data_taken_in_at="2026-06-17T08:00:00+08:00", result="cured")
    assert [state.status for state in measures(log, "2026-06-25")] == ["running", "late"]
    log.do("2026-06-25", "recheck", data_taken_in_at="2026-06-17T13:00:00+08:00", result="cured")
    assert [state.status for state in measures(log, "2026-06-25")] == ["done", "done"]


def test_lists_that_do_not_belong_together_are_refused() -> None:
    log = concluded()
    wrong: tuple[dict[str, Value], ...] = (
        {"measure_days": ("15",)},
        {"measures": ()},
        {"measure_days": ("15", "0")},
    )
    for one in wrong:
        refusal = log.ask("2026-06-16", "order_to_correct", {**ORDER, **one}, role="head")
        assert refusal is not None
        assert refusal.code in ("gate", "fields")


@given(days=st.integers(1, 60), served=st.integers(0, 20))
def test_the_day_is_a_working_day_within_the_last_day(days: int, served: int) -> None:
    """Whatever the days and the day of service: never before they have run, never after the last day."""
    log = concluded()
    order(log, cure_by="2026-08-14", measure_days=(str(days),) * 2)
    on = date(2026, 6, 16) + timedelta(days=served)
    serve(log, on.isoformat(), "order_to_correct")
    for state in measures(log, on.isoformat()):
        assert state.due is not None
        assert min(on + timedelta(days=days), date(2026, 8, 14)) <= state.due <= date(2026, 8, 14)


def test_an_order_that_was_set_aside_ends_its_clock_and_asks_for_nothing_more() -> None:
    log = ordered()
    log.do("2026-06-25", "note_overturned", overturned_by="review", overturned_on="2026-06-25", number="9号")
    assert told(log, "2026-07-20") == [("dropped", "None"), ("dropped", "None")]
    state = log.state("2026-07-20")
    assert state.stage == "concluded"
    cure = next(clock for clock in state.clocks if clock.name == "cure")
    assert (cure.status, str(cure.ended), cure.late) == ("ended", "2026-06-25", False)
    # Nothing rests on it any more: an order that was missed no longer opens the way to a sanction.
    refused = log.ask("2026-07-20", "close_cured", {"reason": "已改正"})
    assert refused is not None
    assert log.ask("2026-07-20", "order_to_correct", {**ORDER, "cure_by": "2026-08-15"}, role="head") is None
    serve(log, "2026-07-21", "order_to_correct")
    assert told(log, "2026-07-22") == [("running", "2026-08-05"), ("running", "2026-07-27")]
