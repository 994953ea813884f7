"""The pages of the documentation as the tests about them see them: links, headings, blocks, commands."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.conventions.tree import ROOT

_COMMAND = re.compile(r"(?:\$ )?((?:\.venv/bin/)?huhang|make)(?= |$)(.*)")
_CHINESE = ".zh-CN.md"


def _pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "huhang").rglob("*.md"), *(ROOT / "samples").rglob("*.md")]
    return sorted([*found, *(ROOT / "docs").rglob("*.md")])


PAGES = tuple(_pages())
# The changelog and the notes beside data speak both languages on one page.
TWO_LANGUAGES = tuple(
    page
    for page in PAGES
    if page.is_relative_to(ROOT / "docs") or (page.parent == ROOT and page.name != "CHANGELOG.md")
)

# The reference is generated, and compared with the code elsewhere.
WRITTEN = tuple(page for page in PAGES if not page.is_relative_to(ROOT / "docs" / "reference"))


def other_language(page: Path) -> Path:
    """The page that says the same in the other language."""
    name = page.name
    if name.endswith(_CHINESE):
        return page.with_name(name.removesuffix(_CHINESE) + ".md")
    return page.with_name(name.removesuffix(".md") + _CHINESE)


@cache
def _tokens(page: Path) -> tuple[Token, ...]:
    """The parts of a page in order; what stands within a line comes after it."""
    found: list[Token] = []
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        found += [token, *(token.children or ())]
    return tuple(found)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Every block of code: its language ("" if indented) and its body."""
    shown = [token for token in _tokens(page) if token.type in {"fence", "code_block"}]
    return [(token.info.strip(), token.content) for token in shown]


def links(page: Path) -> list[str]:
    """Where the page leads to within the project, images included."""
    named = [token.attrGet("href") or token.attrGet("src") for token in _tokens(page)]
    return [str(link) for link in named if link and not re.match(r"\w+:", str(link))]


def headings(page: Path) -> list[str]:
    """The headings of a page as links name them."""
    parts = pairwise(_tokens(page))
    titles = [inside.content for opening, inside in parts if opening.type == "heading_open"]
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def command_lines(page: Path) -> Iterator[str]:
    """Every line on the page that somebody may type, in a block or within a sentence."""
    lines = [line for _, body in blocks(page) for line in body.splitlines()]
    lines += [token.content for token in _tokens(page) if token.type == "code_inline"]
    for line in lines:
        if found := _COMMAND.fullmatch(line.strip()):
            yield "".join(found.groups())


def sessions(page: Path) -> Iterator[tuple[str, list[str]]]:
    """What a page shows as typed ("$ ...") with the lines pasted below it."""
    for tongue, body in blocks(page):
        pasted: list[str] = []
        typed = ""
        for line in [*body.splitlines(), "$ "] if not tongue else []:
            if line.startswith("$ "):
                if typed:
                    yield typed, pasted
                typed, pasted = line.removeprefix("$ "), []
            elif line.strip():
                pasted.append(line)
