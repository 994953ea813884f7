"""Small plans of cities for the tests."""

from datetime import date

from huhang.demo.plan import CityPlan, Place
from huhang.law.loader import load_law

SINCE, UNTIL = date(2025, 10, 1), date(2025, 12, 31)
MONTHS = (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))
SHANGHAI = ("310101", "310104", "310112", "310115")
SHIJIAZHUANG = {"130102": 2_200, "130123": 2_200, "130183": 2_000}


def plan(workers: int, faults: str, seed: int = 3) -> CityPlan:
    """A city of Shanghai and Shijiazhuang in the last quarter of 2025; Hebei's December is not told."""
    shanghai = {(area, month): 2_500 for area in SHANGHAI for month in MONTHS}
    hebei: dict[tuple[str, date], int | None] = {
        (area, month): fen if month.month < 12 else None
        for area, fen in SHIJIAZHUANG.items()
        for month in MONTHS
    }
    places = [Place("310000", SHANGHAI, shanghai), Place("130100", tuple(SHIJIAZHUANG), hebei)]
    return CityPlan(workers, SINCE, UNTIL, places, load_law().calendar, seed, faults)


def one_district(workers: int, faults: str) -> CityPlan:
    """A city of one district, where a company has many like orders in an hour and a month."""
    places = [Place("310101", ("310101",), {("310101", month): 2_500 for month in MONTHS})]
    return CityPlan(workers, SINCE, UNTIL, places, load_law().calendar, 5, faults)
