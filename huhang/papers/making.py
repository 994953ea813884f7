"""Making a paper: content in, the bytes of a docx or a PDF out."""

from datetime import UTC, date, datetime, time

from huhang.papers.compose import compose
from huhang.papers.content import LetterContent, PaperFormat, PaperKind
from huhang.papers.pdf import pdf_bytes, pictures
from huhang.papers.word import docx_bytes

# Files of papers without a day carry the first day that the zip format knows.
_NO_DAY = date(1980, 1, 1)


def make_paper(
    kind: PaperKind, content: LetterContent, paper_format: PaperFormat, *, language: str = "zh"
) -> bytes:
    """The file of a paper; the same content gives the same bytes.

    `language` "en" gives the courtesy translation. HuhangError names what the content lacks, or says that
    this machine has no Chinese type for a PDF.
    """
    page = compose(kind, content, language)
    made = _made(content)
    return pdf_bytes(page, made) if paper_format is PaperFormat.PDF else docx_bytes(page, made)


def preview(kind: PaperKind, content: LetterContent, *, language: str = "zh", ppi: int = 100) -> list[bytes]:
    """Each sheet of a paper as a PNG picture."""
    return pictures(compose(kind, content, language), _made(content), ppi)


def _made(content: LetterContent) -> datetime:
    return datetime.combine(content.day or _NO_DAY, time(), UTC)
