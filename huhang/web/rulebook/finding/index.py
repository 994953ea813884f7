"""The index of the law: one SQLite file beside the database, made again when the law changes."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import local

from django.conf import settings

from huhang import __version__
from huhang.law.loader import load_law
from huhang.web.rulebook.finding.entries import GLOSSARY, WEIGHTS, Entry, shipped_entries
from huhang.web.rulebook.finding.tokens import query_of, tokens

# Letters in English are found by their stems; a title counts eight times as much as the words below it.
_TABLES = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, weight REAL NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='porter unicode61');
"""
_ASKED = """
SELECT entry.id, bm25(words, 8.0, 1.0) * entry.weight AS rank
FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH ?
ORDER BY rank, entry.id LIMIT ? OFFSET ?
"""
# A letter that no query holds, so that no phrase reaches over it.
_BORDER = "\ua66e"
# Raised when the index is made otherwise.
_MAKE = "4"


@dataclass(frozen=True)
class Hits:
    """What a query found: entries, the best first, and whether there are more."""

    entries: tuple[Entry, ...]
    more: bool
    every_word: bool


class _Opened(local):
    """The index as each thread has opened it: opening it for each search would be a part of every one."""

    path: Path | None = None
    db: sqlite3.Connection

    def at(self, path: Path) -> sqlite3.Connection:
        """The index in a file."""
        if self.path != path:
            self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            self.path = path
        return self.db


_OPENED = _Opened()


def index_file() -> Path:
    """Where the index of the law of this program lies."""
    folder: Path = settings.HOME.root
    return folder / f"law-words-{_made_of()}.sqlite3"


@cache
def _made_of() -> str:
    """A name for all that an index is made of."""
    parts = (_MAKE, __version__, load_law().version, hashlib.sha256(GLOSSARY.read_bytes()).hexdigest())
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def ready_index() -> Path:
    """The index, made first where it is not there yet; those of other laws are left to nobody."""
    path = index_file()
    if not path.exists():
        make_index(path, shipped_entries())
        for old in path.parent.glob("law-words-*.sqlite3"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def make_index(path: Path, entries: Iterable[Entry]) -> None:
    """Write an index of entries, numbered from 1 in their order; it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix="law-making-", suffix=".sqlite3", delete=False) as file:
        unfinished = Path(file.name)
    with closing(sqlite3.connect(unfinished)) as db:
        db.executescript(_TABLES)
        for number, entry in enumerate(entries, start=1):
            shown = (entry.title.zh, entry.title.en)
            # A clause is called by its document, which is to be found before it.
            title = _words(entry.names) if entry.kind == "clause" else _words(*shown, entry.names)
            body = _words(entry.body.zh, entry.body.en, entry.beside, *shown)
            db.execute("INSERT INTO entry VALUES (?, ?)", (number, WEIGHTS[entry.kind]))
            db.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, title, body))
        db.commit()
    os.replace(unfinished, path)


def _words(*texts: str) -> str:
    """Texts as words, parted so that no phrase reaches from one into the next."""
    return f" {_BORDER} ".join(" ".join(tokens(text)) for text in texts)


def find(text: str, *, limit: int = 20, skip: int = 0, kind: str = "") -> Hits:
    """What fits what was typed: every word of it, or where nothing does any of them."""
    entries = shipped_entries()
    db = _OPENED.at(ready_index())
    for every in (True, False):
        query = query_of(text, every=every)
        if query is None:
            break
        numbers = [row[0] for row in db.execute(_ASKED, (query, limit + skip + 1 if not kind else -1, 0))]
        found = [entries[number - 1] for number in numbers]
        chosen = [entry for entry in found if not kind or entry.kind == kind][skip:]
        if chosen or skip:
            return Hits(tuple(chosen[:limit]), len(chosen) > limit, every)
    return Hits((), False, True)
