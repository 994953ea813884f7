"""The picture of a worker's day: lanes of orders, their union, gaps, spells, running total and limits.

All times are seconds from local midnight. Across the page positions are percent of the picture, so that
text keeps its size whatever the width; down the page (on a phone) they are pixels.
"""

from dataclasses import dataclass
from itertools import pairwise

from huhang.audit.report.content import DayLimit, OrderBar, SpellBar, Stretch, WorkerDayPicture

HOUR = 3600
# Width in pixels at which a label must fit without zoom: the picture on A4 and on a small tablet.
_NARROWEST = 600
_ZOOMS = (1, 2, 4)
_PIXELS_PER_HOUR = 46
_STYLES = 4
_LEAST_GAP_DOWN = 300


@dataclass(frozen=True)
class Frame:
    """The stretch of time that the picture shows, on full hours."""

    first_s: int
    last_s: int

    def across(self, second: float) -> float:
        """Percent from the left."""
        return round(100 * (second - self.first_s) / (self.last_s - self.first_s), 3)

    def wide(self, seconds: float) -> float:
        """A length as percent of the picture."""
        return round(100 * seconds / (self.last_s - self.first_s), 3)

    def down(self, second: float) -> float:
        """Pixels from the top."""
        return round((second - self.first_s) * _PIXELS_PER_HOUR / HOUR, 2)

    def tall(self, seconds: float) -> float:
        """A length in pixels."""
        return round(seconds * _PIXELS_PER_HOUR / HOUR, 2)

    def zoom_for(self, seconds: float, pixels: float) -> int:
        """The least zoom at which a label of so many pixels fits into so many seconds; 0 = never."""
        room = _NARROWEST * seconds / (self.last_s - self.first_s)
        return next((zoom for zoom in _ZOOMS if room * zoom >= pixels), 0)


@dataclass(frozen=True)
class LaneBar:
    """An order in its lane; `style` numbers the look of its area, `zoom` tells when its number fits."""

    order: OrderBar
    lane: int
    style: int
    zoom: int


@dataclass(frozen=True)
class Gap:
    """A gap between stretches of presence; `is_break` where it is as long as the least break."""

    starts_s: int
    ends_s: int
    is_break: bool
    is_allowance: bool
    zoom: int

    @property
    def seconds(self) -> int:
        """Length in seconds."""
        return self.ends_s - self.starts_s


@dataclass(frozen=True)
class Flag:
    """The second at which a pause was due and not seen."""

    second: int
    spell: SpellBar
    at_end: bool


@dataclass(frozen=True)
class Crossing:
    """A limit of the day, and the second at which the running total reached it (None = never)."""

    limit: DayLimit
    reached_s: int | None


@dataclass(frozen=True)
class DayDrawing:
    """Everything that both pictures and the tables of a day need."""

    frame: Frame
    bars: tuple[LaneBar, ...]
    lanes: int
    present: tuple[tuple[Stretch, int], ...]
    allowance: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    flags: tuple[Flag, ...]
    total: tuple[tuple[int, int], ...]
    crossings: tuple[Crossing, ...]
    ticks: tuple[tuple[int, bool], ...]
    top_s: int

    def gaps_down(self) -> tuple[Gap, ...]:
        """The gaps that are labelled down the page: long enough, and clear of the words of a flag."""
        return tuple(
            gap
            for gap in self.gaps
            if gap.seconds >= _LEAST_GAP_DOWN
            and all(
                not -44 < self.frame.tall((gap.starts_s + gap.ends_s) / 2 - flag.second) < 14
                for flag in self.flags
            )
        )


def union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of half-open spans, sorted; empty spans vanish."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def lanes_of(orders: tuple[OrderBar, ...]) -> list[int]:
    """The lane of each order, in the order given: the first lane that is free when it starts.

    Two orders of one lane never overlap; there are no more lanes than orders held at once.
    """
    lanes: dict[int, int] = {}
    free_from: list[int] = []
    for place in sorted(range(len(orders)), key=lambda n: (orders[n].starts_s, orders[n].ends_s, n)):
        order = orders[place]
        lane = next((n for n, end in enumerate(free_from) if end <= order.starts_s), len(free_from))
        free_from[lane : lane + 1] = [max(order.ends_s, order.starts_s + 1)]
        lanes[place] = lane
    return [lanes[place] for place in range(len(orders))]


def seconds_of(stretches: tuple[Stretch, ...], *kinds: str) -> int:
    """Length of the union of the stretches of these kinds."""
    return sum(end - start for start, end in union([_span(s) for s in stretches if s.kind in kinds]))


def working_span(picture: WorkerDayPicture) -> int:
    """From first start to last end of work, in seconds."""
    spans = [_span(stretch) for stretch in picture.stretches]
    return max(end for _, end in spans) - min(start for start, _ in spans) if spans else 0


def draw_day(picture: WorkerDayPicture) -> DayDrawing:
    """Lay out one day."""
    frame = _frame(picture)
    styles = {code: min(n, _STYLES - 1) for n, (code, _) in enumerate(picture.areas)}
    bars = tuple(
        LaneBar(order, lane, styles.get(order.area_code, _STYLES - 1), _number_zoom(frame, order))
        for order, lane in zip(picture.orders, lanes_of(picture.orders), strict=True)
    )
    total = _running_total(picture.stretches)
    worked = total[-1][1] if total else 0
    highest = max([worked, *(limit.seconds for limit in picture.limits)], default=HOUR)
    return DayDrawing(
        frame=frame,
        bars=bars,
        lanes=1 + max((bar.lane for bar in bars), default=0),
        present=tuple(
            (stretch, styles.get(stretch.area_code, _STYLES - 1))
            for stretch in picture.stretches
            if stretch.kind != "allowance"
        ),
        allowance=tuple(stretch for stretch in picture.stretches if stretch.kind == "allowance"),
        gaps=_gaps(picture, frame),
        flags=_flags(picture, frame),
        total=total,
        crossings=tuple(Crossing(limit, _reached(total, limit.seconds)) for limit in picture.limits),
        ticks=_ticks(frame),
        top_s=max(HOUR, highest + HOUR // 2),
    )


def _span(stretch: Stretch) -> tuple[int, int]:
    return stretch.starts_s, stretch.ends_s


def _frame(picture: WorkerDayPicture) -> Frame:
    starts = [order.starts_s for order in picture.orders] + [s.starts_s for s in picture.stretches]
    ends = [order.ends_s for order in picture.orders] + [s.ends_s for s in picture.stretches]
    first = min(starts, default=0) // HOUR * HOUR
    last = -(-max(ends, default=HOUR) // HOUR) * HOUR
    return Frame(first, max(last, first + HOUR))


def _number_zoom(frame: Frame, order: OrderBar) -> int:
    return frame.zoom_for(order.ends_s - order.starts_s, 7 * len(str(order.number)) + 5)


def _gaps(picture: WorkerDayPicture, frame: Frame) -> tuple[Gap, ...]:
    present = union([_span(s) for s in picture.stretches if s.kind != "allowance"])
    allowed = {_span(s) for s in picture.stretches if s.kind == "allowance"}
    least = picture.least_break_s
    spans = [(start, end) for (_, start), (end, _) in pairwise(present)]
    zooms = _label_zooms(spans, frame)
    return tuple(
        Gap(start, end, least is not None and end - start >= least, (start, end) in allowed, zoom)
        for (start, end), zoom in zip(spans, zooms, strict=True)
    )


def _label_zooms(spans: list[tuple[int, int]], frame: Frame) -> list[int]:
    """The least zoom at which each gap's label stands clear of the others; the longer gap goes first."""
    zooms = [0] * len(spans)
    by_length = sorted(range(len(spans)), key=lambda n: (spans[n][0] - spans[n][1], n))
    for zoom in _ZOOMS:
        taken = [_label_room(spans[n], frame, zoom) for n in by_length if zooms[n]]
        for n in by_length:
            left, right = _label_room(spans[n], frame, zoom)
            if not zooms[n] and all(right <= start or left >= end for start, end in taken):
                zooms[n] = zoom
                taken.append((left, right))
    return zooms


def _label_room(span: tuple[int, int], frame: Frame, zoom: int) -> tuple[float, float]:
    """From where to where the label of a gap reaches, in pixels of the narrowest picture."""
    middle = _NARROWEST * zoom * frame.across(sum(span) / 2) / 100
    half = (92 if span[1] - span[0] >= HOUR else 20) / 2
    return middle - half, middle + half


def _flags(picture: WorkerDayPicture, frame: Frame) -> tuple[Flag, ...]:
    return tuple(
        Flag(spell.starts_s + spell.limit_s, spell, frame.across(spell.starts_s + spell.limit_s) > 45)
        for spell in picture.spells
        if spell.limit_s and spell.over_s > 0
    )


def _running_total(stretches: tuple[Stretch, ...]) -> tuple[tuple[int, int], ...]:
    points: list[tuple[int, int]] = []
    total = 0
    for start, end in union([_span(stretch) for stretch in stretches]):
        points.append((start, total))
        total += end - start
        points.append((end, total))
    return tuple(points) or ((0, 0),)


def _reached(total: tuple[tuple[int, int], ...], seconds: int) -> int | None:
    return next(
        (
            end - (after - seconds)
            for (_, before), (end, after) in pairwise(total)
            if before < seconds <= after
        ),
        None,
    )


def _ticks(frame: Frame) -> tuple[tuple[int, bool], ...]:
    hours = range(frame.first_s // HOUR, frame.last_s // HOUR + 1)
    sparse = _NARROWEST / max(1, len(hours)) < 44
    return tuple((hour * HOUR, not sparse or hour % 2 == 0) for hour in hours)
