"""Papers as PDF/A, set by Typst; words go in as data and are never read as markup."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

from huhang.papers.page import Page
from huhang.vocabulary.words import HuhangError

# Chinese type, best first: that of official papers, then what systems bring along.
_TEXT = (
    "FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC",
    "STSong", "SimSun", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei",
)  # fmt: skip
_HEADING = (
    "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimHei", "STHeiti",
    "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei",
)  # fmt: skip
# Stands for a character that no type here can show, as printers do.
_NO_TYPE = "〓"


def pdf_bytes(page: Page, made: datetime) -> bytes:
    """The page as PDF/A; the same page and time give the same bytes.

    HuhangError where this machine has no Chinese type.
    """
    words = _words(page)
    try:
        return _typeset(words, made, "pdf")[0]
    except typst.TypstError:
        # Some sign has no type here, which PDF/A does not allow.
        return _typeset(_with_ordinary_signs(words), made, "pdf")[0]


def pictures(page: Page, made: datetime, ppi: int = 100) -> list[bytes]:
    """Each sheet of the page as a PNG picture, for a preview."""
    return _typeset(_words(page), made, "png", ppi)


def _words(page: Page) -> str:
    fonts = {"text": _first_of(_TEXT), "heading": _first_of(_HEADING)}
    return json.dumps({**page.to_json(), "fonts": fonts}, ensure_ascii=False)


def _typeset(words: str, made: datetime, form: Literal["pdf", "png"], ppi: int | None = None) -> list[bytes]:
    compiler = typst.Compiler(_template(), font_paths=_fonts(), sys_inputs={"paper": words})
    # Readable by everybody for a long time: tagged PDF/A-2a, and accessible by PDF/UA-1.
    sheets = compiler.compile(
        format=form, ppi=ppi, timestamp=made, pdf_standards=["a-2a", "ua-1"] if form == "pdf" else []
    )
    return sheets if isinstance(sheets, list) else [sheets or b""]


def _with_ordinary_signs(words: str) -> str:
    """The words with a printer's stand-in for every sign beyond the ordinary ones."""
    return "".join(sign if _is_ordinary(sign) else _NO_TYPE for sign in words)


def _is_ordinary(sign: str) -> bool:
    try:
        return len(sign.encode("gb18030")) <= 2
    except UnicodeEncodeError:
        return False


def _first_of(families: tuple[str, ...]) -> str:
    here = set(_fonts().families())
    for family in families:
        if family in here:
            return family
    raise HuhangError(
        "这台机器上没有中文字体，不能生成 PDF。请安装（Debian/Ubuntu：sudo apt-get install fonts-noto-cjk），"
        "或者改用 docx，它不需要本机的字体。",
        "This machine has no Chinese type, so no PDF can be made. Install some (Debian/Ubuntu: sudo apt-get "
        "install fonts-noto-cjk), or ask for docx, which needs none here.",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _template() -> bytes:
    return (files("huhang.papers") / "templates" / "letter.typ").read_bytes()
