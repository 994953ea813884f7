"""A place and a day as they are asked for in an address."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import HttpRequest

from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import Place

# From the first dated value of the law files to as far as days can be asked about.
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)
_ENDINGS = ("特别行政区", "自治区", "自治州", "新区", "地区", "省", "市", "区", "县", "盟")


@dataclass(frozen=True)
class AskedPlace:
    """What was asked and which place it is; several where a name does not tell which, none where unknown."""

    written: str
    code: str | None
    several: tuple[Place, ...] = ()


def day_asked(request: HttpRequest, usual: date) -> date:
    """The day of the address, or the usual one where it names none that is a day."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return usual
    return day if _FIRST <= day <= _LAST else usual


def place_asked(book: LawBook, written: str) -> AskedPlace:
    """The place of a code or of a name in either language."""
    written = written.strip()[:40]
    if not written or written in book.places:
        return AskedPlace(written, written or None)
    codes = _by_name().get(_plain(written), ())
    if len(codes) == 1:
        return AskedPlace(written, codes[0])
    return AskedPlace(written, None, tuple(book.places[code] for code in codes))


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place in load_law().places.values():
        for name in {_plain(place.zh), _plain(place.en)}:
            found.setdefault(name, []).append(place.code)
    return {name: tuple(codes) for name, codes in found.items()}


def _plain(name: str) -> str:
    """A name without what kind of place it is."""
    name = name.strip().lower()
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
