"""What was found, ready for a page."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from huhang.vocabulary.words import Text
from huhang.web.rulebook.finding.entries import KINDS, Entry
from huhang.web.rulebook.finding.index import find
from huhang.web.rulebook.finding.marks import marked, snippet
from huhang.web.ui.language import spoken

PAGE = 20
_LONGEST = 100
_FURTHEST = 500


@dataclass(frozen=True)
class Hit:
    """One line of what was found."""

    kind: Text
    address: str
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Found:
    """What was found for some words; `next` is how many to skip for more."""

    query: str
    kind: str
    hits: tuple[Hit, ...]
    every_word: bool
    next: int | None


def search_page(typed: str, kind: str, skip: str) -> Found:
    """The lines of one page of what was found."""
    query = typed.strip()[:_LONGEST]
    kind = kind if kind in KINDS else ""
    start = min(int(skip), _FURTHEST) if skip.isascii() and skip.isdecimal() and len(skip) < 6 else 0
    hits = find(query, limit=PAGE, skip=start, kind=kind)
    shown = tuple(_hit(entry, query) for entry in hits.entries)
    return Found(query, kind, shown, hits.every_word, start + PAGE if hits.more else None)


def _hit(entry: Entry, query: str) -> Hit:
    title, body = spoken(entry.title), spoken(entry.body)
    return Hit(KINDS[entry.kind], entry.address, marked(title, query), snippet(body, query))
