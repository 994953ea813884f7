"""The invented companies of a city, and what a working day of each looks like."""

from dataclasses import dataclass
from datetime import date
from typing import Any

MINUTE = 60
HOUR = 3_600
FILED_SPELL_MIN, FILED_BREAK_MIN, FILED_DAY_MIN = 240, 20, 720


@dataclass(frozen=True)
class Work:
    """A working day: waves of orders, how long they take, gaps between waves; seconds, metres.

    Figures of couriers are those of the Meituan challenge of 2022 (568,546 orders of one week).
    """

    waves: float
    more_orders: float
    order_median_s: float
    order_spread: float
    longest_order_s: int
    gap_mean_s: float
    distance_m: float
    base_fen: int
    per_km_fen: int


COURIER = Work(11.3, 1.88, 1_412, 0.415, 6_000, 1_350, 1_950, 520, 110)
GROCER = Work(8.4, 1.9, 1_500, 0.40, 6_000, 1_500, 2_100, 560, 110)
DRIVER = Work(13.0, 0.12, 1_250, 0.45, 7_200, 780, 7_400, 900, 210)
CARRIER = Work(3.6, 0.05, 3_900, 0.45, 10_200, 2_400, 14_000, 3_800, 420)


@dataclass(frozen=True)
class Company:
    """One company: its share of workers, its partners, how it settles and what it filed."""

    platform: str
    prefix: str
    sector: str
    subsector: str | None
    share: float
    work: Work
    partners: tuple[str, ...]
    weekly: bool
    allowance_min: int
    premium_fen: int
    customer_share: float

    @property
    def delivers(self) -> bool:
        """Whether its workers deliver, and its customers are promised a time."""
        return self.sector == "instant_delivery"

    @property
    def drives(self) -> bool:
        """Whether its workers drive motor vehicles."""
        return not self.delivers

    @property
    def rides_food(self) -> bool:
        """Whether the standard for food delivery speaks of its workers."""
        return self.subsector == "food_delivery"


COMPANIES = (
    Company("lanque", "LQ", "instant_delivery", "food_delivery", 0.34, COURIER,
            ("lanque-east", "lanque-west", "lanque-north"), False, 10, 7, 0.7),
    Company("baiman", "BM", "instant_delivery", "food_delivery", 0.26, COURIER,
            ("baiman-first", "baiman-second"), False, 8, 7, 0.7),
    Company("caixin", "CX", "instant_delivery", "grocery", 0.12, GROCER, ("caixin-one",), True, 10, 7, 0.7),
    Company("luming", "LM", "ride_hailing", None, 0.14, DRIVER, ("luming-fleet", "luming-cars"),
            True, 5, 1, 0.78),
    Company("fengche", "FC", "ride_hailing", None, 0.08, DRIVER, ("fengche-fleet",), False, 5, 1, 0.75),
    Company("tuoyun", "TY", "city_freight", None, 0.06, CARRIER, ("tuoyun-fleet",), True, 5, 18, 0.8),
)  # fmt: skip


def filed(company: Company, since: date) -> list[dict[str, Any]]:
    """What the company filed before the first day: hours, pay, and the step of the injury premium."""
    before = date(since.year - 1, 11, 1)
    days = {
        "effective_from": date(since.year - 1, 12, 1),
        "consulted_on": before,
        "published_on": date(since.year - 1, 11, 10),
        "notified_on": date(since.year - 1, 11, 15),
    }
    hours = {
        "allowance_min": company.allowance_min,
        "longest_spell_min": FILED_SPELL_MIN,
        "least_break_min": FILED_BREAK_MIN,
        "longest_day_min": FILED_DAY_MIN,
        "rest_every_days": 7,
    }
    pay = {
        "pay_cycle_days": 7 if company.weekly else 31,
        "injury_premium_step": company.premium_fen,
        "unit_price": company.work.base_fen,
    }
    contents = {"working_time": ("hours-1", hours), "pay": ("pay-1", pay)}
    return [
        {"platform_id": company.platform, "subject": subject, "rule_version": version}
        | days
        | {"content": content}
        for subject, (version, content) in contents.items()
    ]
