"""Builds the Word template of papers: python scripts/make_paper_template.py

A4, the margins and type sizes of official papers, East Asian fonts set, page number at the foot; the words in
double braces are filled in by docxtpl.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

TARGET = Path(__file__).parent.parent / "huhang" / "papers" / "templates" / "letter.docx"
TEXT, HEADING, LATIN = "仿宋", "宋体", "Times New Roman"
RED, GREY = RGBColor(0xC1, 0x12, 0x1F), RGBColor(0x66, 0x66, 0x66)
RIGHT, CENTRE, LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


def typed(run: Any, size: float, *, font: str = TEXT, bold: bool = False, colour: Any = None) -> None:
    """Set Latin and East Asian type of a run."""
    run.font.name, run.font.size, run.bold = LATIN, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour


def paragraph(
    home: Any, text: str, size: float = 16, *, align: Any = LEFT, indent: bool = False, **type_: Any
) -> Any:
    """One paragraph of one type."""
    made = home.add_paragraph()
    typed(made.add_run(text), size, **type_)
    made.alignment = align
    made.paragraph_format.space_after = Pt(0)
    made.paragraph_format.line_spacing = 1.4
    if indent:
        made.paragraph_format.first_line_indent = Pt(2 * size)
    return made


def control(home: Any, tag: str) -> None:
    """A line that only steers docxtpl and leaves no paragraph behind."""
    paragraph(home, "{%p " + tag + " %}", 10)


def page_number(section: Any) -> None:
    """The number of the page between dashes, centred at the foot."""
    line = section.footer.paragraphs[0]
    line.alignment = CENTRE
    typed(line.add_run("— "), 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        typed(run, 14)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    typed(line.add_run(" —"), 14)


def mark(section: Any) -> None:
    """The mark of a draft, large, at the head of every page."""
    line = section.header.paragraphs[0]
    line.alignment = CENTRE
    typed(line.add_run("{{ mark }}"), 18, font="黑体", bold=True, colour=RGBColor(0xB0, 0xB0, 0xB0))
    typed(line.add_run(" {{ courtesy }}"), 9, colour=GREY)


def ruled(line: Any) -> None:
    """A red rule below a paragraph."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C1121F")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    line._element.get_or_add_pPr().append(borders)


def cell(place: Any, text: str, size: float = 9, **type_: Any) -> None:
    """The text of one cell."""
    line = place.paragraphs[0]
    typed(line.add_run(text), size, **type_)
    line.paragraph_format.space_after = Pt(0)


def repeated_head(row: Any) -> None:
    """The first row is said again on every page of a long table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def tables(document: Any) -> None:
    """All tables of one attachment; their columns and rows are known when they are filled in."""
    control(document, "for table in found.tables")
    control(document, "if table.title")
    paragraph(
        document, "{{ table.title }}", 10.5, font="黑体", bold=True
    ).paragraph_format.keep_with_next = True
    control(document, "endif")
    grid = document.add_table(rows=4, cols=3, style="Table Grid")
    for place, (start, text, end, bold) in enumerate(
        (
            ("{%tc for name in table.columns %}", "{{ name }}", "{%tc endfor %}", True),
            ("{%tr for row in table.rows %}", "", "", False),
            ("{%tc for words in row %}", "{{ words }}", "{%tc endfor %}", False),
            ("{%tr endfor %}", "", "", False),
        )
    ):
        for number, said in enumerate((start, text, end)):
            cell(grid.cell(place, number), said, bold=bold, font="黑体" if bold else TEXT)
    repeated_head(grid.rows[0])
    paragraph(document, "", 6)
    control(document, "endfor")


def letter(document: Any) -> None:
    """Head, number, title, body, note, signature."""
    control(document, "if layout == 'letter'")
    paragraph(document, "{{ head }}", 30, align=CENTRE, font=HEADING, bold=True, colour=RED)
    ruled(paragraph(document, "{{ number }}", align=CENTRE))
    control(document, "else")
    paragraph(document, "{{ head }}", align=CENTRE)
    control(document, "endif")
    paragraph(document, "", 8)
    paragraph(document, "{{ title }}", 22, align=CENTRE, font=HEADING, bold=True)
    control(document, "if layout == 'form'")
    paragraph(document, "{{ number }}", 12, align=RIGHT)
    grid = document.add_table(rows=3, cols=2, style="Table Grid")
    cell(grid.cell(0, 0), "{%tr for label, value in form %}")
    cell(grid.cell(1, 0), "{{ label }}", 14, font="黑体")
    cell(grid.cell(1, 1), "{{ value }}", 14)
    cell(grid.cell(2, 0), "{%tr endfor %}")
    for row in grid.rows:
        row.cells[0].width, row.cells[1].width = Cm(5), Cm(10.6)
    control(document, "else")
    paragraph(document, "{{ addressee }}")
    control(document, "endif")
    control(document, "for line in lines")
    control(document, "if line.heading")
    paragraph(document, "{{ line.text }}", indent=True, font="黑体").paragraph_format.keep_with_next = True
    control(document, "else")
    paragraph(document, "{{ line.text }}", indent=True)
    control(document, "endif")
    control(document, "endfor")
    control(document, "if note")
    paragraph(document, "{{ note }}", 11, colour=GREY)
    control(document, "endif")
    paragraph(document, "", 12)
    control(document, "for line in signature")
    paragraph(document, "{{ line }}{% if loop.first %} {{ seal }}{% endif %}", align=RIGHT)
    control(document, "endfor")
    paragraph(document, "", 8)
    control(document, "for line in foot")
    paragraph(document, "{{ line }}", 11)
    control(document, "endfor")


def sized(section: Any, *, across: bool) -> None:
    """A4, upright or across."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.top_margin, section.bottom_margin = (Mm(26), Mm(24)) if across else (Mm(37), Mm(35))
    section.left_margin, section.right_margin = (Mm(22), Mm(22)) if across else (Mm(28), Mm(26))


def build() -> Any:
    """The whole template."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT)
    section = document.sections[0]
    sized(section, across=False)
    mark(section)
    page_number(section)
    letter(document)
    document.add_section(WD_SECTION.NEW_PAGE)
    control(document, "for found in attachments")
    paragraph(document, "{{ found.title }}", 14, font="黑体", bold=True)
    control(document, "if found.note")
    paragraph(document, "{{ found.note }}", 10, colour=GREY)
    control(document, "endif")
    tables(document)
    control(document, "endfor")
    sized(document.sections[1], across=True)
    return document


def main(target: Path = TARGET) -> None:
    """Write the template with fixed days, so that the same script gives the same file."""
    written = BytesIO()
    build().save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))


if __name__ == "__main__":
    main()
