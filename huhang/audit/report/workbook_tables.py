"""The long tables of the workbook: batches to stream, and one row for each worker."""

from collections.abc import Iterable
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.report.content import BatchSource
from huhang.audit.report.tallies import where
from huhang.vocabulary.words import Outcome

_KEYS = ["platform_id", "worker_id"]
_BATCH_ROWS = 20_000


def batches_of(table: pa.Table) -> BatchSource:
    """A source that gives the rows of a table batch by batch, as often as it is asked."""

    def batches() -> Iterable[pa.RecordBatch]:
        return table.to_batches(max_chunksize=_BATCH_ROWS)

    return batches


def told_findings(findings: pa.Table) -> pa.Table:
    """The findings as a person should read them: a force stands only where a verdict rests on it."""
    broken: Any = pc.equal(findings["verdict"], pa.scalar(Outcome.BROKEN.value))
    force = pc.if_else(broken, findings["force"], pa.scalar(None, pa.string()))
    return findings.set_column(findings.schema.get_field_index("force"), "force", force)


def workers_table(workers: pa.Table, findings: pa.Table, rights: Iterable[str]) -> pa.Table:
    """One row for each worker of a company: days, orders, seconds, longest spell, broken subjects.

    For each right in money a column of its name gives the difference in fen. Differences of two rights may
    be about the same money (unpaid is both late and short), so that they are never added up.
    """
    light = findings.select(["platform_id", "subject_id", "right", "verdict", "finding_id", "shortfall_fen"])
    broken = where(light, verdict="broken")
    work = _joined(workers, broken, ("finding_id", "count"), "broken")
    for right in rights:
        work = _joined(work, where(broken, right=right), ("shortfall_fen", "sum"), right)
    order: list[tuple[str, Literal["ascending", "descending"]]]
    order = [("broken", "descending"), ("platform_id", "ascending"), ("worker_id", "ascending")]
    return work.sort_by(order)


def _joined(
    work: pa.Table, findings: pa.Table, told: tuple[str, Literal["count", "sum"]], name: str
) -> pa.Table:
    """The workers with one more column, 0 where there is nothing."""
    found = findings.group_by(["platform_id", "subject_id"]).aggregate([told])
    found = found.rename_columns([*_KEYS, name])
    both = work.join(found, keys=_KEYS, join_type="left outer")
    filled: Any = pc.fill_null(both[name], pa.scalar(0, both[name].type))
    return both.set_column(both.schema.get_field_index(name), name, filled.cast(pa.int64()))
