"""Every procedure file checked as a model: no dead end, no act above its power, no sanction out of turn."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.law.loader import load_law
from huhang.procedure.acts import Act, Actor, Value
from huhang.procedure.case import Case
from huhang.procedure.kernel import state_of
from huhang.procedure.loading import load_procedures
from huhang.procedure.model import Procedure
from huhang.procedure.powers import Cap
from huhang.vocabulary.powers import Power
from huhang.vocabulary.words import Text
from tests.procedure.walking import ORDERED, OUTCOMES, PATHS, SURROUNDINGS, Walk, last_value

EVERY = pytest.mark.parametrize("name", load_procedures())
# What a grant of more time writes.
LATER: dict[str, Value] = {"cure_by": "2025-12-31"}
SANCTIONS = {"propose_handling", "propose_penalty", "handling_decision", "penalty_decision"}
EXCEPTIONS = {"child_labour", "obstruction", "false_evidence", "retaliation", "imminent_danger"}


def reachable(procedure: Procedure, first: set[str]) -> set[str]:
    """Stages that can be reached from some stages, by the graph alone."""
    found = set(first)
    while True:
        more = {
            act.to for act in procedure.acts.values() if act.to is not None and found & set(act.from_stages)
        }
        if more <= found:
            return found
        found |= more


@EVERY
def test_every_stage_is_reached_and_leads_to_an_end(name: str) -> None:
    procedure = load_procedures()[name]
    opened = {act.to for act in procedure.acts.values() if not act.from_stages and act.to is not None}
    assert reachable(procedure, opened) == set(procedure.stages)
    ends = {stage for stage, shape in procedure.stages.items() if shape.end}
    for stage in set(procedure.stages) - ends:
        assert reachable(procedure, {stage}) & ends, stage
    assert not {stage for act in procedure.acts.values() for stage in act.from_stages} & ends


@EVERY
def test_every_clock_starts_and_ends_and_its_length_is_a_parameter(name: str) -> None:
    procedure = load_procedures()[name]
    for key, clock in procedure.clocks.items():
        assert clock.starts, key
        assert (clock.length is None) != (clock.until is None), key
        lengths = [clock.length, *(more.length for more in clock.extends), *clock.remind]
        lengths += [step.after for step in clock.ladder]
        for length in lengths:
            assert length is None or last_value(length, "000000", date(2026, 1, 1)).amount


@EVERY
def test_every_gate_field_and_exception_is_used(name: str) -> None:
    procedure = load_procedures()[name]
    used = {gate for act in procedure.acts.values() for gate in act.gates}
    used |= {gate for manner in procedure.manners.values() for gate in manner.gates}
    used |= {gate for item in procedure.exceptions.values() for gate in item.gates}
    for gate in procedure.gates.values():
        used |= set(getattr(gate.test, "gates", ()))
    assert set(procedure.gates) == used
    spared = {ground for gate in procedure.gates.values() for ground in gate.spared_by}
    assert set(procedure.exceptions) == spared


@EVERY
def test_every_text_that_an_act_rests_on_is_an_instrument_of_the_law(name: str) -> None:
    for source in load_procedures()[name].sources.values():
        if source.instrument == "convention":
            continue
        instrument = load_law().instruments[source.instrument]
        assert instrument.title == source.text()


@EVERY
def test_what_binds_is_signed_and_what_reaches_further_rests_on_an_article(name: str) -> None:
    procedure = load_procedures()[name]
    for key, act in procedure.acts.items():
        if act.power >= Power.ADVISE and act.paper:
            assert act.signed or key == "hold_talk", key
        if act.power >= Power.ORDER:
            assert any(" " in item and not item.startswith("约定") for item in act.basis), key
    sanctions = {key for key, act in procedure.acts.items() if act.sanction}
    assert sanctions == (SANCTIONS if name == "inspection" else set())


def test_the_numbers_of_the_clocks_are_those_of_the_evidence_where_both_have_them() -> None:
    twins = {
        "procedure.inspection.acceptance": "inspection.complaint.accept_within",
        "procedure.inspection.investigation": "inspection.investigation.max",
        "procedure.inspection.investigation_extension": "inspection.investigation.extension",
        "procedure.inspection.officers_min": "inspection.inspectors.min",
        "procedure.inspection.lookback": "inspection.lookback",
        "procedure.inspection.outcome": "inspection.decision_after_investigation",
        "procedure.inspection.handling_service": "inspection.service_of_document",
    }
    parameters = load_law().parameters
    for clock, evidence in twins.items():
        ours, theirs = parameters[clock]["000000"], parameters[evidence]["000000"]
        assert ours.unit == theirs.unit
        assert [value.value for value in ours.values] == [value.value for value in theirs.values]


def possible_acts(name: str) -> Iterator[tuple[Walk, str]]:
    """Every act at a place of some way where it is allowed, the walk standing just before it."""
    procedure = load_procedures()[name]
    found: set[str] = set()
    for prefix in sorted({path[:cut] for path in PATHS[name] for cut in range(len(path) + 1)}):
        for days in (0, 30, 200):
            walk = Walk(name, prefix)
            walk.now += timedelta(days=days)
            acts, stage = tuple(walk.acts), walk.stage
            for kind in sorted(set(procedure.acts) - found):
                here = procedure.acts[kind].from_stages
                if (stage in here if stage else not here) and walk.step(kind, LATER) is None:
                    found.add(kind)
                    walk.acts[:] = acts
                    yield walk, kind
                walk.acts[:] = acts
    assert found == set(procedure.acts)


@EVERY
def test_every_act_can_be_done_but_not_above_its_power_nor_unsigned_nor_by_others(name: str) -> None:
    for walk, kind in possible_acts(name):
        shape = walk.procedure.acts[kind]
        if shape.power:
            lower = Cap(Power(shape.power - 1), Text("测试", "a test"))
            for cap in (lower, None):
                refusal = walk.step(kind, LATER, cap)
                assert refusal is not None
                assert refusal.code == "power", kind
        if shape.signed:
            refusal = walk.step(kind, {**LATER, "signed_by": "somebody-else"})
            assert refusal is not None
            assert refusal.code == "signature", kind
        for actor in (
            Actor("x", frozenset(shape.by), ("310101",)),
            Actor("x", frozenset({"y"}), ("310101",)),
        ):
            refusal = walk.step(kind, LATER, actor=actor)
            assert refusal is not None
            assert refusal.code == "role", kind
        far = walk.actor(kind)._replace(places=("130100",))
        refusal = walk.step(kind, LATER, actor=far)
        assert refusal is not None
        assert refusal.code == "place", kind


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Value]:
    """What a person may write differently."""
    chosen: dict[str, Value] = {
        "result": draw(st.sampled_from(["cured", "not_cured"])),
        "first": draw(st.booleans()),
        "slight": draw(st.booleans()),
        "corrected": draw(st.booleans()),
        "passed": draw(st.booleans()),
        "manner": draw(st.sampled_from(["direct", "left", "post", "electronic", "public_notice"])),
        "outcome": draw(st.sampled_from(OUTCOMES)),
        "amount_fen": draw(st.sampled_from([50000, 100000, 200000])),
    }
    if draw(st.booleans()):
        chosen["cure_by"] = draw(st.sampled_from(["2025-02-15", "2025-03-20", "2025-06-30"]))
    if draw(st.integers(0, 4)) == 0:
        chosen["exception"] = draw(st.sampled_from([*sorted(EXCEPTIONS), "missed_order"]))
        chosen["exception_facts"] = "如实填写"
    return chosen


# From a served order on: what leads to a sanction, in any order and at any time.
AFTER_ORDER = ("recheck", "propose_penalty", "propose_handling", "grant_time", "assess", "answer")


@st.composite
def walks(
    draw: st.DrawFn, name: str, path: tuple[str, ...] | None = None, kinds: tuple[str, ...] = ()
) -> tuple[Walk, list[tuple[datetime, str | None]]]:
    """A walk of up to 25 tries from some way into the case, with the stage that was seen after each."""
    walk = Walk(name, draw(st.sampled_from(PATHS[name])) if path is None else path)
    seen: list[tuple[datetime, str | None]] = []
    for _ in range(draw(st.integers(1, 25))):
        stage = walk.stage
        here = [
            key
            for key, act in walk.procedure.acts.items()
            if (stage in act.from_stages if stage else not act.from_stages)
        ]
        everything = list(walk.procedure.acts)
        astray = not here or draw(st.sampled_from([True, *[False] * 9]))
        kind = draw(st.sampled_from(kinds or (everything if astray else here)))
        cap = Cap(Power(draw(st.sampled_from([1, 3, 4, 5, 5, 5]))), Text("测试", "a test"))
        length = len(walk.acts)
        refusal = walk.step(kind, draw(choices()), cap)
        assert len(walk.acts) == length + (refusal is None)
        if refusal is None:
            assert walk.procedure.acts[kind].power <= cap.power
            seen.append((walk.now, walk.stage))
        walk.now += timedelta(days=draw(st.sampled_from([0, 0, 1, 3, 16, 40])), minutes=1)
    return walk, seen


QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@EVERY
@QUICK
@given(data=st.data())
def test_walks_never_break_what_the_file_promises(name: str, data: st.DataObject) -> None:
    walk, seen = data.draw(walks(name))
    for instant, stage in seen:
        assert state_of(walk.procedure, walk.acts, instant, SURROUNDINGS).stage == stage
    state = state_of(walk.procedure, walk.acts, walk.now, SURROUNDINGS)
    shuffled = data.draw(st.permutations(walk.acts))
    assert state_of(walk.procedure, shuffled, walk.now, SURROUNDINGS) == state
    if state.ended:
        assert state.allowed == ()
        assert {clock.status for clock in state.clocks} <= {"ended", "over", "waiting"}
    _check_sanctions(walk)


@settings(QUICK, max_examples=80)
@given(walked=walks("inspection", ORDERED, AFTER_ORDER))
def test_whatever_comes_after_an_order_no_sanction_comes_out_of_turn(
    walked: tuple[Walk, list[tuple[datetime, str | None]]],
) -> None:
    _check_sanctions(walked[0])


def _check_sanctions(walk: Walk) -> None:
    for index, act in enumerate(walk.acts):
        if act.kind in SANCTIONS:
            _check_sanction(walk, index, act)


def _check_sanction(walk: Walk, index: int, act: Act) -> None:
    """Signed; and a cure date passed and a recheck on later data, or an exception that the file names."""
    assert act.fields["signed_by"] == act.by
    if act.fields.get("exception") in EXCEPTIONS:
        assert act.fields["exception_facts"]
        return
    before = Case.at(walk.procedure, walk.acts[:index], act.at, SURROUNDINGS.calendar, SURROUNDINGS.values)
    written = [
        done.fields.get("cure_by") for done in before.acts if done.kind in ("order_to_correct", "grant_time")
    ]
    due = max(date.fromisoformat(str(day)) for day in written if day)
    assert before.today > due
    if act.fields.get("exception") == "missed_order":
        return
    recheck = before.latest("recheck")
    assert recheck is not None
    assert recheck.fields["result"] == "not_cured"
    taken = datetime.fromisoformat(str(recheck.fields["data_taken_in_at"]))
    service = before.service("order_to_correct")
    assert service is not None
    assert service.day is not None
    assert taken.date() > max(service.day, due)


@EVERY
@QUICK
@given(data=st.data())
def test_from_wherever_a_walk_stands_an_end_can_be_reached(name: str, data: st.DataObject) -> None:
    walk, _ = data.draw(walks(name))
    assert walk.finish(), (walk.stage, [act.kind for act in walk.acts])
