"""Acts as a careful person would write them, for walks through any procedure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from huhang.law.loader import load_law
from huhang.procedure.acts import Act, Actor, Refusal, Value
from huhang.procedure.case import ClockValue
from huhang.procedure.fields import needed_fields
from huhang.procedure.kernel import CaseState, Surroundings, permit, state_of
from huhang.procedure.loading import load_procedures
from huhang.procedure.model import Procedure
from huhang.procedure.powers import Cap
from huhang.vocabulary.days import WorkCalendar
from tests.procedure.acting import EVERYTHING, SHANGHAI, noon

START = noon("2025-01-06")
# Weekends only, every year known: walks are about order, not about holidays.
PLAIN_CALENDAR = WorkCalendar(frozenset(), frozenset(), frozenset(), frozenset(range(2024, 2080)))


def last_value(key: str, place: str, day: date) -> ClockValue:
    """The newest value of a clock, whatever its review day."""
    parameter = load_law().parameters[key]["000000"]
    value = parameter.values[-1].value
    assert isinstance(value, int)
    return ClockValue(value, parameter.unit)


SURROUNDINGS = Surroundings(PLAIN_CALENDAR, last_value)
OPTIONAL = ("exception", "exception_facts", "cure_by")
PEOPLE = {"officers": ("li", "wang"), "replaced": ("li",), "chair": ("chen",)}
TEXTS = {"address": "a@example.org", "confirmed_address": "a@example.org"}
# Days that lie behind the act; all others lie ahead of it.
PAST = {
    "received_on",
    "lodged_on",
    "left_on",
    "arrived_on",
    "published_on",
    "served_on",
    "violation_until",
    "overturned_on",
}


def person_for(role: str) -> str:
    """One person for each role, the inspector being one of the officers of the case."""
    return "li" if role == "inspector" else f"{role}-1"


def written(
    procedure: Procedure, acts: list[Act], kind: str, now: datetime, chosen: Mapping[str, Value]
) -> dict[str, Value]:
    """All fields of an act, filled as they should be; `chosen` overrides."""
    shape = procedure.acts[kind]
    fields: dict[str, Value] = {}
    if shape.serves:
        issued = [act.kind for act in acts if act.kind in shape.serves]
        fields = {"paper": issued[-1] if issued else shape.serves[0], "manner": "direct"}
        fields.update({key: value for key, value in chosen.items() if key in ("paper", "manner")})
    for name in needed_fields(procedure, shape, Act(kind, now, "", "", "", fields)):
        fields.setdefault(name, chosen[name] if name in chosen else _value(procedure, name, now))
    fields.update({key: chosen[key] for key in OPTIONAL if key in shape.may and key in chosen})
    if shape.signed:
        fields["signed_by"] = chosen.get("signed_by", person_for(shape.by[0]))
    return fields


def _value(procedure: Procedure, name: str, now: datetime) -> Value:
    shape = procedure.fields[name]
    day = now.date() if name in PAST else now.date() + timedelta(days=15)
    plain: dict[str, Value] = {
        "text": TEXTS.get(name, "如实填写"),
        "day": day.isoformat(),
        "instant": (now - timedelta(minutes=5)).isoformat(),
        "fen": 100000,
        "flag": name not in ("first", "slight"),
        "people": PEOPLE.get(name, ("li",)),
        "list": ("pay/in_full",) if name == "matters" else ("第1项",),
        "choice": next(iter(shape.choices), "") if shape.choices else "",
    }
    return plain[shape.kind]


OUTCOMES = ("upheld", "changed", "revoked", "redone")
# Ways deep into a case, so that walks also begin where sanctions are decided; 20 days lie between two acts.
_FILED = ("register_lead", "file_case", "finish_investigation", "assess")
ORDERED = (*_FILED, "order_to_correct", "serve")
_ORDER = (*ORDERED, "recheck")
_REVIEW = ("serve", "statement", "answer_points", "legal_review")
_GUIDED = (*_FILED, "reminder_letter", "serve")
_SUED = ("note_service", "sue", "receive_complaint", "defend")
_ASKED = ("note_service", "ask_review", "accept_review", "receive_copy", "reply")
PATHS: dict[str, tuple[tuple[str, ...], ...]] = {
    "inspection": (
        (),
        ("register_lead", "file_case", "preserve_evidence"),
        (*_GUIDED, "answer", "recheck cured"),
        (*ORDERED, "recheck cured"),
        _ORDER,
        (*ORDERED, "note_overturned"),
        (*_ORDER, "propose_penalty", "serve"),
        (*_ORDER, "propose_penalty", "serve", "waive_statement", "waive_hearing", "legal_review"),
        (*_ORDER, "propose_penalty", "serve", "ask_hearing", "announce_hearing", "hold_hearing"),
        (*_ORDER, "propose_penalty", *_REVIEW),
        (*_ORDER, "propose_handling", *_REVIEW, "handling_decision", "serve"),
        (*_ORDER, "propose_penalty", *_REVIEW, "penalty_decision", "serve", "demand", "serve"),
        (*_ORDER, "propose_handling", *_REVIEW, "handling_decision", "serve", "note_decision_overturned"),
    ),
    "review_and_suit": (
        (),
        (*_ASKED, "suspend_review"),
        *((*_ASKED, f"decide_review {outcome}") for outcome in OUTCOMES),
        *((*_SUED, f"judge {outcome}") for outcome in OUTCOMES),
        (*_SUED, "judge upheld", "appeal"),
    ),
    "service": ((), ("hand_over", "try_in_vain")),
    "unmasking": ((), ("ask", "allow")),
}


class Walk:
    """A case that grows by whatever the kernel allows."""

    def __init__(self, name: str, path: tuple[str, ...] = ()) -> None:
        self.procedure = load_procedures()[name]
        self.acts: list[Act] = []
        self.now = START
        self.go(path)

    def go(self, path: tuple[str, ...]) -> None:
        """Take a way that must be open; "recheck cured" is a recheck with that result."""
        for kind, _, outcome in (step.partition(" ") for step in path):
            self.now += timedelta(
                days=20 if kind in ("recheck", "hold_hearing", "legal_review", "demand") else 3
            )
            refusal = self.step(kind, {"result": outcome or "not_cured", "outcome": outcome})
            assert refusal is None, (kind, refusal)

    def state(self) -> CaseState:
        """The state now."""
        return state_of(self.procedure, self.acts, self.now, SURROUNDINGS)

    @property
    def stage(self) -> str | None:
        return self.state().stage

    @property
    def ended(self) -> bool:
        return self.state().ended

    def actor(self, kind: str) -> Actor:
        """The person who does such an act."""
        role = self.procedure.acts[kind].by[0]
        return Actor(person_for(role), frozenset({role}), (SHANGHAI,))

    def step(
        self,
        kind: str,
        chosen: Mapping[str, Value],
        cap: Cap | None = EVERYTHING,
        actor: Actor | None = None,
        by: str | None = None,
    ) -> Refusal | None:
        """Try one act now, done by the usual person or `by`; what is allowed is added."""
        own = self.actor(kind)
        own = own._replace(person=by or own.person)
        chosen = {**chosen, "signed_by": by} if by else chosen
        fields = written(self.procedure, self.acts, kind, self.now, chosen)
        role = next(iter(own.roles))
        act = Act(kind, self.now, own.person, role, SHANGHAI, fields, len(self.acts) + 1)
        refusal = permit(self.procedure, self.acts, act, actor or own, cap, SURROUNDINGS, len(self.acts))
        if refusal is None:
            self.acts.append(act)
        return refusal

    def finish(self, most: int = 80) -> bool:
        """Go on to an end: acts that end first, then those not tried in this stage, else time passes."""
        tried: set[tuple[str | None, str]] = set()
        for _ in range(most):
            if self.ended:
                return True
            stage = self.stage
            open_acts = [
                name
                for name, act in self.procedure.acts.items()
                if (stage in act.from_stages if stage else not act.from_stages)
            ]
            open_acts.sort(key=lambda name: not self._ends(name))
            fresh = [name for name in open_acts if self._ends(name) or (stage, name) not in tried]
            for name in fresh:
                tried.add((stage, name))
                if self.step(name, {}) is None:
                    break
            else:
                tried.clear()
            self.now += timedelta(days=20)
        return self.ended

    def _ends(self, name: str) -> bool:
        to = self.procedure.acts[name].to
        return to is not None and self.procedure.stages[to].end
