"""The orders of a part as columns: places, times on the way, what was promised, and who had refused."""

from dataclasses import dataclass, fields

import numpy as np

from huhang.demo.crew import Crew
from huhang.demo.plan import Flags, Floats, Ints, Part
from huhang.demo.shifts import Days, Times

COMPLETED, CANCELLED, OPEN, REFUSED = range(4)
STATUS = ("completed", "cancelled", "open", "refused")
MISSING = np.iinfo(np.int64).min

CANCELLED_SHARE = 0.013
PREBOOKED_SHARE = 0.039
REASSIGNED_SHARE = 0.102
# More than remain: one who works for the same order anyway is left out again.
NEXT_REFUSES = 0.42
MOST_REFUSALS = 16
# Workers so far apart that their times never meet; prompts are answered within fewer seconds than these.
FAR_APART = 1 << 34
CLEAR_S = 60
PAID = ("base", "incentive", "night", "weather", "holiday", "tip")


@dataclass
class Orders:
    """Orders as columns of one length, sorted by worker and acceptance; times are UTC seconds, pay fen.

    `end` is completed_at or cancelled_at; MISSING stands for what did not happen; `day` counts from the first
    day of the city and is the local day of acceptance; `number` and `attempt` name the row.
    """

    worker: Ints
    day: Ints
    status: Ints
    number: Ints
    attempt: Ints
    area: Ints
    offered: Ints
    accepted: Ints
    arrived: Ints
    picked: Ints
    end: Ints
    promised: Ints
    distance: Ints
    base: Ints
    incentive: Ints
    night: Ints
    weather: Ints
    holiday: Ints
    tip: Ints
    premium: Ints
    paid_by_customer: Ints

    def __len__(self) -> int:
        return len(self.worker)

    def taken(self, chosen: Flags | Ints) -> "Orders":
        """Some of the orders."""
        return Orders(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})

    def beside(self, other: "Orders") -> "Orders":
        """These orders and others."""
        both = {
            one.name: np.concatenate([getattr(self, one.name), getattr(other, one.name)])
            for one in fields(self)
        }
        return Orders(**both)

    @property
    def pay(self) -> Ints:
        """All pay and tips of each order, fen."""
        total: Ints = self.base + self.incentive + self.night + self.weather + self.holiday + self.tip
        return total

    @property
    def length(self) -> Ints:
        """Seconds from acceptance to the end; zero where there is none."""
        length: Ints = np.where(self.end == MISSING, 0, np.maximum(0, self.end - self.accepted))
        return length


def orders_of(part: Part, crew: Crew, days: Days, times: Times) -> Orders:
    """The orders of a part without their pay, as nobody has spoiled them yet."""
    draw = part.stream(4)
    size = len(times.start)
    worker, first_day = days.worker[times.of_day], days.day[times.of_day]
    midnight = part.plan.midnights[first_day]
    accepted, end = midnight + times.start, midnight + times.end
    # Work after midnight belongs to the next local day.
    day = np.minimum(first_day + times.start // 86_400, len(part.plan.days) - 1)
    length = end - accepted
    share = np.clip(draw.normal(0.4, 0.09, size), 0.12, 0.75)
    picked = accepted + (length * share).astype(np.int64)
    arrived = accepted + (length * share * draw.uniform(0.5, 0.95, size)).astype(np.int64)
    status = np.where(draw.random(size) < CANCELLED_SHARE, CANCELLED, COMPLETED)
    zeros = np.zeros(size, np.int64)
    orders = Orders(
        *(worker, day, status, np.arange(size), np.ones(size, np.int64)),
        area=_areas(part, draw, crew.home[worker]),
        offered=accepted - draw.integers(3, 25, size),
        accepted=accepted,
        arrived=arrived,
        picked=np.where(status == CANCELLED, MISSING, picked),
        end=end,
        promised=_promised(part, draw, accepted, end),
        distance=_distances(part, draw, length),
        **{name: zeros.copy() for name in (*PAID, "premium", "paid_by_customer")},
    )
    early = draw.random(size) < PREBOOKED_SHARE
    days_ahead = np.where(draw.random(size) < 0.12, draw.integers(1, 8, size) * 86_400, 0)
    ahead = days_ahead + draw.integers(1_200, 10_800, size)
    orders.offered = np.where(early, accepted - ahead, orders.offered)
    return orders


def _areas(part: Part, draw: np.random.Generator, home: Ints) -> Ints:
    """Four orders of five in the home district, the others in the ones beside it."""
    size = len(home)
    away = draw.random(size) < 0.2
    step = np.where(draw.random(size) < 0.5, 1, len(part.place.areas) - 1)
    area: Ints = np.where(away, (home + step) % len(part.place.areas), home)
    return area


def _promised(part: Part, draw: np.random.Generator, accepted: Ints, end: Ints) -> Ints:
    """Later than 15.0 % of all deliveries by a promise, 1.9 % by more than eight minutes."""
    if not part.company.delivers:
        return np.full(len(end), MISSING, np.int64)
    slack = draw.normal(462, 478, len(end)).astype(np.int64)
    promised: Ints = np.maximum(end + slack, accepted + 720)
    return promised


def _distances(part: Part, draw: np.random.Generator, length: Ints) -> Ints:
    """Metres, the longer the longer it took."""
    work = part.company.work
    pace = np.sqrt(length / (work.order_median_s * 1.09))
    metres: Floats = work.distance_m * draw.gamma(2.2, 1 / 2.2, len(length)) * pace
    near: Ints = np.clip(metres, 90, work.distance_m * 9).astype(np.int64)
    return near


def clear_of_answers(part: Part, days: Days, worker: Ints, offered: Ints) -> Ints:
    """When orders were offered, none of them between a prompt to rest and its answer."""
    at = np.flatnonzero(days.prompt_at >= 0)
    shown = np.sort(days.worker[at] * FAR_APART + part.plan.midnights[days.day[at]] + days.prompt_at[at])
    if not len(shown):
        return offered
    before = shown[np.maximum(np.searchsorted(shown, worker * FAR_APART + offered, side="right") - 1, 0)]
    since = worker * FAR_APART + offered - before
    return np.where((since >= 0) & (since < CLEAR_S), offered - since - 1, offered)


def with_refusals(part: Part, orders: Orders, days: Days) -> Orders:
    """The orders with the rows of those who had refused them before: workers busy about that time.

    On a day with a prompt to rest nothing more is pushed to its worker.
    """
    at = days.prompt_at >= 0
    draw = part.stream(5)
    size = len(orders)
    times = np.zeros(size, np.int64)
    chosen = draw.random(size) < REASSIGNED_SHARE
    times[chosen] = np.minimum(draw.geometric(1 - NEXT_REFUSES, int(chosen.sum())), MOST_REFUSALS)
    by_time = np.argsort(orders.accepted, kind="stable")
    rank = np.empty(size, np.int64)
    rank[by_time] = np.arange(size)
    of = np.repeat(np.arange(size), times)
    attempt = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times) + 1
    beside = rank[of] + draw.integers(1, 40, len(of)) * np.where(draw.random(len(of)) < 0.5, 1, -1)
    who = orders.worker[by_time[np.clip(beside, 0, max(0, size - 1))]]
    shown = np.unique(days.worker[at] * 10_000 + days.day[at])
    good = (who != orders.worker[of]) & ~np.isin(who * 10_000 + orders.day[of], shown)
    of, attempt, who = of[good], attempt[good], who[good]
    orders.attempt = np.where(times > 0, times + 1, 1)
    refused = orders.taken(of)
    refused.worker, refused.attempt = who, attempt
    refused.status = np.full(len(of), REFUSED, np.int64)
    offered = orders.accepted[of] - 60 * (times[of] - attempt + 1) - 5
    refused.offered = clear_of_answers(part, days, who, offered)
    for name in ("accepted", "arrived", "picked", "end"):
        setattr(refused, name, np.full(len(of), MISSING, np.int64))
    for name in (*PAID, "premium", "paid_by_customer"):
        setattr(refused, name, np.zeros(len(of), np.int64))
    return orders.beside(refused)
