"""What an audit leaves in its folder: Parquet tables, the receipt, the page and the workbook."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq

from huhang.audit.output import RECEIPT, write_json
from huhang.audit.report.compose import compose_report
from huhang.audit.report.page import write_html
from huhang.audit.report.tallies import AuditTables, SpellsOf
from huhang.audit.report.workbook import write_workbook
from huhang.audit.result import AuditResult
from huhang.audit.worker_evidence import worker_evidence
from huhang.vocabulary.reasons import reason_text

Progress = Callable[[str, int, int], None]
TABLES = ("findings", "verdicts", "would_be")
PAGE, WORKBOOK = "report.html", "report.xlsx"


def write_results(
    result: AuditResult, spells: SpellsOf, folder: Path, progress: Progress | None = None
) -> None:
    """Write every file of the results (docs/reference/outputs.md) but the long tables."""
    with ThreadPoolExecutor(1) as beside:
        tables = beside.submit(_write_tables, result, folder)
        content = compose_report(
            AuditTables(result.findings, result.verdicts, result.workers, spells),
            worker_evidence(result.handover, result.book, date.fromisoformat(result.receipt["to"])),
            result.book,
            result.receipt,
            made_on=datetime.now(UTC).astimezone().date(),
            reason_words=reason_text,
        )
        if progress:
            progress("report", 1, 2)
        page = beside.submit(write_html, content, folder / PAGE)
        write_workbook(content, folder / WORKBOOK)
        for written in (tables, page):
            written.result()
    if progress:
        progress("report", 2, 2)


def _write_tables(result: AuditResult, folder: Path) -> None:
    """The tables and the receipt, which nothing else in the folder waits for."""
    for name in TABLES:
        pq.write_table(getattr(result, name), folder / f"{name}.parquet", compression="zstd")
    write_json(result.receipt, folder / RECEIPT)
