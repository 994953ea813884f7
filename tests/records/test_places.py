"""Numbers looked up among others, against sorting and comparing them all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huhang.records.places import among, find_pairs, repeated, table_of
from huhang.records.reading.raw import count_by_file, files_of, first_number

number = st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1)
numbers = st.lists(number, max_size=60)
rows = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 1000)), max_size=60)


@given(numbers, numbers)
def test_what_is_among_others_is_found(asked: list[int], others: list[int]) -> None:
    found = among(np.array(asked, np.int64), np.array(others, np.int64))
    assert found.tolist() == [number in others for number in asked]


@given(numbers)
def test_numbers_that_stand_before_themselves_are_named(told: list[int]) -> None:
    found = repeated(np.array(told, np.int64))
    assert found.tolist() == [number in told[:place] for place, number in enumerate(told)]


@given(st.dictionaries(number, number), st.lists(st.tuples(number, number)))
def test_a_pair_is_found_where_both_its_numbers_are(
    stored: dict[int, int], asked: list[tuple[int, int]]
) -> None:
    ones, twos = (np.array(part, np.int64) for part in (list(stored), list(stored.values())))
    asked_ones, asked_twos = (np.array([pair[n] for pair in asked], np.int64) for n in range(2))
    found = find_pairs(table_of(ones), ones, twos, asked_ones, asked_twos)
    expected = [list(stored.items()).index(pair) if pair in stored.items() else -1 for pair in asked]
    assert found.tolist() == expected


@given(rows)
def test_rows_are_counted_by_their_files(rows: list[tuple[int, int]]) -> None:
    told = np.array([first_number(file) + line for file, line in rows], np.int64)
    assert count_by_file(told) == {file: int(its.sum()) for file, its in files_of(told)}
