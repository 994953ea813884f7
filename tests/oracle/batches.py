"""Many random streams at once for one call of the engine, and the smallest of those that go wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.oracle.streams import Dice, Handed


def gathered(make: Callable[[Dice], Handed], examples: int, start: int = 0) -> list[Handed]:
    """The same streams every time, each under a platform id of its own."""
    return [
        make(Dice(Random(number).randint)).named(f"p{number:05d}").speaking()
        for number in range(start, start + examples)
    ]


def rows_in(handed: Handed) -> int:
    """How many rows were handed over in all."""
    return sum(len(rows) for rows in handed.tables.values())


def smaller(handed: Handed) -> list[Handed]:
    """The same less one row, less all rows of one worker, and less half of a table."""
    found: list[Handed] = []
    for worker_id in handed.workers():
        tables = {
            name: [row for row in rows if row.get("worker_id") != worker_id]
            for name, rows in handed.tables.items()
        }
        found.append(replace(handed, tables=tables))
    for name, rows in handed.tables.items():
        middle = len(rows) // 2
        parts = [rows[:middle], rows[middle:]] if middle else []
        parts += [[*rows[:n], *rows[n + 1 :]] for n in range(len(rows))]
        found += [replace(handed, tables=dict(handed.tables) | {name: part}) for part in parts]
    return [one.named(f"v{number:05d}").speaking() for number, one in enumerate(found)]


def smallest(handed: Handed, wrong: Callable[[Sequence[Handed]], set[str]]) -> Handed:
    """What is left when no row can be taken away without the platform being judged right again.

    `wrong` tells which platform ids of several go wrong, in one call.
    """
    while True:
        variants = smaller(handed)
        still = wrong(variants) if variants else set()
        left = [one for one in variants if one.platform_id in still]
        if not left:
            return handed
        handed = min(left, key=rows_in)
