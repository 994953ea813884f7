"""Tables of many groups of workers added up as they come."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

import pyarrow as pa

Together = Callable[[Sequence[pa.Table]], pa.Table]


class Sums:
    """Tables by name, each added up in its own way; several threads may add to them."""

    def __init__(self, together: Mapping[str, Together], most_waiting: int) -> None:
        """`together` makes one table of several; as many rows as `most_waiting`, or as they are added to,
        wait before it is asked to."""
        self._together = together
        self._most_waiting = most_waiting
        self._parts: dict[str, list[pa.Table]] = {name: [] for name in together}
        self._adding = Lock()

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Add those of one more group; other tables of it are left alone."""
        with self._adding:
            for name, parts in self._parts.items():
                parts.append(part[name])
                if sum(table.num_rows for table in parts[1:]) > max(self._most_waiting, parts[0].num_rows):
                    self._parts[name] = [self._together[name](parts)]

    def tables(self) -> dict[str, pa.Table]:
        """All of them added up; those to which nothing was added are not there."""
        return {name: self._together[name](parts) for name, parts in self._parts.items() if parts}
