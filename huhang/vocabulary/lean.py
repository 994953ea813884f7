"""What a program of ours need not load, and how it need not look for garbage while it loads the rest."""

import gc
import os
import sys
from importlib.abc import MetaPathFinder

_UNUSED = frozenset({"pandas", "cffi"})
# By Python's own numbers (700, 10, 10) all that is loaded is gone through again and again while it grows.
_NEW_OBJECTS, _TIMES = 400_000, 20
# By Python's own number a thread waits ten times as long for one that runs Python.
_TURN_S = 0.0005


class _Unused(MetaPathFinder):
    """Says of a library that nothing here uses that it is not there."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """ModuleNotFoundError for the library; of all others nothing is known."""
        if fullname in _UNUSED:
            raise ModuleNotFoundError(f"{fullname} is left out of this program", name=fullname)


def leave_unused_out() -> None:
    """Let Arrow not load pandas, which it does when first handed a list, nor Numba load cffi.

    Pandas takes half a second and 55 MB; cffi, with which none of our loops works, a twentieth of a second.
    For programs of our own only, at their very start: whoever imports huhang may well use them.
    """
    if not sys.modules.keys() >= _UNUSED:
        sys.meta_path.insert(0, _Unused())


def collect_rarely() -> None:
    """Let Python look for garbage in cycles once in 400,000 new objects.

    What commands load stays to their end; looking through it takes half a second before an audit begins.
    """
    gc.set_threshold(_NEW_OBJECTS, _TIMES, _TIMES)


def no_threads_for_matrices() -> None:
    """Let NumPy start no threads for products of matrices: there are none here, and they spin while idle."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def judge_in_threads() -> None:
    """Let threads that read, derive and judge wait little for one another, and for memory.

    Of Arrow's allocators jemalloc holds on to least; here it gives back what nobody needed for ten seconds,
    not one. Arrow takes the one named before it is loaded for all that it does, one named later for a part.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc" if sys.platform == "linux" else "system")
    os.environ.setdefault("JE_ARROW_MALLOC_CONF", "dirty_decay_ms:10000,muzzy_decay_ms:0")
    sys.setswitchinterval(_TURN_S)
