"""Text of few values, kept as numbers of a dictionary."""

from typing import Any

import numpy as np
import pyarrow as pa


def only_named(rows: pa.Table) -> pa.Table:
    """The same rows, with dictionaries that have those texts alone that some cell names."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            named = [_named(chunk) for chunk in rows.column(place).chunks]
            rows = rows.set_column(place, field, pa.chunked_array(named, rows.column(place).type))
    return rows


def _named(texts: "pa.Array[Any]") -> "pa.DictionaryArray[Any, Any]":
    assert isinstance(texts, pa.DictionaryArray)
    is_named = np.zeros(len(texts.dictionary), np.bool_)
    is_named[texts.indices.drop_null().to_numpy()] = True
    if is_named.all():
        return texts
    places = pa.array(np.cumsum(is_named, dtype=np.int32) - np.int32(1)).cast(texts.type.index_type)
    named = texts.dictionary.filter(pa.array(is_named))
    return pa.DictionaryArray.from_arrays(places.take(texts.indices), named)
