"""Numbers looked up among others, against sorting and comparing them all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huhang.records.places import among
from huhang.records.reading.raw import count_by_file, files_of, first_number

numbers = st.lists(st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1), max_size=60)
rows = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 1000)), max_size=60)


@given(numbers, numbers)
def test_what_is_among_others_is_found(asked: list[int], others: list[int]) -> None:
    found = among(np.array(asked, np.int64), np.array(others, np.int64))
    assert found.tolist() == [number in others for number in asked]


@given(rows)
def test_rows_are_counted_by_their_files(rows: list[tuple[int, int]]) -> None:
    told = np.array([first_number(file) + line for file, line in rows], np.int64)
    assert count_by_file(told) == {file: int(its.sum()) for file, its in files_of(told)}
