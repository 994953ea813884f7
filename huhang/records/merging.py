"""The rows of all files brought together: duplicates skipped, contradictions set aside."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from huhang.records.arrange import ROW
from huhang.records.checked import KEY, LEAF
from huhang.records.coverage import tally
from huhang.records.piecework import Known
from huhang.records.places import among, find, repeated, table_of
from huhang.records.reading.raw import apart, count_by_file, file_of
from huhang.records.recall import NOTHING
from huhang.records.schema import Table
from huhang.records.staged import StagedTable
from huhang.vocabulary.days import CHINA_ZONE

Numbers = NDArray[np.int64]


@dataclass
class Merged:
    """What became of rows that share a key with others: `lost` are the numbers of those left out, sorted.

    The counters are by file index, `known` of rows recognised as taken in before; `conflicts` names
    (row number, key values) of contradicting rows.
    """

    lost: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    duplicates: Counter[int] = field(default_factory=Counter)
    corrected: Counter[int] = field(default_factory=Counter)
    known: Counter[int] = field(default_factory=Counter)
    conflicts: list[tuple[int, str]] = field(default_factory=list)


# One content of a key decides if it is the only one, or the only one revised last.
_FATES = """
CREATE OR REPLACE TEMP TABLE fates AS
WITH said AS (SELECT {row}, {key} AS key, {content} AS content, revised_at FROM doubtful),
involved AS (SELECT * FROM said WHERE key IN (SELECT key FROM said GROUP BY key HAVING count(*) > 1)),
contents AS (
    SELECT key, content, any_value(revised_at) AS revised_at, min({row}) AS first
    FROM involved GROUP BY key, content
),
keys AS (SELECT key, count(*) AS contents, max(revised_at) AS latest FROM contents GROUP BY key),
deciding AS (
    SELECT key, any_value(content) AS content, any_value(first) AS first
    FROM contents JOIN keys USING (key)
    WHERE keys.contents = 1 OR contents.revised_at = keys.latest
    GROUP BY key HAVING count(*) = 1
)
SELECT {row}, involved.key AS key, CASE
    WHEN deciding.key IS NULL THEN 'conflicting'
    WHEN involved.content <> deciding.content THEN 'corrected'
    WHEN {row} = deciding.first THEN 'kept'
    ELSE 'duplicate' END AS fate
FROM involved LEFT JOIN deciding USING (key)
"""


# The rows that a lake has under some keys, with the number of the key beside each.
Stored = Callable[[Table, Numbers], pa.Table]


def merge(connection: duckdb.DuckDBPyConnection, staged: StagedTable, stored: Stored | None = None) -> Merged:
    """Decide between rows with one key; the staged tally no longer counts those left out.

    Rows recognised as known before take part with what `stored` gives for their keys.
    """
    known = Known(
        np.concatenate([NOTHING, *(part.rows for part in staged.known)]),
        np.concatenate([NOTHING, *(part.keys for part in staged.known)]),
    )
    merged = Merged()
    doubtful = _doubtful(staged, known, stored)
    if doubtful is None:
        _count_known(merged, known, NOTHING)
        return merged
    table = staged.table
    connection.register("doubtful", doubtful)
    key, content = _struct(table.key), _struct([column.name for column in table.columns])
    connection.execute(_FATES.format(row=ROW, key=key, content=content))
    connection.unregister("doubtful")
    _count_fates(connection, merged)
    numbers = _numbers(doubtful, ROW)
    was_known = among(numbers, known.rows)
    lost = among(numbers, merged.lost)
    _count_known(merged, known, numbers)
    merged.known.update(apart(int(number))[0] for number in numbers[was_known & ~lost])
    given = {name for piece in staged.pieces for name in piece.column_names}
    left_out = doubtful.filter(pa.array(lost & ~was_known))
    staged.tally.take_away(
        tally(table, left_out.select([name for name in left_out.column_names if name in given]), CHINA_ZONE)
    )
    return merged


def _count_known(merged: Merged, known: Known, judged: Numbers) -> None:
    """Count recognised rows that were not judged with others: the first of each key, and its repetitions."""
    plain = ~among(known.rows, judged)
    rows, keys = known.rows[plain], known.keys[plain]
    again = repeated(keys)
    merged.known.update(count_by_file(rows[~again]))
    merged.duplicates.update(count_by_file(rows[again]))


def _doubtful(staged: StagedTable, known: Known, stored: Stored | None) -> pa.Table | None:
    """All columns of the rows whose key may occur more than once; None where there are none."""
    if not staged.pieces:
        return None
    keys = np.concatenate([_numbers(piece, KEY) for piece in staged.pieces])
    double = keys[repeated(keys)]
    again = among(known.keys, keys)
    if not (len(double) or again.any()):
        return None
    twice = among(keys, np.concatenate([double, known.keys[again]]))
    ends = np.cumsum([piece.num_rows for piece in staged.pieces])
    parts = [
        piece.filter(pa.array(its))
        for piece, its in zip(staged.pieces, np.split(twice, ends[:-1]), strict=True)
        if its.any()
    ]
    if stored and again.any():
        parts.append(_as_stored(staged.table, known.rows[again], known.keys[again], stored))
    return together(staged.table, parts, (ROW,))


def _as_stored(table: Table, rows: Numbers, keys: Numbers, stored: Stored) -> pa.Table:
    """Rows recognised as known, with the values that are kept under their keys."""
    kept = stored(table, np.unique(keys))
    places = find(table_of(_numbers(kept, KEY)), _numbers(kept, KEY), keys)
    there = places >= 0
    return kept.take(places[there]).append_column(ROW, pa.array(rows[there]))


def _numbers(rows: pa.Table, name: str) -> Numbers:
    return rows.column(name).to_numpy()


def together(table: Table, pieces: Sequence[pa.Table], beside: Iterable[str] = ()) -> pa.Table:
    """Pieces as one table with every column of theirs, in staged types and in one array each."""
    kinds = {column.name: column.staged_type for column in table.columns}
    kinds |= {name: pa.int16() if name == LEAF else pa.int64() for name in beside}
    schema = pa.schema([pa.field(name, kind) for name, kind in kinds.items()])
    parts = [piece.select([name for name in piece.column_names if name in kinds]) for piece in pieces]
    if len(parts) != 1 or not parts[0].schema.equals(schema):
        parts = [pa.concat_tables([schema.empty_table(), *parts], promote_options="default")]
    return parts[0].unify_dictionaries().combine_chunks()


def chosen(rows: pa.Table, its: NDArray[np.bool_]) -> pa.Table:
    """The rows that are marked; not copied where that is all of them."""
    return rows if its.all() else rows.filter(pa.array(its))


def without(pieces: Sequence[pa.Table], lost: Numbers) -> list[pa.Table]:
    """The pieces without rows of these numbers."""
    if not len(lost):
        return list(pieces)
    return [_less(piece, lost) for piece in pieces]


def _less(piece: pa.Table, lost: Numbers) -> pa.Table:
    """A piece without the rows of these numbers, which are sorted."""
    numbers = _numbers(piece, ROW)
    if not len(numbers):
        return piece
    # Most pieces, being parts of one file, have none of them.
    first, last = np.searchsorted(lost, numbers.min()), np.searchsorted(lost, numbers.max(), "right")
    near = lost[first:last]
    return piece.filter(pa.array(~among(numbers, near))) if len(near) else piece


def _struct(names: Sequence[str]) -> str:
    """SQL of the text of several columns as one value, by which rows are compared."""
    return "CAST(to_json({" + ", ".join(f"'{name}': {name}" for name in names) + "}) AS VARCHAR)"


def _count_fates(connection: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Count by file what became of the rows, and name the contradicting ones."""
    for index, fate, count in connection.execute(
        f"SELECT {file_of(ROW)}, fate, count(*) FROM fates WHERE fate IN ('duplicate', 'corrected') "
        "GROUP BY ALL"
    ).fetchall():
        counter = merged.duplicates if fate == "duplicate" else merged.corrected
        counter[int(index)] += int(count)
    merged.conflicts = [
        (int(row), " / ".join(str(part) for part in json.loads(key).values()))
        for row, key in connection.execute(
            f"SELECT {ROW}, key FROM fates WHERE fate = 'conflicting' ORDER BY {ROW}"
        ).fetchall()
    ]
    lost: Any = connection.sql(f"SELECT {ROW} FROM fates WHERE fate <> 'kept' ORDER BY {ROW}").fetchnumpy()
    merged.lost = np.asarray(lost[ROW]).astype(np.int64)
