"""Programs of ours do without pandas and cffi, which others would load, and seldom look for garbage."""

import subprocess
import sys
from pathlib import Path

import pytest

_LISTS = "import pyarrow as pa; table = pa.table({'a': [1, None], 'b': ['甲', '乙']}); "


def told(code: str) -> str:
    """What a fresh interpreter says."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


_BEGUN = "import sys; from huhang.vocabulary.lean import leave_unused_out; leave_unused_out(); "


def test_arrow_does_not_load_pandas_in_programs_of_ours() -> None:
    assert told(f"{_BEGUN}{_LISTS}print('pandas' in sys.modules, table.num_rows)") == "False 2"


def test_loops_are_compiled_and_passwords_kept_without_cffi() -> None:
    code = (
        f"{_BEGUN}from numba import njit; twice = njit(lambda number: 2 * number)\n"
        "from argon2 import PasswordHasher; hasher = PasswordHasher()\n"
        "print(twice(21), hasher.verify(hasher.hash('暗号'), '暗号'), 'cffi' in sys.modules)"
    )
    assert told(code) == "42 True False"


def test_whoever_imports_huhang_may_use_pandas() -> None:
    code = f"import huhang.records.handover, huhang.cli.main; {_LISTS}print(len(table.to_pandas()))"
    assert told(code) == "2"


def test_a_command_that_reads_the_law_never_goes_through_all_that_it_loaded() -> None:
    code = (
        "import gc, sys; from huhang.cli import main; sys.argv = ['huhang', 'law', 'places', '--json']\n"
        "try: main.main()\n"
        "except SystemExit as ended: print('\\n', ended.code, gc.get_stats()[2]['collections'])"
    )
    assert told(code).splitlines()[-1].strip() == "0 0"


def test_all_of_arrow_takes_its_memory_from_one_allocator() -> None:
    code = (
        "import os, sys; from huhang.vocabulary.lean import judge_in_threads; judge_in_threads()\n"
        "import pyarrow as pa; print(pa.default_memory_pool().backend_name, sys.getswitchinterval() < 0.005)"
    )
    assert told(code) == f"{'jemalloc' if sys.platform == 'linux' else 'system'} True"


def test_garbage_in_cycles_is_still_let_go() -> None:
    code = (
        "from huhang.vocabulary.lean import collect_rarely; collect_rarely()\n"
        "class Held(list): pass\n"
        "import weakref; held = Held(); held.append(held); gone = weakref.ref(held); del held\n"
        "before = gone() is not None; many = [[] for _ in range(800_000)]\n"
        "print(before, gone() is None)"
    )
    assert told(code) == "True True"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc, as on Linux")
def test_libraries_that_multiply_matrices_start_no_threads() -> None:
    begun = (
        "from huhang.cli import main; from pathlib import Path\n"
        "def command(words):\n"
        "    import numpy\n"
        "    print(len(list(Path('/proc/self/task').iterdir())), numpy.ones(2).sum())\n"
        "    return 0\n"
        "main.run = command; main.main()"
    )
    assert told(begun) == "1 2.0"
