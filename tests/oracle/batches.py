"""Many hypothesis examples at once: gathered for one call of the engine, or shrunk to the smallest."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tests.oracle.streams import Handed


def gathered(strategy: st.SearchStrategy[Handed], examples: int) -> list[Handed]:
    """The same examples every time, each under a platform id of its own."""
    found: list[Handed] = []

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(handed: Handed) -> None:
        found.append(handed)

    gather()
    return [handed.named(f"p{number:05d}") for number, handed in enumerate(found)]


def smallest(strategy: st.SearchStrategy[Handed], wrong: Callable[[Handed], bool]) -> Handed:
    """The smallest example that is wrong."""
    return find(
        strategy,
        wrong,
        settings=settings(
            max_examples=3000, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
