"""Which worker-days are drawn, and what is in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

import pyarrow as pa

from huhang.audit.report.company_parts import basis_of_row, detail_of
from huhang.audit.report.content import DayLimit, OrderBar, SpellBar, Stretch, WorkerDayPicture
from huhang.audit.report.evidence import Evidence, WorkerSpan, clock_seconds, local_day, of_span
from huhang.audit.report.figures import length
from huhang.audit.report.law_words import category_name, place_name
from huhang.audit.report.tallies import AuditTables, Row, top, where
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Outcome, Text

CONTINUOUS = "time/continuous"
DAYS_DRAWN = 3
_LIMITS = (
    DayLimit(8 * 3600, Text("8 小时", "8 h")),
    DayLimit(12 * 3600, Text("12 小时", "12 h")),
)


def gravest_days(tables: AuditTables, evidence: Evidence, book: LawBook) -> tuple[WorkerDayPicture, ...]:
    """The days of the longest spells beyond a limit: broken first, then signals, each worker once."""
    rows: list[Row] = []
    for verdict in (Outcome.BROKEN, Outcome.SIGNAL):
        rows += top(tables.findings, "measure", 10 * DAYS_DRAWN, right=CONTINUOUS, verdict=verdict.value)
    chosen = _each_worker_once(rows)[:DAYS_DRAWN]
    spans = [_span_of(row) for row in chosen]
    orders = evidence.orders(spans).to_pylist()
    pieces = evidence.pieces(spans).to_pylist()
    spells = tables.spells([span.worker_id for span in spans])
    rows_at_hand = DayRows(orders, pieces, spells, evidence)
    drawn = [_picture(f"day-{n}", row, rows_at_hand, book) for n, row in enumerate(chosen, start=1)]
    return tuple(picture for picture in drawn if picture.stretches)


class DayRows:
    """Orders, pieces of time and spells of some workers, cut to one worker's day."""

    def __init__(
        self, orders: list[dict[str, Any]], pieces: list[dict[str, Any]], spells: pa.Table, evidence: Evidence
    ) -> None:
        self.orders, self.pieces, self.spells, self.evidence = orders, pieces, spells, evidence

    def spells_of(self, span: WorkerSpan) -> list[tuple[int, int, int]]:
        """Spells that start on the day, or reach into it: start, end, orders."""
        zone = self.evidence.zone(span.platform_id)
        rows = where(self.spells, platform_id=span.platform_id, worker_id=span.worker_id).to_pylist()
        spells = [
            (
                clock_seconds(row["starts_at"], span.first, zone),
                clock_seconds(row["ends_at"], span.first, zone),
                int(row["orders"]),
            )
            for row in rows
            if local_day(row["starts_at"], zone) == span.first
        ]
        return sorted(spells)

    def stretches_of(self, span: WorkerSpan, until: int) -> tuple[Stretch, ...]:
        """Pieces from midnight to `until` seconds; neighbours of one kind and area are one stretch."""
        zone = self.evidence.zone(span.platform_id)
        found = sorted(
            (
                clock_seconds(cast(datetime, row["starts_at"]), span.first, zone),
                clock_seconds(cast(datetime, row["ends_at"]), span.first, zone),
                str(row["kind"]),
                str(row["area_code"] or ""),
            )
            for row in of_span(self.pieces, span)
        )
        merged: list[Stretch] = []
        for start, end, kind, area in found:
            if end <= 0 or start >= until or end <= start:
                continue
            last = merged[-1] if merged else None
            if last and (last.kind, last.area_code, last.ends_s) == (kind, area, start):
                merged[-1] = Stretch(kind, last.starts_s, end, area)
            else:
                merged.append(Stretch(kind, start, end, area))
        return tuple(merged)

    def orders_of(self, span: WorkerSpan, until: int) -> tuple[OrderBar, ...]:
        """Orders accepted from midnight to `until` seconds, numbered by acceptance."""
        zone = self.evidence.zone(span.platform_id)
        found = []
        for row in of_span(self.orders, span):
            accepted = row["accepted_at"]
            if not isinstance(accepted, datetime):
                continue
            start = clock_seconds(accepted, span.first, zone)
            if 0 <= start < until:
                ended = _end_of(row)
                end = clock_seconds(ended, span.first, zone) if ended else start
                found.append((start, max(start, end), str(row["order_id"]), row))
        found.sort(key=lambda item: item[:3])
        return tuple(
            OrderBar(n, order_id, start, end, str(row["area_code"]), str(row["status"]))
            for n, (start, end, order_id, row) in enumerate(found, start=1)
        )


def _end_of(row: Mapping[str, object]) -> datetime | None:
    column = {"completed": "completed_at", "cancelled": "cancelled_at"}.get(str(row["status"]))
    moment = row[column] if column else None
    return moment if isinstance(moment, datetime) else None


def _each_worker_once(rows: Sequence[Row]) -> list[Row]:
    seen: dict[tuple[object, object], Row] = {}
    for row in rows:
        seen.setdefault((row["platform_id"], row["subject_id"]), row)
    return list(seen.values())


def _span_of(row: Row) -> WorkerSpan:
    first, last = cast(date, row["period_from"]), cast(date, row["period_to"])
    return WorkerSpan(str(row["platform_id"]), str(row["subject_id"]), first, last)


def _picture(anchor: str, row: Row, rows: DayRows, book: LawBook) -> WorkerDayPicture:
    return picture_of_day(anchor, row, cast(date, row["period_from"]), rows, book)


def picture_of_day(anchor: str, row: Row, day: date, rows: DayRows, book: LawBook) -> WorkerDayPicture:
    """One day of the worker of a finding; the finding's limit is drawn where it limits spells."""
    span, detail = WorkerSpan(str(row["platform_id"]), str(row["subject_id"]), day, day), detail_of(row)
    spells = rows.spells_of(span)
    until = max([86_400, *(end for _, end, _ in spells)])
    orders, stretches = rows.orders_of(span, until), rows.stretches_of(span, until)
    limits_spells = row["right"] == CONTINUOUS
    limit = cast("int | None", detail.get("limit_s") or row["threshold"]) if limits_spells else None
    measure = cast("int | None", row["measure"]) or 0
    return WorkerDayPicture(
        anchor=anchor,
        worker_id=span.worker_id,
        platform_id=span.platform_id,
        day=span.first,
        category=category_name(cast("str | None", row["category"]), cast("str | None", row["category_from"])),
        finding_id=str(row["finding_id"]),
        basis=basis_of_row(row, book),
        headline=_headline(measure, detail.get("least_break_s"), Outcome(str(row["verdict"]))),
        orders=orders,
        stretches=stretches,
        spells=tuple(SpellBar(start, end, count, limit) for start, end, count in spells),
        limits=_LIMITS,
        least_break_s=detail.get("least_break_s") if limits_spells else None,
        areas=_areas(orders, stretches, book),
    )


def _headline(measure: int, least_break_s: int | None, verdict: Outcome) -> Text:
    long = length(measure)
    tail = Text("", "")
    if least_break_s:
        pause = length(least_break_s)
        tail = Text(f"，中间没有 {pause.zh}的停顿", f" without a pause of {pause.en}")
    if verdict is Outcome.SIGNAL:
        return Text(
            f"在单 {long.zh}{tail.zh}；驾驶时长不知道",
            f"{long.en} of order time{tail.en}; driving time not known",
        )
    return Text(f"连续接单 {long.zh}{tail.zh}", f"{long.en} of orders on end{tail.en}")


def _areas(
    orders: tuple[OrderBar, ...], stretches: tuple[Stretch, ...], book: LawBook
) -> tuple[tuple[str, Text], ...]:
    seconds: dict[str, int] = {order.area_code: 0 for order in orders}
    for stretch in stretches:
        seconds[stretch.area_code] = seconds.get(stretch.area_code, 0) + stretch.ends_s - stretch.starts_s
    ordered = sorted((code for code in seconds if code), key=lambda code: (-seconds[code], code))
    return tuple((code, place_name(book, code)) for code in ordered)
