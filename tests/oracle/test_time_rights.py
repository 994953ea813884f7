"""The oracle of spells and weekly rest on cases worked out by hand."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.second_sets import Row
from tests.oracle.standing import Audit, Person
from tests.oracle.streams import Handed, blank_order, worker_row
from tests.oracle.time_rights import continuous, runs, weekly_rest, worked_days

DECEMBER = Audit(date(2025, 12, 1), date(2025, 12, 31))
EMPLOYEE = {"category": "A", "category_from": "contract", "hours_system": "standard"}


def at(day: date, minutes: int) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Shanghai"))
    return int(midnight.timestamp()) + minutes * 60


def order(number: int, day: date, start: int, lasting_s: int, **more: Any) -> Row:
    accepted = at(day, start)
    times = {"accepted_at": accepted, "completed_at": accepted + lasting_s}
    return blank_order("w", f"o{number}") | times | more


def person(orders: list[Row], **standing: Any) -> Person:
    return Person(Handed("p", {"orders": orders, "workers": [worker_row("w", **standing)]}), "w")


@pytest.mark.parametrize(
    ("day", "lasting_s", "outcome"),
    [
        (date(2025, 12, 4), 4 * 3600, "kept"),
        (date(2025, 12, 4), 4 * 3600 + 1, "broken"),
        (date(2025, 12, 3), 9 * 3600, "not_applicable"),
    ],
)
def test_four_hours_on_end(day: date, lasting_s: int, outcome: str) -> None:
    (judged,) = continuous(person([order(1, day, 600, lasting_s)]), DECEMBER)
    assert (judged.outcomes, judged.measure) == ({outcome}, lasting_s)


def test_a_spell_that_began_before_the_standard_is_not_judged_by_it() -> None:
    (judged,) = continuous(person([order(1, date(2025, 12, 3), 23 * 60, 5 * 3600)]), DECEMBER)
    assert judged.outcomes == {"not_applicable"}


def test_parcels_are_not_food_and_drivers_give_a_signal() -> None:
    day = date(2025, 12, 5)
    (parcel,) = continuous(person([order(1, day, 600, 5 * 3600, subsector="parcel")]), DECEMBER)
    assert parcel.outcomes == {"not_applicable"}
    ride = order(1, day, 600, 5 * 3600, sector="ride_hailing", subsector=None)
    (driver,) = continuous(person([ride]), DECEMBER)
    assert driver.outcomes == {"signal"}


def test_seven_days_in_a_row_are_one_signal_and_six_are_none() -> None:
    days = [date(2025, 12, 8) + timedelta(days=n) for n in range(9)]
    found = weekly_rest(person([order(n, day, 600, 60) for n, day in enumerate(days)]), DECEMBER)
    assert [(j.first, j.last, j.measure) for j in found] == [(days[0], days[8], 9)]
    assert not weekly_rest(person([order(n, day, 600, 60) for n, day in enumerate(days[:6])]), DECEMBER)
    assert runs({days[0], days[1], days[3]}) == [(days[0], days[1]), (days[3], days[3])]


def week(last_minutes: int, lasting_s: int) -> Person:
    """An employee with an order from Monday 8 to Saturday 13 December, the last at the given minute."""
    days = [date(2025, 12, 8) + timedelta(days=n) for n in range(6)]
    orders = [order(n, day, 600, 60) for n, day in enumerate(days[:5])]
    return person([*orders, order(9, days[5], last_minutes, lasting_s)], **EMPLOYEE)


def test_work_until_two_at_night_belongs_to_the_day_it_began() -> None:
    # from Saturday 23:00: three hours end on Sunday at 02:00, Sunday stays free; a second more takes it.
    (free,) = weekly_rest(week(23 * 60, 3 * 3600), DECEMBER)
    (taken,) = weekly_rest(week(23 * 60, 3 * 3600 + 1), DECEMBER)
    assert (free.outcomes, taken.outcomes) == ({"kept"}, {"broken"})
    assert worked_days(
        [(at(date(2025, 12, 13), 23 * 60), at(date(2025, 12, 13), 26 * 60))], "Asia/Shanghai"
    ) == {date(2025, 12, 13)}


def test_only_whole_weeks_inside_the_audit_are_judged() -> None:
    assert weekly_rest(week(600, 60), Audit(date(2025, 12, 9), date(2025, 12, 31))) == []
