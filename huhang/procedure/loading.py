"""The procedures from their files, checked; what is wrong is refused with file and line."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from huhang.procedure.model import ActShape, EitherTest, GateShape, OverTest, Procedure, RecheckTest
from huhang.vocabulary.yaml_files import Step, YamlFile, read_yaml_file, shaped

SHIPPED_FOLDER = Path(__file__).parent
# Its manners of service hold for every procedure that serves papers.
SERVICE = "service"

# A name that is used, where it stands, and what kind of thing it names.
_Use = tuple[tuple[Step, ...], str, str]


def load_procedures(folder: Path | None = None) -> Mapping[str, Procedure]:
    """The procedures of a folder by their ids, or the shipped ones (read once per process).

    Raises YamlError (exit code 5) naming file and line of the first thing that is wrong.
    """
    return _shipped() if folder is None else read_procedures(folder)


@cache
def _shipped() -> Mapping[str, Procedure]:
    """The procedures that come with the package."""
    return read_procedures(SHIPPED_FOLDER)


def read_procedures(folder: Path) -> Mapping[str, Procedure]:
    """Read and check every procedure file of a folder."""
    files = {path.stem: read_yaml_file(path, folder) for path in sorted(folder.glob("*.yaml"))}
    found = {name: shaped(file, Procedure) for name, file in files.items()}
    service = found.get(SERVICE)
    whole = {
        name: _with_manners(procedure, service) if service else procedure for name, procedure in found.items()
    }
    for name, procedure in whole.items():
        _check(files[name], procedure)
    return MappingProxyType(whole)


def _with_manners(procedure: Procedure, service: Procedure) -> Procedure:
    """A procedure that serves papers takes over the manners of service, with what they name."""
    if procedure is service or not any(act.serves for act in procedure.acts.values()):
        return procedure
    return procedure.model_copy(
        update={
            "manners": service.manners,
            "fields": {**service.fields, **procedure.fields},
            "sources": {**service.sources, **procedure.sources},
            "gates": {**service.gates, **procedure.gates},
        }
    )


def _check(file: YamlFile, procedure: Procedure) -> None:
    """Every name that the file uses must be one that it sets."""
    if procedure.id != file.name.removesuffix(".yaml"):
        raise file.error(
            ("id",), f"编号应与文件名相同：{file.name}。", f"the id must be that of the file, {file.name}."
        )
    known: dict[str, frozenset[str]] = {
        "role": frozenset(procedure.roles),
        "stage": frozenset(procedure.stages),
        "act": frozenset(procedure.acts),
        "gate": frozenset(procedure.gates),
        "clock": frozenset(procedure.clocks),
        "field": frozenset(procedure.fields),
        "exception": frozenset(procedure.exceptions),
        "source": frozenset(procedure.sources),
    }
    for name, act in procedure.acts.items():
        if act.sanction and not _is_guarded(procedure, act):
            raise file.error(
                ("acts", name),
                "处罚和处理要有签发人，并有改正期限届满和新数据复核两道关口。",
                "a sanction is signed, and waits for a cure date that has passed and a recheck on new data.",
            )
    for path, kind, name in _uses(procedure):
        if name not in known[kind]:
            raise file.error(
                path, f"没有名为“{name}”的{_KINDS[kind]}。", f'there is no {kind} named "{name}".'
            )


_KINDS = {
    "role": "角色",
    "stage": "阶段",
    "act": "行为",
    "gate": "关口",
    "clock": "期限",
    "field": "栏目",
    "exception": "例外",
    "source": "依据",
}


def _is_guarded(procedure: Procedure, act: ActShape) -> bool:
    """Whether an act that punishes is signed and waits for a clock to run out and for a recheck."""
    tests = [procedure.gates[name].test for name in act.gates if name in procedure.gates]
    passed = any(isinstance(test, OverTest) and not test.negated for test in tests)
    return act.signed and passed and any(isinstance(test, RecheckTest) for test in tests)


def _uses(procedure: Procedure) -> Iterator[_Use]:
    yield from _uses_of_acts(procedure)
    yield from _uses_of_clocks(procedure)
    for name, gate in procedure.gates.items():
        yield from _uses_of_gate(("gates", name), gate)
    for name, stage in procedure.stages.items():
        yield from _each(("stages", name, "who"), "role", stage.who)
    for name, exception in procedure.exceptions.items():
        yield from _each(("exceptions", name, "gates"), "gate", exception.gates)
        yield from _sources(("exceptions", name, "basis"), exception.basis)
    for name, manner in procedure.manners.items():
        yield from _each(("manners", name, "needs"), "field", (*manner.needs, manner.day))
        yield from _each(("manners", name, "gates"), "gate", manner.gates)
        yield from _sources(("manners", name, "basis"), manner.basis)
    for name, body in procedure.competence.items():
        yield from _sources(("competence", name, "basis"), body.basis)


def _each(path: tuple[Step, ...], kind: str, names: tuple[str, ...]) -> Iterator[_Use]:
    return (((*path, index), kind, name) for index, name in enumerate(names))


def _sources(path: tuple[Step, ...], basis: tuple[str, ...]) -> Iterator[_Use]:
    return (((*path, index), "source", item.partition(" ")[0]) for index, item in enumerate(basis))


def _uses_of_acts(procedure: Procedure) -> Iterator[_Use]:
    for name, act in procedure.acts.items():
        path = ("acts", name)
        yield from _each((*path, "from"), "stage", act.from_stages)
        yield from _each((*path, "by"), "role", act.by)
        yield from _each((*path, "overturns"), "act", act.overturns)
        yield from _each((*path, "needs"), "field", act.needs)
        yield from _each((*path, "may"), "field", act.may)
        yield from _each((*path, "gates"), "gate", act.gates)
        yield from _each((*path, "serves"), "act", act.serves)
        yield from _sources((*path, "basis"), act.basis)
        if act.to is not None:
            yield (*path, "to"), "stage", act.to
        if act.signed:
            yield (*path, "signed"), "field", "signed_by"


def _uses_of_clocks(procedure: Procedure) -> Iterator[_Use]:
    for name, clock in procedure.clocks.items():
        path = ("clocks", name)
        yield from _each((*path, "holder"), "role", clock.holder)
        yield from _sources((*path, "basis"), clock.basis)
        for key in ("ends", "ends_by_service", "pauses", "resumes"):
            yield from _each((*path, key), "act", getattr(clock, key))
        for act, field in clock.ends_from.items():
            yield (*path, "ends_from", act), "act", act
            yield (*path, "ends_from", act), "field", field
        for index, start in enumerate(clock.starts):
            for kind, used in (("act", start.act), ("act", start.served), ("clock", start.over)):
                if used is not None:
                    yield (*path, "starts", index), kind, used
            if start.day is not None:
                yield (*path, "starts", index, "day"), "field", start.day
        for index, more in enumerate(clock.extends):
            yield (*path, "extends", index, "act"), "act", more.act
        for index, step in enumerate(clock.ladder):
            yield (*path, "ladder", index, "to"), "role", step.to
        if clock.until is not None:
            yield (*path, "until"), "field", clock.until


def _uses_of_gate(path: tuple[Step, ...], gate: GateShape) -> Iterator[_Use]:
    yield from _sources((*path, "basis"), gate.basis)
    yield from _each((*path, "spared_by"), "exception", gate.spared_by)
    test = (*path, "is")
    for kind, keys in _TEST_NAMES.items():
        for key in keys:
            used = getattr(gate.test, key, None)
            for name in (used,) if isinstance(used, str) else used or ():
                yield (*test, key), kind, name
    if isinstance(gate.test, EitherTest):
        yield from _each((*test, "gates"), "gate", gate.test.gates)


_TEST_NAMES = {
    "act": ("act", "acts", "asked", "answered", "papers", "since"),
    "clock": ("clock",),
    "field": ("field", "fields", "people", "data", "other"),
}
