"""Whole numbers put aside in a file part by part, and read back from wherever they lie."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import MISSING, Column, Ints

_LEAST, _MOST = np.iinfo(np.int32).min, np.iinfo(np.int32).max
# Parts begin at a place where numbers of either width can.
_WIDEST = 8


class NumberFile:
    """One column; each part takes half the room where its numbers allow it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_wide: list[bool] = []
        self._begins: list[int] = []
        self._end = 0

    def add(self, numbers: Column) -> None:
        """Put the next part aside."""
        ends = pc.min_max(numbers)
        least, most = (ends[name].as_py() or 0 for name in ("min", "max"))
        is_wide = least <= _LEAST or most > _MOST
        kind, missing = (np.int64, MISSING) if is_wide else (np.int32, _LEAST)
        with self._path.open("ab") as file:
            for chunk in numbers.chunks:
                filled = chunk.fill_null(missing) if chunk.null_count else chunk
                file.write(np.ascontiguousarray(filled.to_numpy(), kind).data)
            size = len(numbers) * np.dtype(kind).itemsize
            file.write(bytes(-size % _WIDEST))
        self._is_wide.append(is_wide)
        self._begins.append(self._end // np.dtype(kind).itemsize)
        self._end += size + -size % _WIDEST

    def read(self, part: Ints, first: Ints, count: Ints, at: Ints) -> Ints:
        """Stretches: the part of each, its first number there, how many they are, and where they are wanted.

        MISSING stands for none.
        """
        # Out of the pool of Arrow, which gives room without clearing it.
        room: Any = pa.allocate_buffer(int(count.sum()) * _WIDEST)
        out: Ints = np.frombuffer(room, np.int64)
        if len(out):
            # Not held open: what was read from a file counts as memory as long as it is.
            whole = np.asarray(np.memmap(self._path, np.int64, "r"))
            begins = np.array(self._begins)[part] + first
            _read(whole.view(np.int32), whole, np.array(self._is_wide)[part], begins, count, at, out)
        return out


@njit(nogil=True, cache=True)
def _read(
    narrow: "NDArray[np.int32]",
    wide: Ints,
    is_wide: "NDArray[np.bool_]",
    begins: Ints,
    count: Ints,
    at: Ints,
    out: Ints,
) -> None:
    for stretch in range(len(count)):
        begin, to = begins[stretch], at[stretch]
        if is_wide[stretch]:
            for i in range(count[stretch]):
                out[to + i] = wide[begin + i]
        else:
            for i in range(count[stretch]):
                number = narrow[begin + i]
                out[to + i] = MISSING if number == _LEAST else number
