"""The documentation leads somewhere: links, commands, mappings and pasted output are as the pages say."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huhang.cli.commands import build
from huhang.records.mapping import load_mapping
from tests.conventions.pages import (
    PAGES,
    TWO_LANGUAGES,
    WRITTEN,
    blocks,
    command_lines,
    headings,
    links,
    other_language,
)
from tests.conventions.tree import ROOT, short

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
SETTINGS = set(re.findall(r"^([A-Z_]+) [:?]=", MAKEFILE, re.MULTILINE))
HUHANG: Any = build("en")
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=short)


@EVERY_PAGE
def test_every_link_and_image_is_there(page: Path) -> None:
    lost = []
    for link in links(page):
        path, _, place = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        known = target.is_relative_to(ROOT) and target.exists()
        if not known or (place and place not in headings(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", TWO_LANGUAGES, ids=short)
def test_every_page_is_there_in_both_languages(page: Path) -> None:
    other = other_language(page)
    assert other.is_file(), f"{short(other)} is missing"
    assert page not in WRITTEN or other.name in links(page), f"{short(page)} does not lead to {other.name}"
    assert len(headings(page)) == len(headings(other))


@pytest.mark.parametrize("index", ["index.md", "index.zh-CN.md"])
def test_the_map_leads_to_every_page_of_its_language(index: str) -> None:
    chinese = index.endswith(".zh-CN.md")
    docs = ROOT / "docs"
    named = {(docs / link).resolve() for link in links(docs / index)}
    pages = {page for page in docs.rglob("*.md") if page.name.endswith(".zh-CN.md") is chinese}
    assert sorted(map(short, pages - named - {docs / index})) == []


def wrong_with_make(words: list[str]) -> list[str]:
    """The words of a make line that are neither a target nor a setting of the Makefile."""
    known = [word for word in words if word in TARGETS or word.partition("=")[0] in SETTINGS]
    return [word for word in words if word not in known]


def wrong_with_huhang(words: list[str]) -> list[str]:
    """The words of a huhang line that are no command, no option or one argument too many."""
    command, rest = HUHANG, list(words)
    while rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest.pop(0)]
    if rest and hasattr(command, "commands") and not rest[0].startswith("-"):
        return [rest[0]]
    options = {name: option for option in command.params for name in getattr(option, "opts", ())}
    wrong, arguments = [], 0
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if not name.startswith("--"):
            arguments += 1
        elif name != "--help" and name not in options:
            wrong.append(name)
        elif name != "--help" and not options[name].is_flag and not value and rest:
            rest.pop(0)
    taken = [param for param in command.params if param.param_type_name == "argument"]
    many = any(param.nargs < 0 for param in taken)
    return wrong if many or arguments <= len(taken) else [*wrong, f"{arguments} arguments"]


@pytest.mark.parametrize("page", WRITTEN, ids=short)
def test_every_command_on_a_page_exists(page: Path) -> None:
    wrong = []
    for line in command_lines(page):
        program, *words = shlex.split(line, comments=True)
        found = wrong_with_make(words) if program == "make" else wrong_with_huhang(words)
        wrong += [f"{line}: {word}" for word in found]
    assert wrong == []


def test_a_wrong_line_would_be_noticed() -> None:
    assert wrong_with_make(["run", "PLACE=310000"]) == []
    assert wrong_with_make(["runs", "PLAC=310000"]) == ["runs", "PLAC=310000"]
    assert wrong_with_huhang(["law", "parameters", "min_wage.hourly", "--on", "2025-01-01"]) == []
    assert wrong_with_huhang(["laws"]) == ["laws"]
    assert wrong_with_huhang(["law", "parameter"]) == ["parameter"]
    assert wrong_with_huhang(["explain", "out", "id", "more"]) == ["3 arguments"]
    assert wrong_with_huhang(["verify", "out", "--record", "x"]) == ["--record"]


def mapping_blocks() -> Iterator[Any]:
    for page in TWO_LANGUAGES:
        shown = [body for tongue, body in blocks(page) if tongue == "yaml" and body.startswith("table:")]
        for number, body in enumerate(shown):
            yield pytest.param(body, id=f"{short(page)}-{number}")


@pytest.mark.parametrize("body", tuple(mapping_blocks()))
def test_every_mapping_on_a_page_can_be_read(body: str, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(body, encoding="utf-8")
    assert load_mapping(path).tables[0].columns
