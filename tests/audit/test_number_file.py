"""Whole numbers put aside part by part, read back from wherever they lie."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from huhang.audit.number_file import NumberFile
from huhang.engine.columns import MISSING, Ints

NARROW, WIDE = 2**31, 2**63
PARTS: list[list[int | None]] = [
    [3, None, 5],
    [],
    [None],
    [NARROW - 1, 1 - NARROW],
    [NARROW, 7],
    [-NARROW, None],
    [WIDE - 1, 1 - WIDE, 0],
    [8],
]


@pytest.fixture
def numbers(tmp_path: Path) -> NumberFile:
    file = NumberFile(tmp_path / "numbers")
    for part in PARTS:
        file.add(pa.chunked_array([part[:1], part[1:]], pa.int64()))
    return file


def whole(*numbers: int) -> Ints:
    return np.array(numbers, np.int64)


def test_numbers_of_every_size_come_back(numbers: NumberFile) -> None:
    for number, part in enumerate(PARTS):
        told = numbers.read(whole(number), whole(0), whole(len(part)), whole(0))
        assert told.tolist() == [MISSING if each is None else each for each in part]


def test_stretches_come_where_they_are_wanted(numbers: NumberFile) -> None:
    told = numbers.read(whole(0, 4, 6, 7), whole(1, 0, 2, 0), whole(2, 1, 1, 1), whole(3, 0, 2, 1))
    assert told.tolist() == [NARROW, 8, 0, MISSING, 5]


def test_nothing_is_asked_for(tmp_path: Path, numbers: NumberFile) -> None:
    assert numbers.read(whole(), whole(), whole(), whole()).tolist() == []
    assert NumberFile(tmp_path / "never").read(whole(), whole(), whole(), whole()).tolist() == []


def test_small_numbers_take_half_the_room(tmp_path: Path) -> None:
    for number, size in ((1, 400), (NARROW, 800)):
        path = tmp_path / str(number)
        NumberFile(path).add(pa.chunked_array([[number] * 100]))
        assert path.stat().st_size == size
