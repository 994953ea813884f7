"""How the places and the days of a value of the law are written for people."""

from datetime import date
from typing import TYPE_CHECKING

from huhang.vocabulary.words import Text

if TYPE_CHECKING:
    from huhang.vocabulary.law import LawBook


def place_name(book: "LawBook", code: str) -> Text:
    """Code and name of a place; the code alone where the name is not known."""
    place = book.places.get(code)
    return Text(f"{code} {place.zh}", f"{code} {place.en}") if place else Text(code, code)


def span_text(first: date | None, last: date | None) -> Text:
    """The days on which something holds, over two lines where it ends."""
    if first is None:
        return Text("起始日不明", "start unknown")
    if last is None:
        return Text(f"{first} 起", f"from {first}")
    return Text(f"{first}\n至 {last}", f"{first}\nto {last}")
