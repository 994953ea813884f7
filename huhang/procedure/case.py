"""One case at one instant: its acts as they stand, its stage, and when its papers were served."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from huhang.procedure.acts import Act, standing
from huhang.procedure.model import Procedure, StageShape
from huhang.vocabulary.days import CHINA_ZONE, WorkCalendar
from huhang.vocabulary.words import Text


class ClockValue(NamedTuple):
    """What a parameter is worth at a place on a day; `amount` None where it cannot be used: `reason`."""

    amount: int | None
    unit: str
    entry: str | None = None
    reason: Text | None = None


# The value of a key at a place on a day: the kernel is handed the parameters, it does not look for them.
ClockValues = Callable[[str, str, date], ClockValue]


class Service(NamedTuple):
    """The service of a paper: the act that made it, the one that served it, and the day of service.

    `day` is None where a number that it needs is not known here (`note`).
    """

    paper: Act
    served: Act
    day: date | None
    note: Text | None = None


@dataclass(frozen=True)
class Case:
    """What a case is at an instant: acts up to `now`, corrections applied, in the order of their numbers."""

    procedure: Procedure
    acts: tuple[Act, ...]
    now: datetime
    calendar: WorkCalendar
    values: ClockValues
    zone: str = CHINA_ZONE

    @classmethod
    def at(
        cls,
        procedure: Procedure,
        acts: Iterable[Act],
        now: datetime,
        calendar: WorkCalendar,
        values: ClockValues,
        zone: str = CHINA_ZONE,
    ) -> "Case":
        """The case as it stands at `now`; acts that come later do not exist yet."""
        done = standing(act for act in acts if act.at <= now)
        return cls(procedure, done, now, calendar, values, zone)

    def before(self, index: int) -> "Case":
        """The case just before its act at `index`, at the instant of that act."""
        return replace(self, acts=self.acts[:index], now=self.acts[index].at)

    @property
    def today(self) -> date:
        """The local day of `now`."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def day_of(self, act: Act) -> date:
        """The local day of an act."""
        return act.at.astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def place(self) -> str:
        """The place of the case: that of the act that opened it; empty before."""
        return self.acts[0].place if self.acts else ""

    @cached_property
    def stage_name(self) -> str | None:
        """The stage, derived from the acts; None before the case is opened."""
        moves = [self.procedure.acts[act.kind].to for act in self.acts]
        return next((stage for stage in reversed(moves) if stage), None)

    @property
    def stage(self) -> StageShape | None:
        """The stage as the file describes it."""
        return self.procedure.stages[self.stage_name] if self.stage_name else None

    @property
    def ended(self) -> bool:
        """Whether the case has come to an end."""
        return self.stage is not None and self.stage.end

    def since(self, kinds: tuple[str, ...]) -> tuple[Act, ...]:
        """The acts after the last act of one of these kinds; all where there is none."""
        last = self.latest(*kinds)
        return tuple(act for act in self.acts if last is None or act.number > last.number)

    def latest(self, *kinds: str) -> Act | None:
        """The last act of one of these kinds."""
        return next((act for act in reversed(self.acts) if act.kind in kinds), None)

    def value(self, key: str, day: date) -> ClockValue:
        """The parameter at the place of the case on a day."""
        return self.values(key, self.place, day)

    def overturned(self, paper: str) -> Act | None:
        """The act that set the last paper of this kind aside, if one did."""
        issued = self.latest(paper)
        later = (act for act in self.acts if issued and act.number > issued.number)
        return next((act for act in later if paper in self.procedure.acts[act.kind].overturns), None)

    def service(self, paper: str) -> Service | None:
        """The service of the last paper of this kind that holds; None where none was issued or served."""
        return None if self.overturned(paper) else self.last_service(paper)

    def last_service(self, paper: str) -> Service | None:
        """The same, whether or not the paper still holds."""
        issued = self.latest(paper)
        if issued is None:
            return None
        for act in reversed(self.acts):
            serves = self.procedure.acts[act.kind].serves
            if paper in serves and act.fields.get("paper") == paper and act.number > issued.number:
                return self._service(issued, act)
        return None

    def is_after(self, moment: datetime, service: Service) -> bool:
        """Whether a moment is certainly later than a service: on a later day, or later than its record.

        Of the day of service itself only the moment is known at which the service was written down.
        """
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        if service.day is None or day != service.day:
            return service.day is not None and day > service.day
        return self.day_of(service.served) == service.day and moment > service.served.at

    def _service(self, paper: Act, served: Act) -> Service:
        manner = self.procedure.manners[str(served.fields["manner"])]
        day = date.fromisoformat(str(served.fields[manner.day]))
        if manner.plus is None:
            return Service(paper, served, day)
        wait = self.value(manner.plus, day)
        if wait.amount is None:
            return Service(paper, served, None, wait.reason)
        return Service(paper, served, day + timedelta(days=wait.amount))
