"""Template tags: words in the language of the page, money, days and times."""

from collections.abc import Sized
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.utils import timezone

from huhang.audit.report import figures
from huhang.law.loader import load_law
from huhang.vocabulary.places import Place
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Force, Outcome, Text
from huhang.web.accounts.models import ROLE_NAMES
from huhang.web.ui.language import language, spoken

register = template.Library()


class _Words(Node):
    """Words that stand in a template, in both languages; with a name they are kept under it."""

    def __init__(self, text: Text, name: str | None) -> None:
        self._text = text
        self._name = name

    def render(self, context: Context) -> str:
        """Those of the language of the page."""
        words = spoken(self._text)
        if self._name is None:
            return words
        context[self._name] = words
        return ""


@register.tag
def t(parser: Parser, token: Token) -> Node:
    """Words in the language of the page: {% t "中文" "English" %}, also with `as name`."""
    _, zh, en, *kept = token.split_contents()
    text = Text(*(parser.compile_filter(words).resolve(Context()) for words in (zh, en)))
    return _Words(text, kept[1] if kept else None)


@register.filter
def say(text: Any) -> str:
    """A Text in the language of the page; anything else as it is."""
    return spoken(text) if isinstance(text, Text) else str(text)


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen as yuan with two decimals; a dash where nothing is known."""
    return "—" if fen is None else figures.yuan(fen)


@register.filter
def grouped(number: int | None) -> str:
    """A whole number in groups of three."""
    return "—" if number is None else figures.grouped(number)


@register.filter
def length(seconds: int | None) -> str:
    """Seconds as hours, minutes and seconds."""
    return "—" if seconds is None else say(figures.length(seconds))


@register.filter
def how_many(things: Sized) -> int:
    """The number of things in a list."""
    return len(things)


@register.filter
def hours(seconds: int) -> str:
    """Seconds as hours and minutes of a clock face: 8:05."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


@register.filter
def day(value: date | None) -> str:
    """A day as 2025-10-01."""
    return "—" if value is None else value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as day and minute of the clock in Shanghai."""
    return "—" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def outcome_name(outcome: str) -> str:
    """The word of an outcome."""
    return spoken(OUTCOME_NAMES[Outcome(outcome)])


@register.filter
def force_name(force: str | None) -> str:
    """The word of a force; empty without one."""
    return spoken(FORCE_NAMES[Force(force)]) if force else ""


@register.filter
def role_name(role: str) -> str:
    """The word of a role."""
    return spoken(ROLE_NAMES[role])


@register.filter
def place_name(place: Place) -> str:
    """The name of a place."""
    return place.en if language() == "en" and place.en else place.zh


@register.filter
def place_of_code(code: str) -> str:
    """The name of the place with a code; the code where there is none."""
    found = load_law().places.get(code)
    return place_name(found) if found else code


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with some filters changed (None: left out)."""
    query = [
        (name, value)
        for name, given in context["request"].GET.lists()
        if name not in changes
        for value in given
    ]
    query += [(name, value) for name, value in changes.items() if value not in (None, "")]
    return f"?{urlencode(query)}"
