"""How an invented day of work runs: waves of deliveries, rides one after the other, loads of freight.

Figures are of the size that real order data show: waves of two or three deliveries in about forty minutes,
ten minutes to the shop and a quarter of an hour to the door, peaks at noon and in the evening.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

YEAR = 2025
MINUTE = 60


class Stream:
    """Seeded numbers that come out alike on every version of Python: only `random()` is drawn from."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def usual(self, low: int, high: int) -> int:
        """A whole number from low to high, the middle more often than the ends."""
        return (self.whole(low, high) + self.whole(low, high)) // 2

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred draws."""
        return self.whole(1, 100) <= percent

    def pick(self, options: Sequence[int]) -> int:
        """One of the options."""
        return options[self.whole(0, len(options) - 1)]


@dataclass
class Order:
    """One order as the company writes it down; money in fen, times local."""

    worker: str
    area: str
    accepted: datetime
    arrived: datetime | None
    picked: datetime | None
    completed: datetime
    distance: int
    status: str = "completed"
    base: int | None = 0
    incentive: int = 0
    night: int = 0
    holiday: int = 0
    tip: int = 0
    paid_by_customer: int = 0
    attempt: int = 1
    number: str = ""


@dataclass(frozen=True)
class Block:
    """A stretch of a day in which work is taken.

    `gap` is the pause between two waves, rides or loads in minutes, `sizes` how many orders a wave may
    have, `presence` whether a session is recorded: None for none, else whether the company demanded it.
    """

    start: str
    end: str
    area: int = 0
    gap: tuple[int, int] = (6, 24)
    sizes: tuple[int, ...] = (2, 3, 3)
    kind: str = "waves"
    presence: bool | None = None
    longest: int = 0


def day_of(text: str) -> date:
    """The day that a plan writes as month and day."""
    month, day = text.split("-")
    return date(YEAR, int(month), int(day))


def at(day: date, clock: str) -> datetime:
    """A clock time of a day; hours from 24 belong to the night after it."""
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def days_of(spans: str) -> list[date]:
    """The days of a plan such as "10-09..10-11 10-20"."""
    days: list[date] = []
    for span in spans.split():
        first, _, last = span.partition("..")
        day, end = day_of(first), day_of(last or first)
        while day <= end:
            days.append(day)
            day += timedelta(days=1)
    return days


def orders_of(block: Block, day: date, worker: str, areas: Sequence[str], stream: Stream) -> Iterator[Order]:
    """The orders of one stretch of a day, none of them ending after it."""
    make = {"waves": _wave, "rides": _ride, "loads": _load}[block.kind]
    now, end = at(day, block.start) + timedelta(seconds=stream.whole(20, 200)), at(day, block.end)
    area = areas[block.area % len(areas)]
    while True:
        made = make(block, now, worker, area, stream)
        fits = [order for order in made if order.completed <= end]
        yield from fits
        if len(fits) < len(made):
            return
        pause = stream.whole(block.gap[0] * MINUTE, block.gap[1] * MINUTE - 1)
        now = max(order.completed for order in made) + timedelta(seconds=pause)


def _wave(block: Block, now: datetime, worker: str, area: str, stream: Stream) -> list[Order]:
    """Deliveries in hand at once: accepted within minutes, handed over one after the other."""
    made: list[Order] = []
    free = now
    for _ in range(stream.pick(block.sizes)):
        arrived = max(now + timedelta(seconds=stream.usual(5 * MINUTE, 9 * MINUTE)), free)
        picked = arrived + timedelta(seconds=stream.usual(MINUTE, 4 * MINUTE))
        ride = stream.usual(6 * MINUTE, 12 * MINUTE)
        completed = max(picked, made[-1].completed if made else picked) + timedelta(seconds=ride)
        made.append(Order(worker, area, now, arrived, picked, completed, ride * 4 + stream.whole(0, 400)))
        free = arrived
        now += timedelta(seconds=stream.whole(30, 4 * MINUTE))
    return made


def _ride(_: Block, now: datetime, worker: str, area: str, stream: Stream) -> list[Order]:
    """One passenger from acceptance to the end of the ride."""
    arrived = now + timedelta(seconds=stream.usual(3 * MINUTE, 8 * MINUTE))
    picked = arrived + timedelta(seconds=stream.usual(40, 3 * MINUTE))
    ride = stream.usual(9 * MINUTE, 30 * MINUTE)
    done = picked + timedelta(seconds=ride)
    return [Order(worker, area, now, arrived, picked, done, ride * 7 + stream.whole(0, 900))]


def _load(block: Block, now: datetime, worker: str, area: str, stream: Stream) -> list[Order]:
    """One load: to the warehouse, loading, the way, unloading; `longest` sets its length in minutes."""
    arrived = now + timedelta(seconds=stream.usual(12 * MINUTE, 30 * MINUTE))
    picked = arrived + timedelta(seconds=stream.usual(10 * MINUTE, 30 * MINUTE))
    way = block.longest * MINUTE or stream.usual(35 * MINUTE, 80 * MINUTE)
    return [Order(worker, area, now, arrived, picked, picked + timedelta(seconds=way), way * 6)]
