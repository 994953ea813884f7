"""Random months of pay: orders on a few days, deductions, settlement periods, payouts on time or late.

Pay is drawn near the floor and proportional to time, so that equality is met often; `aimed` then moves one
order's pay so that counted pay stands exactly at the floor, a fen below or a fen above it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle.law_by_hand import MAKEUP_DAYS, STATUTORY
from tests.oracle.pay_rights import hourly_floor
from tests.oracle.second_sets import Row, local_day, midnight
from tests.oracle.standing import Audit, Period, Person, each_day, month_of
from tests.oracle.streams import (
    AREAS,
    MINUTE,
    MONEY_COLUMNS,
    ZONE,
    Dice,
    Handed,
    blank_order,
    length,
    meet_fate,
    order_breaks,
    thrown,
    worker_row,
)

REASONS = (
    *("late", "bad_review", "complaint", "damage", "equipment", "service_fee", "insurance", "other"),
    *("deposit", "deposit"),
    *("tax", "social_insurance", "housing_fund", "court_order", "advance"),
)
BASES = ("rule", "law", "court", "written", None)
FATES = ("completed",) * 40 + ("cancelled", "cancelled", "refused", "open", "reversed")


@dataclass(frozen=True)
class Season:
    """Where and when a stream of money plays, and the days audited."""

    days: tuple[date, ...]
    audit: Audit
    areas: tuple[str, ...]


def _telling(first: date, last: date, also: Sequence[date] = ()) -> tuple[date, ...]:
    """Days to draw from: borders of months, middles, holidays and make-up days, and those beside them."""
    wanted = set(also) | STATUTORY | MAKEUP_DAYS
    for day in each_day(first, last):
        if day.day in (1, 2, 9, 10, 15, 16) or day == month_of(day)[1]:
            wanted.add(day)
    return tuple(sorted(day for day in wanted if first <= day <= last))


SUMMER = Season(
    _telling(date(2025, 6, 1), date(2025, 8, 5)),
    Audit(date(2025, 6, 10), date(2025, 7, 31)),
    ("310101", "310115"),
)
AUTUMN = Season(
    _telling(date(2025, 9, 25), date(2025, 12, 31)),
    Audit(date(2025, 10, 1), date(2025, 12, 31)),
    AREAS,
)
HEBEI = Season(
    _telling(date(2025, 10, 25), date(2025, 12, 3)),
    Audit(date(2025, 10, 16), date(2025, 12, 15)),
    ("130102", "130123", "130183"),
)
GUIDE = Season(
    _telling(date(2023, 10, 25), date(2023, 11, 30), (date(2023, 11, 7), date(2023, 11, 8))),
    Audit(date(2023, 10, 28), date(2023, 12, 31)),
    ("110101", "110101", "310101"),
)
SEASONS = {"guide": GUIDE, "summer": SUMMER, "autumn": AUTUMN, "hebei": HEBEI}


def _pay(dice: Dice, seconds: int, fen_per_hour: int, *, plain: bool) -> dict[str, int | None]:
    """Pay of an order: mostly in proportion to its time, the rest of it seldom anything."""
    if plain:
        nothing: dict[str, int | None] = dict.fromkeys(MONEY_COLUMNS, 0)
        return nothing | {"pay_base_fen": max(0, seconds * fen_per_hour // 3600)}
    base: int | None = max(0, seconds * fen_per_hour // 3600 + dice.pick((0, 0, 0, 1, -1, 100)))
    if dice.number(0, 79) == 79:
        base = None
    return {
        "pay_base_fen": base,
        "pay_incentive_fen": dice.pick((0, 0, 0, 0, 150)),
        "pay_one_off_fen": dice.pick((0, 0, 0, 0, 500)),
        "pay_night_fen": dice.pick((0, 0, 0, 0, 70)),
        "pay_weather_fen": dice.pick((0, 0, 0, 0, 30)),
        "pay_holiday_fen": dice.pick((0, 0, 0, 0, 0, 0, 0, 1)),
        "tip_fen": dice.pick((0, 0, 0, 0, 200)),
    }


def _orders(dice: Dice, season: Season, worker_id: str) -> list[dict[str, Any]]:
    days = dice.distinct(lambda: dice.pick(season.days), 7)
    rate = dice.pick((2500, 2400, 2200, 1800, 3600))
    plain = not dice.number(0, 2)
    drawn: list[dict[str, Any]] = []
    for day in days:
        start = midnight(day, ZONE) + dice.pick((600, 600, 840, 1080, 0, 1410)) * MINUTE
        for _ in range(dice.number(1, 4)):
            blank = blank_order(worker_id, f"{worker_id}-{len(drawn):02d}")
            blank["area_code"] = dice.pick(season.areas)
            lasting = length(dice) if dice.number(0, 3) == 3 else dice.pick((3600, 1800, 7200, 61))
            drawn.append(
                meet_fate(blank | _pay(dice, lasting, rate, plain=plain), dice.pick(FATES), start, lasting)
            )
            overlapping = (lasting, lasting, lasting + 600, lasting // 2, 0, 6 * 3600)
            start += lasting if plain else dice.pick(overlapping)
    return drawn


def _periods(dice: Dice, season: Season) -> list[Period]:
    """Settlement periods: months, halves, weeks with holes, across months, now and then overlapping."""
    months = sorted({month_of(day) for day in season.days})
    manner = dice.pick(("months", "months", "halves", "across", "holes", "overlapping", "one", "none"))
    halves = [
        half
        for first, last in months
        for half in ((first, first.replace(day=15)), (first.replace(day=16), last))
    ]
    across = [(first.replace(day=16), last + timedelta(days=15)) for first, last in months]
    chosen = {"months": months, "halves": halves, "across": across, "none": []}
    if manner == "one":
        return [dice.pick((*months, *halves, *across))]
    if manner == "holes":
        return [period for period in halves if dice.number(0, 1)]
    if manner == "overlapping":
        return [period for period in (*months, *halves, *across) if not dice.number(0, 3)]
    return list(chosen[manner])


def _payouts(dice: Dice, worker_id: str, periods: Sequence[Period]) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    for first, last in periods:
        due = dice.pick((last + timedelta(days=dice.number(-3, 20)), last + timedelta(days=5), None))
        for _ in range(dice.pick((1, 1, 1, 2))):
            late = dice.pick((0, 0, 0, 1, -1, 2, 3, 90, None))
            paid_on = None if late is None else (due or last) + timedelta(days=late)
            drawn.append(
                {
                    "platform_id": "p",
                    "payout_id": f"{worker_id}-{len(drawn):02d}",
                    "partner_id": None,
                    "worker_id": worker_id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": due,
                    "paid_on": paid_on,
                    "amount_fen": dice.number(0, 20000),
                    "channel": dice.pick(("bank", "wechat", "bank", "cash", "in_kind")),
                }
            )
    return drawn


def _deductions(dice: Dice, season: Season, worker_id: str) -> list[dict[str, Any]]:
    return [
        {
            "platform_id": "p",
            "deduction_id": f"{worker_id}-{number}",
            "worker_id": worker_id,
            "order_id": None,
            "occurred_at": midnight(dice.pick(season.days), ZONE) + dice.pick((0, -1, 36000, 86399)),
            "reason": reason,
            "basis": "written" if reason == "advance" else dice.pick(BASES),
            "amount_fen": dice.pick((100, 1, 2500, -300)),
        }
        for number in range(dice.pick((0, 0, 0, 1, 2, 3)))
        for reason in [dice.pick(REASONS)]
    ]


# Shows that the platform hands deductions over; its day lies in no period that is audited.
LONG_AGO: Row = {
    "platform_id": "p",
    "deduction_id": "long-ago",
    "worker_id": "w0",
    "order_id": None,
    "occurred_at": midnight(date(2024, 1, 5), ZONE),
    "reason": "late",
    "basis": "rule",
    "amount_fen": 777,
}
STANDINGS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {},
    {"instrument": "written_agreement"},
    {"instrument": "none"},
    {"category": "C", "category_from": "declaration"},
    {"category": "A", "category_from": "contract", "hours_system": "part_time"},
    {"category": "A", "category_from": "contract", "hours_system": "standard"},
    {"category": "B", "category_from": "inspection"},
)


def _filed(dice: Dice, season: Season, subject: str, keys: Mapping[str, Sequence[int | None]]) -> list[Row]:
    """No version, one, or two of a rule, from before the season or within it; None is a key not set."""
    starts = [season.days[0] - timedelta(days=60), dice.pick(season.days)]
    found: list[Row] = []
    for number, start in enumerate(starts[: dice.pick((0, 1, 1, 2))]):
        drawn = {key: dice.pick(values) for key, values in keys.items()}
        found.append(
            {
                "platform_id": "p",
                "subject": subject,
                "rule_version": f"v{number}",
                "effective_from": start,
                "content": {key: value for key, value in drawn.items() if value is not None},
            }
        )
    return found


def _rules(dice: Dice, season: Season) -> list[Row]:
    """What the company filed of cycles, due days and allowance; now and then one key under two subjects."""
    pay: dict[str, Sequence[int | None]] = {
        "pay_cycle_days": (None, None, 31, 30, 15, 14),
        "due_day": (None, None, 5, 10, 20, 31),
    }
    other: dict[str, Sequence[int | None]] = {"due_day": (None, None, None, 7)}
    found = [*_filed(dice, season, "pay", pay), *_filed(dice, season, "commission", other)]
    return [*found, *_filed(dice, season, "working_time", {"allowance_min": (None, 0, 10, 20)})]


def _sessions(dice: Dice, worker_id: str, drawn: Sequence[Row]) -> list[dict[str, Any]]:
    """Demanded presence on a few of the days worked, and on days without an order."""
    starts = dice.distinct(
        lambda: dice.pick(drawn)["accepted_at"] + dice.pick((-1800, 0, 1800, 86400)), dice.pick((0, 0, 2))
    )
    return [
        {
            "platform_id": "p",
            "worker_id": worker_id,
            "online_at": start,
            "offline_at": start + length(dice),
            "demanded": dice.pick((True, False)),
        }
        for start in starts
    ]


def money_stream(dice: Dice, season: Season) -> Handed:
    """One to three workers of one platform over some months."""
    names = ("orders", "sessions", "order_breaks", "workers", "payouts", "deductions")
    tables: dict[str, list[Row]] = {name: [] for name in names}
    for number in range(dice.number(1, 3)):
        worker_id = f"w{number}"
        drawn = _orders(dice, season, worker_id)
        timed = [row for row in drawn if row["accepted_at"] is not None]
        tables["orders"] += drawn
        tables["sessions"] += _sessions(dice, worker_id, timed) if timed else []
        tables["order_breaks"] += order_breaks(dice, drawn)
        tables["payouts"] += _payouts(dice, worker_id, _periods(dice, season))
        tables["deductions"] += _deductions(dice, season, worker_id)
        home = dice.pick((None, *season.areas))
        tables["workers"].append(worker_row(worker_id, work_area_code=home, **dice.pick(STANDINGS)))
    if dice.number(0, 3):
        tables["deductions"].append(LONG_AGO)
    tables["rules"] = _rules(dice, season)
    return aimed(dice, Handed("p", tables), season.audit)


def _with_row(handed: Handed, table: str, matching: Callable[[Row], bool], **change: Any) -> Handed:
    rows = [dict(row) | change if matching(row) else row for row in handed.rows(table)]
    return replace(handed, tables=dict(handed.tables) | {table: rows})


def aimed(dice: Dice, handed: Handed, audit: Audit) -> Handed:
    """The same with one order per worker paid so that a floor is just met, or missed or passed by a fen."""
    for worker_id in handed.workers():
        person = Person(handed, worker_id)
        judged = [found for found in hourly_floor(person, audit) if found.measure is not None]
        nudge = dice.pick((None, 0, -1, 1))
        if nudge is None or not judged:
            continue
        target = dice.pick(judged)
        completed = [
            row
            for row in person.accepted(each_day(target.first, target.last))
            if row["status"] == "completed" and audit.holds(local_day(row["accepted_at"], ZONE))
        ]
        if completed:
            row = completed[-1]
            pay = row["pay_base_fen"] + (target.threshold or 0) + nudge - (target.measure or 0)
            if pay >= 0:
                handed = _paid(handed, row, pay)
    return handed


def _paid(handed: Handed, row: Row, pay: int) -> Handed:
    return _with_row(handed, "orders", lambda other: other is row, pay_base_fen=pay)


PARTNERS = ("north", "south")


def partner_stream(dice: Dice, season: Season) -> Handed:
    """Workers whose orders belong to two partners, or to none; deductions tied to any order or to none."""
    plain = money_stream(dice, season)
    named = (*PARTNERS, *PARTNERS, None)
    orders = [dict(row) | {"partner_id": dice.pick(named)} for row in plain.rows("orders")]
    payouts = [dict(row) | {"partner_id": dice.pick(named)} for row in plain.rows("payouts")]
    deductions: list[Row] = []
    for row in plain.rows("deductions"):
        own = [order["order_id"] for order in orders if order["worker_id"] == row["worker_id"]]
        tied = dice.pick((None, *own, *own, "nowhere"))
        deductions.append(dict(row) | {"order_id": tied})
    workers = [
        dict(row)
        | {"partner_id": dice.pick((None, None, "north"))}
        | {"employer_id": dice.pick((None, "boss")) if row["category"] == "A" else None}
        for row in plain.rows("workers")
    ]
    tables: dict[str, Sequence[Row]] = dict(plain.tables)
    tables |= {"orders": orders, "payouts": payouts, "deductions": deductions, "workers": workers}
    return replace(plain, tables=tables)


def money_streams(season: Season) -> st.SearchStrategy[Handed]:
    """Strategy of `money_stream`."""
    return thrown(lambda dice: money_stream(dice, season))


def rest_stream(dice: Dice) -> Handed:
    """One worker with an order on most days of three weeks in December, some of them about midnight."""
    first = date(2025, 11, 24) + timedelta(days=dice.number(0, 14))
    own = {"category": "C", "category_from": "declaration"}
    standing = dice.pick(({}, {}, {}, STANDINGS[7], STANDINGS[7], STANDINGS[7], own))
    drawn: list[Row] = []
    for day in each_day(first, first + timedelta(days=dice.number(5, 22))):
        if dice.number(0, 11) == 11:
            continue
        start = midnight(day, ZONE) + dice.pick((600, 600, 600, 1380, 1380, 1439, 0, 30)) * MINUTE
        lasting = dice.pick((1800, 3600, 3 * 3600, 3 * 3600, 3 * 3600 + 1, 60, 0))
        blank = blank_order("w0", f"w0-{len(drawn):02d}") | {"area_code": "310101"}
        drawn.append(meet_fate(blank, "completed", start, lasting))
    return Handed("p", {"orders": drawn, "workers": [worker_row("w0", **standing)]})


def rest_streams() -> st.SearchStrategy[Handed]:
    """Strategy of `rest_stream`."""
    return thrown(rest_stream)
