"""The words of a paper's file, however they are laid out."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
from docx import Document
from docx.table import Table as WordTable

_BREAKS = re.compile(r"[\s\u200b]+")


def words_of(paper: bytes) -> str:
    """All words of a docx or a PDF, without spaces and breaks."""
    return packed(pdf_text(paper) if paper.startswith(b"%PDF") else "\n".join(docx_texts(paper)))


def packed(text: str) -> str:
    """A text as it is compared: line breaks may stand anywhere in Chinese."""
    return _BREAKS.sub("", text)


def pdf_text(paper: bytes) -> str:
    """The text of every sheet of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)


def docx_texts(paper: bytes) -> Iterator[str]:
    """Headers, paragraphs, cells and footers of a docx in their order."""
    document = Document(io.BytesIO(paper))
    for section in document.sections:
        yield from (line.text for line in section.header.paragraphs)
        yield from (line.text for line in section.footer.paragraphs)
    for block in document.iter_inner_content():
        yield from _cells(block) if isinstance(block, WordTable) else [block.text]


def tables_of(paper: bytes) -> list[list[list[str]]]:
    """The tables of a docx as rows of cells."""
    document = Document(io.BytesIO(paper))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def _cells(table: Any) -> Iterator[str]:
    for row in table.rows:
        yield from (cell.text for cell in row.cells)
