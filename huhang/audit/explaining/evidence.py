"""The rows behind a finding, from the records: seconds by day and area, and the orders one by one."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.explaining.company_orders import company_orders
from huhang.audit.explaining.sheets import Cell, Sheet, length, money, plain
from huhang.audit.prepare import prepare
from huhang.audit.result import Asked
from huhang.engine.derive import derive
from huhang.records.handover import Handover
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.words import Text

KINDS = {
    "in_hand": Text("在单", "order in hand"),
    "demanded": Text("要求在岗", "demanded presence"),
    "allowance": Text("约定间隙", "allowance"),
}
STATUS = {
    "completed": Text("完成", "completed"),
    "cancelled": Text("取消", "cancelled"),
    "open": Text("未结束", "open"),
}
KNOWN_STATUS = pa.array(sorted(STATUS))


def evidence_sheets(
    finding: Mapping[str, Any], handover: Handover, book: LawBook, asked: Asked, *, rows: bool
) -> tuple[Sheet, ...]:
    """Working time by day and area, and with `rows` every order of the finding's period.

    A finding about a company has no time of its own: only its orders, with `rows`.
    """
    if finding["subject_kind"] in OF_COMPANIES:
        return (company_orders(finding, handover),) if rows else ()
    about = handover.of_worker(str(finding["platform_id"]), str(finding["subject_id"]))
    handed = prepare(about, book, asked.until)
    pieces = derive(handed.tables, handover.zones, handed.habits, with_pieces=True)["pieces"]
    zone = ZoneInfo(handover.zones.get(str(finding["platform_id"]), CHINA_ZONE))
    sheets = (_days(finding, pieces, book),)
    return (*sheets, _orders(finding, handed.tables["orders"], zone)) if rows else sheets


def _days(finding: Mapping[str, Any], pieces: pa.Table, book: LawBook) -> Sheet:
    day = pc.field("day")
    first, last = pa.scalar(finding["period_from"]), pa.scalar(finding["period_to"])
    inside = pieces.filter((day >= first) & (day <= last))
    summed = inside.group_by(["day", "area_code", "kind"]).aggregate([("seconds", "sum")])
    ordered = sorted(summed.to_pylist(), key=lambda row: (row["day"], str(row["area_code"]), row["kind"]))
    rows: list[tuple[Cell, ...]] = [
        (
            str(row["day"]),
            _area(row["area_code"], book),
            KINDS.get(row["kind"], plain(row["kind"])),
            length(row["seconds_sum"]),
            str(row["seconds_sum"]),
        )
        for row in ordered
    ]
    columns = (
        Text("日期", "day"),
        Text("地区", "area"),
        Text("时间", "kind"),
        Text("长度", "length"),
        Text("秒", "seconds"),
    )
    return Sheet(Text("逐日逐区的工作时间", "Working time by day and area"), columns, tuple(rows))


def _area(code: str | None, book: LawBook) -> Text:
    place = book.places.get(code or "")
    return Text(place.zh, place.en) if place else plain(code or "?")


def _orders(finding: Mapping[str, Any], orders: pa.Table, zone: ZoneInfo) -> Sheet:
    """Orders accepted in the period, and those accepted before that reach into it."""
    rows: list[tuple[Cell, ...]] = []
    mask = pc.and_(pc.is_valid(orders.column("accepted_at")), pc.is_in(orders.column("status"), KNOWN_STATUS))
    chosen = orders.filter(mask)
    for row in chosen.sort_by([("accepted_at", "ascending"), ("order_id", "ascending")]).to_pylist():
        accepted = row["accepted_at"].astimezone(zone)
        ended = row["completed_at"] if row["status"] == "completed" else row["cancelled_at"]
        last = max(accepted, ended.astimezone(zone)) if ended else accepted
        if last.date() < finding["period_from"] or accepted.date() > finding["period_to"]:
            continue
        rows.append(
            (
                row["order_id"],
                f"{accepted:%m-%d %H:%M:%S}",
                f"{ended.astimezone(zone):%m-%d %H:%M:%S}" if ended else "",
                row["area_code"],
                STATUS.get(row["status"], plain(row["status"])),
                money(row["pay_base_fen"]),
                money(row["pay_incentive_fen"]),
                money(row["pay_holiday_fen"]),
            )
        )
    columns = (
        Text("订单", "order"),
        Text("接单", "accepted"),
        Text("结束", "ended"),
        Text("地区", "area"),
        Text("状态", "status"),
        Text("基本", "base"),
        Text("奖励", "incentive"),
        Text("节日", "holiday"),
    )
    return Sheet(Text("订单", "Orders"), columns, tuple(rows))
