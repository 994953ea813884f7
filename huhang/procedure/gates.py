"""Gates: each says in both languages what is wrong while it is closed."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import singledispatch
from zoneinfo import ZoneInfo

from huhang.procedure import model
from huhang.procedure.acts import Act
from huhang.procedure.case import Case, Service
from huhang.procedure.clocks import clock_state
from huhang.procedure.counting import months_later, term_end
from huhang.procedure.fields import EXCEPTION
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Text

_PLAIN = Text("", "")


def why_closed(case: Case, name: str, act: Act) -> Text | None:
    """Why the gate is closed to this act; None where it or an exception named in the act is open."""
    gate = case.procedure.gates[name]
    ground = str(act.fields.get(EXCEPTION, ""))
    if ground in gate.spared_by:
        return _first(case, case.procedure.exceptions[ground].gates, act)
    detail = closed(gate.test, case, act)
    if detail is None:
        return None
    basis = case.procedure.basis_text(gate.basis)
    grounds = [case.procedure.exceptions[ground] for ground in gate.spared_by]
    unless_zh = f"例外：{'、'.join(item.zh for item in grounds)}。" if grounds else ""
    unless_en = f" Exceptions: {', '.join(item.en for item in grounds)}." if grounds else ""
    return Text(
        f"{gate.zh}{detail.zh.rstrip('。')}（{basis.zh}）。{unless_zh}",
        f"{gate.en}{detail.en.rstrip('.')} ({basis.en}).{unless_en}",
    )


def looks_at_fields(case: Case, name: str) -> bool:
    """Whether the gate can only be judged once the act is written down."""
    gate = case.procedure.gates[name]
    if isinstance(gate.test, model.EitherTest):
        return any(looks_at_fields(case, other) for other in gate.test.gates)
    named = isinstance(gate.test, model.OtherPersonTest) and gate.test.field is not None
    named |= isinstance(gate.test, model.ReachedTest) and gate.test.act is None
    return named or isinstance(gate.test, model.OF_FIELDS)


def _first(case: Case, gates: Iterable[str], act: Act) -> Text | None:
    return next((why for name in gates if (why := why_closed(case, name, act))), None)


def _said(wrong: bool) -> Text | None:
    return _PLAIN if wrong else None


def _not_known(reason: Text | None) -> Text:
    """The words for a number that is not known here."""
    why = reason or Text("没有这个数", "there is no such number")
    return Text(f"：期限在此未知，{why.zh}", f": the time is not known here, {why.en}")


def people_of(act: Act, field: str) -> set[str]:
    """The people named in a field."""
    value = act.fields.get(field, ())
    return {value} if isinstance(value, str) else set(value) if isinstance(value, tuple | list) else set()


@singledispatch
def closed(test: object, case: Case, act: Act) -> Text | None:
    """What to add to the gate's words where the test fails; None where it holds."""
    raise TypeError(type(test).__name__)


@closed.register
def _(test: model.DoneTest, case: Case, act: Act) -> Text | None:
    done = any(earlier.kind == test.act for earlier in case.since(test.since))
    return _said(done == test.negated)


@closed.register
def _(test: model.OverTest, case: Case, act: Act) -> Text | None:
    state = clock_state(case, test.clock)
    over = state is not None and state.due is not None and state.firm and case.today > state.due
    if test.negated:
        # A right is not cut off by a number that nobody knows: it is open until its end is certain.
        return _said(over)
    if state is None:
        return _PLAIN
    if over:
        return None
    if state.due is None:
        return _not_known(state.note)
    return Text(f"：{state.title.zh}到 {state.due} 为止", f": {state.title.en} runs until {state.due}")


@closed.register
def _(test: model.ServedTest, case: Case, act: Act) -> Text | None:
    issued = case.latest(*test.papers)
    service = case.service(issued.kind) if issued else None
    return _said(service is None or service.day is None or service.day > case.today)


@closed.register
def _(test: model.RecheckTest, case: Case, act: Act) -> Text | None:
    recheck, issued = case.latest(test.act), case.latest(*test.papers)
    service = case.service(issued.kind) if issued else None
    if issued is not None and case.overturned(issued.kind):
        return Text("：文书已被撤销", ": the paper was set aside")
    if issued is None or service is None or service.day is None:
        return Text("：文书还没有送达", ": the paper has not been served")
    if recheck is None or recheck.number < issued.number:
        return _PLAIN
    instant = datetime.fromisoformat(str(recheck.fields[test.data]))
    if instant > recheck.at:
        return Text(
            "：数据的接收时间晚于复核本身", ": its data would have been taken in after the recheck itself"
        )
    too_early = _too_early(case, instant, service, test.clock)
    return too_early or _said(recheck.fields.get(test.field) != test.result)


def _too_early(case: Case, taken_in: datetime, service: Service, clock_name: str | None) -> Text | None:
    """Why data are of before the service, or of before the end of the clock if there is one."""
    zone = ZoneInfo(case.zone)
    taken, recorded = taken_in.astimezone(zone), service.served.at.astimezone(zone)
    clock = clock_state(case, clock_name) if clock_name else None
    due = clock.due if clock else None
    if due and taken.date() <= due:
        return _must_be_later(f"{taken:%Y-%m-%d}", Text(str(due), str(due)))
    if case.is_after(taken_in, service):
        return None
    if recorded.date() != service.day:
        return _must_be_later(f"{taken:%Y-%m-%d}", Text(str(service.day), str(service.day)))
    moment = f"{recorded:%Y-%m-%d %H:%M}"
    after = Text(f"送达（{moment} 记录）", f"the service (recorded at {moment})")
    return _must_be_later(f"{taken:%Y-%m-%d %H:%M}", after)


def _must_be_later(taken: str, after: Text) -> Text:
    return Text(
        f"：复核用的数据接收于 {taken}，应晚于{after.zh}",
        f": its data were taken in at {taken}; they must be later than {after.en}",
    )


@closed.register
def _(test: model.DeclaredTest, case: Case, act: Act) -> Text | None:
    return _said(act.fields.get(test.field) is not True)


@closed.register
def _(test: model.CountTest, case: Case, act: Act) -> Text | None:
    least = case.value(test.least, case.today)
    if least.amount is None:
        return _not_known(least.reason)
    found = len(people_of(act, test.field))
    if found >= least.amount:
        return None
    return Text(f"：至少 {least.amount} 人，只有 {found} 人", f": at least {least.amount}, there are {found}")


@closed.register
def _(test: model.OtherPersonTest, case: Case, act: Act) -> Text | None:
    barred: set[str] = set()
    for done in case.acts:
        if done.kind in test.acts:
            named = {person for field in test.people for person in people_of(done, field)}
            barred |= named or {done.by}
    wanted = people_of(act, test.field) if test.field else {act.by}
    return _said(bool(wanted & barred))


@closed.register
def _(test: model.NotAboveTest, case: Case, act: Act) -> Text | None:
    earlier = case.latest(test.act)
    most = earlier.fields.get(test.field, 0) if earlier else 0
    amount = act.fields.get(test.field, 0)
    return _said(isinstance(amount, int) and isinstance(most, int) and amount > most)


@closed.register
def _(test: model.AnsweredTest, case: Case, act: Act) -> Text | None:
    acts = case.since(test.since)
    points = {point for done in acts if done.kind == test.asked for point in people_of(done, test.field)}
    answered = {point for done in acts if done.kind == test.answered for point in people_of(done, test.field)}
    open_points = sorted(points - answered)
    if not open_points:
        return None
    return Text(f"：{'、'.join(open_points)}", f": {', '.join(open_points)}")


@closed.register
def _(test: model.AheadTest, case: Case, act: Act) -> Text | None:
    least = case.value(test.least, case.today)
    if least.amount is None:
        return _not_known(least.reason)
    end = term_end(case.today, least.amount, least.unit, case.calendar)
    if end.day is None:
        return _not_known(end.note)
    day = date.fromisoformat(str(act.fields[test.field]))
    if day > end.day:
        return None
    return Text(f"：最早 {end.day} 之后", f": after {end.day} at the earliest")


@closed.register
def _(test: model.LookbackTest, case: Case, act: Act) -> Text | None:
    written = act.fields.get(test.field)
    if not written:
        return None
    origin = case.latest(test.act)
    since = case.day_of(origin) if origin else case.today
    most = case.value(test.most, since)
    if most.amount is None or most.unit not in ("years", "year"):
        return _not_known(most.reason)
    first = months_later(since, -12 * most.amount)
    if date.fromisoformat(str(written)) >= first:
        return None
    length = value_text(most.amount, most.unit)
    return Text(f"：{length.zh}，不早于 {first}", f": {length.en}, not before {first}")


@closed.register
def _(test: model.CompetentTest, case: Case, act: Act) -> Text | None:
    elsewhere = {
        matter: body
        for matter in sorted(people_of(act, test.field))
        if (body := competent_body(case.procedure, matter)) not in (None, test.body)
    }
    if not elsewhere:
        return None
    bodies = {matter: case.procedure.competence[body] for matter, body in elsewhere.items() if body}
    return Text(
        "：" + "；".join(f"{matter} 由{body.zh}管辖" for matter, body in bodies.items()),
        ": " + "; ".join(f"{matter} belongs to the {body.en}" for matter, body in bodies.items()),
    )


def competent_body(procedure: model.Procedure, matter: str) -> str | None:
    """The body competent for a right or a matter by the table of the file, the longest beginning first."""
    found = [
        (len(start), body)
        for body, shape in procedure.competence.items()
        for start in shape.rights
        if matter.startswith(start)
    ]
    return max(found)[1] if found else None


@closed.register
def _(test: model.NotAllTest, case: Case, act: Act) -> Text | None:
    last = case.latest(test.act)
    return _said(last is not None and all(last.fields.get(field) is True for field in test.fields))


@closed.register
def _(test: model.FieldTest, case: Case, act: Act) -> Text | None:
    last = case.latest(test.act)
    return _said(last is None or str(last.fields.get(test.field)) != test.value)


@closed.register
def _(test: model.EqualTest, case: Case, act: Act) -> Text | None:
    return _said(act.fields.get(test.field) != act.fields.get(test.other))


@closed.register
def _(test: model.EitherTest, case: Case, act: Act) -> Text | None:
    whys = [why_closed(case, name, act) for name in test.gates]
    return None if None in whys else _PLAIN


@closed.register
def _(test: model.SomeTest, case: Case, act: Act) -> Text | None:
    return _said(not any(act.fields.get(field) for field in test.fields))


@closed.register
def _(test: model.PairedTest, case: Case, act: Act) -> Text | None:
    return _said(len({_length(act, field) for field in test.fields}) > 1)


@closed.register
def _(test: model.InOrderTest, case: Case, act: Act) -> Text | None:
    least = case.today
    for field in test.fields:
        if not act.fields.get(field):
            continue
        day, title = date.fromisoformat(str(act.fields[field])), case.procedure.fields[field]
        if day < least:
            return Text(
                f"：{title.zh} {day} 不能早于 {least}", f": {title.en}, {day}, must not be before {least}"
            )
        least = day
    return None


@closed.register
def _(test: model.ReachedTest, case: Case, act: Act) -> Text | None:
    named = case.latest(test.act) if test.act else act
    written = named.fields.get(test.field) if named else None
    if not written or date.fromisoformat(str(written)) <= case.today:
        return None
    return Text(f"：定于 {written}", f": it is set for {written}")


def _length(act: Act, field: str) -> int:
    value = act.fields.get(field, ())
    return len(value) if isinstance(value, tuple | list) else 1
