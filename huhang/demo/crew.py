"""Who the workers of a part are, and on which days each of them works."""

from dataclasses import dataclass

import numpy as np

from huhang.demo.plan import Flags, Ints, Part

# Active days a year: 48 % of riders under 30, 41 % 30 to 260, 11 % above 260 (company figures of 2024).
LIGHT, MIDDLE, HEAVY = 0.48, 0.41, 0.11
LONGEST_RUN = 5
CROWD, STATION, EMPLOYEE, UNSIGNED = range(4)


@dataclass
class Crew:
    """The workers of a part, one entry each; `active` is workers by days."""

    kind: Ints
    partner: Ints
    home: Ints
    heavy: Flags
    active: Flags
    on_leave: Ints

    @property
    def employed(self) -> Flags:
        """Who is in a labour relation."""
        employed: Flags = self.kind == EMPLOYEE
        return employed

    @property
    def present(self) -> Flags:
        """Who is asked to a meeting before the first order of a day."""
        present: Flags = (self.kind == STATION) | (self.kind == EMPLOYEE)
        return present


def crew_of(part: Part) -> Crew:
    """The workers of a part."""
    draw = part.stream(1)
    size = part.workers
    band = draw.random(size)
    light = draw.integers(2, 30, size)
    middle = np.floor(np.exp(draw.uniform(np.log(30), np.log(260), size)))
    heavy = draw.integers(261, 310, size)
    yearly = np.where(band < LIGHT, light, np.where(band < LIGHT + MIDDLE, middle, heavy))
    is_heavy = band >= LIGHT + MIDDLE
    regular = band > LIGHT + MIDDLE / 2
    lot = draw.random(size)
    kind = np.full(size, CROWD, np.int64)
    kind[regular & (lot < 0.45)] = STATION
    kind[regular & (lot < 0.12)] = EMPLOYEE
    kind[(kind == CROWD) & (lot > 0.97)] = UNSIGNED
    partner = draw.integers(0, len(part.company.partners), size)
    partner[(kind == CROWD) | (kind == UNSIGNED)] = -1
    home = (len(part.place.areas) * draw.random(size) ** 1.6).astype(np.int64)
    crew = Crew(kind, partner, home, is_heavy, _active(part, draw, yearly, kind), np.full(size, -1, np.int64))
    _leave(part, draw, crew)
    return crew


def _active(part: Part, draw: np.random.Generator, yearly: Ints, kind: Ints) -> Flags:
    """Which days each works: light workers in one short season, and nobody more than five days in a row."""
    days = len(part.plan.days)
    # A season of so many days, within which two days of three are worked; longer ones fill the whole year.
    season = np.minimum(365, np.maximum(4, yearly * 1.5))
    start = draw.uniform(-season, float(days), part.workers)
    chance = np.where(season >= 365, np.minimum(1.0, yearly / 365 * 1.06), yearly / season)
    start = np.where(season >= 365, -1.0, start)
    till = np.where(season >= 365, days + 1.0, start + season)
    # Seasons begin anywhere in the year; most of the light ones lie outside a short span of days.
    there = draw.random(part.workers) < (season + days) / 365
    dice = draw.random((part.workers, days), dtype=np.float32)
    number = np.arange(days)
    active = (dice < chance[:, None]) & (number >= start[:, None]) & (number < till[:, None])
    active &= there[:, None]
    active[kind == EMPLOYEE] &= part.plan.workdays
    run = np.zeros(part.workers, np.int64)
    for day in range(days):
        run = np.where(active[:, day], run + 1, 0)
        active[:, day] &= run <= LONGEST_RUN
        run[run > LONGEST_RUN] = 0
    return active


def _leave(part: Part, draw: np.random.Generator, crew: Crew) -> None:
    """One employee of three is on leave for three days."""
    days = len(part.plan.days)
    if days < 10:
        return
    chosen = crew.employed & (draw.random(part.workers) < 0.33)
    first = draw.integers(0, days - 3, part.workers)
    crew.on_leave[chosen] = first[chosen]
    for worker in np.flatnonzero(chosen):
        crew.active[worker, first[worker] : first[worker] + 3] = False
