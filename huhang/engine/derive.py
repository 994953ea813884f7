"""Facts from orders: for one bucket of workers, Arrow in and Arrow out, one pass, no state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.engine import sweep
from huhang.engine.queries import (
    CODES,
    CREW,
    FACTS,
    NAMED_PIECES,
    ORDERS_OF_WORK,
    PAY_OF_WORK,
    PIECES,
    SESSIONS,
    SPELLS,
    STRETCHES_OF_ORDERS,
)
from huhang.vocabulary.days import CHINA_ZONE, EPOCH, day_borders

Tables = Mapping[str, pa.Table]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Habits:
    """Conventions and agreements that shape time, all in seconds.

    `least_breaks` are the breaks that end a spell (a set of spells for each; the first is the usual one);
    `tail_s` how long after midnight work still belongs to the day it began; `long_order_s` the length
    above which a freight or live-marketing order needs its breaks handed in; `allowance` the agreed
    allowance of each platform as (first day, seconds) in order of days, in force until the next.
    """

    least_breaks: tuple[int, ...]
    tail_s: int
    long_order_s: int
    allowance: Mapping[str, Sequence[tuple[date, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalDays:
    """Local days in a row: the first of them, and the Unix seconds at which each begins and the last ends."""

    first: date
    borders: Ints

    def table(self) -> pa.Table:
        """One row per day: number, day, start_s."""
        numbers = np.arange(len(self.borders) - 1, dtype=np.int64)
        days = pa.array((numbers + (self.first - EPOCH).days).astype(np.int32)).cast(pa.date32())
        return pa.table({"number": numbers, "day": days, "start_s": self.borders[:-1]})

    def numbers(self, instants: Ints) -> Ints:
        """The number of the day of each instant, in Unix seconds."""
        return np.searchsorted(self.borders, instants, side="right").astype(np.int64) - 1

    def number(self, day: date) -> int:
        """The number of a day, kept within the first and the last."""
        return min(max((day - self.first).days, 0), len(self.borders) - 1)


def derive(tables: Tables, zones: Mapping[str, str], habits: Habits) -> dict[str, pa.Table]:
    """All facts that rights share, from the rows of whole workers.

    `tables` are canonical record tables (orders, sessions, order_breaks, workers and deductions, empty
    where not handed over); `zones` names the zone of each platform (Asia/Shanghai where it does not).
    Returns pieces (working time cut by day and area), worker_days, seconds, pay_days, deduction_days and
    spells; instants in UTC, days local, money in fen, lengths in seconds.
    """
    parts = [_derive(_of_platforms(tables, names), zone, habits) for zone, names in _by_zone(tables, zones)]
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


def _by_zone(tables: Tables, zones: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    platforms: set[str] = set()
    for name in ("orders", "sessions", "deductions"):
        found = tables[name].column("platform_id").unique().to_pylist()
        platforms.update(str(platform) for platform in found)
    grouped: dict[str, list[str]] = {}
    for platform in sorted(platforms):
        grouped.setdefault(zones.get(platform, CHINA_ZONE), []).append(platform)
    return sorted(grouped.items()) or [(CHINA_ZONE, [])]


def _fetch(db: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    table = db.sql(query).to_arrow_table()
    assert isinstance(table, pa.Table)
    return table


def _of_platforms(tables: Tables, platforms: Sequence[str]) -> Tables:
    wanted = pa.array(platforms, pa.string())
    return {
        name: table.filter(pc.is_in(table.column("platform_id"), value_set=wanted))
        for name, table in tables.items()
    }


def _derive(tables: Tables, zone: str, habits: Habits) -> dict[str, pa.Table]:
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'; SET threads = 1; SET preserve_insertion_order = true")
        for name, table in tables.items():
            db.register(name, table)
        days = _local_days(db, zone)
        db.register("local_days", days.table())
        db.register("orders", _with_day(tables["orders"], days))
        db.execute(CREW)
        db.execute(CODES)
        db.execute(ORDERS_OF_WORK.format(pay=PAY_OF_WORK), {"long_order_s": habits.long_order_s})
        _lay_out_time(db, days, habits)
        facts = {"pieces": _fetch(db, NAMED_PIECES)}
        for name, query in {"spells": SPELLS, **FACTS}.items():
            usual = query.replace("$usual_break", str(habits.least_breaks[0]))
            facts[name] = _fetch(db, usual)
        return facts


def _with_day(orders: pa.Table, days: LocalDays) -> pa.Table:
    """Orders with the number of the local day on which they were accepted."""
    instants = orders.column("accepted_at").cast(pa.int64())
    accepted = instants.fill_null(pa.scalar(0, pa.int64())).to_numpy()
    return orders.append_column("day_number", pa.array(days.numbers(accepted)))


def _local_days(db: duckdb.DuckDBPyConnection, zone: str) -> LocalDays:
    """The local days of all rows, with one to spare on either side."""
    first, last = db.execute(
        """SELECT epoch(min(instant))::BIGINT, epoch(max(instant))::BIGINT FROM (
               SELECT unnest([accepted_at, completed_at, cancelled_at]) AS instant FROM orders
               UNION ALL SELECT unnest([online_at, offline_at]) FROM sessions
               UNION ALL SELECT occurred_at FROM deductions)"""
    ).fetchall()[0]
    spare = timedelta(days=2)
    first_day = datetime.fromtimestamp(first or 0, UTC).date() - spare
    last_day = datetime.fromtimestamp(last or 0, UTC).date() + spare
    return LocalDays(first_day, np.array(day_borders(first_day, last_day, zone), np.int64))


def _lay_out_time(db: duckdb.DuckDBPyConnection, days: LocalDays, habits: Habits) -> None:
    """Make piece_rows, debtor_rows, online_rows and spell_rows from orders and sessions."""
    stretches = _fetch(db, STRETCHES_OF_ORDERS)
    sessions = _fetch(db, SESSIONS)
    demanded = sessions.filter(sessions.column("demanded"))
    held = sweep.holders(*_sorted(_columns(stretches), _columns(demanded)))
    working = sweep.with_allowance(held, _allowed(db, days, habits), days.borders)
    pieces = sweep.by_day(working, days.borders)
    db.register("kinds", pa.table({"number": [0, 1, 2], "kind": list(sweep.KINDS)}))
    _store_pieces(db, "piece_rows", pieces, own=_own_days(pieces, held, days, habits))
    _store_debtor_pieces(db, stretches, days)
    online = sweep.holders(*_sorted(_columns(sessions)))
    _store_pieces(db, "online_rows", _cut_plain(online, days))
    _store_spells(db, pieces, held, stretches, days, habits)


def _own_days(pieces: Ints, held: Ints, days: LocalDays, habits: Habits) -> NDArray[np.bool_]:
    """Which pieces are order time of their own day, and not the tail of work begun the day before."""
    spells = sweep.spells(held, habits.least_breaks[0])
    begun = days.borders[pieces[:, 1]]
    spell = spells[sweep.place_in(spells, pieces[:, 0], pieces[:, 2])] if len(pieces) else spells
    in_hand = pieces[:, 5] == sweep.IN_HAND
    own: NDArray[np.bool_] = in_hand & ((spell[:, 1] >= begun) | (spell[:, 2] > begun + habits.tail_s))
    return own


def _store_spells(
    db: duckdb.DuckDBPyConnection,
    pieces: Ints,
    held: Ints,
    stretches: pa.Table,
    days: LocalDays,
    habits: Habits,
) -> None:
    """Make spell_rows, and spell_pieces and spell_orders with the number of their spell."""
    orders = _orders_in_time(db, stretches)
    order_group, order_start = (orders.column(name).to_numpy() for name in ("grp", "start_s"))
    work = pieces[pieces[:, 5] != sweep.ALLOWANCE]
    named = _fetch(db, "SELECT area_id, trade_id FROM piece_rows WHERE kind_number <> 2 ORDER BY piece")
    named = named.append_column("seconds", pa.array(work[:, 3] - work[:, 2]))
    rows, of_pieces, of_orders, made = [], [], [], 0
    for length in sorted(set(habits.least_breaks)):
        spells = sweep.spells(held, length)
        rows.append(np.column_stack([spells, np.full(len(spells), length)]))
        at = sweep.place_in(spells, work[:, 0], work[:, 2])
        of_pieces.append(named.append_column("spell", pa.array(at + made)))
        at = sweep.place_in(spells, order_group, order_start)
        ends = np.append(spells[:, 2], 0)
        inside = pa.array((at >= 0) & (order_start < ends[at]))
        of_orders.append(orders.append_column("spell", pa.array(at + made)).filter(inside))
        made += len(spells)
    db.register("spell_pieces", pa.concat_tables(of_pieces))
    db.register("spell_orders", pa.concat_tables(of_orders))
    db.register("spell_rows", _spell_table(np.concatenate(rows), days))


def _orders_in_time(db: duckdb.DuckDBPyConnection, stretches: pa.Table) -> pa.Table:
    """Orders with time, from the first second of it, and void ones, from their acceptance."""
    _, start, _, rank = _columns(stretches)
    first = np.lexsort((start, rank))
    first = first[np.unique(rank[first], return_index=True)[1]]
    db.register("first_stretches", pa.table({"start_s": start[first], "rank": rank[first]}))
    return _fetch(
        db,
        """SELECT w.grp, coalesce(f.start_s, w.start_s) AS start_s, w.has_time, w.void, w.long_order
           FROM work w LEFT JOIN first_stretches f USING (rank) WHERE w.void OR f.rank IS NOT NULL""",
    )


def _spell_table(rows: Ints, days: LocalDays) -> pa.Table:
    names = ("grp", "start_s", "end_s", "least_break_s")
    columns = {name: np.ascontiguousarray(rows[:, i]) for i, name in enumerate(names)}
    first, last = days.numbers(columns["start_s"]), days.numbers(columns["end_s"] - 1)
    return pa.table({"spell": np.arange(len(rows)), **columns, "day_number": first, "last_day_number": last})


def _columns(table: pa.Table) -> tuple[Ints, Ints, Ints, Ints]:
    """Group, start, end and rank as arrays; a session has no order, so no rank."""
    if "rank" in table.column_names:
        rank = table.column("rank").to_numpy()
    else:
        rank = np.full(len(table), sweep.NO_ORDER, np.int64)
    group, start, end = (table.column(name).to_numpy() for name in ("grp", "start_s", "end_s"))
    return group.astype(np.int64), start.astype(np.int64), end.astype(np.int64), rank.astype(np.int64)


def _sorted(*parts: tuple[Ints, Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints, Ints]:
    group, start, end, rank = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((rank, start, group))
    return group[order], start[order], end[order], rank[order]


def _allowed(db: duckdb.DuckDBPyConnection, days: LocalDays, habits: Habits) -> Ints:
    """Agreed allowance in seconds by worker number and day number."""
    platforms = db.execute("SELECT platform_id FROM crew ORDER BY grp").fetchall()
    count = len(days.borders) - 1
    by_platform = {name: np.zeros(count, np.int64) for (name,) in set(platforms)}
    for name, versions in habits.allowance.items():
        for first_day, seconds in versions:
            if name in by_platform:
                by_platform[name][days.number(first_day) :] = seconds
    rows = [by_platform[name] for (name,) in platforms]
    return np.array(rows, np.int64).reshape(len(rows), count)


def _store_pieces(
    db: duckdb.DuckDBPyConnection, name: str, pieces: Ints, own: NDArray[np.bool_] | None = None
) -> None:
    names = ("grp", "day_number", "start_s", "end_s", "rank", "kind_number")
    columns = {column: np.ascontiguousarray(pieces[:, i]) for i, column in enumerate(names)}
    known = np.zeros(len(pieces), np.bool_) if own is None else own
    rows = pa.table({"piece": np.arange(len(pieces)), **columns, "own": known})
    db.register(f"{name}_raw", rows)
    db.execute(f"CREATE TABLE {name} AS {PIECES.format(rows=f'{name}_raw')}")


def _cut_plain(stretches: Ints, days: LocalDays) -> Ints:
    """Stretches cut by day, with no allowance between them."""
    groups = int(stretches[-1, 0]) + 1 if len(stretches) else 0
    nothing_agreed = np.zeros((groups, len(days.borders) - 1), np.int64)
    return sweep.by_day(sweep.with_allowance(stretches, nothing_agreed, days.borders), days.borders)


def _store_debtor_pieces(db: duckdb.DuckDBPyConnection, stretches: pa.Table, days: LocalDays) -> None:
    """The order time of workers with several debtors, laid out again for each debtor alone.

    Orders of two debtors in hand at once count for each of them; the worker's own time counts them once.
    """
    db.execute(
        """CREATE TABLE several_debtors AS
           SELECT grp FROM work GROUP BY grp HAVING count(DISTINCT debtor_id) > 1"""
    )
    db.register("stretches", stretches)
    rows = _fetch(
        db,
        """SELECT dense_rank() OVER (ORDER BY grp, debtor_id) - 1 AS part, * FROM stretches
           WHERE grp IN (FROM several_debtors)""",
    )
    group, start, end, rank = _columns(rows)
    part = rows.column("part").to_numpy().astype(np.int64)
    held = _cut_plain(sweep.holders(*_sorted((part, start, end, rank))), days)
    worker_of_part = dict(zip(part.tolist(), group.tolist(), strict=True))
    held[:, 0] = [worker_of_part[number] for number in held[:, 0].tolist()]
    _store_pieces(db, "debtor_rows", held)
