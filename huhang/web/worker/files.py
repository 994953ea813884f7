"""Who looked at data about a worker, as files."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.utils import timezone

from huhang.papers.page import Table, list_page
from huhang.papers.pdf import pdf_bytes
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person
from huhang.web.intake.csv_lines import csv_lines
from huhang.web.worker.looks import Look

_HEAD = (
    Text("时间", "time"),
    Text("单位", "office"),
    Text("岗位", "role"),
    Text("做了什么", "what was done"),
    Text("关于什么", "about what"),
    Text("平台", "platform"),
    Text("理由", "ground"),
    Text("编号", "id"),
)


def _cells(look: Look, language: str) -> tuple[str, ...]:
    about = Text(f"{look.what.zh} {look.days.zh}".strip(), f"{look.what.en} {look.days.en}".strip())
    words = (look.office, look.role, look.done, about)
    return (
        timezone.localtime(look.at).strftime("%Y-%m-%d %H:%M"),
        *(word.in_language(language) for word in words),
        look.company,
        look.ground.in_language(language),
        look.shown.in_language(language),
    )


def looks_csv(looks: Sequence[Look], language: str) -> BytesIO:
    """A line for each time, newest first."""
    head = [name.in_language(language) for name in _HEAD]
    return BytesIO(b"".join(csv_lines(head, [_cells(look, language) for look in looks])))


def looks_pdf(person: Person, looks: Sequence[Look], made: datetime, language: str) -> BytesIO:
    """The same on A4, across the page, with the day and the number of each sheet."""
    title = Text("谁看过我的数据", "Who looked at data about me").in_language(language)
    until = f"{timezone.localtime(made):%Y-%m-%d %H:%M}"
    told = Text(
        f"共 {len(looks)} 次，截至 {until}。写明单位和岗位，不写经办人姓名。",
        f"{len(looks)} times, as of {until}. Office and role are named, the officer is not.",
    ).in_language(language)
    rows = tuple(_cells(look, language) for look in looks)
    table = Table("", tuple(name.in_language(language) for name in _HEAD), rows)
    head = Text("护航", "Huhang").in_language(language)
    page = list_page(language, head, person.name, title, told, table)
    return BytesIO(pdf_bytes(page, made))
