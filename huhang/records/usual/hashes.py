"""XXH3 of many texts in one go: a compiled loop calls the C function that the library `xxhash` brings along.

Asked from Python, a text takes several times as long, and other threads wait meanwhile. Where a build of the
library hides the function, texts are hashed one by one, with the same results.
"""

import ctypes
from importlib.util import find_spec
from typing import Any

import llvmlite.binding as llvm
import numpy as np
import xxhash
from numba import njit, types
from numpy.typing import NDArray

from huhang.records.usual.written import Cells, Octets, Places

Hashes = NDArray[np.uint64]
_FUNCTION = "XXH3_64bits_withSeed"
_xxh3: Any = types.ExternalFunction(_FUNCTION, types.uint64(types.uintp, types.uintp, types.uint64))


def _found() -> bool:
    """Tell compiled loops where the function is; false where the library hides it."""
    library = find_spec("xxhash._xxhash")
    function = getattr(ctypes.CDLL(library.origin), _FUNCTION, None) if library else None
    if function is not None:
        llvm.add_symbol(_FUNCTION, ctypes.cast(function, ctypes.c_void_p).value)
    return function is not None


_IN_LOOPS = _found()


def hashes_of(cells: Cells, seed: int = 0) -> Hashes:
    """The XXH3 of the octets of each cell, 64 bits."""
    hashed: Any = _by_loop if _IN_LOOPS else _one_by_one
    found: Hashes = hashed(cells.octets, cells.begins, cells.ends, np.uint64(seed))
    return found


def _one_by_one(octets: Octets, begins: Places, ends: Places, seed: np.uint64) -> Hashes:
    places = zip(begins.tolist(), ends.tolist(), strict=True)
    text = octets.tobytes()
    found = [xxhash.xxh3_64_intdigest(text[begin:end], int(seed)) for begin, end in places]
    return np.array(found, np.uint64)


@njit(nogil=True, cache=True)
def _by_loop(octets: Octets, begins: Places, ends: Places, seed: np.uint64) -> Hashes:
    found = np.empty(len(begins), np.uint64)
    first = octets.ctypes.data
    for cell in range(len(begins)):
        found[cell] = _xxh3(first + begins[cell], ends[cell] - begins[cell], seed)
    return found
