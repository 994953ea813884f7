"""What a program costs is told of that program alone."""

import sys

import pytest

from benchmarks.costs import run

MEBIBYTE = 1 << 20


def test_memory_of_the_benchmark_itself_is_not_counted() -> None:
    held = b"x" * (300 * MEBIBYTE)
    assert run(sys.executable, "-c", "pass").megabytes < 100
    assert run(sys.executable, "-c", f"print(len(b'x' * {200 * MEBIBYTE}))").megabytes > 200
    assert len(held) == 300 * MEBIBYTE


def test_a_program_that_fails_ends_the_benchmark_in_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"-c raise SystemExit\(7\) ended with 7$"):
        run(sys.executable, "-c", "raise SystemExit(7)")
