"""Text as numbers: what is compared or added up many times is coded once, in the order of its text."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import Column, Ints, Texts

NOTHING = -1
_NO_TEXT = pa.array([], pa.string())


def code_together(columns: Sequence[Column]) -> tuple[list[Ints], Texts]:
    """The same text gets the same number in every column; NOTHING stands for null.

    Returns the numbers of each column and the texts in their order, so that smaller numbers are
    smaller texts.
    """
    encoded = [_encoded(column) for column in columns]
    each = pa.concat_arrays([_NO_TEXT, *(coded.dictionary for chunks in encoded for coded in chunks)])
    # Found once for the dictionaries of all chunks: to look each of them up would hash all texts anew.
    found: Any = each.dictionary_encode()
    order = pc.sort_indices(found.dictionary)
    number_of = np.empty(len(order) + 1, np.int32)
    number_of[order.to_numpy()] = np.arange(len(order))
    number_of[-1] = NOTHING
    numbers = number_of[found.indices.fill_null(len(order)).to_numpy()]
    lengths = [len(coded.dictionary) for chunks in encoded for coded in chunks]
    parts = iter(np.split(numbers, np.cumsum(lengths)))
    return [_numbers(chunks, parts) for chunks in encoded], found.dictionary.take(order)


def _encoded(column: Column) -> Sequence[Any]:
    """The chunks of a column, each with a dictionary of plain text, which is not longer than the chunk."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    chunks: Sequence[Any] = column.chunks
    # A few rows of a file come with the texts of all of it.
    return [
        coded.cast(pa.string()).dictionary_encode() if len(coded.dictionary) > len(coded) else coded
        for coded in chunks
    ]


def _numbers(chunks: Sequence[Any], number_of: Iterator["NDArray[np.int32]"]) -> Ints:
    """The numbers of the rows of a column; `number_of` gives those of the dictionary of each chunk."""
    out = np.empty(sum(map(len, chunks)), np.int64)
    begun = 0
    for coded in chunks:
        with_nothing = np.append(next(number_of), np.int32(NOTHING))
        places = coded.indices.fill_null(len(coded.dictionary)) if coded.null_count else coded.indices
        _look_up(with_nothing, places.to_numpy(), out[begun : begun + len(coded)])
        begun += len(coded)
    return out


@njit(nogil=True, cache=True)
def _look_up(values: "NDArray[np.int32]", places: "NDArray[np.int32]", out: Ints) -> None:
    """Write the value at each place; NumPy would first make all places wider."""
    for i in range(len(places)):
        out[i] = values[places[i]]


def named(numbers: Ints, texts: Texts) -> Texts:
    """The texts of numbers; NOTHING gives null."""
    nothing = numbers == NOTHING
    return texts.take(pa.array(numbers, pa.int64(), mask=nothing if nothing.any() else None))


def coded(numbers: Ints, texts: Texts) -> Texts:
    """The same with each text once, and its number in every row."""
    nothing = numbers == NOTHING
    places: Any = pa.array(numbers.astype(np.int32), mask=nothing if nothing.any() else None)
    # Numbers come from these texts: to look whether they lie within them takes a pass over all.
    return pa.DictionaryArray.from_arrays(places, texts, safe=False)
