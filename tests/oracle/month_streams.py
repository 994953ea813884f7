"""Random months of employees: work on nearly every working day, leave, and pay about the monthly floor."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.oracle.law_by_hand import is_workday
from tests.oracle.money_streams import LONG_AGO, REASONS
from tests.oracle.monthly import monthly_floor
from tests.oracle.second_sets import Row, midnight
from tests.oracle.standing import Audit, Person, each_day, month_of
from tests.oracle.streams import ZONE, Dice, Handed, blank_order, meet_fate, worker_row

MONTHS = (date(2025, 6, 1), date(2025, 7, 1), date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))
PLACES = (("310101",), ("310101", "310115"), ("130102", "130123"), ("130183",), ("130102", "130183"))
FATES = ("completed",) * 60 + ("cancelled", "reversed")
EMPLOYED: dict[str, Any] = {"category": "A", "category_from": "contract", "hours_system": "standard"}
STANDINGS: tuple[dict[str, Any], ...] = (
    *(EMPLOYED,) * 6,
    EMPLOYED | {"hours_system": "part_time"},
    {"category": "B", "category_from": "inspection"},
    {"category": "C", "category_from": "declaration"},
)
AUDIT = Audit(date(2025, 6, 1), date(2025, 12, 31))


def _day_of_work(dice: Dice, worker_id: str, number: int, start: int, areas: tuple[str, ...]) -> Row:
    pay: dict[str, int | None] = {
        "pay_base_fen": dice.pick((10000, 12000, 12500)),
        "pay_incentive_fen": dice.pick((0, 0, 300)),
    }
    if dice.number(0, 299) == 299:
        pay["pay_base_fen"] = None
    blank = blank_order(worker_id, f"{worker_id}-{number:02d}") | pay | {"area_code": dice.pick(areas)}
    return meet_fate(blank, dice.pick(FATES), start, dice.pick((4 * 3600, 8 * 3600, 900)))


def _leaves(dice: Dice, worker_id: str, missed: list[date]) -> list[Row]:
    """Leave on the days missed, some of it recorded twice, and some that is not recorded at all."""
    recorded = [day for day in missed if dice.number(0, 4)]
    ends = [day + timedelta(days=dice.pick((0, 0, 0, 1))) for day in recorded]
    named = {"platform_id": "p", "worker_id": worker_id, "kind": "annual"}
    return [
        {**named, "from_day": day, "to_day": end}
        for day, end in zip(recorded, ends, strict=True)
        for _ in range(dice.pick((1, 1, 1, 2)))
    ]


def month_stream(dice: Dice) -> Handed:
    """One employee, or somebody who is none, in a month of work on nearly all of its working days."""
    first, last = month_of(dice.pick(MONTHS))
    areas, worker_id = dice.pick(PLACES), "w0"
    working = [day for day in each_day(first, last) if is_workday(day)]
    count = dice.pick((0, 0, 0, 0, 1, 1, 2))
    missed = sorted({dice.pick(working) for _ in range(count)})
    extra = [day for day in each_day(first, last) if not is_workday(day) and not dice.number(0, 5)]
    orders = [
        _day_of_work(dice, worker_id, number, midnight(day, ZONE) + dice.pick((9, 9, 9, 20)) * 3600, areas)
        for number, day in enumerate(sorted({*working, *extra} - set(missed)))
    ]
    engaged = dice.pick((date(2024, 1, 1), date(2024, 1, 1), first, first + timedelta(days=1), None))
    left = dice.pick((None, None, None, None, last, last - timedelta(days=1)))
    standing = dice.pick(STANDINGS)
    worker = worker_row(worker_id, engaged_from=engaged, engaged_to=left, **standing)
    deductions: list[Row] = [
        dict(LONG_AGO) | {"deduction_id": f"d{n}", "occurred_at": midnight(dice.pick(working), ZONE)} | cut
        for n in range(dice.pick((0, 0, 1, 2)))
        for cut in [{"reason": dice.pick(REASONS), "amount_fen": dice.pick((2500, 100, -300))}]
    ]
    tables: dict[str, list[Row]] = {"orders": orders, "workers": [worker]}
    tables |= {"leaves": _leaves(dice, worker_id, missed), "deductions": deductions}
    if dice.number(0, 5):
        tables["deductions"] = [*deductions, LONG_AGO]
    return _aimed(dice, Handed("p", tables))


def _aimed(dice: Dice, handed: Handed) -> Handed:
    """The same with the last order paid so that the floor is just met, or missed or passed by a fen."""
    judged = [found for found in monthly_floor(Person(handed, "w0"), AUDIT) if found.threshold is not None]
    nudge = dice.pick((None, 0, -1, 1))
    if nudge is None or not judged:
        return handed
    rows = [dict(row) for row in handed.rows("orders")]
    last = next(row for row in reversed(rows) if row["status"] == "completed")
    pay = last["pay_base_fen"] + (judged[0].threshold or 0) + nudge - (judged[0].measure or 0)
    last["pay_base_fen"] = max(0, pay)
    return replace(handed, tables=dict(handed.tables) | {"orders": rows})
