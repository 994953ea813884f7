"""From what was handed over to what the engine takes: tables, habits, and what is missing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.buckets import COLUMNS, DERIVED_FROM, Bucket, deal, grouped
from huhang.engine.company import OWING
from huhang.engine.derive import Habits
from huhang.engine.facts import RECORDS
from huhang.engine.fine_premiums import fine_premiums
from huhang.engine.judge import Handed, convention
from huhang.records.handover import Handover
from huhang.records.lake.handing import LakeHandover
from huhang.records.tables import TABLES
from huhang.vocabulary.law import LawBook

# What the engine reads; a table that was not handed over is an empty one to it.
ENGINE_TABLES = (*DERIVED_FROM, *(name for name in RECORDS if name not in DERIVED_FROM))
# A platform that never pays a component has no column for it: absent is as nothing, an empty cell is not.
OPTIONAL_PAY = ("pay_one_off_fen", "pay_night_fen", "pay_weather_fen", "pay_holiday_fen", "tip_fen")
# Tables of which each company has rows of its own, or never handed any over.
HANDED_BY_PLATFORM = ("deductions", "payouts", "sessions", "rest_prompts", "insurances")
BREAK_KEYS = (
    "rest.continuous_order_time.dispatch_pause.food_delivery",
    "rest.continuous_driving.min_stop.motor_vehicle_drivers",
)
# What limits the length of a spell, and the order time of a day: texts, and what companies file in minutes.
SPELL_LIMITS = (
    "rest.continuous_order_time.limit.food_delivery",
    "rest.continuous_driving.limit.motor_vehicle_drivers",
)
DAY_LIMITS = ("rest.daily_order_time.soft_cap.food_delivery",)
SECONDS_PER_MINUTE = 60
# How many orders may be judged in one go: asking costs seconds however few they are; of large lakes so many.
ORDERS_TOGETHER, MOST_TOGETHER = 1_400_000, 3_500_000
# How many orders facts are derived from in one go: memory goes with it, and the caches of the machine.
ORDERS_AT_ONCE = 200_000
# An instant is on this day, the one before or the one after, whatever the zone.
SPARE = timedelta(days=2)


@dataclass(frozen=True)
class Prepared:
    """The engine's input.

    `tables` by name (of a lake without those that its buckets read), `handed_over` a row per platform, what
    is there, habits, areas, and `reach`, the days whose law may be needed. `buckets` read the rows of workers
    that facts are derived from, in groups judged in one go, `owing` those that tell who owes a worker's pay.
    """

    tables: Mapping[str, pa.Table]
    handed_over: pa.Table
    handed: Handed
    habits: Habits
    areas: tuple[str, ...]
    reach: tuple[date, date]
    buckets: Sequence[Sequence[Bucket]]
    owing: Sequence[Bucket]


def prepare(
    handover: Handover, book: LawBook, until: date, jobs: int = 1, since: date = date.min
) -> Prepared:
    """Make the engine's input from a handover, for an audit of some days, in buckets for `jobs` threads."""
    tables = {name: _table(handover, name) for name in ENGINE_TABLES}
    present = handover.present
    columns = frozenset(f"{table}.{column}" for table, names in present.items() for column in names)
    absent = [name for name in OPTIONAL_PAY if f"orders.{name}" not in columns]
    tables["orders"] = _with_nothing_paid(tables["orders"], absent)
    if isinstance(handover, LakeHandover):
        readers = [_bucket(read, absent) for read in handover.buckets(COLUMNS, ORDERS_AT_ONCE)]
        buckets = grouped(readers, handover.orders_of_buckets(COLUMNS), jobs, ORDERS_TOGETHER, MOST_TOGETHER)
        # A company may have been paid for by another, and have no orders of its own.
        buckets = buckets or [deal(tables, 1, ORDERS_AT_ONCE)]
        owing = handover.buckets(OWING, ORDERS_TOGETHER)
    else:
        owing = deal(tables, max(jobs, tables["orders"].num_rows // ORDERS_TOGETHER), ORDERS_AT_ONCE)
        buckets = [[bucket] for bucket in owing]
    areas, reach = _areas(tables, handover), _reach(handover, until)
    fine = fine_premiums(book, tables["rules"], areas, *reach)
    habits = _habits(tables["rules"], book, until)
    return Prepared(
        tables=tables,
        handed_over=_handed_over(tables, handover),
        handed=Handed(columns, frozenset(handover.tables)),
        habits=replace(habits, audited=(since, until), fine_premiums=fine),
        areas=areas,
        reach=reach,
        buckets=buckets,
        owing=owing,
    )


def _reach(handover: Handover, until: date) -> tuple[date, date]:
    """The days of all work handed over, with some to spare."""
    extent = handover.extent()
    return (extent[0].date() - SPARE, extent[1].date() + SPARE) if extent else (until, until)


def _bucket(read: Bucket, absent: list[str]) -> Bucket:
    """Reads a bucket of a lake with nothing paid where a column was never handed over."""

    def filled(tables: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
        return {**tables, "orders": _with_nothing_paid(tables["orders"], absent)}

    return lambda: map(filled, read())


def _table(handover: Handover, name: str) -> pa.Table:
    table = handover.tables.get(name)
    return TABLES[name].arrow_schema.empty_table() if table is None else table


def _with_nothing_paid(orders: pa.Table, columns: list[str]) -> pa.Table:
    for name in columns:
        nothing = pa.array([0] * orders.num_rows, pa.int64())
        orders = orders.set_column(orders.column_names.index(name), name, nothing)
    return orders


def _handed_over(tables: Mapping[str, pa.Table], handover: Handover) -> pa.Table:
    """For each platform whether deductions, payouts, sessions, prompts and insurances were handed over.

    A table that names no platform speaks for everybody; any other for those that it names.
    """
    named_in = {name: _platforms(name, table, handover) for name, table in tables.items()}
    platforms = sorted(frozenset[str]().union(*named_in.values()))
    rows: dict[str, list[object]] = {"platform_id": list(platforms)}
    for name in HANDED_BY_PLATFORM:
        named = named_in[name]
        there = name in handover.tables
        rows[name] = [there and (not named or platform in named) for platform in platforms]
    kinds = {"platform_id": pa.string()} | dict.fromkeys(HANDED_BY_PLATFORM, pa.bool_())
    return pa.table(rows, schema=pa.schema(kinds))


def _platforms(name: str, table: pa.Table, handover: Handover) -> frozenset[str]:
    if isinstance(handover, LakeHandover):
        return handover.platforms.get(name, frozenset())
    if "platform_id" not in table.column_names:
        return frozenset()
    return frozenset(
        str(value) for value in table.column("platform_id").unique().to_pylist() if value is not None
    )


def _habits(rules: pa.Table, book: LawBook, until: date) -> Habits:
    usual = convention(book, "spell.least_break", until)
    breaks = {usual}
    for key in BREAK_KEYS:
        for parameter in book.parameters.get(key, {}).values():
            breaks.update(value.value for value in parameter.values if isinstance(value.value, int))
    allowance: dict[str, list[tuple[date, int]]] = {}
    for row in sorted(
        rules.to_pylist(), key=lambda rule: (str(rule["effective_from"]), str(rule["rule_version"]))
    ):
        content = json.loads(row["content"] or "{}")
        if "least_break_min" in content:
            breaks.add(int(content["least_break_min"]) * SECONDS_PER_MINUTE)
        if row["subject"] == "working_time" and row["effective_from"] is not None:
            seconds = int(content.get("allowance_min", 0)) * SECONDS_PER_MINUTE
            allowance.setdefault(row["platform_id"], []).append((row["effective_from"], seconds))
    return Habits(
        least_breaks=(usual, *sorted(breaks - {usual})),
        tail_s=convention(book, "rest.day_tail", until),
        long_order_s=convention(book, "data.long_order", until),
        allowance=allowance,
        fine_spell_s=_shortest(book, SPELL_LIMITS, rules, "longest_spell_min"),
        fine_day_s=_shortest(book, DAY_LIMITS, rules, "longest_day_min"),
    )


def _shortest(book: LawBook, keys: Sequence[str], rules: pa.Table, filed: str) -> int:
    """The shortest of some limits in seconds, whenever and wherever it may hold; no rule forbids as much."""
    known = [
        value.value
        for key in keys
        for parameter in book.parameters.get(key, {}).values()
        for value in parameter.values
        if isinstance(value.value, int)
    ]
    contents = [json.loads(text or "{}") for text in rules.column("content").to_pylist()]
    known += [int(content[filed]) * SECONDS_PER_MINUTE for content in contents if filed in content]
    return min(known, default=0)


def _areas(tables: Mapping[str, pa.Table], handover: Handover) -> tuple[str, ...]:
    codes: set[str] = set()
    if isinstance(handover, LakeHandover):
        codes.update(handover.areas.get("orders", ()))
    for table, column in (("orders", "area_code"), ("workers", "work_area_code")):
        found = pc.unique(tables[table].column(column)).to_pylist()
        codes.update(str(code) for code in found if code is not None)
    return tuple(sorted(codes))
