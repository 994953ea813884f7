"""The two rights on time by brute force: spells without a break, and rest in the week."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from tests.oracle.law_by_hand import LONGEST_SPELL_S, STANDARD_FROM
from tests.oracle.pay_rights import one
from tests.oracle.second_sets import (
    LEAST_BREAK_S,
    Cell,
    Spell,
    Stream,
    in_force,
    local_day,
    midnight,
    spells,
    timeline,
)
from tests.oracle.standing import Audit, Judged, Person, each_day, void_share_is_too_high

Piece = tuple[int, int]
T = TypeVar("T")
NO_ORDER: tuple[str, str | None] = ("", None)
TAIL_S = 2 * 3600
SHIJIAZHUANG = "1301"
MOTOR_SECTORS = frozenset({"ride_hailing", "city_freight", "road_freight", "designated_driving"})


def _mostly(spell: Spell, trait: Callable[[Cell], T]) -> set[T]:
    """What most seconds of the spell have; several where they tie."""
    seconds: Counter[T] = Counter()
    for cell in spell.cells:
        seconds[trait(cell)] += cell.seconds
    most = max(seconds.values())
    return {found for found, length in seconds.items() if length == most}


def _kind(cell: Cell) -> tuple[str, str | None]:
    """Sector and subsector of the order in hand; empty for demanded presence alone."""
    return NO_ORDER if cell.order is None else (cell.order["sector"], cell.order["subsector"])


def _kinds(person: Person, spell: Spell) -> set[tuple[str, str | None]]:
    """Whose work the spell mostly was; for demanded presence alone, whatever work the worker does."""
    by_order = {_kind(cell) for cell in spell.cells if cell.order is not None}
    if by_order:
        return by_order & _mostly(spell, _kind) or by_order
    return {(order["sector"], order["subsector"]) for order in person.stream.orders} | {NO_ORDER}


def _spell_outcomes(person: Person, spell: Spell) -> frozenset[str]:
    """What the texts in force where and when the spell was worked say of it."""
    areas = _mostly(spell, lambda cell: cell.area)
    outcomes: set[str] = {"unknown"} if None in areas else set()
    too_long = spell.length_s > LONGEST_SPELL_S
    for sector, subsector in _kinds(person, spell):
        if subsector == "food_delivery" and spell.day >= STANDARD_FROM:
            outcomes.add("broken" if too_long else "kept")
        elif subsector == "food_delivery" and any(str(area).startswith(SHIJIAZHUANG) for area in areas):
            # The city's guide sets the same 4 hours, but since when is not known.
            outcomes |= {"unknown"} if too_long else {"unknown", "kept", "not_applicable"}
        elif sector in MOTOR_SECTORS:
            outcomes.add("signal" if too_long else "kept")
        else:
            outcomes.add("not_applicable")
    return frozenset(outcomes)


def _has_void_nearby(person: Person, spell: Spell) -> bool:
    """Whether void orders were accepted in the spell or on its days: the words leave open which count."""
    on_days = person.accepted(each_day(spell.day, spell.last_day))
    within = [order for order in on_days if spell.start <= order["accepted_at"] <= spell.end]
    return any(void_share_is_too_high(group) for group in (on_days, within, within[:-1]))


def _judged(
    person: Person, audit: Audit, spell: Spell, outcomes: set[str], limit_s: int, text: str
) -> list[Judged]:
    """One spell under one text, if it ended within the audit."""
    if person.category == "C":
        outcomes = {"not_applicable"} | (outcomes & {"absent"})
    if _has_void_nearby(person, spell):
        outcomes = outcomes | {"unknown"}
    inside = [audit.holds(spell.last_day), audit.holds(local_day(spell.end, person.stream.zone))]
    if not any(inside):
        return []
    outcomes = outcomes if all(inside) else outcomes | {"absent"}
    key = (spell.start, spell.end, text)
    days = (spell.day, spell.last_day)
    return [Judged("time/continuous", person.worker_id, *days, outcomes, spell.length_s, limit_s, key=key)]


def _own_limits(person: Person) -> dict[tuple[int, int], tuple[Spell, int]]:
    """Spells, cut by the company's own least break, that start on a day on which it has set a longest one."""
    rules = person.handed.rows("rules")
    found: dict[tuple[int, int], tuple[Spell, int]] = {}
    for rule in rules:
        content = rule["content"]
        least_s = int(content.get("least_break_min", LEAST_BREAK_S // 60)) * 60
        for spell in spells(person.cells, least_s):
            if in_force(rules, "working_time", spell.day) is rule and "longest_spell_min" in content:
                found[(spell.start, spell.end)] = (spell, content["longest_spell_min"] * 60)
    return found


def continuous(person: Person, audit: Audit) -> list[Judged]:
    """Every spell that ends within the audit, from all rows in the input: by law, and by the filed rule."""
    found: list[Judged] = []
    own = _own_limits(person)
    for spell in spells(person.cells):
        outcomes = set(_spell_outcomes(person, spell))
        if own and "not_applicable" in outcomes | ({"not_applicable"} if person.category == "C" else set()):
            outcomes.add("absent")
        found += _judged(person, audit, spell, outcomes, LONGEST_SPELL_S, "text")
    for spell, limit_s in own.values():
        outcomes = {"broken" if spell.length_s > limit_s else "kept"}
        if None in _mostly(spell, lambda cell: cell.area):
            outcomes.add("unknown")
        found += _judged(person, audit, spell, outcomes, limit_s, "filed")
    return found


def days_in_hand(person: Person) -> set[date]:
    """Local days with any order time."""
    return {cell.day for cell in person.cells if cell.order is not None}


def runs(days: set[date]) -> list[tuple[date, date]]:
    """Maximal runs of neighbouring days."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _food_on(person: Person, days: set[date]) -> bool:
    cells = [cell for cell in person.cells if cell.order is not None and cell.day in days]
    return all(cell.order is not None and cell.order["subsector"] == "food_delivery" for cell in cells)


def _runs_without_rest(person: Person, audit: Audit) -> list[Judged]:
    """One signal per run of seven days or more, where the standard speaks of rest."""
    found: list[Judged] = []
    for first, last in runs(days_in_hand(person)):
        length = (last - first).days + 1
        if length < 7 or not audit.holds(last) or last < STANDARD_FROM:
            continue
        open_question = first < STANDARD_FROM or not _food_on(person, days_in_hand(person))
        outcomes = frozenset({"signal"} | ({"absent", "not_applicable"} if open_question else set()))
        if void_share_is_too_high(person.accepted(each_day(first, last))):
            outcomes = one("unknown")
        found.append(Judged("time/weekly_rest", person.worker_id, first, last, outcomes, length, key="run"))
    return found


def _stretches(cells: Sequence[Cell]) -> list[Piece]:
    """Unbroken stretches of order time."""
    found: list[Piece] = []
    for cell in cells:
        if cell.order is None:
            continue
        if found and found[-1][1] == cell.start:
            found[-1] = (found[-1][0], cell.end)
        else:
            found.append((cell.start, cell.end))
    return found


def _readings(person: Person) -> list[list[Piece]]:
    """What "work" may mean in "work ending by 02:00": an order, a stretch of orders, a spell of orders."""
    stream = person.stream
    alone = [timeline(Stream([row], breaks=stream.breaks, zone=stream.zone)) for row in stream.orders]
    by_order = [piece for cells in alone for piece in _stretches(cells)]
    joined: list[Piece] = []
    for start, end in _stretches(person.cells):
        if joined and start - joined[-1][1] < LEAST_BREAK_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [by_order, _stretches(person.cells), joined]


def worked_days(pieces: Sequence[Piece], zone: str) -> set[date]:
    """Days with order time, where a piece that ends by 02:00 belongs to the day on which it began."""
    days: set[date] = set()
    for start, end in pieces:
        day = local_day(start, zone)
        days.add(day)
        while midnight(day + timedelta(days=1), zone) + TAIL_S < end:
            day += timedelta(days=1)
            days.add(day)
    return days


def _weeks_without_rest(person: Person, audit: Audit) -> list[Judged]:
    """Each calendar week inside the audit in which the employee had any order time."""
    zone = person.stream.zone
    readings = [worked_days(pieces, zone) for pieces in _readings(person)]
    found: list[Judged] = []
    mondays = [day for day in each_day(audit.since, audit.until) if day.weekday() == 0]
    for monday in mondays:
        week = set(each_day(monday, monday + timedelta(days=6)))
        if not audit.holds(max(week)) or not week & days_in_hand(person):
            continue
        outcomes = frozenset("broken" if week <= days else "kept" for days in readings)
        if not all(week & days for days in readings):
            outcomes |= {"absent"}
        if void_share_is_too_high(person.accepted(week)):
            outcomes |= {"unknown"}
        found.append(Judged("time/weekly_rest", person.worker_id, monday, max(week), outcomes, key="week"))
    return found


def weekly_rest(person: Person, audit: Audit) -> list[Judged]:
    """Weeks of employees on standard hours; runs of days of everybody else but own business."""
    if person.category == "C":
        return []
    if person.category == "A":
        return _weeks_without_rest(person, audit) if person.hours_system == "standard" else []
    return _runs_without_rest(person, audit)
