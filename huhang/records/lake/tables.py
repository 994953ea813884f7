"""The rows of one table in a lake: what is new, known or corrected, and the buckets that change with it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial

import numpy as np
import pyarrow as pa

from huhang.records.arrange import ROW
from huhang.records.checked import KEY, LEAF
from huhang.records.keys import Numbers
from huhang.records.lake.meeting import CORRECTED, NEW, OUTDATED, SAME, Fates, judge
from huhang.records.lake.stored import Changes, Place, read_stored, staged_schema, store, store_history
from huhang.records.leaves import LEAVES
from huhang.records.merging import chosen, together, without
from huhang.records.schema import Table

Counts = Counter[str]
# Waits for what was begun, and tells what it changes and what became of the rows.
Adding = Callable[[], tuple[Changes, Counts]]


def add_rows(place: Place, pool: Executor, table: Table, pieces: Sequence[pa.Table], lost: Numbers) -> Adding:
    """Begin to bring checked rows into a table: new ones are added, others replace what was kept.

    `lost` are the numbers of rows that are left out. Rows of tables whose keys name the worker meet rows of
    their own bucket only, and buckets are worked on side by side; other rows meet those of every bucket.
    """
    buckets = place.manifest.buckets if table.by_worker else 1
    alone = not table.by_worker or "worker_id" in table.key
    spans = [range(number, number + 1) for number in range(buckets)] if alone else [range(buckets)]
    bringing = [pool.submit(_bring, place, table, pieces, lost, span) for span in spans]

    def added() -> tuple[Changes, Counts]:
        changes, counts = Changes(), Counts()
        for brought, counted in (one.result() for one in bringing):
            changes.add(brought)
            counts.update(counted)
        return changes, counts

    return added


def _bring(
    place: Place, table: Table, pieces: Sequence[pa.Table], lost: Numbers, span: range
) -> tuple[Changes, Counts]:
    """Bring the rows of some neighbouring buckets in."""
    changes = Changes()
    parts = [part for number in span for part in _of_bucket(place, table, pieces, number)]
    parts = [part for part in without(parts, lost) if part.num_rows]
    if not parts:
        return changes, Counts()
    arrived = together(table, parts, (ROW, LEAF, KEY))
    arrived = arrived.drop_columns([column.name for column in table.columns if column.is_identity])
    fates, kept = _meet(place, table, arrived, span)
    leaf = arrived.column(LEAF).to_numpy()
    for number in span:
        here = (leaf // (LEAVES // place.manifest.buckets) == number) if table.by_worker else leaf >= 0
        coming = chosen(arrived, here & fates.kept)
        past = chosen(arrived, (fates.bucket == number) & fates.outdated)
        _rewrite(place, changes, table, number, kept.get(number), coming, past, fates)
    changes.stale[table.name] = [arrived.column(KEY).to_numpy()[fates.corrected]]
    changes.late.append(arrived.column(ROW).to_numpy()[fates.outdated])
    counts = {
        NEW: int((fates.kept & ~fates.corrected).sum()),
        SAME: int(fates.known.sum()),
        CORRECTED: int(fates.corrected.sum()),
        OUTDATED: int(fates.outdated.sum()),
    }
    return changes, Counts(counts)


def _of_bucket(place: Place, table: Table, pieces: Sequence[pa.Table], number: int) -> Iterator[pa.Table]:
    """Of each piece the rows of a bucket; they stand together, by leaf."""
    width = LEAVES // place.manifest.buckets if table.by_worker else 1
    for piece in pieces:
        leaves = piece.column(LEAF).to_numpy()
        start, end = np.searchsorted(leaves, np.array([number, number + 1], np.int16) * width)
        yield piece.slice(int(start), int(end - start))


def _meet(place: Place, table: Table, arrived: pa.Table, span: range) -> tuple[Fates, dict[int, pa.Table]]:
    """What becomes of the rows that arrived, and the kept rows of the buckets that had to be read."""
    fates = Fates.of(arrived.num_rows)
    kept: dict[int, pa.Table] = {}
    past = partial(_past, place, table)
    keys = arrived.column(KEY).to_numpy()
    for number in span:
        index = place.index(table, number)
        if len(index.keys) and (index.positions(keys) >= 0).any():
            kept[number] = place.rows(table, number)
            judge(table, arrived, kept[number], number, fates, past)
    return fates, kept


def _past(place: Place, table: Table) -> pa.Table:
    """All rows of a table in history."""
    files = [file for file in place.manifest.history if file.table == table.name]
    return together(table, [read_stored(place.lake / file.path, table) for file in files])


def _rewrite(
    place: Place,
    changes: Changes,
    table: Table,
    number: int,
    kept: pa.Table | None,
    coming: pa.Table,
    past: pa.Table,
    fates: Fates,
) -> None:
    """Write a bucket again if rows come or go, and what was replaced into history."""
    replaced = fates.replaced.get(number, np.zeros(0, np.int64))
    gone = [past]
    if coming.num_rows or len(replaced):
        rows = place.rows(table, number) if kept is None else kept
        stays = np.ones(rows.num_rows, np.bool_)
        stays[replaced] = False
        gone.append(chosen(rows, ~stays))
        store(place, changes, table, number, _with(table, [chosen(rows, stays), coming]))
    store_history(place, changes, table, number, _with(table, gone))


def _with(table: Table, parts: Sequence[pa.Table]) -> pa.Table:
    """Parts as one table with the numbers of keys beside them."""
    return together(table, [part for part in parts if part.num_rows], [KEY])


def rows_under(place: Place, table: Table, keys: Numbers) -> pa.Table:
    """The kept rows under some keys, with the numbers of their keys."""
    found = [staged_schema(table).empty_table()]
    for file in place.manifest.of(table.name):
        places = place.index(table, file.bucket).positions(keys)
        if (places >= 0).any():
            found.append(place.rows(table, file.bucket).take(places[places >= 0]))
    return pa.concat_tables(found).unify_dictionaries().combine_chunks()
