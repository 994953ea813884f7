"""What an audit leaves in its folder: Parquet tables, the receipt, the page and the workbook."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq

from huhang.audit.lake_evidence import lake_evidence
from huhang.audit.output import RECEIPT, write_json
from huhang.audit.report.compose import compose_report
from huhang.audit.report.evidence import Evidence, rows_of
from huhang.audit.report.page import write_html
from huhang.audit.report.tallies import AuditTables
from huhang.audit.report.workbook import write_workbook
from huhang.audit.result import AuditResult
from huhang.records.lake.handing import LakeHandover
from huhang.vocabulary.reasons import reason_text

Progress = Callable[[str, int, int], None]
TABLES = ("findings", "verdicts", "would_be", "worker_days", "spells")
PAGE, WORKBOOK = "report.html", "report.xlsx"


def _evidence(result: AuditResult) -> Evidence:
    """What the pictures of the report are drawn from; from a lake only the workers shown are read."""
    if isinstance(result.handover, LakeHandover):
        return lake_evidence(result.handover, result.book, date.fromisoformat(result.receipt["to"]))
    return Evidence(
        orders=rows_of(result.orders, "accepted_at"),
        pieces=rows_of(result.pieces, "starts_at"),
        zones=result.handover.zones,
    )


def write_results(result: AuditResult, folder: Path, progress: Progress | None = None) -> None:
    """Write every file of the results into an existing folder (docs/reference/outputs.md)."""
    for name in TABLES:
        pq.write_table(getattr(result, name), folder / f"{name}.parquet", compression="zstd")
    write_json(result.receipt, folder / RECEIPT)
    content = compose_report(
        AuditTables(result.findings, result.verdicts, result.worker_days, result.spells),
        _evidence(result),
        result.book,
        result.receipt,
        made_on=datetime.now(UTC).astimezone().date(),
        reason_words=reason_text,
    )
    write_html(content, folder / PAGE)
    if progress:
        progress("report", 1, 2)
    write_workbook(content, folder / WORKBOOK)
    if progress:
        progress("report", 2, 2)
