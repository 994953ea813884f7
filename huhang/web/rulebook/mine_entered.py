"""What somebody enters to have it worked out, and the same as rows of records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from huhang.vocabulary.days import CHINA_ZONE, each_day, month_first, month_last
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text

# Nobody in particular: what is entered names no company and no person.
COMPANY, WORKER = "x", "x"
_ZONE = ZoneInfo(CHINA_ZONE)
_A_DAY = 24 * 3600
# Days spread over a month begin at this hour, unless they are too long for it.
_USUAL_START = 8 * 3600

KINDS: dict[str, tuple[str, str | None, Text]] = {
    "food": ("instant_delivery", "food_delivery", Text("送外卖", "food delivery")),
    "delivery": ("instant_delivery", None, Text("其他即时配送（跑腿、生鲜）", "other instant delivery")),
    "ride": ("ride_hailing", None, Text("网约车", "ride-hailing")),
    "freight": ("city_freight", None, Text("同城货运", "city freight")),
    "express": ("express", None, Text("快递", "express")),
    "home": ("home_service", None, Text("家政", "home service")),
}
RELATIONS: dict[str, Text] = {
    "B": Text(
        "没有劳动合同，按平台规则接单（多数骑手、司机）",
        "no labour contract, orders by the platform’s rules (most)",
    ),
    "A": Text("有劳动合同，全日制", "a labour contract, full time"),
    "part": Text("有劳动合同，非全日制（小时工）", "a labour contract, part time"),
    "C": Text(
        "自己做生意，平台不管派单和价格",
        "a business of one’s own, the platform sets neither orders nor prices",
    ),
}


@dataclass(frozen=True)
class Stretch:
    """A stretch of work on a day, with what was paid for it in fen."""

    day: date
    starts: time
    ends: time
    pay_fen: int
    holiday_fen: int = 0

    def moments(self) -> tuple[datetime, datetime]:
        """When it began and ended; an end that is not later is on the next day."""
        first = datetime.combine(self.day, self.starts, _ZONE)
        last = datetime.combine(self.day, self.ends, _ZONE)
        return first, last if last > first else last + timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """A whole month in sums: seconds and days of work, pay in fen."""

    first: date
    days: int
    seconds: int
    pay_fen: int


@dataclass(frozen=True)
class Taken:
    """A sum taken off the pay, with its reason as records name it."""

    reason: str
    fen: int


@dataclass(frozen=True)
class Entered:
    """All that was entered; either stretches or a month."""

    place: str
    kind: str
    relation: str
    stretches: tuple[Stretch, ...] = ()
    month: Month | None = None
    taken: tuple[Taken, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the months that are spoken of."""
        if self.month:
            return self.month.first, month_last(self.month.first)
        told = [stretch.day for stretch in self.stretches]
        return month_first(min(told)), month_last(max(told))

    @property
    def last_worked(self) -> date:
        """The last day of which anything is told."""
        return month_last(self.month.first) if self.month else max(s.day for s in self.stretches)


def rights_for(entered: Entered) -> tuple[str, ...]:
    """The rights that what was entered can be asked about; sums of a month tell nothing of single days."""
    floors = ("pay/hourly_floor", "pay/monthly_floor")
    if entered.month:
        return floors
    told = (*floors, "pay/holiday_premium", "time/continuous", "time/weekly_rest")
    return (*told, "time/overtime_limit") if entered.relation == "A" else told


def rows_of(entered: Entered, book: LawBook) -> dict[str, list[dict[str, Any]]]:
    """The rows as a company would hand them over: orders, deductions, the worker."""
    company = {"platform_id": COMPANY}
    orders = [_order(entered, number, *told) for number, told in enumerate(_told(entered, book))]
    deductions = [
        {"deduction_id": str(number), "worker_id": WORKER, "reason": taken.reason, "amount_fen": taken.fen}
        | {"occurred_at": datetime.combine(entered.last_worked, time(12), _ZONE), "basis": "rule"}
        for number, taken in enumerate(entered.taken)
    ]
    rows: dict[str, list[Mapping[str, Any]]] = {
        "orders": [*orders],
        "deductions": [*deductions],
        "workers": [_worker(entered)],
    }
    return {name: [{**company, **row} for row in found] for name, found in rows.items()}


def _told(entered: Entered, book: LawBook) -> Iterator[tuple[datetime, datetime, int, int]]:
    """Start, end, pay and holiday allowance of each order."""
    if entered.month:
        yield from _spread(entered.month, book)
        return
    for stretch in entered.stretches:
        yield (*stretch.moments(), stretch.pay_fen, stretch.holiday_fen)


def _spread(month: Month, book: LawBook) -> Iterator[tuple[datetime, datetime, int, int]]:
    """The seconds of a month over its days of work, working days first, all pay on the first of them."""
    every = each_day(month.first, month_last(month.first))
    first_choice = sorted(every, key=lambda day: (not _is_workday(book, day), day))
    chosen = sorted(first_choice[: month.days])
    each, more = divmod(month.seconds, month.days)
    for number, day in enumerate(chosen):
        length = each + (number < more)
        start = _USUAL_START if _USUAL_START + length <= _A_DAY else 0
        begins = datetime.combine(day, time(), _ZONE) + timedelta(seconds=start)
        yield begins, begins + timedelta(seconds=length), month.pay_fen if number == 0 else 0, 0


def _is_workday(book: LawBook, day: date) -> bool:
    return book.calendar.is_workday(day) if book.calendar.is_known(day) else day.weekday() < 5


def _order(
    entered: Entered, number: int, begins: datetime, ends: datetime, pay: int, holiday: int
) -> dict[str, Any]:
    sector, subsector, _ = KINDS[entered.kind]
    nothing = ("pay_incentive_fen", "pay_one_off_fen", "pay_night_fen", "pay_weather_fen", "tip_fen")
    return {
        "order_id": f"{number:04d}",
        "worker_id": WORKER,
        "attempt": 1,
        "sector": sector,
        "subsector": subsector or ("other" if sector == "instant_delivery" else None),
        "area_code": entered.place,
        "status": "completed",
        "accepted_at": begins,
        "completed_at": ends,
        "pay_base_fen": pay,
        "pay_holiday_fen": holiday,
        **dict.fromkeys(nothing, 0),
    }


def _worker(entered: Entered) -> Mapping[str, Any]:
    """How the worker is engaged, as it was told."""
    papers: dict[str, dict[str, str]] = {
        "A": {"category": "A", "instrument": "labour_contract", "hours_system": "standard"},
        "part": {"category": "A", "instrument": "labour_contract", "hours_system": "part_time"},
        "B": {"category": "B", "instrument": "written_agreement"},
        "C": {"category": "C", "instrument": "civil_contract"},
    }
    first = entered.days[0] - timedelta(days=366)
    told = {"worker_id": WORKER, "engaged_from": first, "work_area_code": entered.place}
    return told | papers[entered.relation] | {"category_from": "declaration"}
