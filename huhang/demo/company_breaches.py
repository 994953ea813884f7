"""Breaches of a whole company: told once for the city, however many parts its workers are made in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from huhang.demo.companies import HOUR
from huhang.demo.crew import Crew
from huhang.demo.orders import COMPLETED, MISSING, Orders
from huhang.demo.plan import CityPlan, Flags, Part
from huhang.vocabulary.days import month_first, month_last

# Whose customers are promised a time that few can keep, and who forgets the premium of every so many orders.
HASTY, FORGETFUL = "baiman", "luming"
HASTY_HOUR, HASTY_METRES, HASTY_BAND = 18, (1_000, 2_000), "1-2km"
HASTY_PROMISE_S = 12 * 60
FORGOTTEN = 40
LEAST_LIKE_ORDERS = 200


@dataclass(frozen=True)
class Told:
    """A breach of a company in an area and month: its kind, what the subject is called, its days."""

    kind: str
    right: str
    verdict: str
    platform: str
    subject: str
    first: date
    last: date


Shared = Counter[Told]


def plant_company(part: Part, crew: Crew, orders: Orders) -> Shared:
    """Change what the company of this part does wrong; how many orders of the part each breach has."""
    found: Shared = Counter()
    month = _month(part.plan)
    here = (orders.area == 0) & (part.plan.months[orders.day] == month.year * 12 + month.month)
    here &= (orders.status == COMPLETED) & (orders.end >= orders.accepted)
    if part.company.platform == HASTY:
        at = here & _like(part, orders)
        orders.promised[at] = orders.accepted[at] + HASTY_PROMISE_S
        subject = f"{_name(part, month)}/{HASTY_HOUR:02d}h/{HASTY_BAND}"
        told = _told(part, month, "strictest_limit", "algorithm/strictest_limit", "signal", subject)
        found[told] = int(at.sum())
    if part.company.platform == FORGETFUL:
        taking = np.flatnonzero(here & ~crew.employed[orders.worker])[::FORGOTTEN]
        orders.premium[taking] = 0
        told = _told(part, month, "no_premium", "cover/injury_premium", "broken", _name(part, month))
        found[told] = len(taking)
    return found


def _like(part: Part, orders: Orders) -> Flags:
    """Which orders are of the hour and the distance that the hasty company promises too much for."""
    clock = orders.accepted - part.plan.midnights[orders.day]
    near = (orders.distance >= HASTY_METRES[0]) & (orders.distance < HASTY_METRES[1])
    like: Flags = near & (clock // HOUR == HASTY_HOUR) & (orders.promised != MISSING)
    return like


def _month(plan: CityPlan) -> date:
    """The first month that lies wholly in the city's days, else the first."""
    months = sorted({month_first(day) for day in plan.days})
    whole = [month for month in months if month >= plan.since and month_last(month) <= plan.until]
    return (whole or months)[0]


def _name(part: Part, month: date) -> str:
    return f"{part.place.areas[0]}/{month:%Y-%m}"


def _told(part: Part, month: date, kind: str, right: str, verdict: str, subject: str) -> Told:
    first, last = max(month, part.plan.since), min(month_last(month), part.plan.until)
    return Told(kind, right, verdict, part.company.platform, subject, first, last)


def company_rows(parts: Iterable[Shared], premiums: Mapping[str, int]) -> list[dict[str, Any]]:
    """What must be found of companies, added up over all parts; `premiums` in fen by platform."""
    whole: Shared = sum(parts, Counter())
    rows = []
    for told, orders in sorted(whole.items(), key=lambda item: (item[0].kind, item[0].subject)):
        if told.kind == "strictest_limit" and orders < LEAST_LIKE_ORDERS:
            continue
        rows.append(
            {
                "kind": told.kind,
                "right": told.right,
                "verdict": told.verdict,
                "platform": told.platform,
                "worker": None,
                "subject": told.subject,
                "from": told.first.isoformat(),
                "to": told.last.isoformat(),
                "fen": orders * premiums[told.platform] if told.kind == "no_premium" else None,
                "orders": orders,
            }
        )
    return rows
