"""The place of a text in which what was typed stands, with marks."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from huhang.web.rulebook.finding.tokens import is_han, runs

_BEFORE, _LENGTH = 24, 110
# A word in letters is marked to its end, as its stem is what was found.
_ENDING = "[A-Za-z0-9]*"
_SHORTEST_STEM = 4


def marked(text: str, typed: str) -> SafeString:
    """The whole text, ready for a page, with what was typed marked."""
    parts: list[str] = []
    end = 0
    for first, last in _places(text, typed):
        parts += [escape(text[end:first]), "<mark>", escape(text[first:last]), "</mark>"]
        end = last
    return SafeString("".join([*parts, escape(text[end:])]))


def snippet(text: str, typed: str) -> SafeString:
    """The part of the text around the first place that fits, with marks; the beginning where none does."""
    if len(text) <= _LENGTH:
        return marked(text, typed)
    first = next((place for place, _ in _places(text, typed)), 0)
    start = max(0, min(first - _BEFORE, len(text) - _LENGTH))
    part = marked(text[start : start + _LENGTH], typed)
    before, after = "…" if start else "", "…" if start + _LENGTH < len(text) else ""
    return SafeString(f"{before}{part}{after}")


def _places(text: str, typed: str) -> list[tuple[int, int]]:
    """Where runs of what was typed stand in a text, from left to right, none within another."""
    pattern = _pattern(typed)
    return [found.span() for found in pattern.finditer(text) if found.group()] if pattern else []


# Looked for in forty texts of a page.
@lru_cache(maxsize=64)
def _pattern(typed: str) -> re.Pattern[str] | None:
    pattern = "|".join(_patterns(runs(typed)))
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _patterns(found: Iterable[str]) -> list[str]:
    """The longest first: whole runs, then the pairs that a run is found by where it stands nowhere whole."""
    wholes, parts = [], []
    for run in found:
        if is_han(run):
            wholes.append(re.escape(run))
            parts += [re.escape(run[place : place + 2]) for place in range(len(run) - 1)]
        else:
            stem = run if len(run) <= _SHORTEST_STEM else run[: max(_SHORTEST_STEM, len(run) - 2)]
            wholes.append(rf"(?<![A-Za-z0-9]){re.escape(stem)}{_ENDING}")
    return sorted(set(wholes), key=len, reverse=True) + sorted(set(parts))
