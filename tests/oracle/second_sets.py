"""Working time by brute force: a line of cells in which nothing changes, each cell looked at by itself.

A cell is a piece of the time line between two neighbouring borders (starts and ends of anything handed over,
local midnights, and whatever further borders a test asks for; with every second as a border a cell is one
second). Rows are plain dicts with the columns of the design; times are whole Unix seconds, days are dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Row = Mapping[str, Any]
LEAST_BREAK_S = 20 * 60


@dataclass(frozen=True)
class Stream:
    """All that was handed over about one worker of one platform."""

    orders: Sequence[Row]
    sessions: Sequence[Row] = ()
    breaks: Sequence[Row] = ()
    rules: Sequence[Row] = ()
    work_area: str | None = None
    zone: str = "Asia/Shanghai"


@dataclass
class Cell:
    """One piece of the time line; `order` is the covering order that was accepted first.

    A piece without an order has the nearest one of its day `beside` it, the one before going first.
    """

    start: int
    end: int
    day: date
    order: Row | None = None
    demanded: bool = False
    online: bool = False
    allowance: bool = False
    area: str | None = None
    beside: Row | None = None

    @property
    def seconds(self) -> int:
        return self.end - self.start

    @property
    def present(self) -> bool:
        """In hand or demanded: what spells are made of."""
        return self.order is not None or self.demanded

    @property
    def working(self) -> bool:
        return self.present or self.allowance


@dataclass
class Spell:
    """A maximal stretch of presence without a gap as long as the least break."""

    start: int
    end: int
    day: date
    last_day: date
    cells: list[Cell] = field(default_factory=list)

    @property
    def length_s(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class DayFacts:
    """What one local day of one worker amounts to."""

    orders: int
    in_hand_s: int
    working_s: int
    span_s: int
    online_s: int | None
    longest_spell_s: int


def local_day(second: int, zone: str) -> date:
    """The calendar day in the zone to which a second belongs."""
    return datetime.fromtimestamp(second, ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> int:
    """The second with which a local day begins."""
    return int(datetime.combine(day, time(), ZoneInfo(zone)).timestamp())


def was_accepted(order: Row) -> bool:
    """Whether the order was taken on at all: not refused, and accepted."""
    return order["status"] != "refused" and order.get("accepted_at") is not None


def order_end(order: Row) -> int | None:
    """When the order came to its end, as written; an open one has no end."""
    ends = {"completed": "completed_at", "cancelled": "cancelled_at"}
    column = ends.get(order["status"])
    return None if column is None else order.get(column)


def is_void(order: Row) -> bool:
    """Whether an accepted order has no usable time: open, without an end, or ending before its start."""
    if not was_accepted(order):
        return False
    end = order_end(order)
    return end is None or end < order["accepted_at"]


def covers(order: Row, second: int, breaks: Iterable[Row]) -> bool:
    """Whether the second is time of this order, its breaks taken out."""
    if not was_accepted(order) or is_void(order):
        return False
    end = order_end(order)
    if end is None or not order["accepted_at"] <= second < end:
        return False
    return not any(
        pause["order_id"] == order["order_id"] and pause["from_at"] <= second < pause["to_at"]
        for pause in breaks
    )


def _written_times(stream: Stream) -> set[int]:
    points: set[int] = set()
    for order in stream.orders:
        end = order_end(order)
        if was_accepted(order) and end is not None:
            points |= {order["accepted_at"], end}
    for session in stream.sessions:
        points |= {session["online_at"], session["offline_at"]}
    for pause in stream.breaks:
        points |= {pause["from_at"], pause["to_at"]}
    return points


def _empty_cells(stream: Stream, further: Iterable[int]) -> list[Cell]:
    points = _written_times(stream)
    if not points:
        return []
    first, last = min(points), max(points)
    day = local_day(first, stream.zone)
    while midnight(day, stream.zone) < last:
        points.add(max(first, midnight(day, stream.zone)))
        day += timedelta(days=1)
    points |= {point for point in further if first < point < last}
    return [Cell(start, end, local_day(start, stream.zone)) for start, end in pairwise(sorted(points))]


def _covered_by(stream: Stream, second: int) -> Row | None:
    """Of the orders that cover the second, the one accepted earliest (tie: smaller order id)."""
    covering = [order for order in stream.orders if covers(order, second, stream.breaks)]
    return min(covering, key=lambda order: (order["accepted_at"], order["order_id"]), default=None)


def _of_days(stream: Stream, days: Iterable[date]) -> dict[date, Stream]:
    """For each day the stream with only the orders and sessions that reach into it."""
    found: dict[date, Stream] = {}
    timed = [order for order in stream.orders if was_accepted(order) and not is_void(order)]
    for day in days:
        first, after = midnight(day, stream.zone), midnight(day + timedelta(days=1), stream.zone)
        orders = [
            order for order in timed if order["accepted_at"] < after and (order_end(order) or first) > first
        ]
        sessions = [s for s in stream.sessions if s["online_at"] < after and s["offline_at"] > first]
        found[day] = replace(stream, orders=orders, sessions=sessions)
    return found


def versions(rules: Iterable[Row], subject: str) -> list[Row]:
    """The filed versions about a subject that came into force, in their order."""
    dated = [rule for rule in rules if rule["subject"] == subject and rule.get("effective_from") is not None]
    return sorted(dated, key=lambda rule: (rule["effective_from"], rule["rule_version"]))


def in_force(rules: Iterable[Row], subject: str, day: date) -> Row | None:
    """The version of a filed rule in force on a day."""
    begun = [rule for rule in versions(rules, subject) if rule["effective_from"] <= day]
    return begun[-1] if begun else None


def _allowance_s(rule: Row) -> int:
    return int(rule["content"].get("allowance_min") or 0) * 60


def agreed_changes(rules: Iterable[Row]) -> list[tuple[date, int]]:
    """From which day on how many seconds of allowance are agreed, by the filed working-time rule."""
    return [(rule["effective_from"], _allowance_s(rule)) for rule in versions(rules, "working_time")]


def agreed_allowance_s(rules: Iterable[Row], day: date) -> int:
    """Seconds of allowance under the version in force on that day; without one, 0."""
    rule = in_force(rules, "working_time", day)
    return 0 if rule is None else _allowance_s(rule)


def _gaps(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The runs of absence between two stretches of presence."""
    gaps: list[list[Cell]] = []
    absent: list[Cell] | None = None
    for cell in cells:
        if not cell.present and absent is not None:
            absent.append(cell)
        elif cell.present:
            if absent:
                gaps.append(absent)
            absent = []
    return gaps


def _mark_allowance(cells: Sequence[Cell], rules: Sequence[Row]) -> None:
    for gap in _gaps(cells):
        length = gap[-1].end - gap[0].start
        if length <= agreed_allowance_s(rules, gap[0].day):
            for cell in gap:
                cell.allowance = True


def _order_beside(cells: Sequence[Cell], at: int) -> Row | None:
    """The order of the last order second before cell `at` on that day, else of the next."""
    on_the_day = [n for n, cell in enumerate(cells) if cell.day == cells[at].day and cell.order is not None]
    before = [n for n in on_the_day if n < at]
    after = [n for n in on_the_day if n > at]
    nearest = before[-1] if before else after[0] if after else None
    return None if nearest is None else cells[nearest].order


def timeline(stream: Stream, further_borders: Iterable[int] = ()) -> list[Cell]:
    """Every cell between the first and the last time written, with all that is true of it."""
    cells = _empty_cells(stream, further_borders)
    of_day = _of_days(stream, {cell.day for cell in cells})
    for cell in cells:
        cell.order = _covered_by(of_day[cell.day], cell.start)
        sessions = [s for s in of_day[cell.day].sessions if s["online_at"] <= cell.start < s["offline_at"]]
        cell.online = bool(sessions)
        cell.demanded = any(session.get("demanded") is True for session in sessions)
    _mark_allowance(cells, stream.rules)
    for at, cell in enumerate(cells):
        if cell.order is not None:
            cell.area = cell.order["area_code"]
        elif cell.working:
            cell.beside = _order_beside(cells, at)
            cell.area = cell.beside["area_code"] if cell.beside else stream.work_area
    return cells


def spells(cells: Sequence[Cell], least_break_s: int = LEAST_BREAK_S) -> list[Spell]:
    """The spells of a time line: presence, joined across every gap shorter than the least break."""
    found: list[Spell] = []
    for cell in cells:
        if not cell.present:
            continue
        if not found or cell.start - found[-1].end >= least_break_s:
            found.append(Spell(cell.start, cell.end, cell.day, cell.day))
        found[-1].end = cell.end
        found[-1].last_day = cell.day
        found[-1].cells.append(cell)
    return found


def day_facts(stream: Stream, least_break_s: int = LEAST_BREAK_S) -> dict[date, DayFacts]:
    """The facts of every local day on which anything happened."""
    cells = timeline(stream)
    all_spells = spells(cells, least_break_s)
    accepted = [local_day(o["accepted_at"], stream.zone) for o in stream.orders if was_accepted(o)]
    days = {cell.day for cell in cells if cell.working or cell.online} | set(accepted)
    facts: dict[date, DayFacts] = {}
    for day in sorted(days):
        of_day = [cell for cell in cells if cell.day == day]
        working = [cell for cell in of_day if cell.working]
        online = [cell for cell in of_day if cell.online]
        facts[day] = DayFacts(
            orders=accepted.count(day),
            in_hand_s=sum(cell.seconds for cell in of_day if cell.order is not None),
            working_s=sum(cell.seconds for cell in working),
            span_s=working[-1].end - working[0].start if working else 0,
            online_s=sum(cell.seconds for cell in online) if online else None,
            longest_spell_s=max((s.length_s for s in all_spells if s.day == day), default=0),
        )
    return facts


def seconds_by_area(cells: Iterable[Cell]) -> dict[tuple[date, str | None], int]:
    """Working seconds by local day and area; area None is unknown."""
    totals: dict[tuple[date, str | None], int] = {}
    for cell in cells:
        if cell.working:
            key = (cell.day, cell.area)
            totals[key] = totals.get(key, 0) + cell.seconds
    return totals
