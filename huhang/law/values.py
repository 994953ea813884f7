"""Values of parameters by their unit: whole fen and seconds, exact decimals as text, flags, texts, lists."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Value = int | str | bool | tuple[Any, ...]

# A hole in what is known is written as this word.
HOLE = "unknown"

MONEY_UNITS = frozenset({"fen", "fen/hour", "fen/month", "fen/order", "fen/person", "fen/person/month"})
TIME_UNITS = frozenset({"s", "s/day", "s/week", "s/month", "days", "days/week", "days/year", "working_days"})
TIME_UNITS |= {"month", "months", "year", "years"}
COUNT_UNITS = frozenset({"persons", "items", "articles", "orders", "count", "ppm", "tier", "celsius", "km/h"})
COUNT_UNITS |= {"cases/year", "times/year", "monthly_wages", "monthly_minimum_wages"}
WHOLE_UNITS = MONEY_UNITS | TIME_UNITS | COUNT_UNITS
DECIMAL_UNITS = frozenset({"percent", "multiple", "days/month"})
TEXT_UNITS = frozenset({"text", "rule", "month-day"})
UNITS = WHOLE_UNITS | DECIMAL_UNITS | TEXT_UNITS | {"flag", "date", "list", "dates"}


def _whole(raw: object) -> int:
    """A whole number; a part of a fen or of a second is refused."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise ValueError("a whole number is needed")
    try:
        return int(str(raw))
    except ValueError:
        raise ValueError(f"{raw} is not a whole number") from None


def _decimal(raw: object) -> str:
    """An exact decimal, kept as its text."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise ValueError("a number is needed")
    try:
        Decimal(str(raw))
    except InvalidOperation:
        raise ValueError(f"{raw} is not a number") from None
    return str(raw)


def _text(raw: object) -> str:
    """A text that is not empty."""
    if not isinstance(raw, str) or not raw:
        raise ValueError("a text is needed")
    return raw


def _one(raw: object, unit: str) -> int | str | bool:
    """One value in its unit."""
    if unit in WHOLE_UNITS:
        return _whole(raw)
    if unit in DECIMAL_UNITS:
        return _decimal(raw)
    if unit == "flag":
        if not isinstance(raw, bool):
            raise ValueError("true or false is needed")
        return raw
    if unit in ("date", "dates"):
        return date.fromisoformat(_text(raw)).isoformat()
    return _text(raw)


def value_in_unit(raw: object, unit: str) -> Value | None:
    """The value as the unit has it: int, text of a decimal, bool, text, or a tuple for lists and ranges.

    None is a hole in what is known. Raises ValueError where value and unit do not fit.
    """
    if unit not in UNITS:
        raise ValueError(f"the unit {unit} is not known")
    if raw == HOLE:
        return None
    if isinstance(raw, list):
        if unit in ("flag", "date", *TEXT_UNITS):
            raise ValueError("a single value is needed")
        return tuple(_one(item, unit) for item in raw)
    if unit in ("list", "dates"):
        raise ValueError("a list is needed")
    return _one(raw, unit)
