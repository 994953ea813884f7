"""Text as numbers: what is compared or added up many times is coded once, in the order of its text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
    return _without_ends(whole)


def _without_ends(found: "pa.DictionaryArray[Any, Any]") -> "pa.DictionaryArray[Any, Any]":
    """Without the texts before the first and after the last that is named: some of many rows in order."""
    edges = pc.min_max(found.indices)
    first, last = edges["min"].as_py(), edges["max"].as_py()
    texts = found.dictionary.slice(first or 0, 0 if last is None else last - first + 1)
    if len(texts) == len(found.dictionary):
        return found
    return pa.DictionaryArray.from_arrays(
        pc.subtract(found.indices, pa.scalar(first or 0, pa.int32())), texts
    )


def _numbers(found: "pa.DictionaryArray[Any, Any]", texts: Texts) -> Ints:
    place_of = pc.index_in(found.dictionary, value_set=texts).fill_null(NOTHING).to_numpy()
    with_nothing = np.append(place_of.astype(np.int64), np.int64(NOTHING))
    indices = found.indices.fill_null(len(place_of)).to_numpy()
    return np.asarray(with_nothing[indices])


def named(numbers: Ints, texts: Texts) -> Texts:
    """The texts of numbers; NOTHING gives null."""
    return texts.take(pa.array(numbers, pa.int64(), mask=numbers == NOTHING))
