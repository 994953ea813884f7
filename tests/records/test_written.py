"""Cells found in plain lines: the same that a reader of CSV finds, or none where it has to look."""

import csv

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from huhang.records.usual.written import Cells, cells_of_lines, lines_of

CELL = st.text(st.characters(codec="utf-8", exclude_characters='\r\n",'), max_size=5)
ROW = st.lists(CELL, min_size=3, max_size=3)
NAMES = ("a", "b", "c")


def found_in(lines: list[str], names: tuple[str, ...]) -> dict[str, Cells] | None:
    """The cells of the lines."""
    found = lines_of("".join(line + "\n" for line in lines).encode(), len(lines))
    if found is None:
        return None
    assert found.texts().to_pylist() == lines
    return cells_of_lines(found, names, ",")


def texts_of(cells: dict[str, Cells] | None) -> list[list[str]]:
    """The rows that the cells make."""
    assert cells is not None
    return [list(row) for row in zip(*(its.texts().to_pylist() for its in cells.values()), strict=True)]


@given(rows=st.lists(ROW.filter(any), min_size=1, max_size=9))
def test_plain_lines_hold_the_cells_that_a_reader_of_csv_finds(rows: list[list[str]]) -> None:
    lines = [",".join(row) for row in rows]
    found = texts_of(found_in(lines, NAMES))
    assert found == list(csv.reader(lines, quoting=csv.QUOTE_NONE)) == rows


@given(
    rows=st.lists(ROW.filter(any), max_size=5).map(lambda rows: [",".join(row) for row in rows]),
    odd=st.sampled_from(
        ["", ",,", "a,b", "a,b,c,d", 'a,"b",c', "a,b\rc,d", "a,b,c\r", "x" * 100_001 + ",b,c"]
    ),
    place=st.integers(0, 5),
)
def test_a_line_that_is_no_plain_row_is_left_to_a_reader_of_csv(
    rows: list[str], odd: str, place: int
) -> None:
    rows.insert(place, odd)
    assert found_in(rows, NAMES) is None


@given(texts=st.lists(st.one_of(st.sampled_from(["", "甲", "ab", "ba"]), CELL), min_size=1))
@example(texts=["a", "a", "", "b", "a", "", "甲"])
def test_different_texts_are_told_apart_in_the_order_in_which_they_come(texts: list[str]) -> None:
    cells = found_in([f"x,{text}" for text in texts], ("x", "y"))
    assert cells is not None
    numbers, different = cells["y"].different()
    assert different == list(dict.fromkeys(texts))
    assert [different[number] for number in numbers.tolist()] == texts


@given(
    texts=st.lists(st.one_of(st.none(), CELL), min_size=1), start=st.integers(0, 3), numbered=st.booleans()
)
def test_arrow_texts_plain_or_numbered_are_cells_too(
    texts: list[str | None], start: int, numbered: bool
) -> None:
    column = pa.chunked_array([pa.array(texts, pa.string())])
    whole = (column.dictionary_encode() if numbered else column).slice(start)
    assert Cells.of(whole).texts().to_pylist() == [text or "" for text in texts[start:]]
