"""The oracle of pay on cases worked out by hand, the arithmetic beside the number."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.debtors import by_debtor
from tests.oracle.due_days import due_day
from tests.oracle.law_by_hand import hourly_fen, is_workday, workday_on_or_before
from tests.oracle.pay_rights import (
    counted_pay,
    holiday_premium,
    hourly_floor,
    in_full,
    on_time,
    on_time_causes,
)
from tests.oracle.second_sets import Row
from tests.oracle.standing import Audit, Judged, Person, subjects
from tests.oracle.streams import Handed, blank_order, worker_row

JUNE_15, JULY_15 = date(2025, 6, 15), date(2025, 7, 15)
SUMMER = Audit(date(2025, 6, 1), date(2025, 7, 31))
OCTOBER = Audit(date(2025, 10, 1), date(2025, 10, 31))


def at(text: str) -> int:
    zone = ZoneInfo("Asia/Shanghai")
    return int(datetime.strptime(f"2025-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=zone).timestamp())


def order(number: int, start: str, end: str, base: int | None, **more: Any) -> Row:
    times = {"accepted_at": at(start), "completed_at": at(end), "pay_base_fen": base}
    return blank_order("w", f"o{number}") | times | more


def payout(first: date, last: date, amount: int, **more: Any) -> Row:
    usual = {"due_on": date(2025, 7, 21), "paid_on": date(2025, 7, 21), "channel": "bank"}
    return {
        "platform_id": "p",
        "worker_id": "w",
        "payout_id": f"{first}{last}{amount}",
        "period_from": first,
        "period_to": last,
        "amount_fen": amount,
        **usual,
        **more,
    }


def deduction(when: str, amount: int, reason: str = "late", basis: str = "rule") -> Row:
    return {
        "worker_id": "w",
        "occurred_at": at(when),
        "reason": reason,
        "basis": basis,
        "amount_fen": amount,
    }


def person(**tables: Sequence[Row]) -> Person:
    usual: dict[str, Sequence[Row]] = {"deductions": [], "payouts": [], "workers": []}
    return Person(Handed("p", usual | tables), "w")


def only(right: Callable[[Person, Audit], list[Judged]], someone: Person, audit: Audit = SUMMER) -> Judged:
    (judged,) = right(someone, audit)
    return judged


OVER_THE_RISE = [order(1, "06-30 10:00", "06-30 12:00", 4000), order(2, "07-01 10:00", "07-01 12:00", 4000)]
ONE_PERIOD = [payout(date(2025, 6, 16), JULY_15, 8000)]


def test_floor_over_the_rise_of_july() -> None:
    # 2 h x 24.00 + 2 h x 25.00 = 98.00; counted 80.00; short by 18.00.
    judged = only(hourly_floor, person(orders=OVER_THE_RISE, payouts=ONE_PERIOD))
    assert (judged.outcomes, judged.measure, judged.threshold, judged.shortfall) == (
        {"broken"},
        8000,
        9800,
        1800,
    )


def test_floor_is_rounded_up_once_over_the_whole_period() -> None:
    # three orders of 61 s in July: 183 s x 2500 / 3600 = 127.08... -> 128, not 3 x 43 = 129.
    orders = [order(n, f"07-0{n} 10:00", f"07-0{n} 10:01", 0) for n in (1, 2, 3)]
    longer = [dict(row) | {"completed_at": row["completed_at"] + 1} for row in orders]
    assert only(hourly_floor, person(orders=longer)).threshold == 128


def test_floor_just_met_is_kept_and_becomes_unknown_without_the_table_of_deductions() -> None:
    orders = [order(1, "07-01 10:00", "07-01 11:00", 2500)]
    assert only(hourly_floor, person(orders=orders)).outcomes == {"kept"}
    without = Person(Handed("p", {"orders": orders}), "w")
    assert only(hourly_floor, without).outcomes == {"unknown"}
    short = Person(Handed("p", {"orders": [order(1, "07-01 10:00", "07-01 11:00", 2499)]}), "w")
    assert only(hourly_floor, short).outcomes == {"broken"}


def test_floor_clips_a_period_to_the_audit() -> None:
    # the order of 30 June and the deduction of 29 June lie before the audit: 2 h x 25.00 against 40.00.
    someone = person(orders=OVER_THE_RISE, payouts=ONE_PERIOD, deductions=[deduction("06-29 10:00", 500)])
    judged = only(hourly_floor, someone, Audit(date(2025, 7, 1), date(2025, 7, 31)))
    # after 15 July nothing was done: no subject there.
    assert (judged.first, judged.last) == (date(2025, 7, 1), JULY_15)
    assert (judged.measure, judged.threshold, judged.shortfall) == (4000, 5000, 1000)


def test_counted_pay_knows_base_incentive_and_what_may_be_taken_off() -> None:
    # 30.00 + 2.00 - late 5.00 + refund 1.00; tip, tax and advance leave it alone: 28.00.
    row = order(1, "07-01 10:00", "07-01 11:00", 3000, pay_incentive_fen=200, tip_fen=900, pay_night_fen=50)
    taken = [
        deduction("07-01 12:00", 500),
        deduction("07-02 12:00", -100, "complaint"),
        deduction("07-02 12:00", 700, "tax"),
        deduction("07-02 12:00", 700, "advance"),
        deduction("08-01 00:00", 700, "damage"),
    ]
    someone = person(orders=[row], deductions=taken)
    assert counted_pay(someone, [date(2025, 7, 1), date(2025, 7, 2)], "310101") == 2800


def test_own_contributions_come_on_top_in_shanghai_and_inside_in_hebei() -> None:
    # 30.00 less 7.00 social insurance counts as 23.00 in Shanghai; in Hebei 30.00 stays.
    taken = [deduction("07-01 12:00", 700, "social_insurance", "law")]
    shanghai = person(orders=[order(1, "07-01 10:00", "07-01 11:00", 3000)], deductions=taken)
    hebei = [order(1, "07-01 10:00", "07-01 11:00", 3000, area_code="130102")]
    assert only(hourly_floor, shanghai).measure == 2300
    assert only(hourly_floor, person(orders=hebei, deductions=taken)).measure == 3000


def test_only_days_on_which_a_text_is_in_force_have_a_floor() -> None:
    # Beijing, 2 h on 7 and on 8 November 2023, the first day of the guide: 52.80 against 1.00.
    seconds = {
        number: int(datetime(2023, 11, number, 10, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
        for number in (7, 8)
    }
    orders = [
        blank_order("w", f"o{number}")
        | {"area_code": "110101", "accepted_at": second, "completed_at": second + 7200}
        | {"pay_base_fen": 100 * (number - 6)}
        for number, second in seconds.items()
    ]
    found = only(hourly_floor, person(orders=orders), Audit(date(2023, 11, 1), date(2023, 11, 30)))
    assert (found.outcomes, found.measure, found.threshold) == ({"broken"}, 200, 5280)
    before = only(hourly_floor, person(orders=orders), Audit(date(2023, 11, 1), date(2023, 11, 7)))
    assert before.outcomes == {"not_applicable"}


def test_settlement_periods_and_the_rest_of_the_month() -> None:
    someone = person(payouts=[payout(date(2025, 7, 1), date(2025, 7, 10), 1)])
    found = subjects(someone, SUMMER)
    spans = [(min(s.days), max(s.days), len(s.days), s.settled, s.whole) for s in found]
    assert spans == [
        (date(2025, 7, 1), date(2025, 7, 10), 10, True, True),
        (date(2025, 6, 1), date(2025, 6, 30), 30, False, True),
        (date(2025, 7, 11), date(2025, 7, 31), 21, False, True),
    ]


def test_overlapping_periods_are_unknown_and_equal_ones_are_one() -> None:
    july = (date(2025, 7, 1), date(2025, 7, 31))
    orders = [order(1, "07-10 10:00", "07-10 11:00", 9000)]
    twice = person(orders=orders, payouts=[payout(*july, 4000), payout(*july, 5000)])
    assert only(hourly_floor, twice).outcomes == {"kept"}
    assert only(in_full, twice).outcomes == {"kept"}
    overlapping = person(
        orders=orders, payouts=[payout(*july, 4000), payout(date(2025, 7, 5), JULY_15, 5000)]
    )
    assert {outcome for judged in hourly_floor(overlapping, SUMMER) for outcome in judged.outcomes} == {
        "unknown"
    }


@pytest.mark.parametrize(("total", "outcome"), [(20, "broken"), (19, "unknown")])
def test_void_orders_above_five_in_a_hundred(total: int, outcome: str) -> None:
    # one open order of 20 is 5 % and not above it; one of 19 is.
    orders = [order(n, f"07-02 {n:02d}:00", f"07-02 {n:02d}:30", 100) for n in range(1, total)]
    orders.append(order(0, "07-02 00:00", "07-02 00:10", 100, status="open"))
    assert only(hourly_floor, person(orders=orders)).outcomes == {outcome}


def test_what_stops_the_floor() -> None:
    worked = [order(1, "07-01 10:00", "07-01 11:00", 100)]
    own = [worker_row("w", category="C", category_from="declaration")]
    employee = [worker_row("w", category="A", category_from="contract", hours_system="standard")]
    part_time = [worker_row("w", category="A", category_from="contract", hours_system="part_time")]
    assert only(hourly_floor, person(orders=worked, workers=own)).outcomes == {"not_applicable"}
    assert only(hourly_floor, person(orders=worked, workers=employee)).outcomes == {"not_applicable"}
    assert only(hourly_floor, person(orders=worked, workers=part_time)).outcomes == {"broken"}
    no_time = [order(1, "07-01 10:00", "07-01 10:00", 100)]
    assert only(hourly_floor, person(orders=no_time)).outcomes == {"not_applicable"}
    blank = [order(1, "07-01 10:00", "07-01 11:00", None)]
    assert only(hourly_floor, person(orders=blank)).outcomes == {"unknown"}
    elsewhere = [order(1, "12-01 10:00", "12-01 11:00", 9999, area_code="130102")]
    december = Audit(date(2025, 11, 1), date(2025, 12, 31))
    assert only(hourly_floor, person(orders=elsewhere), december).outcomes == {"unknown"}


def test_in_full_counts_every_component_less_lawful_deductions() -> None:
    # earned 30.00 + 1.00 + 2.00 tip = 33.00 less court order 5.00 = 28.00 (the rule's own 4.00 stays);
    # paid 27.99 by the last day and 1.00 after it: short by 0.01.
    row = order(1, "07-01 10:00", "07-01 11:00", 3000, pay_weather_fen=100, tip_fen=200, injury_premium_fen=7)
    july = (date(2025, 7, 1), date(2025, 7, 31))
    payouts = [payout(*july, 2799), payout(*july, 100, paid_on=date(2025, 8, 1))]
    taken = [deduction("07-03 10:00", 500, "court_order", "court"), deduction("07-03 10:00", 400)]
    judged = only(in_full, person(orders=[row], payouts=payouts, deductions=taken))
    assert (judged.outcomes, judged.measure, judged.threshold, judged.shortfall) == (
        {"broken"},
        2799,
        2800,
        1,
    )


def test_in_full_waits_for_the_due_day_and_for_the_whole_period() -> None:
    worked = [order(1, "07-01 10:00", "07-01 11:00", 3000)]
    july = (date(2025, 7, 1), date(2025, 7, 31))
    later = [payout(*july, 3000, due_on=date(2025, 8, 15), paid_on=None)]
    assert only(in_full, person(orders=worked, payouts=later)).outcomes == {"not_applicable"}
    cut = Audit(date(2025, 7, 2), date(2025, 7, 31))
    assert only(in_full, person(orders=worked, payouts=later), cut).outcomes == {"not_applicable"}
    without = Person(Handed("p", {"orders": worked, "deductions": []}), "w")
    assert only(in_full, without).outcomes == {"unknown"}


def test_in_full_without_a_payout_asks_the_filed_rule_and_then_the_colleagues() -> None:
    july, june = (date(2025, 7, 1), date(2025, 7, 31)), (date(2025, 6, 1), date(2025, 6, 30))
    worked = [order(1, "06-03 10:00", "06-03 11:00", 3000)]
    assert only(in_full, person(orders=worked)).outcomes == {"unknown"}

    def due(*days: date | None, rules: Sequence[Row] = ()) -> date | None:
        paid = [
            {**payout(*june, 1, due_on=day, paid_on=None), "worker_id": f"c{number}"}
            for number, day in enumerate(days)
        ]
        someone = person(orders=worked, rules=rules, payouts=[*paid, payout(*july, 1)])
        (short,) = [judged for judged in in_full(someone, SUMMER) if judged.measure == 0]
        found = due_day(someone, june, [])
        expected = "unknown" if found is None else "broken" if found < SUMMER.until else "not_applicable"
        assert short.outcomes == {expected}
        return found

    # half of one, of two, of three: one that is late does not put the others off; 12 July is a Saturday.
    early, late = date(2025, 7, 4), date(2025, 9, 30)
    assert (due(early), due(early, late), due(early, date(2025, 7, 12), late)) == (
        early,
        early,
        date(2025, 7, 11),
    )
    assert due(late) == late
    assert due(None, date(2025, 6, 27)) is None
    rule = {"subject": "pay", "rule_version": "1", "effective_from": date(2025, 1, 1), "content": {}}
    # the tenth after 30 June; a 31st is the last of July; a rule of July says nothing of June.
    assert due(late, rules=[rule | {"content": {"due_day": 10}}]) == date(2025, 7, 10)
    assert due(late, rules=[rule | {"content": {"due_day": 31}}]) == date(2025, 7, 31)
    assert due(late, rules=[rule | {"effective_from": july[0], "content": {"due_day": 10}}]) == late


def test_orders_that_do_not_cover_a_period_never_keep_it() -> None:
    # the orders begin in July, the period in June: 30.00 earned of what is known.
    worked = [order(1, "07-01 10:00", "07-01 11:00", 3000)]
    period = (date(2025, 6, 26), date(2025, 7, 5))
    paid = {amount: person(orders=worked, payouts=[payout(*period, amount)]) for amount in (3000, 2999)}
    assert only(in_full, paid[3000]).outcomes == {"unknown"}
    assert only(in_full, paid[2999]).outcomes == {"broken"}


def test_each_debtor_answers_for_its_orders_and_what_is_tied_to_them() -> None:
    # two hours for north, an overlapping one for south; the refused order of south has a deduction.
    orders = [
        order(1, "07-01 10:00", "07-01 12:00", 5000, partner_id="north"),
        order(2, "07-01 11:00", "07-01 12:00", 2500, partner_id="south"),
        blank_order("w", "o3") | {"status": "refused", "partner_id": "south"},
    ]
    ties = {"o3": 100, None: 200, "o1": 400}
    taken = [{**deduction("07-01 10:30", fen), "order_id": tie} for tie, fen in ties.items()]
    waiting = [{"worker_id": "w", "online_at": at("07-01 12:00"), "offline_at": at("07-01 12:30")}]
    sessions = [row | {"demanded": True} for row in waiting]
    everything = person(orders=orders, deductions=taken, sessions=sessions).handed
    floors = {
        debtor: only(hourly_floor, Person(part, "w"))
        for debtor, part in by_debtor(everything).items()
        if debtor in ("north", "south")
    }
    # north: 50.00 - 2.00 - 4.00 against 2.5 h (the wait is beside its order, accepted first) x 25.00.
    assert (floors["north"].measure, floors["north"].threshold) == (4400, 6250)
    assert (floors["south"].measure, floors["south"].threshold) == (2400, 2500)


@pytest.mark.parametrize(
    ("change", "causes"),
    [
        ({}, []),
        ({"paid_on": date(2025, 7, 22)}, ["late"]),
        ({"paid_on": None}, ["unpaid"]),
        ({"paid_on": None, "due_on": date(2025, 7, 31)}, []),
        ({"paid_on": date(2025, 8, 1)}, ["unpaid"]),
        # 20 July is a Sunday: due on Friday the 18th.
        ({"due_on": date(2025, 7, 20), "paid_on": date(2025, 7, 18)}, []),
        ({"due_on": date(2025, 7, 20), "paid_on": date(2025, 7, 19)}, ["late"]),
        ({"channel": "in_kind", "due_on": None}, ["in_kind"]),
        ({"due_on": None}, []),
    ],
)
def test_payouts_on_time(change: dict[str, Any], causes: list[str]) -> None:
    paid = payout(date(2025, 7, 1), JULY_15, 100, **change)
    someone = person(payouts=[paid], workers=[worker_row("w", work_area_code="310101")])
    assert on_time_causes(someone, paid, SUMMER) == causes
    unknown = not causes and change.get("due_on", 0) is None
    assert ("unknown" in only(on_time, someone).outcomes) is unknown


@pytest.mark.parametrize(
    ("standing", "last", "too_long"),
    [
        ({"category": "A", "hours_system": "standard"}, date(2025, 7, 15), False),
        ({"category": "A", "hours_system": "standard"}, date(2025, 7, 16), True),
        ({"category": "A", "hours_system": "part_time"}, date(2025, 6, 30), False),
        ({"category": "A", "hours_system": "part_time"}, date(2025, 7, 1), True),
        ({}, date(2025, 9, 1), False),
    ],
)
def test_longest_settlement_period(standing: dict[str, Any], last: date, too_long: bool) -> None:
    # from 16 June: a month runs to 15 July, 15 days to 30 June; without an agreed cycle B has none.
    paid = payout(date(2025, 6, 16), last, 100)
    someone = person(payouts=[paid], workers=[worker_row("w", **standing)])
    assert on_time_causes(someone, paid, SUMMER) == (["period_too_long"] if too_long else [])


def holiday(pay: int, *, ordinary: int = 6000, length: str = "12:00", **more: Any) -> Judged:
    orders = [
        order(1, "10-01 10:00", "10-01 11:00", pay, **more),
        order(2, "10-09 10:00", f"10-09 {length}", ordinary),
    ]
    return only(holiday_premium, person(orders=orders), OCTOBER)


def test_holiday_pay_must_be_above_the_ordinary_ratio() -> None:
    # ordinary 60.00 for 2 h = 30.00 an hour: 30.00 for the holiday hour is not above it, 30.01 is.
    assert (holiday(3000).outcomes, holiday(3000).measure) == ({"broken"}, 0)
    assert (holiday(2900).outcomes, holiday(2900).measure) == ({"broken"}, 100)
    assert holiday(3001).outcomes == {"kept"}
    assert holiday(2000, pay_holiday_fen=1).outcomes == {"kept"}


def test_holiday_measure_is_rounded_up() -> None:
    # 60.01 for 2 h: an hour is 30.005, so 30.00 falls short by a fen, rounded up.
    assert holiday(3000, ordinary=6001).measure == 1


def test_holiday_needs_an_ordinary_hour() -> None:
    assert holiday(2000, length="10:59").outcomes == {"unknown"}
    assert holiday(2000, length="11:00", ordinary=2000).outcomes == {"broken"}


def test_make_up_days_are_ordinary_and_bridge_days_are_not() -> None:
    assert is_workday(date(2025, 10, 11))
    assert not is_workday(date(2025, 10, 8))
    assert workday_on_or_before(date(2025, 10, 8)) == date(2025, 9, 30)
    bridge = [order(1, "10-01 10:00", "10-01 11:00", 1), order(2, "10-08 10:00", "10-08 12:00", 9000)]
    assert only(holiday_premium, person(orders=bridge), OCTOBER).outcomes == {"unknown"}


def test_hourly_values_on_both_sides_of_each_border() -> None:
    borders = [("310101", date(2025, 6, 30)), ("310101", date(2025, 7, 1))]
    assert [hourly_fen(*border) for border in borders] == [2400, 2500]
    hebei = [("130123", date(2025, 11, 30)), ("130183", date(2025, 11, 30)), ("130102", date(2025, 12, 1))]
    assert [hourly_fen(*border) for border in hebei] == [2200, 2000, None]
