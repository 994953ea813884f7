"""Which rows tell of a worker, and which tell of nothing since a day."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from huhang.records.lake.layout import bucket_of_worker
from huhang.records.lake.manifest import Manifest, StoredFile
from huhang.records.lake.stored import Place
from huhang.records.schema import Kind, Table
from huhang.records.tables import TABLES
from huhang.vocabulary.days import CHINA_ZONE

Mask = NDArray[np.bool_]

# The last things that a row tells of; rules and reports of companies tell of nobody and are kept.
_LAST_THINGS: dict[str, tuple[str, ...]] = {
    "orders": (
        *("offered_at", "accepted_at", "arrived_at", "picked_up_at", "completed_at", "cancelled_at"),
        "promised_at",
    ),
    "deductions": ("occurred_at",),
    "sessions": ("online_at", "offline_at"),
    "payouts": ("period_to", "due_on", "paid_on"),
    "workers": ("engaged_to",),
    "agreements": ("valid_to",),
    "insurances": ("valid_to",),
    "trainings": ("held_on",),
    "equipment_checks": ("checked_on",),
    "incidents": ("occurred_at",),
    "leaves": ("to_day",),
    "order_breaks": ("to_at",),
    "rest_prompts": ("shown_at", "answered_at", "dispatch_stopped_until"),
}


@dataclass(frozen=True)
class Whose:
    """What is forgotten: where it may be, which rows it is, and which lines of what was set aside.

    `line` is asked with the value of a line and the day on which it was set aside.
    """

    may_be_in: Callable[[Table, StoredFile], bool]
    rows: Callable[[Table, pa.Table], Mask]
    line: Callable[[str, date], bool]


def before_day(manifest: Manifest, day: date) -> Whose:
    """Rows that tell of nothing on this day or later, by the clock of their platform."""

    def rows(table: Table, rows: pa.Table) -> Mask:
        names = _LAST_THINGS.get(table.name)
        if not names:
            return np.zeros(rows.num_rows, np.bool_)
        if table.by_name[names[0]].kind is Kind.TIME:
            begins = _midnights(manifest, day, rows).cast(pa.int64())
        else:
            begins = pa.scalar(day).cast(pa.int32())
        # Only numbers have an element-wise greatest.
        last: Any = pc.max_element_wise(*(rows.column(name).cast(begins.type) for name in names))
        return _true(pc.less(last, begins))

    return Whose(
        lambda table, file: table.name in _LAST_THINGS, rows, lambda value, set_aside_on: set_aside_on < day
    )


def _midnights(manifest: Manifest, day: date, rows: pa.Table) -> Any:
    """For each row the moment at which the day begins where its platform is."""

    def moment(zone: str) -> datetime:
        return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)

    if "platform_id" not in rows.column_names:
        return pa.scalar(moment(CHINA_ZONE), pa.timestamp("s", tz="UTC"))
    platforms: Any = rows.column("platform_id").combine_chunks().cast(pa.string()).dictionary_encode()
    moments = [moment(manifest.zones.get(str(name), CHINA_ZONE)) for name in platforms.dictionary.to_pylist()]
    told = pa.array([*moments, moment(CHINA_ZONE)], pa.timestamp("s", tz="UTC"))
    return told.take(np.asarray(platforms.indices.fill_null(len(moments))))


def of_worker(place: Place, platform_id: str, worker_id: str) -> Whose:
    """All rows of one worker.

    Where a row names a worker and no platform, it is his or hers if the company has the platform's name, or
    if no other platform of the lake knows a worker by that name.
    """
    others = _platforms_knowing(place, worker_id) - {platform_id}
    breaks = _orders_of(place, platform_id, worker_id)
    number = bucket_of_worker(platform_id, worker_id, place.manifest.buckets)

    def rows(table: Table, rows: pa.Table) -> Mask:
        if table.name == "order_breaks":
            named = np.isin(np.asarray(rows.column("order_id").to_pylist(), dtype=object), list(breaks))
            return _is(rows, "platform_id", platform_id) & named
        if "worker_id" not in table.by_name:
            return np.zeros(rows.num_rows, np.bool_)
        return _is(rows, "worker_id", worker_id) & _owned(rows, platform_id, others)

    whole = re.compile(rf"(?<![\w-]){re.escape(worker_id)}(?![\w-])")
    return Whose(
        lambda table, file: not table.by_worker or file.bucket == number,
        rows,
        lambda value, set_aside_on: whole.search(value) is not None,
    )


def _owned(rows: pa.Table, platform_id: str, others: set[str]) -> Mask:
    """Rows of the platform; of none or of another company only where no other platform is meant."""
    owner = "platform_id" if "platform_id" in rows.column_names else "company_id"
    if owner not in rows.column_names:
        return np.full(rows.num_rows, not others)
    own = _is(rows, owner, platform_id)
    if others:
        return own
    if owner == "company_id":
        return np.ones(rows.num_rows, np.bool_)
    return own | np.asarray(rows.column(owner).is_null()).astype(np.bool_)


def _platforms_knowing(place: Place, worker_id: str) -> set[str]:
    """The platforms that have rows of a worker of this name."""
    known: set[str] = set()
    platforms = {name for file in place.manifest.files for name in file.platforms}
    for platform in platforms:
        number = bucket_of_worker(platform, worker_id, place.manifest.buckets)
        for name in ("workers", "orders", "sessions", "payouts"):
            rows = place.rows(TABLES[name], number)
            if (_is(rows, "platform_id", platform) & _is(rows, "worker_id", worker_id)).any():
                known.add(platform)
                break
    return known


def _orders_of(place: Place, platform_id: str, worker_id: str) -> set[str]:
    """The orders that this worker has had and nobody else."""
    if not any(file.table == "order_breaks" for file in (*place.manifest.files, *place.manifest.history)):
        return set()
    rows = place.rows(TABLES["orders"], bucket_of_worker(platform_id, worker_id, place.manifest.buckets))
    own = _order_ids(rows, _is(rows, "platform_id", platform_id) & _is(rows, "worker_id", worker_id))
    for file in place.manifest.of("orders") if own else ():
        rows = place.rows(TABLES["orders"], file.bucket)
        own -= _order_ids(rows, _is(rows, "platform_id", platform_id) & ~_is(rows, "worker_id", worker_id))
    return own


def _order_ids(rows: pa.Table, chosen: Mask) -> set[str]:
    return {str(order) for order in rows.column("order_id").filter(pa.array(chosen)).to_pylist()}


def orphans(place: Place, bucket: int, persons: pa.Table) -> Mask:
    """Persons whose worker the lake does not have."""
    workers = place.rows(TABLES["workers"], bucket)
    known = set(_pairs(workers))
    return np.array([pair not in known for pair in _pairs(persons)], np.bool_)


def _pairs(rows: pa.Table) -> Iterable[tuple[object, object]]:
    return zip(*(rows.column(name).to_pylist() for name in ("platform_id", "worker_id")), strict=True)


def _is(rows: pa.Table, name: str, text: str) -> Mask:
    """Which cells of a column are this text."""
    column: Any = rows.column(name)
    return _true(pc.equal(column.cast(pa.string()), pa.scalar(text)))


def _true(mask: Any) -> Mask:
    return np.asarray(pc.fill_null(mask, False)).astype(np.bool_)
