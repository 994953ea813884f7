"""Writes huhang/law/calendar/<year>.yaml from the published arrangements of holidays.

    python scripts/make_calendar.py ../shared [TARGET]

Days off and make-up working days: chinesecalendar 1.11.0 (MIT). Statutory days: the facts for 2022 and later;
for 2018 to 2021 the list of holidays 0.109 (MIT) without the rest days and days in lieu that it also names.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from facts import read_facts

TARGET = Path(__file__).parent.parent / "huhang" / "law" / "calendar"
HEADER = "# Written by scripts/make_calendar.py; origin and licences in NOTICE.md beside this file.\n"
STATUTORY_KEY = "holiday.statutory_dates"
NOT_STATUTORY = ("休息日", "（补假）", "延长假期")
FIRST_OF_NEW_RULE = 2025


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of one CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def statutory_days(shared: Path) -> dict[int, list[str]]:
    """The statutory days of each year that is known."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows_of(shared / "data" / "calendar-cn" / "cn_holidays_pkg_public_2018_2027.csv"):
        if not any(word in row["name"] for word in NOT_STATUTORY):
            found[int(row["date"][:4])].append(row["date"])
    for fact in read_facts(shared / "facts"):
        if fact.key == STATUTORY_KEY:
            year, days = int(fact.row["from"][:4]), list(fact.row["value"])
            if found[year] != days:
                raise SystemExit(f"{year}: the facts and the list of holidays disagree")
    return dict(found)


def main(shared: Path, target: Path = TARGET) -> None:
    """Write one file per year."""
    arranged: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"休": [], "班": []})
    for row in rows_of(shared / "data" / "calendar-cn" / "cn_rest_and_makeup_days_2004_2026.csv"):
        arranged[int(row["date"][:4])][row["kind"]].append(row["date"])
    statutory = statutory_days(shared)
    target.mkdir(exist_ok=True)
    for year in sorted({*arranged, *statutory}):
        days = arranged.get(year, {"休": [], "班": []})
        lines = [
            f"year: {year}",
            f"published: {'true' if year in arranged else 'false'}",
            f"source: {'holiday-2024' if year >= FIRST_OF_NEW_RULE else 'holiday-2013'}"
            if year in statutory
            else "source: holiday-arrangements",
            f"statutory: {flow(statutory[year]) if year in statutory else 'null'}",
            f"days_off: {flow(days['休'])}",
            f"makeup_workdays: {flow(days['班'])}",
        ]
        (target / f"{year}.yaml").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def flow(days: list[str]) -> str:
    """The days on one line."""
    return "[" + ", ".join(days) + "]"


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
