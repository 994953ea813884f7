"""The report as one page: a single HTML file, both languages inside, drawn here and not in the browser."""

import base64
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from huhang.audit.report import figures, wording
from huhang.audit.report.chain import chain_of
from huhang.audit.report.content import ReportContent
from huhang.audit.report.drawing import templates
from huhang.audit.report.outcomes import parts_of
from huhang.vocabulary.words import Text

_NUMERALS = "一二三四五六七"


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
    environment = templates()
    safe_number = re.sub(r"[^0-9A-Za-z_-]", "", content.number)
    style = environment.get_template("report.css.j2").render(number=safe_number, made_on=content.made_on)
    script = environment.get_template("report.js").render()
    gravest = content.gravest[0].finding_id if content.gravest else "FINDING_ID"
    return environment.get_template("report.html.j2").render(
        content=content,
        example_finding=gravest,
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


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
