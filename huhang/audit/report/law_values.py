"""The dated values of a parameter at a place, in order, tiers resolved: what a ruler shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huhang.audit.report.content import Rail, Ruler, Step
from huhang.audit.report.figures import grouped, length, yuan
from huhang.audit.report.law_words import instrument_name, place_name
from huhang.vocabulary.law import LawBook, Parameter, ParameterValue
from huhang.vocabulary.places import layers
from huhang.vocabulary.units import share_text, unit_name
from huhang.vocabulary.words import Text

_START = date(1990, 1, 1)
_DAY = timedelta(days=1)
_NO_LABEL = Text("", "")
_NOT_FOUND = Text(
    "不知道：这段时间的值没有查到，不作判断", "not known: no value was found, nothing is judged"
)


@dataclass(frozen=True)
class DatedValue:
    """A value with the days on which it holds at one place, tiers taken into account."""

    value: ParameterValue
    from_day: date
    until_day: date | None
    tier_confirmed: bool = True

    def holds_on(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


def layer_of(book: LawBook, key: str, area: str) -> Parameter | None:
    """The nearest layer that sets the key at the area."""
    by_place = book.parameters.get(key, {})
    return next((by_place[place] for place in layers(area) if place in by_place), None)


def dated_values(book: LawBook, key: str, area: str) -> tuple[DatedValue, ...]:
    """All values of the key at the area in order of their first day."""
    layer = layer_of(book, key, area)
    if layer is None:
        return ()
    found = [part for value in layer.values for part in _at_area(book, value, area)]
    return tuple(sorted(found, key=lambda dated: dated.from_day))


def value_on(book: LawBook, key: str, area: str, day: date) -> ParameterValue | None:
    """The value of the key at the area on the day, or None."""
    return next((dated.value for dated in dated_values(book, key, area) if dated.holds_on(day)), None)


def rulers_for(book: LawBook, wanted: Iterable[tuple[str, str]], texts: Sequence[str]) -> tuple[Ruler, ...]:
    """A ruler for each (key, area) with a number to show; areas with the same history share one.

    `texts` are the instruments shown beside the first ruler of a place.
    """
    rulers: dict[tuple[object, ...], Ruler] = {}
    for key, area in wanted:
        layer, values = layer_of(book, key, area), dated_values(book, key, area)
        if layer is None or not any(_is_number(dated.value.value) for dated in values):
            continue
        steps = _steps(book, layer, values)
        same = (key, layer.place, steps)
        if same not in rulers:
            rails = _rails(book, area, texts)
            place, unit = _place(book, layer, area), unit_name(layer.unit)
            rulers[same] = Ruler(f"ruler-{len(rulers) + 1}", layer.name, place, unit, steps, rails)
    return tuple(rulers.values())


def ruler_of(book: LawBook, rulers: Iterable[Ruler], key: str, area: str) -> str | None:
    """The anchor of the ruler that shows the key at the area."""
    layer = layer_of(book, key, area)
    if layer is None:
        return None
    steps = _steps(book, layer, dated_values(book, key, area))
    return next((ruler.anchor for ruler in rulers if ruler.name == layer.name and ruler.steps == steps), None)


def number_text(value: int, unit: str) -> Text:
    """A value of the law in figures as the report sets them, in the unit that `unit_name` names."""
    if unit == "s":
        return length(value)
    if unit.startswith("fen"):
        told = yuan(value)
    elif unit == "ppm":
        told = share_text(value)
    elif unit.startswith("s/"):
        told = f"{value // 3600}:{value % 3600 // 60:02}"
    else:
        told = grouped(value)
    return Text(told, told)


def _at_area(book: LawBook, value: ParameterValue, area: str) -> list[DatedValue]:
    first = value.from_day or _START
    if value.tier is None:
        return [DatedValue(value, first, value.until_day)]
    cuts = []
    for tier in book.tiers:
        if tier.value != value.tier or not set(tier.places) & set(layers(area)):
            continue
        start = max(first, tier.from_day)
        ends = [end for end in (value.until_day, tier.until_day) if end is not None]
        until = min(ends) if ends else None
        if until is None or start <= until:
            cuts.append(DatedValue(value, start, until, tier.confirmed))
    return cuts


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _steps(book: LawBook, layer: Parameter, values: tuple[DatedValue, ...]) -> tuple[Step, ...]:
    """The steps of all values, with a hollow one for every stretch of which nothing is known."""
    steps: list[Step] = []
    for dated in values:
        last = steps[-1].until_day if steps else None
        if last is not None and last + _DAY < dated.from_day:
            steps.append(Step(_NO_LABEL, None, last + _DAY, dated.from_day - _DAY, _NOT_FOUND))
        steps += _steps_of(book, layer, dated)
    end = steps[-1].until_day if steps else None
    if end is not None:
        steps.append(Step(_NO_LABEL, None, end + _DAY, None, _NOT_FOUND))
    return tuple(steps)


def _steps_of(book: LawBook, layer: Parameter, dated: DatedValue) -> list[Step]:
    value, name = dated.value, instrument_name(book, dated.value.source)
    hollow = _why_hollow(dated, name)
    if hollow is not None or not isinstance(value.value, int):
        return [Step(_NO_LABEL, None, dated.from_day, dated.until_day, hollow or _NOT_FOUND)]
    label, review = number_text(value.value, layer.unit), value.review
    if review is None or (dated.until_day is not None and dated.until_day <= review):
        return [Step(label, float(value.value), dated.from_day, dated.until_day, name)]
    told = Text(f"{name.zh}；复核日 {review}", f"{name.en}; review on {review}")
    return [
        Step(label, float(value.value), dated.from_day, review, told),
        Step(_NO_LABEL, None, review + _DAY, dated.until_day, _past_review(review)),
    ]


def _why_hollow(dated: DatedValue, name: Text) -> Text | None:
    """Why a value cannot be used on any of its days; None where it can."""
    value = dated.value
    if not _is_number(value.value):
        return _NOT_FOUND
    if not dated.tier_confirmed:
        return Text(
            f"{name.zh}；这里属于哪一档未核实，不作判断",
            f"{name.en}; the tier of this place is not confirmed, nothing is judged",
        )
    if not value.confirmed:
        return Text(f"{name.zh}；未核实，不作判断", f"{name.en}; not confirmed, nothing is judged")
    if value.review is not None and dated.from_day > value.review:
        return _past_review(value.review)
    return None


def _past_review(review: date) -> Text:
    return Text(
        f"不知道：复核日 {review} 已过，先复核，再判断",
        f"not known: due for review on {review}; review first, then judge",
    )


def _rails(book: LawBook, area: str, texts: Sequence[str]) -> tuple[Rail, ...]:
    found = [
        book.instruments[i] for i in texts if i in book.instruments and book.instruments[i].holds_at(area)
    ]
    return tuple(
        Rail(instrument_name(book, i.id), i.from_day, i.until_day) for i in found if i.from_day is not None
    )


def _place(book: LawBook, layer: Parameter, area: str) -> Text:
    """The layer's name, or the area's where its tier decides."""
    tiered = any(value.tier is not None for value in layer.values)
    return place_name(book, area if tiered else layer.place)
