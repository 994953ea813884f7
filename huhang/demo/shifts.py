"""Working days filled with orders, wave after wave: when each is accepted and done.

A wave is a stretch in which orders overlap without a gap. All days of a part are filled at once, one wave
of each at a time, so that every step is one operation over whole columns.
"""

from dataclasses import dataclass, field

import numpy as np

from huhang.demo.companies import HOUR, MINUTE, Work
from huhang.demo.crew import Crew
from huhang.demo.plan import Flags, Floats, Ints, Part

MOST_WAVES = 30
MIDNIGHT = 24 * HOUR
# Margins of what no clean day comes near: four hours on end, twelve hours in a day, eight of an employee.
SAFE_SPELL_S = 12_000
LEAST_BREAK_S = 1_290
LONGEST_WAVE_S = 9_000
FULL_DAY_S = 33_000
FULL_EMPLOYED_DAY_S = 16_500
LONGEST_EMPLOYED_WAVE_S = 5_400
PROMPT_AFTER_S = 8 * HOUR
UNBROKEN_UNTIL_S = 17_000


@dataclass
class Days:
    """Worker-days: whose and which; what is wanted of each; when work begins; where a prompt is due."""

    worker: Ints
    day: Ints
    waves: Ints
    employed: Flags
    ends_at: Ints
    begins: Ints
    unbroken: Flags
    prompt_at: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class Times:
    """Orders with their times, in seconds of the local day on which the worker began."""

    of_day: Ints
    start: Ints
    end: Ints


def days_of(part: Part, crew: Crew, unbroken: Flags) -> Days:
    """The worker-days of a part, in the order of worker and day."""
    draw = part.stream(2)
    worker, day = (index.astype(np.int64) for index in np.nonzero(crew.active))
    size = len(worker)
    zeal = draw.gamma(3.5, 1 / 3.5, part.workers) * np.where(crew.heavy, 1.2, 0.94)
    waves = 1 + draw.poisson((part.company.work.waves - 1) * zeal[worker] * draw.uniform(0.6, 1.4, size))
    noon, evening = draw.normal(10.6 * HOUR, 2_400, size), draw.normal(16.7 * HOUR, 2_700, size)
    anywhen = draw.uniform(6.5 * HOUR, 20 * HOUR, size)
    lot = draw.random(size)
    begins = np.where(lot < 0.62, noon, np.where(lot < 0.88, evening, anywhen))
    special = unbroken[worker, day]
    begins = np.where(special, 9.5 * HOUR, np.clip(begins, 6.4 * HOUR, 22 * HOUR)).astype(np.int64)
    # A free day stays free: nothing of the evening before it reaches into it.
    free_after = ~np.append(crew.active[:, 1:], np.zeros((part.workers, 1), bool), axis=1)[worker, day]
    early = part.ends_at_midnight[day] | free_after
    ends_at = np.where(early, MIDNIGHT - 60, MIDNIGHT + HOUR)
    employed = crew.employed[worker]
    return Days(worker, day, np.where(special, 25, waves), employed, ends_at, begins, special)


def times_of(part: Part, days: Days) -> Times:
    """All orders of the worker-days; sets `days.prompt_at` where a day passes eight hours in hand."""
    draw = part.stream(3)
    work = part.company.work
    size = len(days.worker)
    reached = days.begins.copy()
    in_hand, spell = np.zeros(size, np.int64), np.zeros(size, np.int64)
    days.prompt_at = np.full(size, -1, np.int64)
    live = np.arange(size)
    made: list[Times] = []
    for number in range(MOST_WAVES):
        full = np.where(days.employed[live], FULL_EMPLOYED_DAY_S, FULL_DAY_S)
        full = np.where(days.unbroken[live], UNBROKEN_UNTIL_S, full)
        live = live[(days.waves[live] > number) & (in_hand[live] < full)]
        live = live[reached[live] < days.ends_at[live] - 2 * HOUR]
        if not len(live):
            break
        gap = _gaps(draw, work, reached[live], days.unbroken[live]) if number else np.zeros(len(live), int)
        wave = _wave(draw, work, reached[live] + gap, days.employed[live])
        span = np.maximum.reduceat(wave.end, np.flatnonzero(np.diff(wave.of_day, prepend=-1)))
        risky = (spell[live] + gap + span > SAFE_SPELL_S) & (gap < LEAST_BREAK_S) & ~days.unbroken[live]
        gap = np.where(risky, LEAST_BREAK_S + draw.integers(0, 900, len(live)), gap)
        begin = reached[live] + gap
        spell[live] = np.where(gap >= LEAST_BREAK_S - 90, span, spell[live] + gap + span)
        left = np.where(days.prompt_at[live] < 0, PROMPT_AFTER_S - in_hand[live], MIDNIGHT * 2)
        keep = wave.start < left[wave.of_day]
        keep &= wave.end + begin[wave.of_day] < days.ends_at[live][wave.of_day]
        fits = begin + span < days.ends_at[live]
        crossing = (span > left) & fits
        days.prompt_at[live[crossing]] = (begin + left)[crossing]
        # What would pass eight hours near the end of the day is left out, and the day is over.
        stopped = (span > left) & ~fits
        keep &= ~stopped[wave.of_day] | (wave.end <= left[wave.of_day])
        in_hand[live] += np.where(stopped, MIDNIGHT, span)
        reached[live] = begin + span
        at = wave.of_day[keep]
        made.append(Times(live[at], begin[at] + wave.start[keep], begin[at] + wave.end[keep]))
    return _without_spill(days, _joined(made), reached, in_hand)


def _without_spill(days: Days, times: Times, reached: Ints, in_hand: Ints) -> Times:
    """The orders less those past midnight that would bring the next day above eight hours unasked."""
    late = np.maximum(0, reached - MIDNIGHT)
    follows = np.append((np.diff(days.worker) == 0) & (np.diff(days.day) == 1), False)[: len(late)]
    next_day, unasked = np.append(in_hand[1:], 0)[: len(late)], np.append(days.prompt_at[1:] < 0, False)
    too_long = follows & (late > 0) & unasked[: len(late)] & (next_day + late > PROMPT_AFTER_S - MINUTE)
    kept = ~(too_long[times.of_day] & (times.end > MIDNIGHT))
    return Times(times.of_day[kept], times.start[kept], times.end[kept])


def _joined(made: list[Times]) -> Times:
    """All waves together, in the order of worker-day and acceptance."""
    none = np.zeros(0, np.int64)
    of_day = np.concatenate([none, *(wave.of_day for wave in made)])
    start = np.concatenate([none, *(wave.start for wave in made)])
    end = np.concatenate([none, *(wave.end for wave in made)])
    order = np.argsort(of_day * (4 * MIDNIGHT) + start, kind="stable")
    return Times(of_day[order], start[order], end[order])


def _gaps(draw: np.random.Generator, work: Work, reached: Ints, unbroken: Flags) -> Ints:
    """Gaps before the next wave: mostly short, now and then the afternoon off."""
    size = len(reached)
    short = np.clip(draw.gamma(1.25, work.gap_mean_s / 1.25, size), 100, 4 * HOUR)
    slack = (reached > 13.3 * HOUR) & (reached < 15.2 * HOUR)
    off = draw.random(size) < np.where(slack, 0.30, 0.028)
    gap = np.where(off, draw.uniform(3.2 * HOUR, 6.2 * HOUR, size), short)
    return np.where(unbroken, draw.integers(120, 700, size), gap).astype(np.int64)


def _wave(draw: np.random.Generator, work: Work, begin: Ints, employed: Flags) -> Times:
    """The orders of one wave of each day, from the wave's own beginning; `of_day` counts the days here."""
    size = len(begin)
    hour = begin / HOUR % 24
    peak = np.where((hour > 10.7) & (hour < 13.2), 1.2, np.where((hour > 16.8) & (hour < 20.3), 1.3, 0.62))
    count = 1 + np.minimum(draw.poisson(work.more_orders * peak), 9)
    of_day = np.repeat(np.arange(size), count)
    first = np.cumsum(count) - count
    length = work.order_median_s * np.exp(work.order_spread * draw.standard_normal(len(of_day)))
    length = np.clip(length, 150, work.longest_order_s)
    # The next order comes while the last one is in hand.
    step = length * draw.random(len(of_day)) * 0.44
    so_far = np.cumsum(step) - step
    start = so_far - np.repeat(so_far[first], count)
    end = start + length
    longest = np.where(employed, LONGEST_EMPLOYED_WAVE_S, LONGEST_WAVE_S + work.longest_order_s // 8)
    keep = end <= longest[of_day]
    keep[first] = True
    end = np.minimum(end, longest[of_day])
    return Times(of_day[keep], start[keep].astype(np.int64), end[keep].astype(np.int64))


def peaks(start: Ints) -> Floats:
    """How many orders are accepted in each of the 24 hours of the local day."""
    return np.bincount(start // HOUR % 24, minlength=24).astype(np.float64)


MEETING_BEFORE_S, MEETING_S = 45 * MINUTE, 20 * MINUTE
