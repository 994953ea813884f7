"""Facts from orders: for one bucket of workers, Arrow in and Arrow out, one pass, no state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine import adding
from huhang.engine.alike import count_alike
from huhang.engine.arrays import Arrays, allowance_by_day, arrays_of
from huhang.engine.codes import NOTHING, coded
from huhang.engine.columns import Column, Ints, Tables, Texts, earliest_and_latest, whole_numbers
from huhang.engine.counted import Counted
from huhang.engine.crew import Crew, number_workers
from huhang.engine.day_sums import DAYS_OF_WEEK, ORDERS, Rows, add_debtor_days, add_runs, add_weeks
from huhang.engine.deductions import add_deductions
from huhang.engine.in_order import in_order
from huhang.engine.order_facts import order_facts
from huhang.engine.sweep import KINDS
from huhang.engine.work import PAY_COLUMNS
from huhang.vocabulary.days import CHINA_ZONE, EPOCH, day_borders

Columns: TypeAlias = "Mapping[str, Texts | Column | Ints]"
_TABLES = ("orders", "sessions", "order_breaks", "workers", "deductions", "rest_prompts")
_TIMES = {"orders": ("accepted_at", "completed_at", "cancelled_at"),
          "sessions": ("online_at", "offline_at"), "deductions": ("occurred_at",)}  # fmt: skip
_INSTANT = pa.timestamp("us", tz="UTC")
# Fine spells that agree in these are alike.
_OF_LIKE_SPELLS = ("grp", "day_number", "last_day_number", "least_break_s", "area", "trade")
_LIKE_SPELLS = np.array([adding.SPELL_COLUMNS.index(name) for name in _OF_LIKE_SPELLS])

# What is paid by day, and what of it counts towards the pay of a day with one debtor.
OF_DEBTOR_DAYS = ("debtor_days", "seconds", "pay_days", "deduction_days")
DEBTOR_DAY = "debtor_day"
_PAY = tuple(f"{name}_{kind}" for kind in ("fen", "blanks") for name in PAY_COLUMNS)
_PAY_THAT_COUNTS = tuple(
    f"{name}_{kind}" for kind in ("fen", "blanks") for name in ("base", "incentive", "holiday")
)


@dataclass(frozen=True)
class Habits:
    """Conventions and agreements that shape time, all in seconds.

    `least_breaks` are the breaks that end a spell (a set of spells for each; the first is the usual one);
    `tail_s` how long after midnight work still belongs to the day it began; `long_order_s` the length
    above which a freight or live-marketing order needs its breaks handed in; `allowance` the agreed
    allowance of each platform as (first day, seconds) in order of days, in force until the next. `audited`
    are the first and the last day of the orders that are counted in groups of like ones; None: of all.
    No rule forbids a spell of at most `fine_spell_s`, or order time of at most `fine_day_s` a day.
    """

    least_breaks: tuple[int, ...]
    tail_s: int
    long_order_s: int
    allowance: Mapping[str, Sequence[tuple[date, int]]] = field(default_factory=dict)
    audited: tuple[date, date] | None = None
    fine_spell_s: int = 0
    fine_day_s: int = 0


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


def derive(
    tables: Tables, zones: Mapping[str, str], habits: Habits, *, with_pieces: bool = False
) -> dict[str, pa.Table]:
    """All facts that rights share, from the rows of whole workers.

    `tables` are canonical record tables (orders, sessions, order_breaks, workers, deductions, rest_prompts
    and insurances, empty where not handed over); `zones` names the zone of each platform (Asia/Shanghai
    where it does not). Returns worker_days, seconds, pay_days, deduction_days, weeks, runs (days in a row
    with order time), debtor_days (days with one debtor), spells, like_spells (the first of each kind of those
    that are fine, with their number), what `order_facts` tells, and pieces (working time cut by day and area,
    as many as orders) where wanted; instants in UTC, days local, money in fen, lengths in seconds.
    """
    zoned = _by_zone(tables, zones)
    parts = [_derive(_of_platforms(tables, names, zoned), zone, habits, with_pieces) for zone, names in zoned]
    return together(parts)


def together(parts: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The facts of several parts as one; their days with one debtor are numbered on from part to part."""
    numbered = [dict(part) for part in parts]
    begun = 0
    for part in numbered:
        for name in OF_DEBTOR_DAYS if begun else ():
            at = part[name].column_names.index(DEBTOR_DAY)
            numbers = pc.add(part[name].column(at), begun)
            part[name] = part[name].set_column(at, DEBTOR_DAY, numbers)
        begun += part["debtor_days"].num_rows
    return {name: pa.concat_tables([part[name] for part in numbered]) for name in parts[0]}


def _by_zone(tables: Tables, zones: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    if set(zones.values()) <= {CHINA_ZONE}:
        return [(CHINA_ZONE, [])]
    platforms: set[str] = set()
    for name in _TIMES:
        found = tables[name].column("platform_id").unique().to_pylist()
        platforms.update(str(platform) for platform in found)
    grouped: dict[str, list[str]] = {}
    for platform in sorted(platforms):
        grouped.setdefault(zones.get(platform, CHINA_ZONE), []).append(platform)
    return sorted(grouped.items()) or [(CHINA_ZONE, [])]


def _of_platforms(tables: Tables, platforms: Sequence[str], zoned: Sequence[object]) -> Tables:
    if len(zoned) == 1:
        return tables
    wanted = pa.array(platforms, pa.string())
    found = {}
    for name in _TABLES:
        platform = tables[name].column("platform_id").cast(pa.string())
        found[name] = tables[name].filter(pc.is_in(platform, value_set=wanted))
    return found | {"insurances": tables["insurances"]}


def _derive(tables: Tables, zone: str, habits: Habits, with_pieces: bool) -> dict[str, pa.Table]:
    days = _local_days(tables, zone)
    tables, crew = in_order(tables, number_workers(tables))
    arrays = arrays_of(tables, crew, days.borders, _allowed(crew, days, habits), habits.long_order_s)
    added = adding.add_up(
        arrays.orders,
        arrays.stretches,
        arrays.online,
        arrays.posts,
        days.borders,
        np.array(list(dict.fromkeys(habits.least_breaks)), np.int64),
        habits.tail_s,
        with_pieces,
    )
    naming = _Naming(crew, arrays, days)
    deductions = add_deductions(tables, crew, arrays, days.borders)
    facts = {
        "worker_days": naming.worker_days(added.days),
        "seconds": naming.seconds(added.seconds),
        "pay_days": naming.pay_days(added.pay_days),
        "deduction_days": naming.deduction_days(deductions),
        **naming.day_sums(added),
        "spells": naming.spells(added.spells),
        "like_spells": naming.like_spells(added.spells, habits.fine_spell_s),
        **order_facts(Counted(tables, crew, arrays, days.first, days.borders, zone, habits.audited)),
    }
    facts |= naming.debtor_days(added, deductions, facts)
    return facts | {"pieces": naming.pieces(added.pieces)} if with_pieces else facts


def _local_days(tables: Tables, zone: str) -> LocalDays:
    """The local days of all rows, with two to spare on either side."""
    columns = [tables[name].column(column) for name, columns in _TIMES.items() for column in columns]
    edges = [edge for edge in map(earliest_and_latest, columns) if edge]
    spare = timedelta(days=2)
    first_day = datetime.fromtimestamp(min((first for first, _ in edges), default=0), UTC).date() - spare
    last_day = datetime.fromtimestamp(max((last for _, last in edges), default=0), UTC).date() + spare
    borders = np.array(day_borders(first_day, last_day, zone), np.int64)
    borders.flags.writeable = False
    return LocalDays(first_day, borders)


def _allowed(crew: Crew, days: LocalDays, habits: Habits) -> Ints:
    changes = {
        platform: [(days.number(first), seconds) for first, seconds in versions]
        for platform, versions in habits.allowance.items()
    }
    return allowance_by_day([str(name) for name in crew.platforms.to_pylist()], changes, len(days.borders))


@dataclass(frozen=True)
class _Naming:
    """Gives names to what was added up by number."""

    crew: Crew
    arrays: Arrays
    days: LocalDays

    def _table(self, columns: Mapping[str, Ints], shown: Columns) -> pa.Table:
        """The worker of each row, its day where it has one, then the columns to be shown."""
        named_first: dict[str, object] = dict(self.crew.names(columns["grp"]))
        return pa.table({**named_first, **shown})

    def _day(self, numbers: Ints) -> Texts:
        since_epoch = (numbers + (self.days.first - EPOCH).days).astype(np.int32)
        return pa.array(since_epoch).cast(pa.date32())

    def _area(self, numbers: Ints) -> Texts:
        return coded(numbers, self.arrays.names.areas)

    def _debtor(self, numbers: Ints) -> Texts:
        return coded(numbers, self.arrays.names.debtors)

    def worker_days(self, rows: Ints) -> pa.Table:
        """One row per worker and local day with time, orders or presence."""
        found = _columns(rows, adding.DAY_COLUMNS)
        sums = [name for name in adding.DAY_COLUMNS[2:12] if name != "online_s"]
        home = self.arrays.posts.area[found["grp"]]
        return self._table(
            found,
            {
                "day": self._day(found["day_number"]),
                **{name: found[name] for name in sums},
                "online_s": _known(found["online_s"]),
                "worked": pa.array(found["worked"] != 0),
                "place": self._area(np.where(found["area"] == NOTHING, home, found["area"])),
                **self.arrays.names.trades(found["trade"]),
            },
        )

    def seconds(self, rows: Ints) -> pa.Table:
        """Working time by worker, debtor, day and area."""
        found = _columns(rows, adding.SECOND_COLUMNS)
        sums = {name: found[name] for name in adding.SECOND_COLUMNS[4:]}
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                "area_code": self._area(found["area"]),
                **sums,
                "working_s": rows[4:].sum(axis=0),
            },
        )

    def pay_days(self, rows: Ints) -> pa.Table:
        """Pay of orders by worker, debtor and day of acceptance; a blank is an empty cell."""
        found = _columns(rows, (*adding.PAY_DAY_COLUMNS, *_PAY))
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                "area_code": self._area(found["area"]),
                **{name: found[name] for name in (*adding.PAY_DAY_COLUMNS[4:], *_PAY)},
            },
        )

    def deduction_days(self, rows: pa.Table) -> pa.Table:
        """Deductions by worker, debtor, day, reason and basis."""
        found = {name: whole_numbers(rows.column(name)) for name in ("grp", "debtor", "day_number")}
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                **{name: rows.column(name).cast(pa.string()) for name in ("reason", "basis")},
                **{name: rows.column(name) for name in ("amount_fen", "items")},
            },
        )

    def day_sums(self, added: adding.Facts) -> dict[str, pa.Table]:
        """Days added up: weeks, and runs of days with order time."""
        days, seconds = (
            _columns(added.days, adding.DAY_COLUMNS),
            _columns(added.seconds, adding.SECOND_COLUMNS),
        )
        return {
            "weeks": self._week(add_weeks(days, seconds, self.days.first.weekday())),
            "runs": self._run(add_runs(days, seconds)),
        }

    def debtor_days(
        self, added: adding.Facts, deductions: pa.Table, facts: Mapping[str, pa.Table]
    ) -> dict[str, pa.Table]:
        """Days with one debtor, and the facts that are parts of one with its number."""
        sums = (*ORDERS, *_PAY_THAT_COUNTS)
        found = add_debtor_days(
            _columns(added.days, adding.DAY_COLUMNS),
            _columns(added.seconds, adding.SECOND_COLUMNS),
            _columns(added.pay_days, (*adding.PAY_DAY_COLUMNS, *_PAY)),
            {name: whole_numbers(deductions.column(name)) for name in ("grp", "debtor", "day_number")},
            sums,
        )
        table = self._debtor_day(found.rows, sums)
        numbers = {
            "seconds": found.of_seconds,
            "pay_days": found.of_pay,
            "deduction_days": found.of_deductions,
        }
        named_parts = {
            name: facts[name].append_column(DEBTOR_DAY, pa.array(of)) for name, of in numbers.items()
        }
        every = pa.array(np.arange(table.num_rows, dtype=np.int64))
        return {"debtor_days": table.append_column(DEBTOR_DAY, every), **named_parts}

    def _week(self, found: Rows) -> pa.Table:
        return self._table(
            found,
            {
                "period_from": self._day(found["day_number"]),
                "period_to": self._day(found["day_number"] + DAYS_OF_WEEK - 1),
                "worked_days": found["worked"],
                **{name: found[name] for name in ("in_hand_s", *ORDERS)},
                "place": self._area(found["area"]),
            },
        )

    def _run(self, found: Rows) -> pa.Table:
        return self._table(
            found,
            {
                "period_from": self._day(found["day_number"]),
                "period_to": self._day(found["last_day_number"]),
                **{name: found[name] for name in ("days", *ORDERS)},
                "place": self._area(found["area"]),
                **self.arrays.names.trades(found["trade"]),
            },
        )

    def _debtor_day(self, found: Rows, sums: Sequence[str]) -> pa.Table:
        day = self._day(found["day_number"])
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": day,
                "with_work": pa.array(found["with_work"] != 0),
                "working_s": found["working_s"],
                "worked_at": self._area(found["worked_at"]),
                "place": self._area(found["area"]),
                **self.arrays.names.trades(found["trade"]),
                **{name: found[name] for name in sums},
            },
        )

    def spells(self, rows: Ints) -> pa.Table:
        """Spells of work, for each of the breaks that may end one."""
        found = _columns(rows, adding.SPELL_COLUMNS)
        return self._table(
            found,
            {
                "least_break_s": found["least_break_s"],
                "starts_at": _instant(found["start_s"]),
                "ends_at": _instant(found["end_s"]),
                "day": self._day(found["day_number"]),
                "last_day": self._day(found["last_day_number"]),
                "length_s": found["end_s"] - found["start_s"],
                **{name: found[name] for name in ("orders", "void_orders", "long_orders")},
                "place": self._area(found["area"]),
                **self.arrays.names.trades(found["trade"]),
                "start_s": found["start_s"],
                "end_s": found["end_s"],
            },
        )

    def like_spells(self, rows: Ints, fine_s: int) -> pa.Table:
        """The first of the fine spells of each worker, day, area and trade, and how many they are."""
        found = _columns(rows, adding.SPELL_COLUMNS)
        usable = (found["void_orders"] == 0) & (found["long_orders"] == 0) & (found["area"] != NOTHING)
        fine = usable & (found["end_s"] - found["start_s"] <= fine_s)
        first, many = count_alike(rows, _LIKE_SPELLS, fine)
        return self.spells(np.take(rows, first, axis=1)).append_column("subjects", pa.array(many))

    def pieces(self, rows: Ints) -> pa.Table:
        """Working time cut at midnights, every piece with its kind and area."""
        found = _columns(rows, adding.PIECE_COLUMNS)
        return self._table(
            found,
            {
                "day": self._day(found["day_number"]),
                "kind": pa.array(KINDS).take(found["kind"]),
                "seconds": found["end_s"] - found["start_s"],
                "area_code": self._area(found["area"]),
                "starts_at": _instant(found["start_s"]),
                "ends_at": _instant(found["end_s"]),
            },
        )


def _columns(rows: Ints, names: Sequence[str]) -> dict[str, Ints]:
    return dict(zip(names, rows, strict=True))


def _instant(seconds: Ints) -> Texts:
    return pa.array(seconds * 1_000_000).cast(_INSTANT)


def _known(numbers: Ints) -> Texts:
    return pa.array(numbers, mask=numbers == NOTHING)
