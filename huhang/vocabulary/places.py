"""Places by their GB/T 2260 code: nation 000000, province, city, district; ZZ-... is elsewhere."""

import re
from dataclasses import dataclass
from datetime import date

NATION = "000000"
FOREIGN_PREFIX = "ZZ-"
_CODE = re.compile(r"\d{6}|ZZ-[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Place:
    """One place; `level` is nation, province, city or district, days are inclusive or None."""

    code: str
    zh: str
    en: str
    level: str
    parent: str | None
    from_day: date | None = None
    until_day: date | None = None
    successor: str | None = None


def is_area_code(text: str) -> bool:
    """Whether `text` has the shape of an area code (six digits, or ZZ- and a name)."""
    return _CODE.fullmatch(text) is not None


def layers(area_code: str) -> tuple[str, ...]:
    """The layers of law that can hold at `area_code`, the nearest first.

    "310101" gives ("310101", "310100", "310000", "000000"); a foreign area has none.
    """
    if area_code.startswith(FOREIGN_PREFIX):
        return ()
    chain = (area_code, area_code[:4] + "00", area_code[:2] + "0000", NATION)
    return tuple(dict.fromkeys(chain))


def covers(place: str, area_code: str) -> bool:
    """Whether what holds for `place` holds for `area_code`; the nation covers all Chinese areas."""
    return place == area_code or place in layers(area_code)
