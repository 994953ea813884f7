"""How many buckets a lake has: rows of workers dealt so that a bucket holds one to five million rows."""

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import numpy as np

from huhang.records.lake.layout import STORED
from huhang.records.lake.manifest import Manifest, StoredFile
from huhang.records.lake.stored import Changes, Place, store
from huhang.records.leaves import LEAVES, leaves_of_rows

ROWS_OF_A_BUCKET = 2_500_000
MOST_ROWS_OF_A_BUCKET = 5_000_000
_FEWEST_BUCKETS = 4


def buckets_for(orders: int) -> int:
    """How many buckets a new lake has for so many orders: a power of two, few for a small lake."""
    buckets = _FEWEST_BUCKETS
    while buckets * ROWS_OF_A_BUCKET < orders and buckets < LEAVES:
        buckets *= 2
    return buckets


def split(lake: Path, manifest: Manifest, pool: Executor) -> tuple[Manifest, list[str]]:
    """The manifest with so many buckets that none is too large, and the files written for it."""
    by_worker = [file for file in manifest.files if STORED[file.table].by_worker]
    largest = max((file.rows for file in by_worker), default=0)
    times = 1
    while largest > times * MOST_ROWS_OF_A_BUCKET and manifest.buckets * times < LEAVES:
        times *= 2
    if times == 1:
        return manifest, []
    dealt = replace(manifest, buckets=manifest.buckets * times, last=manifest.last + 1)
    place, changes = Place(lake, dealt, dealt.last), Changes()
    for part in pool.map(lambda file: _deal(Place(lake, manifest, 0), place, file, times), by_worker):
        changes.add(part)
    others = [file for file in manifest.files if not STORED[file.table].by_worker]
    files = {(file.table, file.bucket): file for file in others} | changes.files
    kept = tuple(file for _, file in sorted(files.items()) if file is not None)
    return replace(dealt, files=kept), changes.fresh


def _deal(before: Place, place: Place, file: StoredFile, times: int) -> Changes:
    """Deal the rows of a bucket into several."""
    table, changes = STORED[file.table], Changes()
    rows = before.rows(table, file.bucket)
    buckets = leaves_of_rows(rows) // (LEAVES // place.manifest.buckets)
    for number in range(file.bucket * times, (file.bucket + 1) * times):
        here = np.flatnonzero(buckets == number)
        if len(here):
            store(place, changes, table, number, rows.take(here))
    return changes
