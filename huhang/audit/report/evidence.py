"""Where the pictures take their rows from: the orders and the stretches of time of a few workers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from huhang.vocabulary.days import CHINA_ZONE


@dataclass(frozen=True)
class WorkerSpan:
    """One worker at one company over some local days, both ends included."""

    platform_id: str
    worker_id: str
    first: date
    last: date


RowsOf = Callable[[Sequence[WorkerSpan]], pa.Table]


@dataclass(frozen=True)
class Evidence:
    """What answers for orders (canonical columns) and pieces of time, and the zone of each company.

    Pieces: platform_id, worker_id, day, kind (in_hand, demanded, allowance), starts_at, ends_at, area_code.
    """

    orders: RowsOf
    pieces: RowsOf
    zones: Mapping[str, str]

    def zone(self, platform_id: str) -> str:
        """The zone in which the company's local days are counted."""
        return self.zones.get(platform_id, CHINA_ZONE)


def rows_of(table: pa.Table, time_column: str) -> RowsOf:
    """Answer from a table in memory: the rows of these workers from a day before to a day after the span."""

    def answer(spans: Sequence[WorkerSpan]) -> pa.Table:
        parts = [table.filter(_mask(table, time_column, span)) for span in spans]
        return pa.concat_tables(parts) if parts else table.slice(0, 0)

    return answer


def of_span(rows: Iterable[Mapping[str, object]], span: WorkerSpan) -> list[Mapping[str, object]]:
    """The rows of one worker at one company."""
    return [
        row for row in rows if row["platform_id"] == span.platform_id and row["worker_id"] == span.worker_id
    ]


def clock_seconds(moment: datetime, day: date, zone: str) -> int:
    """Seconds on the local clock from midnight of `day`; negative before it, above 86,400 after the day."""
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return round((local - datetime.combine(day, time())).total_seconds())


def local_day(moment: datetime, zone: str) -> date:
    """The local day of a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _mask(table: pa.Table, time_column: str, span: WorkerSpan) -> pc.Expression:
    first = datetime.combine(span.first - timedelta(days=1), time(), ZoneInfo("UTC"))
    last = datetime.combine(span.last + timedelta(days=2), time(), ZoneInfo("UTC"))
    kind = table.schema.field(time_column).type
    moment: pc.Expression = pc.field(time_column)
    company: pc.Expression = pc.field("platform_id") == span.platform_id
    worker: pc.Expression = pc.field("worker_id") == span.worker_id
    inside: pc.Expression = (moment >= pa.scalar(first, kind)) & (moment < pa.scalar(last, kind))
    both: pc.Expression = company & worker & inside
    return both
