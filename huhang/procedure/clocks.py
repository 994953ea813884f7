"""Clocks: computed from the acts alone, so that a restart or a late job cannot lose a deadline."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from huhang.procedure.acts import Act
from huhang.procedure.case import Case
from huhang.procedure.counting import End, term_end, workdays_before
from huhang.procedure.model import ClockShape, StartShape
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Text

Status = Literal["waiting", "running", "paused", "overdue", "over", "ended", "unknown"]
STATUS_NAMES: dict[Status, Text] = {
    "waiting": Text("尚未起算", "not started yet"),
    "running": Text("进行中", "running"),
    "paused": Text("中止", "paused"),
    "overdue": Text("逾期", "overdue"),
    "over": Text("已届满", "run out"),
    "ended": Text("已结束", "ended"),
    "unknown": Text("期限在此未知", "not known here"),
}


class ClockState(NamedTuple):
    """A clock that was started: `due` is its last day (None: cannot be told, `note` says why).

    `firm`: no unpublished calendar can move it. `late`: it ended, or still runs, after its last day.
    `reminders`: days on which the holder is reminded. `step`: the role that a late case has reached.
    """

    name: str
    title: Text
    holder: tuple[str, ...]
    lapses: bool
    status: Status
    started: date | None
    due: date | None
    firm: bool
    ended: date | None
    late: bool
    length: Text | None
    note: Text | None
    reminders: tuple[date, ...]
    step: str | None
    basis: Text
    since: int


class _Start(NamedTuple):
    number: int
    day: date | None
    origin: Act | None
    note: Text | None = None


class _Length(NamedTuple):
    end: End
    words: Text | None
    known: bool


def clock_states(case: Case) -> tuple[ClockState, ...]:
    """Every clock of the procedure that was started, in the order of the file."""
    states = (clock_state(case, name) for name in case.procedure.clocks)
    return tuple(state for state in states if state is not None)


def clock_state(case: Case, name: str) -> ClockState | None:
    """One clock; None where nothing has started it. Its last start counts."""
    shape = case.procedure.clocks[name]
    starts = [found for start in shape.starts if (found := _start(case, start))]
    if not starts:
        return None
    start = max(starts, key=lambda found: found.number)
    stop = _stop(case, shape, start)
    paused, still = _still(case, shape, start, stop)
    length = _length(case, shape, start, still)
    if paused:
        length = length._replace(end=End(None, False, _PAUSED))
    ended = case.day_of(stop) if stop else None
    late = length.end.firm and length.end.day is not None and (ended or case.today) > length.end.day
    status = _status(case, shape, start, length, stop is not None, paused, late)
    return ClockState(
        name,
        shape.text(),
        shape.holder,
        shape.lapses,
        status,
        start.day,
        length.end.day,
        length.end.firm,
        ended,
        late and not shape.lapses,
        length.words,
        start.note or length.end.note,
        _reminders(case, shape, start, length.end),
        _step(case, shape, length.end.day) if status == "overdue" else None,
        case.procedure.basis_text(shape.basis),
        start.number,
    )


_PAUSED = Text(
    "期限已中止，恢复后继续计算。", "the clock is paused; it goes on counting when it is taken up again."
)


def _fits(act: Act, when: dict[str, str] | None) -> bool:
    return all(str(act.fields.get(field)) == value for field, value in (when or {}).items())


def _start(case: Case, start: StartShape) -> _Start | None:
    """The last event of this kind that starts the clock."""
    if start.act is not None:
        for act in reversed(case.acts):
            if act.kind == start.act and _fits(act, start.when):
                return _Start(act.number, _first_day(case, start, act), act)
        return None
    if start.served is not None:
        service = case.last_service(start.served)
        if service is None or not _fits(service.paper, start.when):
            return None
        return _Start(service.served.number, service.day, service.paper, service.note)
    other = clock_state(case, start.over or "")
    if other is None or other.due is None or other.status not in ("over", "overdue"):
        return None
    return _Start(other.since, other.due, None)


def _first_day(case: Case, start: StartShape, act: Act) -> date:
    written = act.fields.get(start.day) if start.day else None
    return date.fromisoformat(str(written)) if written else case.day_of(act)


def _stop(case: Case, shape: ClockShape, start: _Start) -> Act | None:
    """The first act after the start that ends the clock.

    Whatever ends the case ends its clocks, and what sets a paper aside those that ran from its service.
    """
    papers = {start.served for start in shape.starts}
    for act in case.acts:
        to = case.procedure.acts[act.kind].to
        ends = act.kind in shape.ends and not _too_early(case, shape, start, act)
        ends = ends or (to is not None and case.procedure.stages[to].end)
        ends = ends or bool(papers & set(case.procedure.acts[act.kind].overturns))
        served = case.procedure.acts[act.kind].serves and act.fields.get("paper") in shape.ends_by_service
        if (ends or served) and act.number > start.number:
            return act
    return None


def _too_early(case: Case, shape: ClockShape, start: _Start, act: Act) -> bool:
    """Whether an act comes before the day from which it ends the clock: an answer before the talk itself."""
    field, first = shape.ends_from.get(act.kind), start.origin.number if start.origin else start.number
    known = [one for one in case.acts if first <= one.number < act.number]
    days = [str(one.fields[field]) for one in known if field is not None and field in one.fields]
    return bool(days) and case.day_of(act) < date.fromisoformat(days[-1])


def _still(case: Case, shape: ClockShape, start: _Start, stop: Act | None) -> tuple[bool, frozenset[date]]:
    """Whether the clock is paused now, and the days not counted: from a pause to the day before going on."""
    days: set[date] = set()
    since: date | None = None
    for act in case.acts:
        if act.number <= start.number or (stop and act.number > stop.number):
            continue
        if act.kind in shape.pauses and since is None:
            since = case.day_of(act)
        elif act.kind in shape.resumes and since is not None:
            days.update(_days(since, case.day_of(act)))
            since = None
    return since is not None and stop is None, frozenset(days)


def _days(first: date, before: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((before - first).days))


def _length(case: Case, shape: ClockShape, start: _Start, still: frozenset[date]) -> _Length:
    """The last day of the clock, and its length in words."""
    if start.day is None:
        return _Length(End(None, False, start.note), None, False)
    acts = [act for act in case.acts if act.number > start.number]
    if shape.until is not None:
        return _until(shape, start, acts)
    amounts, unit = [], ""
    keys = [shape.length or ""]
    keys += [more.length for more in shape.extends for act in acts if act.kind == more.act and more.length]
    for key in keys:
        value = case.value(key, start.day)
        if value.amount is None:
            return _Length(End(None, False, value.reason), None, False)
        amounts.append(value.amount)
        unit = unit or value.unit
    words = [value_text(amount, unit) for amount in amounts]
    written = Text(" + ".join(word.zh for word in words), " + ".join(word.en for word in words))
    return _Length(term_end(start.day, sum(amounts), unit, case.calendar, still), written, True)


def _until(shape: ClockShape, start: _Start, acts: list[Act]) -> _Length:
    """The last day that was written down, or a later one that was granted; more time never shortens it."""
    written = [start.origin.fields.get(shape.until or "")] if start.origin else []
    for more in shape.extends:
        written += [act.fields.get(more.until or "") for act in acts if act.kind == more.act]
    days = [date.fromisoformat(str(day)) for day in written if day]
    if not days:
        note = Text("没有写明最后日期。", "no last day was written down.")
        return _Length(End(None, False, note), None, False)
    served = start.origin is not None and start.origin.number != start.number
    if start.day and (max(days) < start.day or (served and max(days) == start.day)):
        note = Text(
            f"写明的最后日期 {max(days)} 不晚于起算日 {start.day}，请另定日期。",
            f"the last day written, {max(days)}, is not after the start on {start.day}; set another day.",
        )
        return _Length(End(None, False, note), None, False)
    return _Length(End(max(days), True), None, True)


def _status(
    case: Case, shape: ClockShape, start: _Start, length: _Length, stopped: bool, paused: bool, late: bool
) -> Status:
    if stopped:
        return "ended"
    if start.day is not None and start.day > case.today:
        return "waiting"
    if paused:
        return "paused"
    if not length.known:
        return "unknown"
    if late:
        return "over" if shape.lapses else "overdue"
    return "running"


def _reminders(case: Case, shape: ClockShape, start: _Start, end: End) -> tuple[date, ...]:
    """The days before the end on which the holder is reminded, not before the clock started."""
    if end.day is None or start.day is None:
        return ()
    days = []
    for key in shape.remind:
        amount = case.value(key, start.day).amount
        day = workdays_before(end.day, amount, case.calendar) if amount is not None else None
        if day is not None and day > start.day:
            days.append(day)
    return tuple(sorted(days))


def _step(case: Case, shape: ClockShape, due: date | None) -> str | None:
    """The highest step of the ladder that a late clock has reached."""
    reached = None
    for step in shape.ladder:
        if due is None:
            break
        if step.after is None:
            reached = step.to
            continue
        after = case.value(step.after, due)
        end = term_end(due, after.amount, after.unit, case.calendar) if after.amount is not None else None
        if end and end.day and case.today > end.day:
            reached = step.to
    return reached
