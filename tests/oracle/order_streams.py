"""Random orders with promises, distances and premiums, and long days with prompts to rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.oracle.second_sets import Row, midnight
from tests.oracle.streams import HOUR, MINUTE, ZONE, Dice, Handed, blank_order, meet_fate, worker_row

FATES = ("completed",) * 30 + ("cancelled", "open", "reversed", "refused", "never_accepted")
KINDS = (
    *(("instant_delivery", "food_delivery"),) * 4,
    ("instant_delivery", "grocery"),
    ("instant_delivery", None),
    ("ride_hailing", None),
)


def long_day(dice: Dice) -> Handed:
    """One or two workers on a few days of about eight hours, with prompts and orders pushed about them."""
    first = dice.pick((date(2025, 12, 2), date(2025, 12, 6)))
    tables: dict[str, list[Row]] = {"orders": [], "rest_prompts": [], "workers": [], "rules": []}
    for number in range(dice.number(1, 2)):
        worker_id = f"w{number}"
        sector, subsector = dice.pick(KINDS)
        category = dice.pick((None, None, None, "C"))
        standing = {"category": category, "category_from": category and "declaration"}
        tables["workers"].append(worker_row(worker_id, **standing))
        for day in range(dice.number(1, 3)):
            orders, prompts = _day(dice, midnight(first + timedelta(days=day), ZONE), f"{worker_id}-{day}")
            said = {"worker_id": worker_id, "sector": sector, "subsector": subsector}
            tables["orders"] += [row | said for row in orders]
            tables["rest_prompts"] += [row | {"worker_id": worker_id} for row in prompts]
    if dice.number(0, 2) == 0:
        content = {"longest_day_min": dice.pick((480, 420, 600))}
        days = {"effective_from": first + timedelta(days=dice.number(0, 1)), "content": content}
        tables["rules"].append(
            {"platform_id": "p", "subject": "working_time", "rule_version": "v", "consulted_on": None} | days
        )
    if dice.number(0, 4) == 4:
        del tables["rest_prompts"]
    return Handed("p", tables)


def _day(dice: Dice, start: int, name: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A day whose orders add up to about eight hours, and prompts near their end."""
    now = start + dice.number(6, 10) * HOUR
    orders: list[dict[str, Any]] = []
    for number in range(dice.number(3, 6)):
        lasting = dice.pick((2 * HOUR, 2 * HOUR, 2 * HOUR, HOUR, 3 * HOUR)) + dice.pick((0, 0, 0, 1, -1))
        order = meet_fate(blank_order("w", f"{name}-{number}"), dice.pick(FATES), now, lasting)
        order["offered_at"] = dice.pick((now - MINUTE, now - MINUTE, now - MINUTE, now, now - HOUR, None))
        orders.append(order)
        now += lasting + dice.pick((0, 0, MINUTE, 10 * MINUTE, -30 * MINUTE))
    telling = [row[what] for row in orders for what in ("offered_at", "accepted_at") if row.get(what)]
    prompts: dict[int, dict[str, Any]] = {}
    for _ in range(dice.pick((0, 1, 1, 2))):
        shown = dice.pick(telling or [start + 16 * HOUR]) + dice.pick((0, 1, -1, -MINUTE, -HOUR))
        answered = dice.pick((None, shown + 1, shown + MINUTE, shown + MINUTE, shown + 2 * HOUR))
        prompts[shown] = {
            "platform_id": "p",
            "shown_at": shown,
            "kind": dice.pick(("daily", "daily", "daily", None, "continuous")),
            "answered_at": answered,
            "answer": dice.pick(("go_on", "go_on", "go_on", "stop", None)),
        }
    return orders, list(prompts.values())


def many_orders(dice: Dice) -> Handed:
    """Some hundred like orders about a few medians, at the borders of hours, months and distances."""
    days = (date(2025, 10, 31), date(2025, 11, 1), date(2025, 11, 2))
    middle, usual = dice.number(20, 40), dice.pick((0, MINUTE, -MINUTE))
    rows: list[Row] = []
    for number in range(dice.pick((199, 260, 300, 340, 420))):
        start = midnight(dice.pick(days[1:] if number else days), ZONE) + dice.pick((11,) * 9 + (12,)) * HOUR
        start += dice.pick((0, 0, 10 * MINUTE, 59 * MINUTE, 59 * MINUTE, -1))
        taken = middle * MINUTE + dice.pick((0, 0, 0, 1, -1, 5 * MINUTE, -5 * MINUTE, 250 * MINUTE))
        row = meet_fate(blank_order("w0", f"o{number:04d}"), dice.pick(FATES), start, taken)
        promised = start + middle * MINUTE + usual
        promised += dice.pick((0, 0, -1, -MINUTE, MINUTE, MINUTE, -90 * MINUTE))
        row |= {"promised_at": None if dice.number(0, 60) == 60 else promised}
        row |= {"distance_m": dice.pick((1500.0,) * 20 + (1999.9, 2000.0, 999.0, None))}
        row |= {"area_code": dice.pick(("310101",) * 20 + ("310115",))}
        rows.append(row)
    return Handed("p", {"orders": rows, "workers": [worker_row("w0")]})


STEPS = (7, 7, 7, 25, 5, 0, 1, 18)
SECTORS = ("instant_delivery", "instant_delivery", "ride_hailing", "city_freight", "express")


def paid_orders(dice: Dice) -> Handed:
    """Orders with right and wrong premiums about the day on which the new fees start."""
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 31), date(2025, 8, 1), date(2025, 8, 2))
    usual, sector = dice.pick(STEPS), dice.pick(SECTORS)
    rows: list[Row] = []
    for number in range(dice.number(1, 25)):
        start = midnight(dice.pick(days), ZONE) + dice.pick((0, -1, 10 * HOUR))
        worker_id = f"{dice.pick(('a', 'b'))}{dice.number(0, 10**6)}" if number == 0 else rows[0]["worker_id"]
        row = meet_fate(blank_order(worker_id, f"o{number:02d}"), dice.pick(FATES), start, HOUR)
        premium = dice.pick((usual,) * 12 + (0, None, dice.pick(STEPS)))
        row |= {"injury_premium_fen": premium, "sector": sector if dice.number(0, 5) else dice.pick(SECTORS)}
        row |= {"area_code": dice.pick(("310101", "310101", "130102"))}
        rows.append(row)
    tables: dict[str, Sequence[Row]] = {"orders": rows, "workers": [worker_row(rows[0]["worker_id"])]}
    if dice.number(0, 1):
        content = {"injury_premium_step": dice.pick((7, 25, 1, 18, 5))}
        rule = {"platform_id": "p", "subject": "pay", "rule_version": "v", "consulted_on": None}
        tables["rules"] = [rule | {"effective_from": dice.pick(days), "content": content}]
    tables["insurances"] = _insurances(dice, rows, days)
    return Handed("p", tables)


def _insurances(dice: Dice, rows: Sequence[Row], days: Sequence[date]) -> list[Row]:
    """Now and then an insurance of the worker, of one kind or another, for some of the days."""
    if dice.number(0, 3):
        return []
    kind = dice.pick(("work_injury", "work_injury", "accident"))
    first, last = dice.pick(days), dice.pick((None, *days))
    return [{"worker_id": rows[0]["worker_id"], "kind": kind, "valid_from": first, "valid_to": last}]
