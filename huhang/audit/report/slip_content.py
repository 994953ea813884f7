"""Which slips are set, and the lines of each: by day and area where the stretches of time are at hand."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, cast

from huhang.audit.explaining.sheets import DEDUCTED
from huhang.audit.report.company_parts import basis_of_row, detail_of
from huhang.audit.report.content import FloorLine, PayLine, Slip, WorkerDayPicture
from huhang.audit.report.evidence import Evidence, WorkerSpan, local_day, of_span
from huhang.audit.report.figures import floor_of, grouped, rounded_up, yuan
from huhang.audit.report.law_values import value_on
from huhang.audit.report.law_words import category_name, instrument_name, place_name
from huhang.audit.report.tallies import Row, top
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text

HOURLY_FLOOR = "pay/hourly_floor"
SLIPS_SET = 3
# Longer than this, and a slip is told by area and standard instead of by day.
_MOST_LINES = 45
_LEFT_OUT = (
    ("pay_night_fen", Text("夜间补贴", "Night allowance")),
    ("pay_weather_fen", Text("恶劣天气补贴", "Weather allowance")),
    ("pay_holiday_fen", Text("节日补贴", "Holiday allowance")),
    ("pay_one_off_fen", Text("一次性奖励", "One-off payment")),
    ("tip_fen", Text("顾客打赏", "Tips")),
)
_NOT_FILL = Text("补贴和打赏不能抵最低标准", "allowances and tips may not fill the floor")


def gravest_slips(
    findings: Any, evidence: Evidence, book: LawBook, days: tuple[WorkerDayPicture, ...]
) -> tuple[Slip, ...]:
    """The slips of the greatest differences by the hour, each worker once."""
    rows = top(findings, "shortfall_fen", 10 * SLIPS_SET, right=HOURLY_FLOOR, verdict="broken")
    chosen: dict[tuple[object, object], Row] = {}
    for row in rows:
        chosen.setdefault((row["platform_id"], row["subject_id"]), row)
    wanted = list(chosen.values())[:SLIPS_SET]
    spans = [_span_of(row) for row in wanted]
    orders, pieces = evidence.orders(spans).to_pylist(), evidence.pieces(spans).to_pylist()
    setter = _Setter(evidence, book, days)
    return tuple(setter.slip(f"slip-{n}", row, orders, pieces) for n, row in enumerate(wanted, start=1))


def slip_of(anchor: str, row: Row, evidence: Evidence, book: LawBook) -> Slip:
    """The slip of one finding on the hourly floor."""
    spans = [_span_of(row)]
    orders, pieces = evidence.orders(spans).to_pylist(), evidence.pieces(spans).to_pylist()
    return _Setter(evidence, book, ()).slip(anchor, row, orders, pieces)


def _span_of(row: Row) -> WorkerSpan:
    return WorkerSpan(
        str(row["platform_id"]),
        str(row["subject_id"]),
        cast(date, row["period_from"]),
        cast(date, row["period_to"]),
    )


class _Setter:
    """Sets the lines of a slip from the detail of its finding and from the rows behind it."""

    def __init__(self, evidence: Evidence, book: LawBook, days: tuple[WorkerDayPicture, ...]) -> None:
        self.evidence, self.book = evidence, book
        self.anchors = {(day.platform_id, day.worker_id, day.day): day.anchor for day in days}

    def slip(
        self,
        anchor: str,
        row: Row,
        orders: Iterable[Mapping[str, object]],
        pieces: Iterable[Mapping[str, object]],
    ) -> Slip:
        """One slip."""
        span, detail = _span_of(row), detail_of(row)
        mine = [
            piece for piece in of_span(pieces, span) if span.first <= cast(date, piece["day"]) <= span.last
        ]
        counted = int(detail["counted_fen"])
        return Slip(
            anchor=anchor,
            worker_id=span.worker_id,
            platform_id=span.platform_id,
            from_day=span.first,
            to_day=span.last,
            category=category_name(
                cast("str | None", row["category"]), cast("str | None", row["category_from"])
            ),
            finding_id=str(row["finding_id"]),
            basis=basis_of_row(row, self.book),
            floor_lines=self._floor_lines(span, detail, mine),
            working_s=int(detail["working_s"]),
            floor_fen=int(detail["floor_fen"]),
            pay_lines=self._pay_lines(span, detail, orders),
            counted_fen=counted,
            shortfall_fen=int(detail["floor_fen"]) - counted,
            in_hand_s=int(detail["in_hand_s"]),
            in_hand_floor_fen=_in_hand_floor(detail, mine),
            notes=_notes(detail),
            areas=tuple(dict.fromkeys(str(line["area"]) for line in detail["lines"])),
        )

    def _floor_lines(
        self, span: WorkerSpan, detail: Mapping[str, Any], pieces: list[Mapping[str, object]]
    ) -> tuple[FloorLine, ...]:
        by_day = self._by_day(span, detail, pieces)
        if by_day is not None and len(by_day) <= _MOST_LINES:
            return by_day
        return tuple(
            FloorLine(
                date.fromisoformat(line["from"]),
                date.fromisoformat(line["to"]),
                place_name(self.book, str(line["area"])),
                int(line["seconds"]),
                int(line["fen_per_hour"]),
                self._source(line),
            )
            for line in detail["lines"]
        )

    def _by_day(
        self, span: WorkerSpan, detail: Mapping[str, Any], pieces: list[Mapping[str, object]]
    ) -> tuple[FloorLine, ...] | None:
        """The same seconds by day and area; None where they do not add up to those of the finding."""
        seconds: dict[tuple[date, str], int] = {}
        for piece in pieces:
            key = cast(date, piece["day"]), str(piece["area_code"])
            seconds[key] = seconds.get(key, 0) + _length(piece)
        lines: list[FloorLine] = []
        told: dict[int, int] = dict.fromkeys(range(len(detail["lines"])), 0)
        for (day, area), long in sorted(seconds.items()):
            place = next((n for n, line in enumerate(detail["lines"]) if _holds(line, day, area)), None)
            if place is None:
                return None
            told[place] += long
            line = detail["lines"][place]
            anchor = self.anchors.get((span.platform_id, span.worker_id, day))
            source = Text("上面那天的图", "the picture of that day above") if anchor else self._source(line)
            lines.append(
                FloorLine(
                    day, day, place_name(self.book, area), long, int(line["fen_per_hour"]), source, anchor
                )
            )
        agrees = all(told[n] == int(line["seconds"]) for n, line in enumerate(detail["lines"]))
        return tuple(lines) if agrees else None

    def _source(self, line: Mapping[str, Any]) -> Text:
        key, area = str(line.get("parameter") or "").partition("@")[0], str(line["area"])
        value = value_on(self.book, key, area, date.fromisoformat(line["from"]))
        if value is None:
            return Text("小时最低工资标准", "hourly minimum wage")
        document, first = instrument_name(self.book, value.source), value.from_day
        since = Text(f"，{first} 起", f", from {first}") if first else Text("", "")
        return Text(f"{document.zh}{since.zh}", f"{document.en}{since.en}")

    def _pay_lines(
        self, span: WorkerSpan, detail: Mapping[str, Any], orders: Iterable[Mapping[str, object]]
    ) -> tuple[PayLine, ...]:
        count = grouped(int(detail["orders"]))
        lines = [
            PayLine(
                Text(f"计件报酬，{count} 单", f"Pay by the order, {count} orders"),
                int(detail["base_fen"]),
                Text("订单 pay_base_fen", "orders, pay_base_fen"),
            ),
            PayLine(
                Text("奖励（多劳多得部分）", "Incentives"),
                int(detail["incentive_fen"]),
                Text("订单 pay_incentive_fen", "orders, pay_incentive_fen"),
            ),
        ]
        lines += [_deduction(item) for item in detail.get("deductions", ())]
        return (*lines, *self._left_out(span, orders))

    def _left_out(self, span: WorkerSpan, orders: Iterable[Mapping[str, object]]) -> list[PayLine]:
        zone = self.evidence.zone(span.platform_id)
        mine = [
            order
            for order in of_span(orders, span)
            if isinstance(order["accepted_at"], datetime)
            and span.first <= local_day(order["accepted_at"], zone) <= span.last
        ]
        totals = {
            column: sum(cast(int, order[column]) for order in mine if order.get(column) is not None)
            for column, _ in _LEFT_OUT
        }
        return [
            PayLine(name, totals[column], _NOT_FILL, counts=False)
            for column, name in _LEFT_OUT
            if totals[column]
        ]


def _deduction(item: Mapping[str, Any]) -> PayLine:
    reason = str(item["reason"])
    name = DEDUCTED.get(reason, Text(reason, reason))
    return PayLine(
        Text(f"扣款：{name.zh}", f"Deduction: {name.en}"),
        -int(item["fen"]),
        Text("扣款表", "deductions table"),
    )


def _holds(line: Mapping[str, Any], day: date, area: str) -> bool:
    inside = date.fromisoformat(line["from"]) <= day <= date.fromisoformat(line["to"])
    return inside and str(line["area"]) == area


def _length(piece: Mapping[str, object]) -> int:
    return round(
        (cast(datetime, piece["ends_at"]) - cast(datetime, piece["starts_at"])) / timedelta(seconds=1)
    )


def _in_hand_floor(detail: Mapping[str, Any], pieces: list[Mapping[str, object]]) -> int | None:
    """The floor if time with an order in hand alone counted; None where it cannot be split by standard."""
    if int(detail["in_hand_s"]) == int(detail["working_s"]):
        return None
    rates = {int(line["fen_per_hour"]) for line in detail["lines"]}
    if len(rates) == 1:
        return rounded_up(floor_of(int(detail["in_hand_s"]), rates.pop()))
    due = Fraction(0)
    for piece in (piece for piece in pieces if piece["kind"] == "in_hand"):
        day, area = cast(date, piece["day"]), str(piece["area_code"])
        line = next((line for line in detail["lines"] if _holds(line, day, area)), None)
        if line is None:
            return None
        due += floor_of(_length(piece), int(line["fen_per_hour"]))
    return rounded_up(due)


def _notes(detail: Mapping[str, Any]) -> tuple[Text, ...]:
    notes = []
    if detail.get("clipped"):
        notes.append(
            Text("这个周期被核查期截短了。", "This period was cut short by the period of the audit.")
        )
    if detail.get("text_changes"):
        notes.append(
            Text(
                "这个周期里有效的文件变了，这里只算这份文件有效的日子。",
                "Another text came into force within this period; only the days of this one are counted.",
            )
        )
    if detail.get("void_orders"):
        count = grouped(int(detail["void_orders"]))
        notes.append(
            Text(
                f"{count} 单的时间无效：报酬照计，时间不计。",
                f"{count} orders have void times: pay counts, time does not.",
            )
        )
    if detail.get("monthly_174_fen") is not None:
        month = yuan(int(detail["monthly_174_fen"]))
        notes.append(
            Text(
                f"参考：按月标准 ÷ 174 × 工时，是 {month} 元。",
                f"For comparison: the monthly standard ÷ 174 × hours is {month} yuan.",
            )
        )
    return tuple(notes)
