"""Lines recognised before they are read: those of files that come again and again.

A line is remembered by XXH3 over its octets, 64 bits under each of two seeds, which are made from a secret of
the lake and all that says how the line is read: header, mapping, areas. Beside them stands the number of its
key (keys.py), by which it is forgotten when the row changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xxhash
from numpy.typing import NDArray

from huhang.records.keys import Numbers
from huhang.records.places import EMPTY, find_pairs, table_of
from huhang.records.plan import Plan
from huhang.records.usual.hashes import hashes_of
from huhang.records.usual.written import Cells

ONE, TWO = "_one", "_two"
NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Remembered:
    """The two halves of the digests of lines taken in before, and the numbers of their keys."""

    ones: Numbers = field(default_factory=lambda: NOTHING)
    twos: Numbers = field(default_factory=lambda: NOTHING)
    keys: Numbers = field(default_factory=lambda: NOTHING)
    places: NDArray[np.int32] = field(default_factory=lambda: EMPTY)

    @classmethod
    def of(cls, ones: Numbers, twos: Numbers, keys: Numbers) -> "Remembered":
        """These numbers, ready to be looked up."""
        return cls(ones, twos, keys, table_of(ones))

    def find(self, ones: Numbers, twos: Numbers) -> NDArray[np.int32]:
        """For each line where it is remembered, -1 where it is not."""
        return find_pairs(self.places, self.ones, self.twos, ones, twos)


_NO_LINES = Remembered()


@dataclass(frozen=True)
class Recall:
    """What is remembered of each table; `reading` says how files are read, `secret` is the lake's own."""

    reading: str
    secret: str
    tables: Mapping[str, Remembered]

    def remembers(self, plan: Plan) -> bool:
        """Whether lines under this plan are remembered at all; those with identities are not."""
        return not any(column.is_identity for column in plan.table.columns)

    def digests(self, lines: Cells, plan: Plan, delimiter: str) -> tuple[Numbers, Numbers]:
        """The halves of the digest of each line."""
        told = "\x1f".join((self.secret, self.reading, plan.table.name, delimiter, *plan.header))
        one, two = (hashes_of(lines, xxhash.xxh3_64_intdigest(told.encode(), half)) for half in range(2))
        return one.view(np.int64), two.view(np.int64)

    def find(self, plan: Plan, ones: Numbers, twos: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Where each line is remembered, -1 where it is not, and the numbers of the keys of what is there."""
        remembered = self.tables.get(plan.table.name, _NO_LINES)
        return remembered.find(ones, twos), remembered.keys
