"""Texts hashed by a compiled loop have the hashes that the library gives for each."""

import numpy as np
import pyarrow as pa
import xxhash
from hypothesis import example, given
from hypothesis import strategies as st

from huhang.records.usual import hashes
from huhang.records.usual.hashes import hashes_of
from huhang.records.usual.written import Cells

SEED = st.integers(0, 2**64 - 1)


@given(texts=st.lists(st.text(max_size=300), max_size=9), seed=SEED)
@example(texts=[], seed=0)
@example(texts=["", "甲" * 500], seed=2**64 - 1)
def test_hashes_are_those_of_the_library(texts: list[str], seed: int) -> None:
    cells = Cells.of(pa.array(texts, pa.string()))
    expected = [xxhash.xxh3_64_intdigest(text.encode(), seed) for text in texts]
    assert hashes_of(cells, seed).tolist() == expected
    # As where the library hides its function from loops.
    one_by_one = hashes._one_by_one(cells.octets, cells.begins, cells.ends, np.uint64(seed))
    assert one_by_one.tolist() == expected
