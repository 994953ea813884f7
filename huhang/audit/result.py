"""What an audit is asked for and what it found: the tables it hands on, and their columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook

# Whole seconds; Parquet knows no unit coarser than the millisecond.
INSTANT = pa.timestamp("ms", tz="UTC")
_LENGTHS = ("orders", "in_hand_s", "working_s", "span_s", "online_s", "longest_spell_s")
_WORKER_DAY: dict[str, pa.DataType] = {
    "platform_id": pa.string(),
    "worker_id": pa.string(),
    "day": pa.date32(),
    **{name: pa.int64() for name in _LENGTHS},
}
WORKER_DAYS = pa.schema(_WORKER_DAY)
_SPELL: dict[str, pa.DataType] = {
    "platform_id": pa.string(),
    "worker_id": pa.string(),
    "starts_at": INSTANT,
    "ends_at": INSTANT,
    "length_s": pa.int64(),
    "orders": pa.int64(),
}
SPELLS = pa.schema(_SPELL)

# What each worker of a company worked, added up over days: column, how, and its name in the table of days.
_WORKED: tuple[tuple[str, Literal["count", "sum", "max"], str], ...] = (
    ("days", "count", "day"),
    ("orders", "sum", "orders"),
    ("in_hand_s", "sum", "in_hand_s"),
    ("working_s", "sum", "working_s"),
    ("longest_spell_s", "max", "longest_spell_s"),
)
_WORKER = ("platform_id", "worker_id")
_WORKERS: dict[str, pa.DataType] = dict.fromkeys(_WORKER, pa.string()) | {
    name: pa.int64() for name, _, _ in _WORKED
}
WORKERS = pa.schema(_WORKERS)


def worked(worker_days: pa.Table) -> pa.Table:
    """One row for each worker of a company: platform_id, worker_id, days, orders, seconds, longest spell."""
    days = worker_days.unify_dictionaries()
    sums = days.group_by(list(_WORKER), use_threads=False).aggregate(
        [(column, how) for _, how, column in _WORKED]
    )
    return sums.rename_columns(WORKERS.names).cast(WORKERS)


@dataclass(frozen=True)
class Asked:
    """What an audit is asked for: places by code, first and last day, rights by name."""

    places: tuple[str, ...]
    since: date
    until: date
    rights: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where the records came from, as the receipt names it; `sample` marks invented data."""

    records: Path | None = None
    mapping: str | Path | None = None
    sample: bool = False


@dataclass(frozen=True)
class AuditResult:
    """Everything one audit found: tables as in docs/reference/outputs.md, and what each worker worked."""

    findings: pa.Table
    verdicts: pa.Table
    would_be: pa.Table
    workers: pa.Table
    orders: pa.Table
    receipt: Mapping[str, Any]
    book: LawBook
    handover: Handover

    @property
    def broken(self) -> int:
        """How many findings are broken."""
        return sum(found.get("broken", 0) for found in self.receipt["counts"].values())
