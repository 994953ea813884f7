"""What orders pay: tiers by the month's count, distance, nights, holidays, and a floor kept every day."""

import numpy as np

from huhang.demo.companies import HOUR
from huhang.demo.crew import CROWD, UNSIGNED, Crew
from huhang.demo.orders import COMPLETED, Orders
from huhang.demo.plan import Flags, Floats, Ints, Part
from huhang.demo.seconds import new_seconds
from huhang.demo.shifts import MEETING_S, Days

# Riders' advertisements of 2025: 5.8 to 8.5 yuan an order in tiers; a base with 500 orders and full days.
TIERS_FROM = np.array([500, 800, 1_100])
TIERS_FEN = np.array([600, 680, 760, 850])
TIERS_FEN_ELSEWHERE = np.array([580, 620, 680, 740])
BASE_OF_MONTH_FEN = (305_000, 370_000)
FULL_ATTENDANCE_DAYS = 20
STAR_FEN = 86
CHINA_OFFSET_S = 8 * HOUR
# Pay of every day stays so far above the floor.
MARGIN = 1.10
EMPLOYED_DAY_FEN = 26_000
DAILY_COVER_FEN = 300


def add_pay(part: Part, crew: Crew, orders: Orders) -> None:
    """Pay as the company's rules give it, before anything is made up to the floor."""
    draw = part.stream(6)
    size = len(orders)
    month = part.plan.months[orders.day]
    rank = _rank(orders.worker, month)
    tiers = TIERS_FEN if part.place.code.startswith("31") else TIERS_FEN_ELSEWHERE
    by_tier = tiers[np.searchsorted(TIERS_FROM, rank, side="right")]
    work = part.company.work
    by_distance = work.base_fen + (orders.distance * work.per_km_fen) // 1_000
    level = 1.0 if part.place.code.startswith("31") else 0.9
    scattered: Ints = (by_distance * level * draw.uniform(0.92, 1.1, size)).astype(np.int64)
    free = np.isin(crew.kind[orders.worker], (CROWD, UNSIGNED)) | part.company.drives
    orders.base = np.where(free, scattered, by_tier)
    stars = draw.integers(0, 4, part.workers) * (STAR_FEN // 3)
    orders.incentive = np.where(free, 0, stars[orders.worker])
    hour = (orders.accepted + CHINA_OFFSET_S) // HOUR % 24
    orders.night = np.where(hour >= 22, 100, 0) + np.where(hour < 5, 200, 0)
    summer = np.isin(month % 12, (6, 7, 8, 9))
    orders.weather = np.where(summer & ~free, 50, 0)
    orders.holiday = np.where(part.plan.statutory[orders.day], 100 + orders.base * 3 // 10, 0)
    orders.tip = np.where(draw.random(size) < 0.02, draw.integers(1, 6, size) * 100, 0)
    orders.premium = np.where(orders.status == COMPLETED, part.company.premium_fen, 0)
    paid: Floats = orders.base * draw.uniform(1.15, 1.5, size) / part.company.customer_share
    orders.paid_by_customer = np.where(orders.status == COMPLETED, paid.astype(np.int64), 0)
    _add_base_of_month(part, crew, orders, month, draw)


def _rank(worker: Ints, month: Ints) -> Ints:
    """How many orders the worker had accepted in that month before each order."""
    fresh = np.append(True, (np.diff(worker) != 0) | (np.diff(month) != 0))[: len(worker)]
    first = np.flatnonzero(fresh)
    counts = np.diff(np.append(first, len(worker)))
    return np.arange(len(worker)) - np.repeat(first, counts)


def _add_base_of_month(
    part: Part, crew: Crew, orders: Orders, month: Ints, draw: np.random.Generator
) -> None:
    """The attendance base of riders with 500 orders and full days, on the month's last order."""
    if not part.company.delivers or not len(orders):
        return
    last = np.append((np.diff(orders.worker) != 0) | (np.diff(month) != 0), True)
    count = _rank(orders.worker, month) + 1
    worked = _rank(orders.worker * 10_000 + month, orders.day) == 0
    days = np.cumsum(worked)
    first = np.flatnonzero(np.append(True, last[:-1]))
    so_far = days - np.repeat(days[first] - 1, np.diff(np.append(first, len(orders))))
    due = last & (count >= TIERS_FROM[0]) & (so_far >= FULL_ATTENDANCE_DAYS)
    due &= crew.present[orders.worker]
    amount = draw.integers(BASE_OF_MONTH_FEN[0] // 100, BASE_OF_MONTH_FEN[1] // 100 + 1, part.workers) * 100
    orders.incentive += np.where(due, amount[orders.worker], 0)


def keep_floor(part: Part, crew: Crew, orders: Orders, days: Days, spared: Flags) -> None:
    """Make the pay of each worker's day up to the floor with a margin, on the day's last order.

    `spared` are orders of a planted shortfall. An employee's day is also worth its share of the month.
    """
    size = len(part.plan.days)
    key = orders.worker * size + orders.day
    cells = part.workers * size
    start = orders.accepted - part.plan.midnights[0]
    end = np.maximum(start, orders.length + start)
    added = new_seconds(orders.worker, start, end, part.company.allowance_min * 60)
    seconds = np.bincount(key, weights=added, minlength=cells)
    meeting = days.worker[crew.present[days.worker]] * size + days.day[crew.present[days.worker]]
    seconds[meeting] += MEETING_S
    floors = np.array([part.place.highest_floor(day) for day in part.plan.days], np.float64)
    wanted = seconds * np.tile(floors, part.workers) / HOUR * MARGIN + DAILY_COVER_FEN
    employed_cells = np.repeat(crew.employed, size)
    wanted = np.where(employed_cells, np.maximum(wanted, EMPLOYED_DAY_FEN), wanted)
    got = np.bincount(key, weights=orders.base + orders.incentive, minlength=cells)
    lacking = np.ceil(np.maximum(0, wanted - got)).astype(np.int64)
    last = np.append(np.diff(key) != 0, True)[: len(orders)]
    orders.incentive += np.where(last & ~spared, lacking[key], 0)
