"""Papers as docx, from the Word template that scripts/make_paper_template.py builds."""

import io
import zipfile
from datetime import datetime
from functools import cache
from importlib.resources import files

from docx.document import Document
from docxtpl import DocxTemplate

from huhang.papers.page import Page


def docx_bytes(page: Page, made: datetime) -> bytes:
    """The page as docx; the same page and time give the same bytes."""
    template = DocxTemplate(io.BytesIO(_template()))
    template.render(page.to_json(), autoescape=True)
    if not page.attachments:
        _without_last_section(template.docx)
    about = template.docx.core_properties
    about.title, about.author, about.last_modified_by = page.title[:255], page.head[:255], page.head[:255]
    about.created = about.modified = made.replace(tzinfo=None)
    written = io.BytesIO()
    template.save(written)
    return _dated(written.getvalue(), made)


def _without_last_section(document: Document) -> None:
    """The sheets that lie across are for attachments; without any, the letter's own are the last."""
    upright, across = document.sections[0]._sectPr, document.sections[-1]._sectPr
    upright.getparent().remove(upright)
    document.element.body.replace(across, upright)


def _dated(packed: bytes, made: datetime) -> bytes:
    """The same parts, each with the day of the paper instead of the clock of the machine."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, made.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return again.getvalue()


@cache
def _template() -> bytes:
    return (files("huhang.papers") / "templates" / "letter.docx").read_bytes()
