"""What an audit is asked for and what it found: the tables it hands on, and their columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

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
    """Everything one audit found; tables as docs/reference/outputs.md has them."""

    findings: pa.Table
    verdicts: pa.Table
    would_be: pa.Table
    worker_days: pa.Table
    spells: pa.Table
    orders: pa.Table
    receipt: Mapping[str, Any]
    book: LawBook
    handover: Handover

    @property
    def broken(self) -> int:
        """How many findings are broken."""
        return sum(found.get("broken", 0) for found in self.receipt["counts"].values())
