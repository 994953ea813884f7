"""Rows that arrive meet those that are kept: which keys are the same, and what becomes of each row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.checked import KEY
from huhang.records.keys import Numbers
from huhang.records.lake.index import Index
from huhang.records.schema import Table

NEW, SAME, CORRECTED, OUTDATED = "new", "known", "corrected", "outdated"
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """Rows that arrived (`ours`) and rows kept in one bucket (`theirs`) under the same keys."""

    ours: Numbers
    theirs: Numbers


@dataclass
class Fates:
    """What becomes of rows that arrived, and which kept rows of each bucket they replace."""

    known: Mask
    outdated: Mask
    corrected: Mask
    bucket: Numbers
    replaced: dict[int, Numbers] = field(default_factory=dict)

    @classmethod
    def of(cls, count: int) -> "Fates":
        """Rows of which nothing is known yet: all are new."""
        known, outdated, corrected = (np.zeros(count, np.bool_) for _ in range(3))
        return cls(known, outdated, corrected, np.full(count, -1, np.int64))

    @property
    def kept(self) -> Mask:
        """The rows that are kept: new ones and corrections."""
        return ~(self.known | self.outdated)


def pairs_of(table: Table, arrived: pa.Table, stored: pa.Table) -> Pairs:
    """The rows with the same keys; found by their numbers, and believed only after a look at the keys."""
    keys, kept = (rows.column(KEY).to_numpy() for rows in (arrived, stored))
    places = Index(kept).positions(keys)
    ours = np.flatnonzero(places >= 0)
    pairs = Pairs(ours, places[ours].astype(np.int64))
    plain = len(np.unique(keys)) == len(keys) and len(np.unique(kept)) == len(kept)
    if plain and _same(table.key, arrived, stored, pairs).all():
        return pairs
    return _joined(table, arrived, stored)


def _same(names: Iterable[str], arrived: pa.Table, stored: pa.Table, pairs: Pairs) -> Mask:
    """Which pairs have the same values in these columns; nothing is the same as nothing."""
    same = np.ones(len(pairs.ours), np.bool_)
    for name in names:
        one, other = (
            _plain(rows.column(name).take(places))
            for rows, places in ((arrived, pairs.ours), (stored, pairs.theirs))
        )
        equal: Any = pc.fill_null(pc.equal(one, other), False)
        nothing: Any = pc.and_(one.is_null(), other.is_null())
        same &= np.asarray(pc.or_(equal, nothing)).astype(np.bool_)
    return same


def _plain(column: Any) -> Any:
    """A column in a type whose values can be compared: lists and texts of a dictionary as texts."""
    if pa.types.is_list(column.type):
        return pc.binary_join(column, "\x1f")
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _joined(table: Table, arrived: pa.Table, stored: pa.Table) -> Pairs:
    """The rows with the same keys by comparing the keys themselves, where two keys share a number."""
    same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM k.{name}" for name in table.key)
    with duckdb.connect() as db:
        for name, rows in (("arrived", arrived), ("stored", stored)):
            db.register(name, rows.select(table.key).append_column("_n", pa.array(np.arange(rows.num_rows))))
        query = f"SELECT a._n AS ours, k._n AS theirs FROM arrived a JOIN stored k ON {same} ORDER BY a._n"
        found = db.sql(query).fetchnumpy()
    return Pairs(*(np.asarray(found[name]).astype(np.int64) for name in ("ours", "theirs")))


def judge(
    table: Table, arrived: pa.Table, stored: pa.Table, bucket: int, fates: Fates, past: Callable[[], pa.Table]
) -> None:
    """Note what becomes of rows whose keys a bucket knows; `past` gives the rows in history."""
    pairs = pairs_of(table, arrived, stored)
    if not len(pairs.ours):
        return
    names = [column.name for column in table.columns if not column.is_identity]
    same = _same(names, arrived, stored, pairs)
    older = np.zeros(len(same), np.bool_)
    if "revised_at" in table.by_name:
        ours = arrived.column("revised_at").take(pairs.ours)
        theirs = stored.column("revised_at").take(pairs.theirs)
        earlier: Any = pc.less(ours, theirs)
        older = np.asarray(pc.fill_null(earlier, False)).astype(np.bool_) & ~same
    seen = np.zeros(len(same), np.bool_)
    if older.any():
        late = arrived.select(names).take(pairs.ours[older])
        seen[older] = _in_past(names, late, past())
    fates.known[pairs.ours] = same | seen
    fates.outdated[pairs.ours] = older & ~seen
    fates.corrected[pairs.ours] = ~(same | older)
    fates.bucket[pairs.ours] = bucket
    fates.replaced[bucket] = pairs.theirs[~(same | older)]


def _in_past(names: Sequence[str], late: pa.Table, past: pa.Table) -> Mask:
    """Which rows came too late once before, and are in history already."""
    same = " AND ".join(f"l.{name} IS NOT DISTINCT FROM p.{name}" for name in names)
    with duckdb.connect() as db:
        db.register("late", late.append_column("_n", pa.array(np.arange(late.num_rows))))
        db.register("past", past)
        found = db.sql(f"SELECT l._n FROM late l SEMI JOIN past p ON {same}").fetchnumpy()
    seen = np.zeros(late.num_rows, np.bool_)
    seen[np.asarray(found["_n"]).astype(np.int64)] = True
    return seen
