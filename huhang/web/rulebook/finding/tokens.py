"""Words for the index: Chinese in overlapping pairs of characters, so that two-character words are found."""

import re
import unicodedata
from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(rf"[{HAN}]")


def plain(text: str) -> str:
    """A text as it is compared: one width, no case, no accents."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(c for c in spread if not unicodedata.combining(c)))


def runs(text: str) -> list[str]:
    """The runs of Chinese characters, and of letters and digits, of a text, in order."""
    return _RUN.findall(plain(text))


def is_han(run: str) -> bool:
    """Whether a run is one of Chinese characters."""
    return _IS_HAN.match(run) is not None


def tokens(text: str) -> Iterator[str]:
    """The words of a text for the index: each pair of Chinese characters, the last one of a run alone."""
    for run in runs(text):
        if is_han(run):
            yield from (run[place : place + 2] for place in range(len(run)))
        else:
            yield run


def query_of(text: str, *, every: bool = True) -> str | None:
    """What was typed as a query of the index; None where it holds no word.

    Runs are phrases, all of which are wanted; with `every` False any pair or word will do. Only letters,
    digits and Chinese characters reach the query, so that nothing typed can be a fault of syntax.
    """
    found = list(dict.fromkeys(runs(text)))
    if not found:
        return None
    if every:
        return " AND ".join(_phrase(run) for run in found)
    pairs = [pair for run in found for pair in ([run] if not is_han(run) else _pairs(run))]
    return " OR ".join(_phrase(pair) for pair in dict.fromkeys(pairs))


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def _phrase(run: str) -> str:
    """A run as a phrase; a single character, and a word in letters, stand for what begins so."""
    if not is_han(run):
        return f'"{run}"*'
    if len(run) == 1:
        return f'"{run}"*'
    return '"' + " ".join(_pairs(run)) + '"'
