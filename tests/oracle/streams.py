"""Random streams of orders, sessions, breaks, rules and pay, drawn so that coincidences are the rule.

Times are drawn near a few anchors and local midnights, apart by lengths that matter (a second around 20
minutes, around the allowance, around 4 hours). One `Handed` holds everything about one platform and one to
three workers; its tables are lists of plain dicts with the columns of the design.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle.second_sets import Row, Stream, midnight

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
NUDGES = (0, 0, 0, 0, 1, -1, MINUTE, 1199, 1200, 1201, 10 * MINUTE, 10 * MINUTE + 1)
DRAWN = tuple(dict.fromkeys(LENGTHS))


@dataclass(frozen=True)
class Handed:
    """What one platform hands over; a table that is absent was not handed over at all."""

    platform_id: str
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)

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
            zone=ZONE,
        )

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


SHANGHAI_RISE = Window(date(2025, 6, 29), 4, ("310101", "310115"))
HEBEI_HOLE = Window(date(2025, 11, 29), 4, ("130102", "130123", "130183"))
STANDARD_STARTS = Window(date(2025, 12, 2), 4, AREAS)
NATIONAL_DAY = Window(date(2025, 9, 29), 4, AREAS)
WINDOWS = (SHANGHAI_RISE, HEBEI_HOLE, STANDARD_STARTS, NATIONAL_DAY)


@st.composite
def moments(draw: st.DrawFn, window: Window) -> int:
    """One time in the window: a local midnight or any minute of it, seldom a second off."""
    start = midnight(window.first, ZONE)
    minute = draw(
        st.one_of(
            st.integers(0, window.days * 24 * 60),
            st.integers(0, window.days).map(lambda day: day * 24 * 60),
        )
    )
    return start + minute * MINUTE + draw(st.sampled_from((0, 0, 0, 1, -1)))


def nearby(anchors: Sequence[int]) -> st.SearchStrategy[int]:
    """A time at an anchor or a telling distance after it."""
    return st.builds(lambda anchor, nudge: anchor + nudge, st.sampled_from(anchors), st.sampled_from(NUDGES))


def lengths() -> st.SearchStrategy[int]:
    """Seconds that an order, session or break lasts; now and then none."""
    return st.one_of(st.sampled_from(DRAWN), st.integers(0, 180).map(lambda minutes: minutes * MINUTE))


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


def blank_order(platform_id: str, worker_id: str, order_id: str) -> dict[str, Any]:
    """A completed order without times or pay, every column there."""
    return {
        "platform_id": platform_id,
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


def meet_fate(order: dict[str, Any], fate: str, start: int, length: int) -> dict[str, Any]:
    """The order with the times and status that its fate gives it."""
    times: dict[str, dict[str, Any]] = {
        "completed": {"accepted_at": start, "completed_at": start + length},
        "cancelled": {"accepted_at": start, "cancelled_at": start + length, "status": "cancelled"},
        "never_accepted": {"cancelled_at": start + length, "status": "cancelled"},
        "open": {"accepted_at": start, "status": "open"},
        "reversed": {"accepted_at": start, "completed_at": start - length - 1},
        "endless": {"accepted_at": start},
        "refused": {"status": "refused"},
    }
    return order | times[fate]


@st.composite
def orders(
    draw: st.DrawFn, window: Window, worker_id: str, anchors: Sequence[int], most: int = 9
) -> list[dict[str, Any]]:
    """Up to `most` orders of one worker around the anchors."""
    drawn: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, most))):
        blank = blank_order("p", worker_id, f"{worker_id}-{number:02d}")
        blank["area_code"] = draw(st.sampled_from(window.areas))
        drawn.append(meet_fate(blank, draw(st.sampled_from(FATES)), draw(nearby(anchors)), draw(lengths())))
    return drawn


@st.composite
def sessions(draw: st.DrawFn, worker_id: str, anchors: Sequence[int], most: int = 4) -> list[dict[str, Any]]:
    """Sessions of one worker, free or demanded, overlapping, without length or reversed."""
    starts = draw(st.lists(nearby(anchors), max_size=most, unique=True))
    return [
        {
            "platform_id": "p",
            "worker_id": worker_id,
            "online_at": start,
            "offline_at": start + draw(st.one_of(lengths(), st.just(-MINUTE))),
            "demanded": draw(st.sampled_from((True, False, None))),
        }
        for start in starts
    ]


@st.composite
def order_breaks(draw: st.DrawFn, drawn: Sequence[Row]) -> list[dict[str, Any]]:
    """Breaks of some of the orders, at their borders, across or beside them."""
    timed = [row for row in drawn if row["accepted_at"] is not None]
    if not timed or not draw(st.booleans()):
        return []
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in draw(st.lists(st.sampled_from(timed), min_size=1, max_size=3)):
        start = row["accepted_at"] + draw(st.sampled_from((-MINUTE, 0, MINUTE, 10 * MINUTE)))
        found[(row["order_id"], start)] = {
            "platform_id": "p",
            "order_id": row["order_id"],
            "from_at": start,
            "to_at": start + draw(lengths()),
        }
    return list(found.values())


@st.composite
def working_time_rules(draw: st.DrawFn, window: Window) -> list[dict[str, Any]]:
    """Versions of the filed working-time rule, some starting inside the window."""
    starts = draw(st.lists(st.integers(-2, window.days), max_size=3, unique=True))
    return [
        {
            "platform_id": "p",
            "subject": "working_time",
            "rule_version": f"v{number}",
            "effective_from": window.first + timedelta(days=start),
            "content": {"allowance_min": draw(st.sampled_from((0, 5, 10, 20, 30)))},
        }
        for number, start in enumerate(starts)
    ]


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


@st.composite
def time_streams(draw: st.DrawFn, windows: Sequence[Window] = WINDOWS) -> Handed:
    """One to three workers of one platform over a few days: what working time is made of."""
    window = draw(st.sampled_from(windows))
    tables: dict[str, list[Row]] = {"orders": [], "sessions": [], "order_breaks": [], "workers": []}
    for number in range(draw(st.integers(1, 3))):
        worker_id = f"w{number}"
        anchors = draw(st.lists(moments(window), min_size=1, max_size=5))
        drawn = draw(orders(window, worker_id, anchors))
        tables["orders"] += drawn
        tables["sessions"] += draw(sessions(worker_id, anchors))
        tables["order_breaks"] += draw(order_breaks(drawn))
        home = draw(st.sampled_from((None, *window.areas)))
        tables["workers"].append(worker_row(worker_id, work_area_code=home))
    tables["rules"] = list(draw(working_time_rules(window)))
    return Handed("p", tables)
