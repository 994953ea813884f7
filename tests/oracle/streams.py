"""Random streams of orders, sessions, breaks, rules and pay, drawn so that coincidences are the rule.

Times are drawn near a few anchors and local midnights, apart by lengths that matter (a second around 20
minutes, around the allowance, around 4 hours). One `Handed` holds everything about one platform and one to
three workers; its tables are lists of plain dicts with the columns of the design.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.oracle.second_sets import Row, Stream, local_day, midnight

T = TypeVar("T")
ZONE = "Asia/Shanghai"
AREAS = ("310101", "310115", "130102", "130123", "130183")
MINUTE, HOUR = 60, 3600
LENGTHS = (
    1,
    59,
    5 * MINUTE,
    10 * MINUTE,
    1199,
    1200,
    1201,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    4 * HOUR + 1,
)
AFTER = (
    0,
    0,
    0,
    0,
    0,
    1,
    -1,
    MINUTE,
    -MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    10 * MINUTE + 1,
    1199,
    1200,
    1201,
    1800,
)
GAPS = (300, 600, 1199, 1200, 1201, 1800, 301, 601, 1801, 0, 60, 5 * HOUR)
NUDGES = (*AFTER, -5 * MINUTE, -5 * MINUTE, -10 * MINUTE, -10 * MINUTE, -MINUTE)


@cache
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


@dataclass(frozen=True)
class Dice:
    """Where chance comes from: whole numbers from `low` to `high`, the first option being the plainest."""

    number: Callable[[int, int], int]

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.number(0, len(options) - 1)]

    def distinct(self, draw: Callable[[], T], most: int) -> list[T]:
        """Up to `most` drawn values, each once, in the order drawn."""
        return list(dict.fromkeys(draw() for _ in range(self.number(0, most))))


def thrown(make: Callable[[Dice], T]) -> st.SearchStrategy[T]:
    """The strategy of everything that `make` can make; it shrinks as whole numbers do."""

    @st.composite
    def strategy(draw: st.DrawFn) -> T:
        return make(Dice(lambda low, high: draw(_integers(low, high))))

    return strategy()


@dataclass(frozen=True)
class Handed:
    """What one platform hands over; a table that is absent was not handed over at all.

    The part that one debtor answers for names the `debtor`, and has the `whole` beside it.
    """

    platform_id: str
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    zone: str = ZONE
    debtor: str | None = None
    whole: "Handed | None" = None

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table, none if it was not handed over."""
        return self.tables.get(table, ())

    def workers(self) -> list[str]:
        """Every worker of whom anything at all was handed over."""
        tables = ("orders", "sessions", "workers", "payouts", "deductions")
        return sorted({row["worker_id"] for table in tables for row in self.rows(table) if row["worker_id"]})

    def stream(self, worker_id: str) -> Stream:
        """The time side of one worker."""
        orders = [row for row in self.rows("orders") if row["worker_id"] == worker_id]
        homes = [row["work_area_code"] for row in self.rows("workers") if row["worker_id"] == worker_id]
        return Stream(
            orders=orders,
            sessions=[row for row in self.rows("sessions") if row["worker_id"] == worker_id],
            breaks=[
                row
                for row in self.rows("order_breaks")
                if row["order_id"] in {order["order_id"] for order in orders}
            ],
            rules=self.rows("rules"),
            work_area=homes[0] if homes else None,
            zone=self.zone,
        )

    def speaking(self) -> "Handed":
        """The same without the tables of money that have no row: one without rows was not handed over."""
        silent = {name for name in ("deductions", "payouts") if not self.rows(name)}
        kept = {name: rows for name, rows in self.tables.items() if name not in silent}
        return replace(self, tables=kept)

    def named(self, platform_id: str) -> "Handed":
        """The same under another platform id, ids of orders and rows kept."""
        tables = {
            name: [dict(row) | {"platform_id": platform_id} for row in rows]
            for name, rows in self.tables.items()
        }
        return replace(self, platform_id=platform_id, tables=tables)


@dataclass(frozen=True)
class Window:
    """Days in which a stream plays, and the areas in which it does."""

    first: date
    days: int
    areas: tuple[str, ...]
    zone: str = ZONE


SHANGHAI_RISE = Window(date(2025, 6, 29), 4, ("310101", "310115"))
HEBEI_HOLE = Window(date(2025, 11, 29), 4, ("130102", "130123", "130183"))
STANDARD_STARTS = Window(date(2025, 12, 2), 4, AREAS)
NATIONAL_DAY = Window(date(2025, 9, 29), 4, AREAS)
CLOCKS_BACK = Window(date(2025, 11, 1), 3, ("ZZ-NYC", "ZZ-NJ"), "America/New_York")
CLOCKS_AHEAD = Window(date(2025, 3, 8), 3, ("ZZ-NYC", "ZZ-NJ"), "America/New_York")
ABROAD = (CLOCKS_BACK, CLOCKS_AHEAD)
WINDOWS = (SHANGHAI_RISE, HEBEI_HOLE, STANDARD_STARTS, NATIONAL_DAY)


def moment(dice: Dice, window: Window) -> int:
    """One time in the window: a local midnight or any minute of it, seldom a second off."""
    day, minute = dice.number(0, window.days), dice.number(-600, 1439)
    return (
        midnight(window.first, window.zone)
        + (day * 1440 + max(0, minute)) * MINUTE
        + dice.pick((0, 0, 0, 1, -1))
    )


def nearby(dice: Dice, anchors: Sequence[int]) -> int:
    """A time at an anchor or a telling distance after it."""
    return dice.pick(anchors) + dice.pick(NUDGES)


def length(dice: Dice) -> int:
    """Seconds that an order, session or break lasts; now and then none."""
    minutes = dice.number(0, 180 + len(LENGTHS) * 10)
    return minutes * MINUTE if minutes <= 180 else LENGTHS[(minutes - 181) // 10]


MONEY_COLUMNS = (
    "pay_base_fen",
    "pay_incentive_fen",
    "pay_one_off_fen",
    "pay_night_fen",
    "pay_weather_fen",
    "pay_holiday_fen",
    "tip_fen",
)
FATES = ("completed",) * 12 + (
    "cancelled",
    "cancelled",
    "never_accepted",
    "open",
    "reversed",
    "endless",
    "refused",
)


def blank_order(worker_id: str, order_id: str) -> dict[str, Any]:
    """A completed order without times or pay, every column there."""
    return {
        "platform_id": "p",
        "order_id": order_id,
        "worker_id": worker_id,
        "attempt": 1,
        "partner_id": None,
        "sector": "instant_delivery",
        "subsector": "food_delivery",
        "area_code": "310101",
        "status": "completed",
        "accepted_at": None,
        "completed_at": None,
        "cancelled_at": None,
        "injury_premium_fen": 4,
    } | dict.fromkeys(MONEY_COLUMNS, 0)


def meet_fate(order: Row, fate: str, start: int, lasting: int) -> dict[str, Any]:
    """The order with the times and status that its fate gives it."""
    times: dict[str, dict[str, Any]] = {
        "completed": {"accepted_at": start, "completed_at": start + lasting},
        "cancelled": {"accepted_at": start, "cancelled_at": start + lasting, "status": "cancelled"},
        "never_accepted": {"cancelled_at": start + lasting, "status": "cancelled"},
        "open": {"accepted_at": start, "status": "open"},
        "reversed": {"accepted_at": start, "completed_at": start - lasting - 1},
        "endless": {"accepted_at": start},
        "refused": {"status": "refused"},
    }
    return dict(order) | times[fate]


def order_close(dice: Dice, start: int, anchors: Sequence[int]) -> int:
    """When an order that starts then ends: after a telling length, at an anchor, or about midnight."""
    manner = dice.pick(("length", "length", "anchor", "anchor", "midnight"))
    if manner == "length":
        return start + length(dice)
    if manner == "anchor":
        return nearby(dice, anchors)
    next_day = local_day(start, ZONE) + timedelta(days=1)
    return midnight(next_day, ZONE) + dice.pick((0, 1, -MINUTE, -5 * MINUTE, -10 * MINUTE))


def orders(
    dice: Dice, areas: Sequence[str], worker_id: str, anchors: Sequence[int], most: int = 9
) -> list[dict[str, Any]]:
    """Up to `most` orders of one worker around the anchors."""
    drawn: list[dict[str, Any]] = []
    ends: list[int] = []
    for number in range(dice.number(0, most)):
        blank = blank_order(worker_id, f"{worker_id}-{number:02d}") | {"area_code": dice.pick(areas)}
        start = dice.pick(ends) + dice.pick(GAPS) if ends and dice.number(0, 1) else nearby(dice, anchors)
        lasting = max(0, order_close(dice, start, anchors) - start)
        drawn.append(meet_fate(blank, dice.pick(FATES), start, lasting))
        ends.append(start + lasting)
    return drawn


def sessions(dice: Dice, worker_id: str, anchors: Sequence[int], most: int = 4) -> list[dict[str, Any]]:
    """Sessions of one worker, free or demanded, overlapping, without length or reversed."""
    starts = dice.distinct(lambda: nearby(dice, anchors), most)
    return [
        {
            "platform_id": "p",
            "worker_id": worker_id,
            "online_at": start,
            "offline_at": start + (-MINUTE if dice.number(0, 9) == 9 else length(dice)),
            "demanded": dice.pick((True, False, None)),
        }
        for start in starts
    ]


def order_breaks(dice: Dice, drawn: Sequence[Row]) -> list[dict[str, Any]]:
    """Breaks of some of the orders, at their borders, across or beside them."""
    timed = [row for row in drawn if row["accepted_at"] is not None]
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for _ in range(dice.pick((0, 0, 1, 2, 3)) if timed else 0):
        row = dice.pick(timed)
        start = row["accepted_at"] + dice.pick((0, -MINUTE, MINUTE, 10 * MINUTE))
        found[(row["order_id"], start)] = {
            "platform_id": "p",
            "order_id": row["order_id"],
            "from_at": start,
            "to_at": start + length(dice),
        }
    return list(found.values())


def working_time_rules(dice: Dice, window: Window) -> list[dict[str, Any]]:
    """Versions of the filed working-time rule, some starting inside the window."""
    starts = dice.distinct(lambda: dice.number(-2, window.days), 3)
    return [
        {
            "platform_id": "p",
            "subject": "working_time",
            "rule_version": f"v{number}",
            "effective_from": window.first + timedelta(days=start),
            "content": {"allowance_min": dice.pick((0, 5, 10, 20, 30))} | _own_limits(dice),
        }
        for number, start in enumerate(starts)
    ]


def _own_limits(dice: Dice) -> dict[str, int]:
    """The longest spell that a company sets itself, with or without a least break of its own."""
    limit = {"longest_spell_min": dice.pick((120, 240, 60))} if dice.number(0, 2) == 2 else {}
    return limit | ({"least_break_min": dice.pick((10, 20, 30))} if dice.number(0, 2) == 2 else {})


def worker_row(worker_id: str, **more: Any) -> dict[str, Any]:
    """A row of the workers table about whom nothing is declared."""
    return {
        "platform_id": "p",
        "worker_id": worker_id,
        "engaged_from": date(2024, 1, 1),
        "work_area_code": None,
        "instrument": None,
        "category": None,
        "category_from": None,
        "hours_system": None,
    } | more


def time_stream(dice: Dice, windows: Sequence[Window] = WINDOWS) -> Handed:
    """One to three workers of one platform over a few days: what working time is made of."""
    window = dice.pick(windows)
    tables: dict[str, list[Row]] = {"orders": [], "sessions": [], "order_breaks": [], "workers": []}
    for number in range(dice.number(1, 3)):
        worker_id = f"w{number}"
        anchors = [moment(dice, window) for _ in range(dice.number(1, 5))]
        drawn = orders(dice, window.areas, worker_id, anchors)
        tables["orders"] += drawn
        tables["sessions"] += sessions(dice, worker_id, anchors)
        tables["order_breaks"] += order_breaks(dice, drawn)
        home = dice.pick((None, *window.areas))
        tables["workers"].append(worker_row(worker_id, work_area_code=home))
    tables["rules"] = list(working_time_rules(dice, window))
    return Handed("p", tables, window.zone)


def time_streams(windows: Sequence[Window] = WINDOWS) -> st.SearchStrategy[Handed]:
    """Strategy of `time_stream`."""
    return thrown(lambda dice: time_stream(dice, windows))
