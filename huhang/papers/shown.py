"""How days, times and what people typed are shown on paper."""

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from huhang.vocabulary.days import CHINA_ZONE

# Controls, marks that turn the direction of text, halves of characters, private and unassigned ones.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
# Shorter ids are hidden whole: with most of it shown the rest is guessed.
_LEAST_SHOWN = 6


def shown(text: str) -> str:
    """The text on one line, without characters that cannot be seen or written into a file."""
    lined = " ".join(text.split())
    return "".join(sign for sign in lined if unicodedata.category(sign) not in _HIDDEN)


def day_text(day: date, language: str) -> str:
    """A day as papers write it: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def time_text(at: datetime, language: str) -> str:
    """An instant on the clock of China: 2026年1月5日9时30分."""
    local = at.astimezone(ZoneInfo(CHINA_ZONE))
    if language == "zh":
        return f"{day_text(local.date(), language)}{local.hour}时{local.minute:02d}分"
    return f"{local:%Y-%m-%d %H:%M}"


def masked(subject: str) -> str:
    """The first two and the last two signs of an id; three stars alone where it is short."""
    return f"{subject[:2]}***{subject[-2:]}" if len(subject) >= _LEAST_SHOWN else "***"
