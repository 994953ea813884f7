"""The order time of one person over all platforms that know them: facts, and no finding about any company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.prepare import ENGINE_TABLES, Prepared, prepare
from huhang.engine.derive import derive
from huhang.engine.parameters import resolve
from huhang.records.handover import Handover
from huhang.records.tables import TABLES
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Outcome

# Written for the orders of one platform; beside the total of a person it is a measure, never a verdict.
DAY_LIMIT = "rest.daily_order_time.soft_cap.food_delivery"
# In place of platform and id: whoever it is, the sum belongs to no company.
_NOBODY, _PERSON = "", "person"

# A platform and the id that it knows the person by.
Key = tuple[str, str]


@dataclass(frozen=True)
class PersonDay:
    """One local day of a person; lengths in seconds.

    `order_s` counts a second of two platforms once, `parts` has what each platform saw of the day. `rest_s`
    is the time since the spell before the day's first one, None for the first of all. `outcome` is SIGNAL
    above the limit, None where no limit is in force; `void` orders have no usable time and do not count.
    """

    day: date
    order_s: int
    parts: tuple[tuple[str, int], ...]
    longest_spell_s: int
    rest_s: int | None
    void: int
    limit_s: int | None
    source: str | None

    @property
    def outcome(self) -> Outcome | None:
        """A signal about the person above the limit in force."""
        if self.limit_s is None:
            return None
        return Outcome.SIGNAL if self.order_s > self.limit_s else Outcome.KEPT

    @property
    def at_once_s(self) -> int:
        """Seconds that more than one platform counts."""
        return sum(seconds for _, seconds in self.parts) - self.order_s


def days_of_person(records: Mapping[Key, Handover], book: LawBook, until: date) -> list[PersonDay]:
    """The days with orders of the person whose records these are, by platform and id, in order."""
    prepared = {key: prepare(rows, book, until) for key, rows in records.items()}
    if not prepared:
        return []
    zone = next(iter([*_zones(records), CHINA_ZONE]))
    one = next(iter(prepared.values()))
    habits = replace(one.habits, allowance={}, least_breaks=one.habits.least_breaks[:1])
    whole = derive(_as_one(prepared), {_NOBODY: zone}, habits)
    parts: dict[date, list[tuple[str, int]]] = {}
    for key, found in prepared.items():
        for row in derive(_as_one({key: found}), {_NOBODY: zone}, habits)["worker_days"].to_pylist():
            if row["in_hand_s"]:
                parts.setdefault(row["day"], []).append((key[0], int(row["in_hand_s"])))
    rests = _rests(whole["spells"])
    days = (
        whole["worker_days"]
        .filter((pc.field("orders") > 0) | (pc.field("in_hand_s") > 0))
        .sort_by("day")
        .to_pylist()
    )
    return [_day(row, parts, rests, book) for row in days]


def _zones(records: Mapping[Key, Handover]) -> list[str]:
    return [rows.zones[platform] for (platform, _), rows in records.items() if platform in rows.zones]


def _as_one(parts: Mapping[Key, Prepared]) -> dict[str, pa.Table]:
    """The orders and breaks of all parts as those of one worker; what else there is stays out."""
    tables = {name: TABLES[name].arrow_schema.empty_table() for name in ENGINE_TABLES}
    for name in ("orders", "order_breaks"):
        rows = [
            _renamed(part.tables[name].filter(pc.field("platform_id") == key[0]), number)
            for number, (key, part) in enumerate(parts.items())
        ]
        table = pa.concat_tables(rows).cast(TABLES[name].arrow_schema)
        tables[name] = table.sort_by([(column, "ascending") for column in TABLES[name].key])
    return tables


def _renamed(table: pa.Table, number: int) -> pa.Table:
    """Two platforms may have given one number to two orders: each gets its part's before it."""
    named = {"platform_id": _NOBODY, "worker_id": _PERSON, "partner_id": None}
    for column, value in named.items():
        if column in table.column_names:
            texts = pa.array([value] * table.num_rows, pa.string())
            table = table.set_column(table.column_names.index(column), column, texts)
    known = table.column("order_id").to_pylist()
    numbered = pa.array([f"{number}/{order}" for order in known], pa.string())
    return table.set_column(table.column_names.index("order_id"), "order_id", numbered)


def _rests(spells: pa.Table) -> dict[date, int | None]:
    """For each day with a spell that starts on it, the seconds since the spell before its first."""
    rests: dict[date, int | None] = {}
    before: datetime | None = None
    for row in spells.sort_by("starts_at").to_pylist():
        gap = int((row["starts_at"] - before).total_seconds()) if before else None
        rests.setdefault(row["day"], gap)
        before = row["ends_at"]
    return rests


def _day(
    row: Mapping[str, object],
    parts: Mapping[date, list[tuple[str, int]]],
    rests: Mapping[date, int | None],
    book: LawBook,
) -> PersonDay:
    day = row["day"]
    assert isinstance(day, date)
    place = row["place"]
    limit = (
        resolve(book, DAY_LIMIT, str(place), day) if place and row["subsector"] == "food_delivery" else None
    )
    value = limit.value if limit else None
    return PersonDay(
        day=day,
        order_s=int(str(row["in_hand_s"])),
        parts=tuple(sorted(parts.get(day, []))),
        longest_spell_s=int(str(row["longest_spell_s"])),
        rest_s=rests.get(day),
        void=int(str(row["void_orders"])),
        limit_s=value if isinstance(value, int) else None,
        source=limit.source.source if limit and limit.source and isinstance(value, int) else None,
    )
