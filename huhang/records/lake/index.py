"""Beside each file of rows the numbers of their keys, by which it is known unread whether keys are there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from huhang.records.keys import Numbers
from huhang.records.lake.layout import write_arrow
from huhang.records.places import find, table_of


@dataclass(frozen=True)
class Index:
    """The numbers of keys, in the order of the rows of a file."""

    keys: Numbers

    def positions(self, keys: Numbers) -> NDArray[np.int32]:
        """For each key the row that has it, -1 where none has."""
        return find(table_of(self.keys), self.keys, keys)


NO_INDEX = Index(np.zeros(0, np.int64))


def write_index(lake: Path, path: str, index: Index) -> str:
    """Write the numbers of a file's rows, on disk when this returns; gives the path."""
    write_arrow(lake, path, pa.table({"key": index.keys}))
    return path


def read_index(lake: Path, path: str) -> Index:
    """The numbers of a file's rows."""
    source: Any = pa.memory_map(str(lake / path), "rb")
    rows = pa.ipc.open_file(source).read_all().combine_chunks()
    return Index(rows.column("key").to_numpy())
