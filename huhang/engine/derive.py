"""Facts from orders: for one bucket of workers, Arrow in and Arrow out, one pass, no state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine import adding
from huhang.engine.arrays import allowance_by_day, arrays_of
from huhang.engine.columns import Ints, Tables
from huhang.engine.counted import Counted
from huhang.engine.crew import Crew, number_workers
from huhang.engine.deductions import add_deductions
from huhang.engine.fine_premiums import FinePremiums
from huhang.engine.in_order import in_order
from huhang.engine.local_days import TIMES, LocalDays, local_days
from huhang.engine.naming import DEBTOR_DAY, Naming
from huhang.engine.order_facts import order_facts
from huhang.vocabulary.days import CHINA_ZONE

_TABLES = ("orders", "sessions", "order_breaks", "workers", "deductions", "rest_prompts")
# What belongs to a day with one debtor, and names it by number.
OF_DEBTOR_DAYS = ("debtor_days", "seconds", "pay_days", "deduction_days")


@dataclass(frozen=True)
class Habits:
    """Conventions and agreements that shape time, all in seconds.

    `least_breaks` are the breaks that end a spell (a set of spells for each; the first is the usual one);
    `tail_s` how long after midnight work still belongs to the day it began; `long_order_s` the length
    above which a freight or live-marketing order needs its breaks handed in; `allowance` the agreed
    allowance of each platform as (first day, seconds) in order of days, in force until the next. `audited`
    are the first and the last day of the orders that are counted in groups of like ones; None: of all.
    No rule forbids a spell of at most `fine_spell_s`, or order time of at most `fine_day_s` a day, nor calls
    one of the `fine_premiums` wrong.
    """

    least_breaks: tuple[int, ...]
    tail_s: int
    long_order_s: int
    allowance: Mapping[str, Sequence[tuple[date, int]]] = field(default_factory=dict)
    audited: tuple[date, date] | None = None
    fine_spell_s: int = 0
    fine_day_s: int = 0
    fine_premiums: FinePremiums = field(default_factory=FinePremiums)


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
    for name in TIMES:
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
    days = local_days(tables, zone)
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
    naming = Naming(crew, arrays, days)
    counted = Counted(tables, crew, arrays, days.first, days.borders, zone, habits.audited)
    deductions = add_deductions(tables, crew, arrays, days.borders)
    facts = {
        "worker_days": naming.worker_days(added.days),
        "seconds": naming.seconds(added.seconds),
        "pay_days": naming.pay_days(added.pay_days),
        "deduction_days": naming.deduction_days(deductions),
        **naming.day_sums(added),
        "spells": naming.spells(added.spells),
        "like_spells": naming.like_spells(added.spells, habits.fine_spell_s),
        **order_facts(counted, habits.fine_premiums),
    }
    facts |= naming.debtor_days(added, deductions, facts)
    return facts | {"pieces": naming.pieces(added.pieces)} if with_pieces else facts


def _allowed(crew: Crew, days: LocalDays, habits: Habits) -> Ints:
    changes = {
        platform: [(days.number(first), seconds) for first, seconds in versions]
        for platform, versions in habits.allowance.items()
    }
    return allowance_by_day([str(name) for name in crew.platforms.to_pylist()], changes, len(days.borders))
