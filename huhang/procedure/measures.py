"""What an order asks for, matter by matter: its day counted from service, and whether it is late."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from huhang.procedure.acts import Act
from huhang.procedure.case import Case, Service
from huhang.procedure.clocks import clock_state
from huhang.procedure.counting import term_end
from huhang.procedure.model import RecheckTest
from huhang.vocabulary.words import Text

# Lists of one length: the matters of an order, what is to be done about each, within how many days.
MATTERS, MEASURES, DAYS = "matters", "measures", "measure_days"

MeasureStatus = Literal["waiting", "running", "late", "done", "unknown", "dropped"]


class MeasureState(NamedTuple):
    """What is to be done about one matter; `due` is its last day (None: not served, or `note` says why).

    `done_on` is the day of the recheck that found the matter put right. `dropped`: the paper was set aside.
    """

    matter: str
    what: str
    days: int
    status: MeasureStatus
    due: date | None
    done_on: date | None = None
    note: Text | None = None


def measure_states(case: Case) -> tuple[MeasureState, ...]:
    """Every measure of the last paper that sets any, in its order; none where no paper does."""
    paper = next((act for act in reversed(case.acts) if act.fields.get(MEASURES)), None)
    if paper is None:
        return ()
    lists = [_list(paper, name) for name in (MATTERS, MEASURES, DAYS)]
    return tuple(
        _state(case, paper, matter, what, int(days)) for matter, what, days in zip(*lists, strict=True)
    )


def _list(act: Act, name: str) -> Sequence[str]:
    value = act.fields.get(name, ())
    return value if isinstance(value, tuple) else ()


def _state(case: Case, paper: Act, matter: str, what: str, days: int) -> MeasureState:
    if case.overturned(paper.kind):
        return MeasureState(matter, what, days, "dropped", None)
    service = case.service(paper.kind)
    if service is None or service.day is None or service.day > case.today:
        return MeasureState(matter, what, days, "waiting", None, note=service.note if service else None)
    done = _done_on(case, paper, matter, service)
    due, note = _due(case, paper, service.day, days)
    if done is not None:
        return MeasureState(matter, what, days, "done", due, done)
    if due is None:
        return MeasureState(matter, what, days, "unknown", None, note=note)
    return MeasureState(matter, what, days, "late" if case.today > due else "running", due, note=note)


def _due(case: Case, paper: Act, served: date, days: int) -> tuple[date | None, Text | None]:
    """The day counted from service, not after the last day of the paper; time granted is for every matter."""
    end = term_end(served, days, "days", case.calendar)
    for name, shape in case.procedure.clocks.items():
        if not shape.until or all(start.served != paper.kind for start in shape.starts):
            continue
        clock = clock_state(case, name)
        if clock is None or clock.due is None:
            return None, clock.note if clock else None
        granted = str(clock.due) != paper.fields.get(shape.until)
        return (clock.due if granted or end.day is None else min(end.day, clock.due)), None
    return end.day, end.note


def _done_on(case: Case, paper: Act, matter: str, service: Service) -> date | None:
    """The day of the last recheck on later data, where it no longer names the matter."""
    tests = (gate.test for gate in case.procedure.gates.values())
    wanted = next(
        (test for test in tests if isinstance(test, RecheckTest) and paper.kind in test.papers), None
    )
    recheck = case.latest(wanted.act) if wanted else None
    if wanted is None or recheck is None or recheck.number < paper.number:
        return None
    taken = datetime.fromisoformat(str(recheck.fields[wanted.data]))
    still = _list(recheck, MATTERS)
    open_still = matter in still if still else recheck.fields.get(wanted.field) != _CURED
    return None if open_still or not case.is_after(taken, service) else case.day_of(recheck)


_CURED = "cured"
