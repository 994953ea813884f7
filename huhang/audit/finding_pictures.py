"""The pictures of one finding: the slip of its arithmetic, and a day of the worker, from the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.prepare import prepare
from huhang.audit.report.content import Slip, WorkerDayPicture
from huhang.audit.report.day_pictures import DayRows, picture_of_day
from huhang.audit.report.evidence import Evidence, WorkerSpan, rows_of
from huhang.audit.report.slip_content import HOURLY_FLOOR, slip_of
from huhang.engine.derive import derive
from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Outcome

_DAY, _SLIP = "day", "slip"


@dataclass(frozen=True)
class FindingPictures:
    """Days worked in the period of a finding with their seconds, one of them drawn, and the slip if any."""

    days: tuple[tuple[date, int], ...]
    day: WorkerDayPicture | None
    slip: Slip | None


def draw_finding(
    finding: Mapping[str, Any], handover: Handover, book: LawBook, until: date, day: date | None = None
) -> FindingPictures:
    """Pictures of a finding about a worker; `day` chooses the day drawn, else the longest.

    `until` is the last day of the audit.
    """
    about = handover.of_worker(str(finding["platform_id"]), str(finding["subject_id"]))
    handed = prepare(about, book, until)
    facts = derive(handed.tables, handover.zones, handed.habits, with_pieces=True)
    orders, pieces = handed.tables["orders"], facts["pieces"]
    evidence = Evidence(rows_of(orders, "accepted_at"), rows_of(pieces, "starts_at"), handover.zones)
    days = _days(finding, facts["worker_days"])
    drawn = day if day in dict(days) else max(days, key=lambda told: told[1])[0] if days else None
    row = dict(finding)
    slip = None
    if finding["right"] == HOURLY_FLOOR and finding["verdict"] == Outcome.BROKEN:
        slip = slip_of(_SLIP, row, evidence, book)
    if drawn is None:
        return FindingPictures(days, None, slip)
    span = WorkerSpan(str(finding["platform_id"]), str(finding["subject_id"]), drawn, drawn)
    usual = facts["spells"].filter(pc.field("least_break_s") == handed.habits.least_breaks[0])
    rows = DayRows(evidence.orders([span]).to_pylist(), evidence.pieces([span]).to_pylist(), usual, evidence)
    return FindingPictures(days, picture_of_day(_DAY, row, drawn, rows, book), slip)


def _days(finding: Mapping[str, Any], worker_days: pa.Table) -> tuple[tuple[date, int], ...]:
    first, last = pa.scalar(finding["period_from"]), pa.scalar(finding["period_to"])
    inside = worker_days.filter((pc.field("day") >= first) & (pc.field("day") <= last))
    rows = inside.select(["day", "working_s"]).sort_by("day").to_pylist()
    return tuple((row["day"], int(row["working_s"])) for row in rows)
