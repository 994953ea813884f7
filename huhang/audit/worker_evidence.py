"""Rows for the pictures of a report: orders and pieces of time, worker by worker."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

import pyarrow as pa

from huhang.audit.prepare import Prepared, prepare
from huhang.audit.report.evidence import Evidence, RowsOf, WorkerSpan, rows_of
from huhang.engine.derive import derive
from huhang.records.handover import Handover
from huhang.records.tables import TABLES
from huhang.vocabulary.law import LawBook

# Workers whose rows are read at once: of each a part of a bucket is held meanwhile.
_READ_AT_ONCE = 3

_OfSpan = Callable[[WorkerSpan], pa.Table]


def worker_evidence(handover: Handover, book: LawBook, until: date) -> Evidence:
    """What answers for orders and pieces of time of the few workers that are shown."""

    # The same few workers are asked for again and again; of a lake each means reading a bucket.
    @cache
    def prepared(platform_id: str, worker_id: str) -> Prepared:
        return prepare(handover.of_worker(platform_id, worker_id), book, until)

    def orders(span: WorkerSpan) -> pa.Table:
        return prepared(span.platform_id, span.worker_id).tables["orders"]

    def pieces(span: WorkerSpan) -> pa.Table:
        about = prepared(span.platform_id, span.worker_id)
        return derive(about.tables, handover.zones, about.habits, with_pieces=True)["pieces"]

    nothing = TABLES["orders"].arrow_schema.empty_table()
    return Evidence(
        orders=_each(orders, "accepted_at", nothing, _READ_AT_ONCE),
        pieces=_each(pieces, "starts_at", nothing, 1),
        zones=handover.zones,
    )


def _each(rows: _OfSpan, time_column: str, nothing: pa.Table, at_once: int) -> RowsOf:
    def of_one(span: WorkerSpan) -> pa.Table:
        return rows_of(rows(span), time_column)([span])

    def answer(spans: Sequence[WorkerSpan]) -> pa.Table:
        if not spans:
            return nothing
        with ThreadPoolExecutor(at_once) as pool:
            return pa.concat_tables(list(pool.map(of_one, spans)))

    return answer
