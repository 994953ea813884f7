"""What was paid for injury cover in several buckets, added up."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.columns import Ints
from huhang.engine.premium_facts import smallest_texts

_ADDED = ("orders", "samples")


def premiums_together(parts: Sequence[pa.Table]) -> pa.Table:
    """The premiums of several buckets added up: orders are added, of their samples the smallest are kept."""
    rows = pa.concat_tables(parts)
    _, first, group = np.unique(_alike(rows), return_index=True, return_inverse=True)
    orders = np.zeros(len(first), np.int64)
    np.add.at(orders, group, rows.column("orders").to_numpy())
    lists = rows.column("samples").combine_chunks()
    texts = pa.chunked_array([pc.list_flatten(lists)])
    whose = np.repeat(group, pc.list_value_length(lists).to_numpy())
    samples = smallest_texts(texts, whose, len(first))
    found = rows.take(first)
    for name, column in zip(_ADDED, (pa.array(orders), samples), strict=True):
        found = found.set_column(found.schema.get_field_index(name), found.schema.field(name), column)
    return found


def _alike(rows: pa.Table) -> Ints:
    """A number for each row, the same for those that agree in everything that is not added."""
    number = np.zeros(rows.num_rows, np.int64)
    for name in rows.column_names:
        if name not in _ADDED:
            coded = rows.column(name).combine_chunks().dictionary_encode("encode")
            number = number * max(len(coded.dictionary), 1) + coded.indices.to_numpy()
    return number
