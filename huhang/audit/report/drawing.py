"""Setting content with the templates of the report: for the report itself, and piece by piece."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from huhang.audit.report import day, districts, figures, ruler, slip, wording
from huhang.audit.report.content import Ruler, Slip, WorkerDayPicture
from huhang.audit.report.district_rows import DistrictRow, Districts
from huhang.vocabulary.kept_files import kept_in
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Outcome, Text

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATUS: dict[str, Text] = {
    "completed": Text("送完", "completed"),
    "cancelled": Text("取消", "cancelled"),
    "open": Text("没有结束", "open"),
    "refused": Text("拒绝", "refused"),
}


@dataclass(frozen=True)
class Pictures:
    """Draws the pictures of a report one by one, in one language, around an audited period.

    Each is a piece of HTML without styles or scripts of its own; they need pictures.css, and the shapes
    and hatchings of `shapes` once on the page.
    """

    language: str
    from_day: date
    to_day: date

    def day(self, picture: WorkerDayPicture) -> Markup:
        """The day of a worker: orders, their union, spells, limits, and the same as tables."""
        return self._set("day.html.j2", "day_figure", picture)

    def slip(self, content: Slip) -> Markup:
        """The arithmetic of a slip."""
        return self._set("slip.html.j2", "slip_table", content)

    def ruler(self, content: Ruler) -> Markup:
        """The history of a value."""
        return self._set("parts.html.j2", "ruler_figure", content, self.from_day, self.to_day)

    def districts(self, content: Districts) -> Markup:
        """Tile maps of cities with tables beside."""
        return self._set("parts.html.j2", "district_part", content)

    def shapes(self) -> Markup:
        """Shapes and hatchings that the other pictures use."""
        return Markup(templates(self.language).get_template("defs.html.j2").render())

    def _set(self, template: str, macro: str, *contents: object) -> Markup:
        module = templates(self.language).get_template(template).module
        return Markup(getattr(module, macro)(*contents))


@cache
def picture_source(name: str) -> str:
    """The style sheet (pictures.css) or the script (pictures.js) that the pictures need."""
    return templates("zh").get_template(name).render()


@cache
def templates(only: str = "") -> Environment:
    """The templates of the report, made ready once; `only` leaves one language ("zh" or "en")."""
    environment = Environment(
        loader=PackageLoader("huhang.audit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled_templates(),
    )
    environment.filters.update(_filters())
    environment.globals["only"] = only
    return environment


def _compiled_templates() -> BytecodeCache | None:
    """Where compiled templates are kept from run to run; None where no file can be written."""
    with suppress(OSError, RuntimeError):
        folder = kept_in("templates")
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return FileSystemBytecodeCache(str(folder))
    return None


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "whole_dates": _whole_dates,
        "grouped": figures.grouped,
        "yuan": figures.yuan,
        "length_of": figures.length,
        "minutes_of": _minutes,
        "limit_of": _limit,
        "hours_minutes": _hours_minutes,
        "clock": figures.clock,
        "clock_s": partial(figures.clock, with_seconds=True),
        "weekday": figures.weekday,
        "days_span": lambda days: figures.span(*days),
        "status": lambda status: _STATUS.get(status, Text(status, status)),
        "outcome_name": lambda name: OUTCOME_NAMES[Outcome(name)],
        "force_name": lambda force: FORCE_NAMES[force],
        "force_class": wording.force_class,
        "force_word": wording.force_word,
        "tag_class": wording.tag_class,
        "short_wording": wording.short_wording,
        "full_wording": wording.full_wording,
        "force_words": wording.force_words,
        "told_clauses": wording.told_clauses,
        "draw_day": day.draw_day,
        "area_names": _area_names,
        "flag_text": _flag_text,
        "seconds_of": day.seconds_of,
        "working_span": day.working_span,
        "draw_slip": slip.draw_slip,
        "draw_ruler": ruler.draw_ruler,
        "draw_districts": districts.draw_districts,
        "why_not_compared": _why_not_compared,
    }


def _whole_dates(text: str) -> Markup:
    """A text ready for the page, in which no date is broken at the end of a line."""
    return Markup(_DATE.sub(r'<span class="n">\g<0></span>', str(escape(text))))


def _minutes(seconds: int) -> Text:
    return figures.length(seconds // 60 * 60)


def _limit(seconds: int) -> Text:
    """A limit as its text says it: whole hours without minutes."""
    hours, rest = divmod(seconds, 3600)
    nbsp = figures.THIN
    return _minutes(seconds) if rest else Text(f"{hours}{nbsp}小时", f"{hours}{nbsp}h")


def _hours_minutes(seconds: int) -> tuple[Text, Text]:
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return Text(f"{hours} 时", f"{hours}h"), Text(f"{minutes:02d} 分", f"{minutes:02d}min")


def _area_names(picture: WorkerDayPicture) -> dict[str, Text]:
    names = dict(picture.areas)
    missing = {order.area_code for order in picture.orders} - names.keys()
    return names | {code: Text(code, code) for code in missing}


def _flag_text(flag: day.Flag, least_break_s: int | None) -> Text:
    at, limit = figures.clock(flag.second), _limit(flag.spell.limit_s or 0)
    if least_break_s is None:
        return Text(f"{at} 连续满 {limit.zh}", f"{at} {limit.en} without a break")
    pause = _minutes(least_break_s)
    return Text(
        f"{at} 连续满 {limit.zh}，应停派 {pause.zh}：未见",
        f"{at} {limit.en} on end, {pause.en} pause due: not seen",
    )


def _why_not_compared(row: DistrictRow) -> Text:
    if row.why is not None:
        return row.why
    if row.judged == 0:
        return Text("都无法判断", "all unknown")
    least = districts.LEAST_BASE
    return Text(f"少于 {least} 份，不比较", f"fewer than {least}, not compared")
