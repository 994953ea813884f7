"""Workers dealt into 1,024 leaves by a hash of company and worker; a bucket of a lake is some neighbours."""

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

LEAVES = 1024


def leaves_of_rows(rows: pa.Table) -> NDArray[np.int16]:
    """The leaf of each row, by its platform and worker."""
    platforms, workers = (_numbered(rows.column(name)) for name in ("platform_id", "worker_id"))
    width = len(workers[1])
    pairs = platforms[0] * width + workers[0]
    leaves = np.zeros(width * len(platforms[1]), np.int16)
    for pair in np.flatnonzero(np.bincount(pairs, minlength=len(leaves))).tolist():
        leaves[pair] = leaf_of(platforms[1][pair // width], workers[1][pair % width])
    found: NDArray[np.int16] = leaves[pairs]
    return found


def _numbered(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """The texts of a column as numbers of a list; nothing is the empty text."""
    whole: Any = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    texts = [str(text) for text in whole.dictionary.to_pylist()]
    codes = np.asarray(whole.indices.fill_null(len(texts))).astype(np.int64)
    return codes, [*texts, ""]


@lru_cache(maxsize=1 << 20)
def leaf_of(platform_id: str, worker_id: str) -> int:
    """The leaf of a worker, by the later half of an MD5; whoever writes lakes elsewhere can do the same."""
    digest = hashlib.md5(f"{platform_id}\x1f{worker_id}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little") % LEAVES
