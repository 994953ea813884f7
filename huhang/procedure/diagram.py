"""A procedure drawn from its file: stages down a spine in the file's order, its ends beside them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from unicodedata import east_asian_width
from xml.etree import ElementTree

from huhang.procedure.kernel import CaseState
from huhang.procedure.model import Procedure
from huhang.vocabulary.words import Text

_ROW, _BOX_HEIGHT, _CHIP_HEIGHT, _CHIP_STEP = 62, 38, 26, 32
_LANE, _MARGIN, _GAP = 16, 14, 46
_CHARACTER = 7.9
_SVG = "http://www.w3.org/2000/svg"


class Flow(NamedTuple):
    """All acts that lead from one stage to another."""

    origin: str
    target: str
    acts: tuple[str, ...]


class StageInWords(NamedTuple):
    """A stage and what leads from it, for those who do not see the drawing."""

    title: Text
    current: bool
    ways: tuple[Text, ...]


class _Row(NamedTuple):
    stage: str
    middle: float
    ends: tuple[Flow, ...]


class _Arc(NamedTuple):
    flow: Flow
    lane: int


class _Pen(NamedTuple):
    """What everything that is drawn needs."""

    svg: ElementTree.Element
    procedure: Procedure
    state: CaseState | None
    lang: str


def flows(procedure: Procedure) -> tuple[Flow, ...]:
    """Which acts lead from which stage to which other, in the order of the file."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, act in procedure.acts.items():
        for origin in act.from_stages:
            if act.to is not None and act.to != origin:
                found.setdefault((origin, act.to), []).append(name)
    return tuple(Flow(origin, target, tuple(acts)) for (origin, target), acts in found.items())


def in_words(procedure: Procedure, state: CaseState | None = None) -> tuple[StageInWords, ...]:
    """The drawing as a list: every stage with the acts that lead on and where to."""
    return tuple(
        StageInWords(
            stage.text(),
            state is not None and state.stage == name,
            tuple(_way(procedure, flow) for flow in flows(procedure) if flow.origin == name),
        )
        for name, stage in procedure.stages.items()
    )


def diagram(procedure: Procedure, state: CaseState | None = None, lang: str = "zh") -> str:
    """The procedure as an SVG with classes and no style; `state` marks the present stage and the open ways.

    Classes: stage, end, current; flow, back, open; text sizes and colours are left to the page.
    """
    every = flows(procedure)
    rows = tuple(_rows(procedure, every))
    arcs = _arcs(rows, every)
    left = _MARGIN + _LANE * (1 + max((arc.lane for arc in arcs), default=-1)) + _LANE
    widest = max(_width(procedure.stages[row.stage].text().in_language(lang)) for row in rows)
    chips = [
        _width(procedure.stages[flow.target].text().in_language(lang)) for row in rows for flow in row.ends
    ]
    width = left + widest + (_GAP + max(chips) if chips else 0) + _MARGIN
    height = rows[-1].middle + _row_height(rows[-1].ends) / 2 + _MARGIN
    pen = _Pen(_svg(procedure, state, lang, width, height), procedure, state, lang)
    middles = {row.stage: row.middle for row in rows}
    for arc in arcs:
        _draw_arc(pen, arc, middles, left)
    for row in rows:
        _draw_row(pen, row, left, widest)
    return ElementTree.tostring(pen.svg, encoding="unicode")


def _way(procedure: Procedure, flow: Flow) -> Text:
    acts = [procedure.acts[name] for name in flow.acts]
    target = procedure.stages[flow.target]
    return Text(
        f"{'、'.join(act.zh for act in acts)} → {target.zh}",
        f"{', '.join(act.en for act in acts)} → {target.en}",
    )


def _width(words: str) -> float:
    """The width of a box for these words; a Chinese character is twice as wide as a letter."""
    return 2 * 10 + _CHARACTER * sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def _row_height(ends: tuple[Flow, ...]) -> float:
    return max(_ROW, len(ends) * _CHIP_STEP + 14)


def _rows(procedure: Procedure, every: tuple[Flow, ...]) -> Iterator[_Row]:
    top = float(_MARGIN)
    for name, stage in procedure.stages.items():
        if stage.end:
            continue
        ends = tuple(flow for flow in every if flow.origin == name and procedure.stages[flow.target].end)
        height = _row_height(ends)
        yield _Row(name, top + height / 2, ends)
        top += height


def _arcs(rows: tuple[_Row, ...], every: tuple[Flow, ...]) -> tuple[_Arc, ...]:
    """Ways between stages that are not neighbours, short ones nearest to the spine, none over another."""
    place = {row.stage: index for index, row in enumerate(rows)}
    inner = [flow for flow in every if flow.origin in place and flow.target in place]
    far = [flow for flow in inner if place[flow.target] - place[flow.origin] != 1]
    far.sort(key=lambda flow: abs(place[flow.target] - place[flow.origin]))
    arcs: list[_Arc] = []
    for flow in far:
        span = {place[flow.origin], place[flow.target]}
        taken = {
            arc.lane
            for arc in arcs
            if min(span) < max(place[arc.flow.origin], place[arc.flow.target])
            and max(span) > min(place[arc.flow.origin], place[arc.flow.target])
        }
        arcs.append(_Arc(flow, next(lane for lane in range(len(far)) if lane not in taken)))
    near = [_Arc(flow, -1) for flow in inner if place[flow.target] - place[flow.origin] == 1]
    return (*near, *arcs)


def _svg(
    procedure: Procedure, state: CaseState | None, lang: str, width: float, height: float
) -> ElementTree.Element:
    """The drawing's frame with its title, its description and the arrow head."""
    name = f"procedure-{procedure.id}"
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": _SVG,
            "class": "procedure-diagram",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    _add(svg, "title", {"id": f"{name}-title"}, procedure.text().in_language(lang))
    here = Text("", "")
    if state is not None:
        here = Text(f"现在：{state.stage_title.zh}。", f"Now: {state.stage_title.en}. ")
    about = procedure.about.text().in_language(lang)
    _add(svg, "desc", {"id": f"{name}-desc"}, here.in_language(lang) + about)
    marker = {"viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "8", "markerHeight": "8"}
    head = _add(_add(svg, "defs", {}), "marker", {"id": f"{name}-arrow", "orient": "auto", **marker})
    _add(head, "path", {"class": "arrow", "d": "M0 0 L8 4 L0 8 z"})
    return svg


def _add(
    parent: ElementTree.Element, tag: str, attributes: Mapping[str, str], text: str | None = None
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag, dict(attributes))
    child.text = text
    return child


def _draw_arc(pen: _Pen, arc: _Arc, middles: Mapping[str, float], left: float) -> None:
    """A straight arrow to the neighbour below, or one around the left of the boxes between."""
    start, end = middles[arc.flow.origin], middles[arc.flow.target]
    half = _BOX_HEIGHT / 2
    if arc.lane < 0:
        path = f"M{left + 24:.1f} {start + half:.1f} V{end - half:.1f}"
    else:
        lane = left - _LANE * (arc.lane + 1)
        down = half / 2 if end > start else -half / 2
        path = f"M{left:.1f} {start + down:.1f} H{lane:.1f} V{end - down:.1f} H{left:.1f}"
    _draw_way(pen, arc.flow, path, back=end < start)


def _draw_way(pen: _Pen, flow: Flow, path: str, *, back: bool = False) -> None:
    """An arrow with the names of its acts."""
    allowed = {act.kind for act in pen.state.allowed} if pen.state else set()
    opens = pen.state is not None and pen.state.stage == flow.origin and bool(allowed & set(flow.acts))
    line = {
        "class": "flow" + " back" * back + " open" * opens,
        "d": path,
        "fill": "none",
        "stroke": "currentColor",
        "marker-end": f"url(#procedure-{pen.procedure.id}-arrow)",
    }
    _add(_add(pen.svg, "path", line), "title", {}, _way(pen.procedure, flow).in_language(pen.lang))


def _draw_row(pen: _Pen, row: _Row, left: float, widest: float) -> None:
    """A stage, and to its right the ends that it leads to."""
    right = left + widest
    _draw_box(pen, row.stage, (left, row.middle), (widest, _BOX_HEIGHT))
    top = row.middle - (len(row.ends) - 1) * _CHIP_STEP / 2
    for index, flow in enumerate(row.ends):
        middle = top + index * _CHIP_STEP
        path = f"M{right:.1f} {row.middle:.1f} H{right + _GAP / 2:.1f} V{middle:.1f} H{right + _GAP:.1f}"
        _draw_way(pen, flow, path)
        width = _width(pen.procedure.stages[flow.target].text().in_language(pen.lang))
        _draw_box(pen, flow.target, (right + _GAP, middle), (width, _CHIP_HEIGHT))


def _draw_box(pen: _Pen, stage: str, place: tuple[float, float], size: tuple[float, float]) -> None:
    """A box with the title of a stage; `place` is the middle of its left side."""
    shape = pen.procedure.stages[stage]
    current = pen.state is not None and pen.state.stage == stage
    (left, middle), (width, height) = place, size
    group = _add(pen.svg, "g", {"class": "stage" + " end" * shape.end + " current" * current})
    box = {"x": f"{left:.1f}", "y": f"{middle - height / 2:.1f}", "width": f"{width:.1f}", "rx": "6"}
    frame = {"height": f"{height:.1f}", "fill": "none", "stroke": "currentColor"}
    _add(group, "rect", {**box, **frame, "stroke-width": "3" if current else "1"})
    words = {"x": f"{left + 10:.1f}", "y": f"{middle:.1f}", "dominant-baseline": "central"}
    _add(group, "text", {**words, "font-size": "14"}, shape.text().in_language(pen.lang))
