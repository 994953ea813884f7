"""The orders and sessions of a bucket as arrays, worker by worker, in the order of acceptance."""

from typing import NamedTuple

from huhang.engine.columns import Ints

PARTS_OF_PAY = ("base", "incentive", "one_off", "night", "weather", "holiday")
PAY_COLUMNS = (*PARTS_OF_PAY, "tip")
PAY_NAMES = (*(f"pay_{name}_fen" for name in PARTS_OF_PAY), "tip_fen")
# What an order is, added up: it counts at all, has time, has a void time, is long without breaks handed in,
# is completed.
COUNTS, HAS_TIME, VOID, LONG, COMPLETED = 1, 2, 4, 8, 16


class Orders(NamedTuple):
    """Orders by worker and acceptance; those of worker g are the rows first[g] to first[g + 1].

    `rank` of an order is its row. Times are Unix seconds; `begins` is the first second of order time left
    by its breaks (MISSING where nothing is left), of a void order that of its acceptance; `is_what` adds up
    the flags above.
    """

    first: Ints
    start: Ints
    begins: Ints
    day: Ints
    is_what: Ints
    area: Ints
    trade: Ints
    debtor: Ints
    pay: tuple[Ints, ...]


class Stretches(NamedTuple):
    """Stretches of time by worker, start and rank; those of worker g are first[g] to first[g + 1]."""

    first: Ints
    start: Ints
    end: Ints
    rank: Ints


class Posts(NamedTuple):
    """What is known of each worker, by number, and the agreed allowance in seconds by platform and day.

    `area` and `debtor` are those of seconds without an order.
    """

    area: Ints
    debtor: Ints
    platform: Ints
    allowed: Ints
