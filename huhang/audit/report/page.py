"""The report as one page: a single HTML file, both languages inside, drawn here and not in the browser."""

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from huhang.audit.report import day, districts, figures, ruler, slip, wording
from huhang.audit.report.chain import chain_of
from huhang.audit.report.content import ReportContent, WorkerDayPicture
from huhang.audit.report.district_rows import DistrictRow
from huhang.audit.report.outcomes import parts_of
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Outcome, Text

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMERALS = "一二三四五六七"
_STATUS: dict[str, Text] = {
    "completed": Text("送完", "completed"),
    "cancelled": Text("取消", "cancelled"),
    "open": Text("没有结束", "open"),
    "refused": Text("拒绝", "refused"),
}


@dataclass(frozen=True)
class Part:
    """A section of the page: where links lead, its heading, its name in the contents."""

    anchor: str
    title: Text
    short: Text


def write_html(content: ReportContent, path: Path) -> None:
    """Write the page to `path`, whole or not at all."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(html_of(content), encoding="utf-8")
    os.replace(unfinished, path)


def html_of(content: ReportContent) -> str:
    """The page as text; the same content gives the same bytes."""
    environment = _environment(content)
    safe_number = re.sub(r"[^0-9A-Za-z_-]", "", content.number)
    style = environment.get_template("report.css.j2").render(number=safe_number, made_on=content.made_on)
    script = environment.get_template("report.js").render()
    gravest = content.gravest[0].finding_id if content.gravest else "FINDING_ID"
    environment.globals["example_finding"] = gravest
    return environment.get_template("report.html.j2").render(
        content=content,
        period=figures.span(content.from_day, content.to_day),
        parts=_parts(content),
        numerals=_NUMERALS,
        links=chain_of(content),
        outcome_parts=parts_of(content.counts),
        force_examples=wording.force_examples(),
        style=style,
        script=script,
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
    )


def _parts(content: ReportContent) -> tuple[Part, ...]:
    parts = [
        Part("checked", Text("核查了什么", "What was checked"), Text("核查了什么", "What was checked")),
        Part(
            "findings",
            Text("分企业、分权利的结论", "Findings by company and right"),
            Text("分企业的结论", "Findings by company"),
        ),
    ]
    if content.days:
        parts.append(
            Part("days", Text("一个人的一天", "One day of a worker"), Text("一个人的一天", "One day"))
        )
    if content.slips:
        parts.append(
            Part("slips", Text("逐行的算式", "The arithmetic, line by line"), Text("算式", "Arithmetic"))
        )
    if content.rulers:
        title = Text("标准的来历", "Where the standard comes from")
        parts.append(Part("rulers", title, title))
    if content.districts and len(content.districts.rows) > 1:
        parts.append(
            Part("districts", Text("各区分布", "Across the districts"), Text("各区分布", "Districts"))
        )
    title = Text("数据质量与复算", "Data quality, and how to compute again")
    parts.append(Part("quality", title, Text("数据质量与复算", "Data quality")))
    return tuple(parts)


def _environment(content: ReportContent) -> Environment:
    environment = Environment(
        loader=PackageLoader("huhang.audit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_filters(content))
    return environment


def _filters(content: ReportContent) -> dict[str, Callable[..., Any]]:
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
        "draw_ruler": partial(ruler.draw_ruler, period_from=content.from_day, period_to=content.to_day),
        "draw_districts": districts.draw_districts,
        "share": lambda row: figures.percent(row.broken, row.judged),
        "why_not_compared": _why_not_compared,
    }


def _whole_dates(text: str) -> Markup:
    """A text ready for the page, in which no date is broken at the end of a line."""
    return Markup(_DATE.sub(r'<span class="n">\g<0></span>', str(escape(text))))


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


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
