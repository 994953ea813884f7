"""Many random streams at once for one call of the engine, and the smallest of those that go wrong."""

from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, Phase, find, settings

from tests.oracle.streams import Dice, Handed, thrown


def gathered(make: Callable[[Dice], Handed], examples: int, start: int = 0) -> list[Handed]:
    """The same streams every time, each under a platform id of its own."""
    return [
        make(Dice(Random(number).randint)).named(f"p{number:05d}").speaking()
        for number in range(start, start + examples)
    ]


def smallest(make: Callable[[Dice], Handed], wrong: Callable[[Handed], bool]) -> Handed:
    """The smallest stream that is wrong; raises NoSuchExample where none is found."""
    return find(
        thrown(make),
        lambda handed: wrong(handed.speaking()),
        settings=settings(
            max_examples=500,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    ).speaking()
