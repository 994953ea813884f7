"""The long tables of the workbook: batches to stream, and one row for each worker."""

from collections.abc import Iterable
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.report.content import BatchSource
from huhang.audit.report.tallies import of_workers, where

_KEYS = ["platform_id", "worker_id"]
_BATCH_ROWS = 20_000


def batches_of(table: pa.Table) -> BatchSource:
    """A source that gives the rows of a table batch by batch, as often as it is asked."""

    def batches() -> Iterable[pa.RecordBatch]:
        return table.to_batches(max_chunksize=_BATCH_ROWS)

    return batches


def workers_table(worker_days: pa.Table, findings: pa.Table) -> pa.Table:
    """One row for each worker of a company: days, orders, seconds, longest spell, findings, difference."""
    work = worker_days.group_by(_KEYS).aggregate(
        [
            ("day", "count"),
            ("orders", "sum"),
            ("in_hand_s", "sum"),
            ("working_s", "sum"),
            ("longest_spell_s", "max"),
        ]
    )
    work = work.rename_columns([*_KEYS, "days", "orders", "in_hand_s", "working_s", "longest_spell_s"])
    broken = where(findings, verdict="broken")
    found = of_workers(broken).group_by(_KEYS).aggregate([("finding_id", "count"), ("shortfall_fen", "sum")])
    found = found.rename_columns([*_KEYS, "broken", "shortfall_fen"])
    both = work.join(found, keys=_KEYS, join_type="left outer")
    for column in ("broken", "shortfall_fen"):
        filled: Any = pc.fill_null(both[column], pa.scalar(0, both[column].type))
        both = both.set_column(both.schema.get_field_index(column), column, filled.cast(pa.int64()))
    order: list[tuple[str, Literal["ascending", "descending"]]]
    order = [("shortfall_fen", "descending"), ("platform_id", "ascending"), ("worker_id", "ascending")]
    return both.sort_by(order)
