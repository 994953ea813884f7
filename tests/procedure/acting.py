"""A log that grows act by act, each one asked of the kernel first; clock values from the shipped law."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from huhang.engine.parameters import resolve
from huhang.law.loader import load_law
from huhang.procedure.acts import Act, Actor, Refusal, Value
from huhang.procedure.case import ClockValue
from huhang.procedure.kernel import CaseState, Surroundings, permit, state_of
from huhang.procedure.loading import load_procedures
from huhang.procedure.powers import Cap
from huhang.vocabulary.powers import Power
from huhang.vocabulary.words import Text

CHINA = timezone(timedelta(hours=8))
SHANGHAI = "310101"
EVERYTHING = Cap(Power.PENALISE, Text("测试", "a test"), ("监察条例 26",))


def shipped_value(key: str, place: str, day: date) -> ClockValue:
    """The value of a parameter of the shipped law, as the platform hands it to the kernel."""
    book = load_law()
    unit = next(iter(book.parameters[key].values())).unit
    found = resolve(book, key, place, day)
    if isinstance(found.value, int):
        return ClockValue(found.value, unit, found.entry)
    reason = found.reason or "not set"
    return ClockValue(None, unit, found.entry, Text(reason, reason))


SHIPPED = Surroundings(load_law().calendar, shipped_value)


def noon(day: str) -> datetime:
    """Noon in China on a day."""
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=CHINA)


class Log:
    """The acts of one case, refused or added as the kernel says."""

    def __init__(self, procedure: str, surroundings: Surroundings = SHIPPED) -> None:
        self.procedure = load_procedures()[procedure]
        self.surroundings = surroundings
        self.acts: list[Act] = []

    def ask(
        self,
        day: str,
        kind: str,
        written: Mapping[str, Value] | None = None,
        *,
        by: str | None = None,
        role: str | None = None,
        cap: Cap | None = EVERYTHING,
        corrects: int | None = None,
        seen: int | None = None,
        **fields: Value,
    ) -> Refusal | None:
        """Ask the kernel; an allowed act is added. The signature is that of the person unless given."""
        shape = self.procedure.acts.get(kind)
        role = role or (shape.by[0] if shape else "")
        person = by or role
        fields.update(written or {})
        if shape and shape.signed:
            fields.setdefault("signed_by", person)
        act = Act(kind, noon(day), person, role, SHANGHAI, fields, len(self.acts) + 1, corrects)
        actor = Actor(person, frozenset({role}), ("310000",))
        refusal = permit(self.procedure, self.acts, act, actor, cap, self.surroundings, seen)
        if refusal is None:
            self.acts.append(act)
        return refusal

    def do(
        self,
        day: str,
        kind: str,
        *,
        by: str | None = None,
        role: str | None = None,
        corrects: int | None = None,
        **fields: Value,
    ) -> None:
        """Do what must be allowed."""
        refusal = self.ask(day, kind, fields, by=by, role=role, corrects=corrects)
        assert refusal is None, (kind, refusal)

    def state(self, day: str) -> CaseState:
        """The state at noon of a day."""
        return state_of(self.procedure, self.acts, noon(day), self.surroundings)
