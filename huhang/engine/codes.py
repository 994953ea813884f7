"""Text as numbers: what is compared or added up many times is coded once, in the order of its text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from huhang.engine.columns import Column, Ints, Texts

NOTHING = -1


def code_together(columns: Sequence[Column]) -> tuple[list[Ints], Texts]:
    """The same text gets the same number in every column; NOTHING stands for null.

    Returns the numbers of each column and the texts in their order, so that smaller numbers are
    smaller texts.
    """
    encoded = [_encoded(column) for column in columns]
    texts = pc.unique(pa.concat_arrays([found.dictionary for found in encoded]))
    texts = texts.drop_null()
    texts = texts.take(pc.sort_indices(texts))
    return [_numbers(found, texts) for found in encoded], texts


def _encoded(column: Column) -> "pa.DictionaryArray[Any, Any]":
    """One dictionary for all chunks, with plain text in it."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    chunks = column.unify_dictionaries().chunks
    whole = pa.concat_arrays(chunks) if chunks else pa.array([], column.type)
    assert isinstance(whole, pa.DictionaryArray)
    return whole


def _numbers(found: "pa.DictionaryArray[Any, Any]", texts: Texts) -> Ints:
    place_of = pc.index_in(found.dictionary, value_set=texts).fill_null(NOTHING).to_numpy()
    with_nothing = np.append(place_of.astype(np.int64), np.int64(NOTHING))
    return look_up(with_nothing, found.indices.fill_null(len(place_of)).to_numpy())


@njit(nogil=True, cache=True)
def look_up(values: Ints, places: "NDArray[np.int32]") -> Ints:
    """The value at each place; NumPy would first make all places wider."""
    out = np.empty(len(places), np.int64)
    for i in range(len(places)):
        out[i] = values[places[i]]
    return out


def named(numbers: Ints, texts: Texts) -> Texts:
    """The texts of numbers; NOTHING gives null."""
    nothing = numbers == NOTHING
    return texts.take(pa.array(numbers, pa.int64(), mask=nothing if nothing.any() else None))
