"""The kernel: what state a case is in, and whether an act is allowed now - or why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from huhang.procedure.acts import MACHINE, STRIKE, Act, Actor, Refusal, standing
from huhang.procedure.case import Case, ClockValues
from huhang.procedure.clocks import ClockState, clock_states
from huhang.procedure.fields import CORRECTION_REASON, EXCEPTION, needed_fields, wrong_field
from huhang.procedure.gates import looks_at_fields, why_closed
from huhang.procedure.model import ActShape, Procedure
from huhang.procedure.powers import Cap
from huhang.vocabulary.days import CHINA_ZONE, WorkCalendar
from huhang.vocabulary.places import covers
from huhang.vocabulary.powers import POWER_NAMES, Power
from huhang.vocabulary.words import Text


class PossibleAct(NamedTuple):
    """An act of the present stage: who may do it, what must be written, and why not (None: allowed).

    `exceptions` are the grounds on which an act that is not allowed would be, as far as can be told.
    """

    kind: str
    title: Text
    by: tuple[str, ...]
    power: Power
    needs: tuple[str, ...]
    paper: Text | None
    basis: Text
    why_not: Text | None
    exceptions: tuple[str, ...] = ()


class CaseState(NamedTuple):
    """What a case is at an instant, computed from its acts alone.

    `stage` is None before the case is opened. `deadline` is the clock that ends next, duties before terms.
    `must_act` are the roles whose turn it is. `seen` is the number of acts, for `permit`.
    """

    stage: str | None
    stage_title: Text
    ended: bool
    clocks: tuple[ClockState, ...]
    acts: tuple[PossibleAct, ...]
    deadline: ClockState | None
    must_act: tuple[str, ...]
    seen: int

    @property
    def allowed(self) -> tuple[PossibleAct, ...]:
        """The acts that are allowed now, as far as can be told before they are written down."""
        return tuple(act for act in self.acts if act.why_not is None)

    @property
    def refused(self) -> tuple[PossibleAct, ...]:
        """The acts of this stage that are not allowed now, each with its reason."""
        return tuple(act for act in self.acts if act.why_not is not None)


@dataclass(frozen=True)
class Surroundings:
    """What the kernel is handed: the official calendar, values of parameters, and the zone of local days."""

    calendar: WorkCalendar
    values: ClockValues
    zone: str = CHINA_ZONE

    def case(self, procedure: Procedure, acts: Iterable[Act], now: datetime) -> Case:
        """The case at an instant."""
        return Case.at(procedure, acts, now, self.calendar, self.values, self.zone)


_BEFORE = Text("尚未开始", "not opened yet")


def state_of(
    procedure: Procedure,
    acts: Sequence[Act],
    now: datetime,
    surroundings: Surroundings,
    actor: Actor | None = None,
    cap: Cap | None = None,
) -> CaseState:
    """The state at `now`; with `actor` and `cap`, acts also say whether person and cap allow them."""
    case = surroundings.case(procedure, acts, now)
    clocks = clock_states(case)
    running = [clock for clock in clocks if clock.status in ("running", "overdue", "unknown", "paused")]
    duties = [clock for clock in running if not clock.lapses]
    deadline = _next(duties) or _next(running)
    possible = () if case.ended else tuple(_possible(case, actor, cap))
    return CaseState(
        stage=case.stage_name,
        stage_title=case.stage.text() if case.stage else _BEFORE,
        ended=case.ended,
        clocks=clocks,
        acts=possible,
        deadline=deadline,
        must_act=_must_act(case, _next(duties)),
        seen=sum(act.at <= now for act in acts),
    )


def _next(clocks: list[ClockState]) -> ClockState | None:
    """The clock that ends first; those whose end is not known come last."""
    return min(clocks, key=lambda clock: clock.due or date.max, default=None)


def _must_act(case: Case, duty: ClockState | None) -> tuple[str, ...]:
    if case.ended:
        return ()
    if duty is not None:
        return (duty.step,) if duty.step else duty.holder
    return case.stage.who if case.stage else ()


def _possible(case: Case, actor: Actor | None, cap: Cap | None) -> Iterable[PossibleAct]:
    """The acts of the present stage."""
    for kind, shape in case.procedure.acts.items():
        if not _leads_from(shape, case.stage_name):
            continue
        why_not = _why_not(case, kind, actor, cap)
        grounds = case.procedure.exceptions if why_not and EXCEPTION in shape.may else ()
        yield PossibleAct(
            kind,
            shape.text(),
            shape.by,
            shape.power,
            needed_fields(case.procedure, shape),
            shape.paper.text() if shape.paper else None,
            case.procedure.basis_text(shape.basis),
            why_not,
            tuple(ground for ground in grounds if _why_not(case, kind, actor, cap, ground) is None),
        )


def _why_not(
    case: Case, kind: str, actor: Actor | None, cap: Cap | None, ground: str | None = None
) -> Text | None:
    """Why an act that is not written down yet is not allowed; None where nothing stands against it so far."""
    shape = case.procedure.acts[kind]
    fields = {EXCEPTION: ground} if ground else {}
    probe = Act(kind, case.now, actor.person if actor else "", "", case.place, fields)
    if actor and not actor.roles & set(shape.by):
        return _only_for(case.procedure, shape)
    if cap is not None and shape.power > cap.power:
        return _above(shape, cap)
    gates = (name for name in shape.gates if not looks_at_fields(case, name))
    return next((why for name in gates if (why := why_closed(case, name, probe))), None)


def permit(
    procedure: Procedure,
    acts: Sequence[Act],
    proposed: Act,
    actor: Actor,
    cap: Cap | None,
    surroundings: Surroundings,
    seen: int | None = None,
) -> Refusal | None:
    """Whether the act may be added to the log at its instant: None, or the refusal.

    `seen` is the number of acts that the person had before their eyes; where somebody acted meanwhile, the
    refusal says who did what. `cap` is that of the findings in the paper (powers.lowest).
    """
    refusal = _meanwhile(procedure, acts, seen, surroundings.zone) or _instant(acts, proposed)
    if refusal:
        return refusal
    case = surroundings.case(procedure, acts, proposed.at)
    refusal = _person(procedure, proposed, actor, case)
    if refusal is None and proposed.corrects is not None:
        return _correction(case, acts, proposed, cap)
    return refusal or _step(case, proposed, cap)


def _step(case: Case, proposed: Act, cap: Cap | None) -> Refusal | None:
    """A new act: its stage, what is written, its signature, its power, its gates."""
    shape = case.procedure.acts[proposed.kind]
    wrong = _stage(case, proposed.kind)
    if wrong:
        return wrong
    field = wrong_field(case.procedure, shape, proposed)
    if field:
        return Refusal("fields", _prefixed(shape, field))
    return (
        _signature(shape, proposed)
        or _power(shape, cap)
        or _service_day(case, shape, proposed)
        or _gates(case, proposed)
    )


def _prefixed(shape: ActShape, why: Text) -> Text:
    return Text(f"不能“{shape.zh}”：{why.zh}", f'"{shape.en}" is not possible: {why.en}')


def _meanwhile(procedure: Procedure, acts: Sequence[Act], seen: int | None, zone: str) -> Refusal | None:
    """Optimistic: the number of acts must be the one that was seen."""
    if seen is None or seen == len(acts) or not acts:
        return None
    last = max(acts, key=lambda act: act.number)
    title = procedure.acts[last.kind].text() if last.kind in procedure.acts else _STRIKE_TITLE
    at = f"{last.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return Refusal(
        "meanwhile",
        Text(
            f"期间有人先办理了：{last.by} 于 {at} 已“{title.zh}”。请重新查看后再办。",
            f'someone else acted meanwhile: {last.by} did "{title.en}" at {at}. Look again, then act.',
        ),
    )


_STRIKE_TITLE = Text("撤销误记", "strike an entry made by mistake")


def _instant(acts: Sequence[Act], proposed: Act) -> Refusal | None:
    if proposed.at.tzinfo is None:
        return Refusal("instant", Text("时间没有时区。", "the instant has no zone."))
    if acts and proposed.at < max(act.at for act in acts):
        return Refusal(
            "instant", Text("不能早于已有的行为。", "it cannot be earlier than what was done already.")
        )
    return None


def _person(procedure: Procedure, proposed: Act, actor: Actor, case: Case) -> Refusal | None:
    """The act is known, the actor is the one who holds a role that may do it, for the place of the case."""
    kind = proposed.kind
    if kind == STRIKE and proposed.corrects is not None:
        kind = next((act.kind for act in case.acts if act.number == proposed.corrects), kind)
    shape = procedure.acts.get(kind)
    if shape is None:
        return Refusal("kind", Text(f"没有“{kind}”这种行为。", f'there is no act "{kind}".'))
    if proposed.by != actor.person or proposed.role not in actor.roles or proposed.role not in shape.by:
        return Refusal("role", _prefixed(shape, _only_for(procedure, shape)))
    place = case.place or proposed.place
    if proposed.place != place or not any(covers(held, place) for held in actor.places):
        why = Text(f"您在 {place} 没有这一职责。", f"you do not hold this role for {place}.")
        return Refusal("place", _prefixed(shape, why))
    return None


def _only_for(procedure: Procedure, shape: ActShape) -> Text:
    roles = procedure.role_text(shape.by)
    return Text(f"只有{roles.zh}可以办理。", f"only for: {roles.en}.")


def _leads_from(shape: ActShape, stage: str | None) -> bool:
    """Whether an act can be done in this stage; one without stages opens the case."""
    return stage in shape.from_stages if stage else not shape.from_stages


def _stage(case: Case, kind: str) -> Refusal | None:
    shape = case.procedure.acts[kind]
    if _leads_from(shape, case.stage_name):
        return None
    here = case.stage.text() if case.stage else _BEFORE
    stages = [case.procedure.stages[name] for name in shape.from_stages]
    where_zh = "、".join(stage.zh for stage in stages) or _BEFORE.zh
    where_en = ", ".join(stage.en for stage in stages) or _BEFORE.en
    why = Text(
        f"现在是“{here.zh}”，只在“{where_zh}”时可以。", f'the stage is "{here.en}"; it needs "{where_en}".'
    )
    return Refusal("stage", _prefixed(shape, why))


def _signature(shape: ActShape, proposed: Act) -> Refusal | None:
    """What binds anybody is signed by the named person who does it."""
    named = proposed.by not in ("", MACHINE)
    if not shape.signed or (named and proposed.fields.get("signed_by") == proposed.by):
        return None
    why = Text("必须由签名的人本人发出。", "it must be sent by the very person who signed it.")
    return Refusal("signature", _prefixed(shape, why))


def _power(shape: ActShape, cap: Cap | None) -> Refusal | None:
    if shape.power is Power.NONE or (cap is not None and shape.power <= cap.power):
        return None
    if cap is None:
        why = Text("没有说明依据哪些发现。", "it does not say which findings it rests on.")
        return Refusal("power", _prefixed(shape, why))
    return Refusal("power", _prefixed(shape, _above(shape, cap)))


def _above(shape: ActShape, cap: Cap) -> Text:
    wanted, most = POWER_NAMES[shape.power], POWER_NAMES[cap.power]
    return Text(
        f"这属于“{wanted.zh}”，而这里最高只到“{most.zh}”：{cap.why.zh}。",
        f'this is "{wanted.en}", and no more than "{most.en}" is open here: {cap.why.en}.',
    )


def _gates(case: Case, proposed: Act) -> Refusal | None:
    shape = case.procedure.acts[proposed.kind]
    gates = list(shape.gates)
    if shape.serves:
        gates += case.procedure.manners[str(proposed.fields["manner"])].gates
    why = next((found for name in gates if (found := why_closed(case, name, proposed))), None)
    return Refusal("gate", _prefixed(shape, why)) if why else None


def _service_day(case: Case, shape: ActShape, proposed: Act) -> Refusal | None:
    """Only a paper that was issued is served, not before it was issued and not in the future."""
    if not shape.serves:
        return None
    paper = str(proposed.fields["paper"])
    issued = case.latest(paper)
    if issued is None:
        title = case.procedure.acts[paper]
        why = Text(f"还没有“{title.zh}”。", f'there is no "{title.en}" yet.')
        return Refusal("service", _prefixed(shape, why))
    manner = case.procedure.manners[str(proposed.fields["manner"])]
    day = date.fromisoformat(str(proposed.fields[manner.day]))
    if case.day_of(issued) <= day <= case.today:
        return None
    why = Text(
        f"日期 {day} 应在文书作出之日 {case.day_of(issued)} 与今天 {case.today} 之间。",
        f"the day {day} must lie between issue on {case.day_of(issued)} and today, {case.today}.",
    )
    return Refusal("service", _prefixed(shape, why))


def _correction(case: Case, acts: Sequence[Act], proposed: Act, cap: Cap | None) -> Refusal | None:
    """A correction names an act that stands, says why, and pulls the ground from under no later act."""
    target = next((act for act in case.acts if act.number == proposed.corrects), None)
    if target is None or proposed.kind not in (target.kind, STRIKE):
        why = Text("没有可更正的这一行为。", "there is no such act to set right.")
        return Refusal("correction", why)
    shape = case.procedure.acts[target.kind]
    if not proposed.fields.get(CORRECTION_REASON):
        return Refusal(
            "correction", _prefixed(shape, Text("请写明更正的理由。", "please say why it is set right."))
        )
    if proposed.kind != STRIKE:
        field = wrong_field(case.procedure, shape, proposed)
        if field:
            return Refusal("fields", _prefixed(shape, field))
        wrong = (
            _signed_again(shape, target, proposed)
            or _power(shape, cap)
            or _service_day(case, shape, proposed)
        )
        if wrong:
            return wrong
    if shape.paper and any(_serves(case, act, target) for act in case.acts):
        why = Text(
            "文书已经送达，不能改写；请另发文书。",
            "the paper has been served and is not rewritten; issue another one.",
        )
        return Refusal("correction", _prefixed(shape, why))
    return _still_holds(case, [*acts, proposed._replace(number=len(acts) + 1)])


def _signed_again(shape: ActShape, target: Act, proposed: Act) -> Refusal | None:
    """What was signed is set right by the one who signed it."""
    if shape.signed and proposed.by != target.by:
        why = Text("只有原签发人可以更正。", "only the person who signed it can set it right.")
        return Refusal("signature", _prefixed(shape, why))
    return _signature(shape, proposed)


def _serves(case: Case, act: Act, paper: Act) -> bool:
    serves = paper.kind in case.procedure.acts[act.kind].serves
    return serves and act.fields.get("paper") == paper.kind and act.number > paper.number


def _still_holds(case: Case, acts: list[Act]) -> Refusal | None:
    """Every act that stands after the correction must still have been possible when it was done."""
    after = Case(case.procedure, standing(acts), case.now, case.calendar, case.values, case.zone)
    for index, act in enumerate(after.acts):
        then = after.before(index)
        wrong = _stage(then, act.kind) or _gates(then, act)
        if wrong:
            why = Text(
                f"第 {act.number} 项行为以它为基础，请先更正后面的行为。{wrong.text.zh}",
                f"act no. {act.number} rests on it; set the later act right first. {wrong.text.en}",
            )
            return Refusal("correction", why)
    return None
