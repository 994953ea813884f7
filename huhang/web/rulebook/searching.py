"""What was found, ready for a page."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from huhang.web.rulebook.finding.entries import KINDS, Entry
from huhang.web.rulebook.finding.index import find
from huhang.web.rulebook.finding.marks import marked, snippet
from huhang.web.ui.language import language

PAGE = 20
_LONGEST = 100
_FURTHEST = 500
# Pages of what was found that are kept by each process, a few kilobytes each.
_KEPT = 500


@dataclass(frozen=True)
class Found:
    """What was found for some words, its lines ready for a page; `next` is how many to skip for more."""

    query: str
    kind: str
    lines: SafeString
    every_word: bool
    next: int | None


def search_page(typed: str, kind: str, skip: str) -> Found:
    """The lines of one page of what was found."""
    query = typed.strip()[:_LONGEST]
    kind = kind if kind in KINDS else ""
    start = min(int(skip), _FURTHEST) if skip.isascii() and skip.isdecimal() and len(skip) < 6 else 0
    return _found(query, kind, start, language())


# The law is the same for all who read it, and as long as the program runs.
@lru_cache(maxsize=_KEPT)
def _found(query: str, kind: str, start: int, spoken_in: str) -> Found:
    hits = find(query, limit=PAGE, skip=start, kind=kind)
    lines = [_line(entry, query, spoken_in) for entry in hits.entries]
    return Found(
        query, kind, SafeString("\n".join(lines)), hits.every_word, start + PAGE if hits.more else None
    )


def _line(entry: Entry, query: str, spoken_in: str) -> str:
    title, body, kind = (text.in_language(spoken_in) for text in (entry.title, entry.body, KINDS[entry.kind]))
    part = snippet(body, query)
    # Written out: twenty lines a page, and what Django's own way of setting them costs is most of a search.
    said = f"<p>{part}</p>" if part else ""
    address = escape(entry.address)
    return (
        f'<li><a href="{address}">{marked(title, query)}</a> '
        f'<small class="tag guide">{escape(kind)}</small>{said}</li>'
    )
