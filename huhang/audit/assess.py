"""Judging what was handed over: facts derived once, every right asked, nothing written."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.findings import Verdicts
from huhang.audit.prepare import Prepared, prepare
from huhang.audit.receipt import receipt
from huhang.audit.result import SPELLS, WORKER_DAYS, Asked, AuditResult, Source
from huhang.engine.buckets import derive_all
from huhang.engine.facts import RECORDS, open_facts
from huhang.engine.judge import LawOfAudit, judge
from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import NATION, covers

Progress = Callable[[str, int, int], None]
ONE_DAY = timedelta(days=1)
NOWHERE = Source()


def assess(
    handover: Handover,
    book: LawBook,
    asked: Asked,
    *,
    jobs: int,
    progress: Progress | None = None,
    source: Source = NOWHERE,
) -> AuditResult:
    """Judge what was handed over; nothing is written."""
    prepared = prepare(handover, book, asked.until)
    derived = derive_all(
        prepared.tables,
        handover.zones,
        prepared.habits,
        jobs=jobs,
        progress=progress,
        buckets=prepared.buckets,
    )
    small = {name: prepared.tables[name] for name in RECORDS}
    backend, facts = open_facts(
        derived, {**small, "handed": prepared.handed_over}, book.calendar, asked.since, asked.until
    )
    try:
        law = LawOfAudit(book, backend, prepared.areas, *_reach(derived, asked))
        verdicts = Verdicts(backend, book, prepared.areas)
        counts = {}
        for number, name in enumerate(asked.rights, start=1):
            loaded = book.rights[name]
            counts[name] = verdicts.add(loaded, judge(loaded, facts, law, prepared.handed, asked.places))
            if progress:
                progress("judge", number, len(asked.rights))
        findings = verdicts.findings()
        return AuditResult(
            findings=findings,
            verdicts=verdicts.counts(),
            would_be=verdicts.would_be(),
            worker_days=_worker_days(derived, asked, prepared),
            spells=_spells(derived, asked, prepared),
            orders=prepared.tables["orders"],
            receipt=receipt(
                book=book,
                handover=handover,
                asked=_as_written(asked, source),
                entries=law.entries(),
                rights=asked.rights,
                counts=counts,
                instruments=verdicts.instruments(),
            ),
            book=book,
            handover=handover,
        )
    finally:
        backend.disconnect()


def _reach(derived: Mapping[str, pa.Table], asked: Asked) -> tuple[date, date]:
    """The days whose law may be needed: those of the audit and of all work handed over."""
    days = derived["worker_days"].column("day")
    first: date = pc.min(days).as_py() or asked.since
    last: date = pc.max(days).as_py() or asked.until
    return min(first, asked.since) - ONE_DAY, max(last, asked.until) + ONE_DAY


def _as_written(asked: Asked, source: Source) -> dict[str, Any]:
    return {
        "places": list(asked.places),
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "records": str(source.records.absolute()) if source.records else None,
        "mapping": str(source.mapping) if source.mapping else None,
        "sample": source.sample,
    }


def _inside(table: pa.Table, column: str, asked: Asked, areas: Iterable[str]) -> pa.Table:
    """Rows whose day lies in the audit, in the places asked for."""
    day = pc.field(column)
    table = table.filter((day >= pa.scalar(asked.since)) & (day <= pa.scalar(asked.until)))
    if NATION in asked.places:
        return table
    wanted = [area for area in areas if any(covers(place, area) for place in asked.places)]
    named = pc.is_in(table.column("place"), value_set=pa.array(wanted, pa.string()))
    return table.filter(pc.or_kleene(named, pc.is_null(table.column("place"))))


def _worker_days(derived: Mapping[str, pa.Table], asked: Asked, prepared: Prepared) -> pa.Table:
    rows = _inside(derived["worker_days"], "day", asked, prepared.areas)
    return _in_order(rows.select(WORKER_DAYS.names).cast(WORKER_DAYS), ("platform_id", "worker_id", "day"))


def _spells(derived: Mapping[str, pa.Table], asked: Asked, prepared: Prepared) -> pa.Table:
    usual = derived["spells"].filter(pc.field("least_break_s") == prepared.habits.least_breaks[0])
    rows = _inside(usual, "last_day", asked, prepared.areas)
    return _in_order(rows.select(SPELLS.names).cast(SPELLS), ("platform_id", "worker_id", "starts_at"))


def _in_order(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    return table.take(pc.sort_indices(table, sort_keys=[(name, "ascending") for name in columns]))
