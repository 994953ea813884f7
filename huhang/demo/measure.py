"""The figures of a made city that can be held against the published ones."""

from collections.abc import Iterable

import numpy as np

from huhang.demo.city import MadePart
from huhang.demo.orders import COMPLETED, MISSING, REFUSED
from huhang.demo.plan import Floats
from huhang.demo.seconds import FAR, spells

MOST_PREBOOKED_S = 1_000
PROMISED_GRACE_S = 480
LONG_GAP_S = 4 * 3_600


def figures(parts: Iterable[MadePart]) -> dict[str, float]:
    """Figures of the couriers of these parts: minutes, hours, kilometres, and shares from 0 to 1."""
    rows = [_columns(made) for made in parts if made.part.company.rides_food]
    joined = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    days, waves = joined["in_hand"], joined["wave"]
    gaps, length = joined["gap"], joined["length"]
    middle = np.median(length)
    orders = len(length)
    return {
        "orders per day": orders / len(days),
        "waves per day": len(waves) / len(days),
        "orders per wave": orders / len(waves),
        "wave, min": waves.mean() / 60,
        "gap between waves, min": gaps.mean() / 60,
        "gap without those over 4 h, min": gaps[gaps <= LONG_GAP_S].mean() / 60,
        "in hand per day, h": days.mean() / 3_600,
        "span per day, h": joined["span"].mean() / 3_600,
        "accept to pick up, min": joined["to_pick_up"].mean() / 60,
        "accept to deliver, min": length.mean() / 60,
        "p95 to median": float(np.quantile(length, 0.95) / middle),
        "p99 to median": float(np.quantile(length, 0.99) / middle),
        "refused": float(joined["refused"].mean()),
        "re-assigned": float(joined["reassigned"].mean()),
        "most attempts": float(joined["attempt"].max()),
        "pre-booked": float(joined["prebooked"].mean()),
        "late": float((joined["late"] > 0).mean()),
        "late by over 8 min": float((joined["late"] > PROMISED_GRACE_S).mean()),
        "distance, km": joined["distance"].mean() / 1_000,
    }


def _columns(made: MadePart) -> dict[str, Floats]:
    orders = made.orders
    work = orders.taken((orders.status != REFUSED) & (orders.length > 0))
    work = work.taken(np.lexsort((work.accepted, work.worker)))
    start = work.accepted - made.part.plan.midnights[0]
    whose, first, last = spells(work.worker, start, start + work.length, 1)
    # A wave belongs to the day on which it begins.
    day = whose * FAR + first // 86_400
    fresh = np.append(True, np.diff(day) != 0)
    at = np.flatnonzero(fresh)
    ends = np.append(at[1:], len(day)) - 1
    in_hand = np.add.reduceat(last - first, at)
    done = work.taken((work.status == COMPLETED) & (work.promised != MISSING))
    picked = done.taken(done.picked > 0)
    taken = orders.status != REFUSED
    columns = {
        "in_hand": in_hand,
        "span": last[ends] - first[at],
        "wave": last - first,
        "gap": (first[1:] - last[:-1])[~fresh[1:]],
        "length": work.length,
        "to_pick_up": picked.picked - picked.accepted,
        "refused": orders.status == REFUSED,
        "reassigned": orders.attempt[taken] > 1,
        "attempt": orders.attempt,
        "prebooked": work.accepted - work.offered > MOST_PREBOOKED_S,
        "late": done.end - done.promised,
        "distance": work.distance,
    }
    return {name: np.asarray(column, np.float64) for name, column in columns.items()}
