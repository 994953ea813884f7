"""parameters/<place>.yaml: dated values of one layer, with no gap and no overlap inside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from huhang.law.shapes import ParameterShape, ValueShape
from huhang.law.values import value_in_unit
from huhang.vocabulary.law import Parameter, ParameterValue
from huhang.vocabulary.places import Place, layers
from huhang.vocabulary.words import Text
from huhang.vocabulary.yaml_files import Words, YamlFile, read_yaml_file, shaped

Layers = dict[str, dict[str, Parameter]]


@dataclass(frozen=True)
class Known:
    """What a parameter may refer to: places, sources (instruments and `convention`) and clause ids."""

    places: Mapping[str, Place]
    sources: frozenset[str]
    clauses: frozenset[str]


def read_parameters(paths: Iterable[Path], root: Path, known: Known) -> Layers:
    """All parameters by key and place.

    Refused: a key set twice for one place, and a layer that one above it does not allow.
    """
    found: Layers = defaultdict(dict)
    homes: dict[tuple[str, str], YamlFile] = {}
    for path in paths:
        file = read_yaml_file(path, root)
        if path.stem not in known.places:
            raise file.error(
                (), f"没有代码为“{path.stem}”的地区。", f'there is no place "{path.stem}"; it names the file.'
            )
        if file.data is None:
            continue
        for key, shape in shaped(file, dict[str, ParameterShape]).items():
            other = homes.setdefault((key, path.stem), file)
            if other is not file:
                raise file.error(
                    (key,),
                    f"“{key}”在 {other.name} 中已为同一地区设定。",
                    f'"{key}" is already set for this place in {other.name}.',
                )
            found[key][path.stem] = _parameter(file, key, path.stem, shape, known)
    for key, by_place in found.items():
        for place in by_place:
            _check_allowed(homes[key, place], key, place, by_place, known)
    return dict(found)


def _parameter(file: YamlFile, key: str, place: str, shape: ParameterShape, known: Known) -> Parameter:
    """One key of one layer, each value checked, values in the order of their days."""
    values = [_value(file, key, index, row, shape.unit, known) for index, row in enumerate(shape.values)]
    lines = {id(value): index for index, value in enumerate(values)}
    for tier in {value.tier for value in values}:
        run = [value for value in values if value.tier == tier]
        _check_run(file, key, sorted(run, key=_first_day), lines)
    _check_tiers_apart(file, key, values)
    values.sort(key=lambda value: (value.tier or 0, _first_day(value)))
    return Parameter(key, place, shape.unit, shape.text(), tuple(shape.overridable_by), tuple(values))


def _value(file: YamlFile, key: str, index: int, row: ValueShape, unit: str, known: Known) -> ParameterValue:
    """One dated value, its unit, source and clause checked."""
    path = (key, "values", index)
    try:
        value = value_in_unit(row.value, unit)
    except ValueError as error:
        raise file.error(
            (*path, "value"),
            f"“{key}”的值 {row.value} 与单位 {unit} 不符：{error}。",
            f'the value {row.value} of "{key}" does not fit the unit {unit}: {error}.',
        ) from None
    if row.source not in known.sources:
        raise file.error(
            (*path, "source"), f"没有编号为“{row.source}”的文件。", f'there is no instrument "{row.source}".'
        )
    if row.clause is not None and row.clause not in known.clauses:
        raise file.error(
            (*path, "clause"), f"没有条款“{row.clause}”。", f'no instrument has the clause "{row.clause}".'
        )
    if row.from_day and row.until_day and row.until_day < row.from_day:
        raise file.error((*path, "until"), "截止日早于起始日。", "it ends before it begins.")
    return ParameterValue(
        value,
        row.from_day,
        row.until_day,
        row.source,
        row.confidence == "confirmed",
        row.review,
        row.tier,
        row.clause,
        _note(row.note),
    )


def _note(note: Words | str | None) -> Text | None:
    """A note in both languages; a plain one stands for both."""
    if isinstance(note, str):
        return Text(note, note)
    return None if note is None else note.text()


def _first_day(value: ParameterValue) -> date:
    """The day by which values are ordered; a start not known comes first."""
    return value.from_day or date.min


def _check_run(file: YamlFile, key: str, run: list[ParameterValue], lines: Mapping[int, int]) -> None:
    """Refuse gaps and overlaps between the values of one layer and tier, in order of their days."""
    for before, after in pairwise(run):
        path = (key, "values", lines[id(after)])
        if before.from_day is None or before.until_day is None or _first_day(after) <= before.until_day:
            raise file.error(
                path,
                f"“{key}”自 {after.from_day} 起的值与自 {before.from_day} 起的值重叠。",
                f'the value of "{key}" from {after.from_day} overlaps the one from {before.from_day}.',
            )
        if _first_day(after) != before.until_day + timedelta(days=1):
            raise file.error(
                path,
                f"“{key}”在 {before.until_day} 与 {after.from_day} 之间有空档；"
                "真正的空缺请写 value: unknown。",
                f'"{key}" has a gap between {before.until_day} and {after.from_day}; '
                "write a real hole as value: unknown.",
            )


def _check_tiers_apart(file: YamlFile, key: str, values: list[ParameterValue]) -> None:
    """Refuse a value without a tier beside one with a tier on the same day."""
    without = [value for value in values if value.tier is None]
    for index, value in enumerate(values):
        if value.tier is None:
            continue
        last = value.until_day or date.max
        if any(
            _first_day(other) <= last and _first_day(value) <= (other.until_day or date.max)
            for other in without
        ):
            raise file.error(
                (key, "values", index),
                f"“{key}”同一天既有分档的值又有不分档的值。",
                f'"{key}" has a value with a tier and one without on the same day.',
            )


def _check_allowed(
    file: YamlFile, key: str, place: str, by_place: Mapping[str, Parameter], known: Known
) -> None:
    """Refuse a layer that a layer above it does not allow to set this key."""
    level = known.places[place].level
    for above in layers(place)[1:]:
        parent = by_place.get(above)
        if parent is not None and level not in parent.overridable_by:
            raise file.error(
                (key,),
                f"{above} 的“{key}”不允许 {place} 另行规定（overridable_by 中没有 {level}）。",
                f'"{key}" of {above} does not allow {place} to set it (overridable_by lacks {level}).',
            )
