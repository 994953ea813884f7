"""The few values of law that the streams play under, typed by hand from the facts, for the oracle alone.

Shanghai: 24.00 yuan an hour and 2,690 a month to 2025-06-30, 25.00 and 2,740 from 2025-07-01. Shijiazhuang to
2025-11-30: 22.00 and 2,200 in the city districts and 正定 (tier 1), 20.00 and 2,000 in 晋州 (tier 2); from
2025-12-01 the tiers are not confirmed.
Beijing: 26.40 from 2023-09-01; the national guide gives it an hourly floor from 2023-11-08.
Calendar: statutory holidays, days off and make-up days from June 2025 to January 2026, and of the turn of
the year 2023.
"""

from datetime import date, timedelta

UNUSABLE = "unusable"

SHANGHAI = ("310101", "310104", "310112", "310115")
TIER_1, TIER_2 = ("130102", "130123"), ("130183",)
Values = tuple[tuple[tuple[str, ...], date, date, int], ...]
HOURLY_FEN: Values = (
    (SHANGHAI, date(2023, 7, 1), date(2025, 6, 30), 2400),
    (SHANGHAI, date(2025, 7, 1), date(2026, 10, 9), 2500),
    (TIER_1, date(2023, 1, 1), date(2025, 11, 30), 2200),
    (TIER_2, date(2023, 1, 1), date(2025, 11, 30), 2000),
    (("110101",), date(2023, 9, 1), date(2025, 8, 31), 2640),
)
MONTHLY_FEN: Values = (
    (SHANGHAI, date(2023, 7, 1), date(2025, 6, 30), 269000),
    (SHANGHAI, date(2025, 7, 1), date(2026, 10, 9), 274000),
    (TIER_1, date(2023, 1, 1), date(2025, 11, 30), 220000),
    (TIER_2, date(2023, 1, 1), date(2025, 11, 30), 200000),
)
# GB/T 46862-2025, food delivery only: 4 hours on end, one rest day a week offered.
STANDARD_FROM = date(2025, 12, 4)
LONGEST_SPELL_S = 4 * 3600

STATUTORY = frozenset(
    {date(2025, 5, 31), date(2025, 10, 1), date(2025, 10, 2), date(2025, 10, 3), date(2025, 10, 6)}
    | {date(2026, 1, 1), date(2024, 1, 1)}
)
DAYS_OFF = frozenset(
    {date(2025, 6, 2), date(2025, 10, 7), date(2025, 10, 8)}
    | {date(2025, 10, 4), date(2025, 10, 5), date(2025, 6, 1), date(2026, 1, 2), date(2026, 1, 3)}
)
MAKEUP_DAYS = frozenset({date(2025, 9, 28), date(2025, 10, 11), date(2026, 1, 4)})

# What an hour's floor does not let a company take off first: these deductions leave counted pay alone.
NOT_DEDUCTED = frozenset({"tax", "social_insurance", "housing_fund", "court_order", "advance"})
# Taken off by law or court whatever the company writes as its basis.
LAWFUL_REASONS = frozenset({"tax", "social_insurance", "housing_fund", "court_order"})
LAWFUL_BASES = frozenset({"law", "court", "written"})
# Shanghai's hourly standard leaves the worker's own social contributions out: they come on top of it;
# Beijing's the housing fund, too.
ON_TOP = {"31": frozenset({"social_insurance"}), "11": frozenset({"social_insurance", "housing_fund"})}
# The month's standard in Shanghai leaves the housing fund out as well.
MONTHLY_ON_TOP = {"31": frozenset({"social_insurance", "housing_fund"})}
# Of workers who do not fully qualify; Shanghai and Hebei have texts of their own, a year older.
GUIDE_FROM = date(2023, 11, 8)
OWN_TEXTS = ("31", "13")
LEAST_ORDINARY_S = 3600


def _value(values: Values, area: str, day: date) -> int | None:
    found = [fen for areas, first, last, fen in values if area in areas and first <= day <= last]
    return found[0] if found else None


def hourly_fen(area: str, day: date) -> int | None:
    """Fen an hour in an area on a day; None where no usable value is known."""
    return _value(HOURLY_FEN, area, day)


def monthly_fen(area: str, day: date) -> int | None:
    """Fen a month in an area on a day; None where no usable value is known."""
    return _value(MONTHLY_FEN, area, day)


def gives_a_floor(category: str, place: str | None, day: date) -> bool:
    """Whether a text gives a worker of the category an hourly floor there on a day of these streams."""
    if place is None or category == "C":
        return False
    return category == "A" or place[:2] in OWN_TEXTS or day >= GUIDE_FROM


def is_workday(day: date) -> bool:
    """Whether the day was an official working day between June 2025 and January 2026."""
    if day in MAKEUP_DAYS:
        return True
    return day.weekday() < 5 and day not in STATUTORY and day not in DAYS_OFF


def workday_on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day
