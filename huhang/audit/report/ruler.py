"""The law ruler: the history of a value as steps on a time axis, hollow where nothing is known."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from huhang.audit.report.content import Rail, Ruler, Step

_TOP, _BOTTOM = 48.0, 148.0
_RAIL_HEIGHT = 34
# Pixels of the axis on the narrowest phone, on paper, and the width of a label there.
_PHONE, _PHONE_LABEL = 330, 46
_PAPER, _DAY_LABEL = 640, 60
_YEARS_BEFORE = 6


@dataclass(frozen=True)
class StepBar:
    """A step: from `x` over `width` percent at height `y` pixels; whether its label fits; the last known."""

    step: Step
    x: float
    width: float
    y: float
    known: bool
    on_phone: bool
    on_paper: bool
    day_on_paper: bool
    last: bool


@dataclass(frozen=True)
class RailBar:
    """A text in force beside the steps; `open_end` where no last day is known."""

    rail: Rail
    x: float
    width: float
    y: float
    open_end: bool
    label_at_end: bool


@dataclass(frozen=True)
class RulerDrawing:
    """The layout of a ruler; x in percent, y in pixels."""

    steps: tuple[StepBar, ...]
    risers: tuple[tuple[float, float, float], ...]
    rails: tuple[RailBar, ...]
    years: tuple[tuple[int, float, bool], ...]
    band: tuple[float, float]
    axis_y: float
    height: float


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def at(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        return round(100 * (inside - self.first).days / (self.last - self.first).days, 3)


def draw_ruler(ruler: Ruler, period_from: date, period_to: date) -> RulerDrawing:
    """Lay out one ruler around the audited period."""
    axis = _axis(ruler, period_from, period_to)
    shown = [step for step in ruler.steps if step.until_day is None or step.until_day >= axis.first]
    bars = _step_bars([step for step in shown if step.from_day <= axis.last], axis)
    axis_y = _BOTTOM + 34
    rails = tuple(_rail_bar(rail, axis, axis_y + 52 + n * _RAIL_HEIGHT) for n, rail in enumerate(ruler.rails))
    years = range(axis.first.year + 1, axis.last.year + 1)
    return RulerDrawing(
        steps=bars,
        risers=tuple((b.x, a.y, b.y) for a, b in pairwise(bars) if a.known and b.known),
        rails=rails,
        years=tuple((year, axis.at(date(year, 1, 1)), year % 2 == 0) for year in years),
        band=(axis.at(period_from), round(axis.at(period_to) - axis.at(period_from), 3)),
        axis_y=axis_y,
        height=axis_y + (30 if not rails else 38 + len(rails) * _RAIL_HEIGHT),
    )


def _axis(ruler: Ruler, period_from: date, period_to: date) -> _Axis:
    earliest = date(period_from.year - _YEARS_BEFORE, 1, 1)
    first = min([*(step.from_day for step in ruler.steps), period_from])
    ends = [step.until_day or step.from_day for step in ruler.steps]
    last = max([*ends, period_to]) + timedelta(days=240)
    return _Axis(max(first, earliest), min(last, date(period_to.year + 3, 12, 31)))


def _step_bars(steps: list[Step], axis: _Axis) -> tuple[StepBar, ...]:
    heights = [step.height for step in steps if step.height is not None]
    low, high = min(heights, default=0.0), max(heights, default=1.0)
    last = next((step for step in reversed(steps) if step.height is not None), None)
    bars: list[StepBar] = []
    for step in steps:
        x = axis.at(step.from_day)
        end = axis.at(step.until_day + timedelta(days=1)) if step.until_day else 100.0
        y = bars[-1].y if step.height is None and bars else _height(step.height, low, high)
        width = round(max(end - x, 0.3), 3)
        bars.append(
            StepBar(
                step,
                x,
                width,
                y,
                step.height is not None,
                width * _PHONE / 100 >= _PHONE_LABEL,
                width * _PAPER / 100 >= _PHONE_LABEL,
                width * _PAPER / 100 >= _DAY_LABEL,
                step is last,
            )
        )
    return tuple(bars)


def _height(value: float | None, low: float, high: float) -> float:
    if value is None or high == low:
        return (_TOP + _BOTTOM) / 2
    return round(_BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP), 2)


def _rail_bar(rail: Rail, axis: _Axis, y: float) -> RailBar:
    x = axis.at(rail.from_day)
    end = axis.at(rail.until_day) if rail.until_day else 100.0
    open_end = rail.until_day is None or rail.until_day > axis.last
    return RailBar(rail, x, round(max(end - x, 0.5), 3), y, open_end, x > 50)
