"""The orders behind a finding about a company: of a month in an area, or of one group of like orders."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.explaining.sheets import Cell, Sheet, money
from huhang.records.handover import Handover
from huhang.records.lake.handing import LakeHandover
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import Text

_COLUMNS = (
    *("platform_id", "order_id", "worker_id", "area_code", "sector", "status", "accepted_at", "promised_at"),
    *("completed_at", "distance_m", "injury_premium_fen"),
)
_TITLES = (
    Text("订单", "order"),
    Text("劳动者", "worker"),
    Text("接单", "accepted"),
    Text("承诺", "promised"),
    Text("完成", "completed"),
    Text("距离（米）", "metres"),
    Text("职业伤害保障缴费（元）", "premium (yuan)"),
)


def company_orders(finding: Mapping[str, Any], handover: Handover) -> Sheet:
    """Completed orders that the finding counts, by the time of acceptance."""
    zone = ZoneInfo(handover.zones.get(str(finding["platform_id"]), CHINA_ZONE))
    detail = json.loads(finding["detail"] or "{}")
    rows = [row for table in _parts(handover) for row in _of_place(table, finding)]
    chosen = [row for row in rows if _is_inside(row, finding, detail, zone)]
    chosen.sort(key=lambda row: (row["accepted_at"], row["order_id"]))
    title = Text("完成的订单", "Completed orders")
    return Sheet(title, _TITLES, tuple(_cells(row, zone) for row in chosen))


def _parts(handover: Handover) -> Iterator[pa.Table]:
    if isinstance(handover, LakeHandover):
        for read in handover.buckets({"orders": _COLUMNS}):
            yield from (tables["orders"] for tables in read())
    else:
        yield handover.tables["orders"].select(_COLUMNS)


def _of_place(orders: pa.Table, finding: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = {"platform_id": finding["platform_id"], "area_code": finding["place"], "status": "completed"}
    for name, word in wanted.items():
        text = orders.column(name).cast(pa.string())
        orders = orders.filter(pc.equal(text, pa.scalar(str(word))))
    return orders.to_pylist()


def _is_inside(
    row: Mapping[str, Any], finding: Mapping[str, Any], detail: Mapping[str, Any], zone: ZoneInfo
) -> bool:
    """Whether the order was accepted in the period, and is one of the group where there is one."""
    if row["accepted_at"] is None:
        return False
    accepted = row["accepted_at"].astimezone(zone)
    first: date = finding["period_from"]
    last: date = finding["period_to"]
    if not first <= accepted.date() <= last:
        return False
    if "distance" not in detail:
        return True
    low, _, high = str(detail["distance"]).removesuffix("km").partition("-")
    metres = row["distance_m"]
    done = row["completed_at"]
    timed = row["promised_at"] is not None and done is not None and done >= row["accepted_at"]
    near = metres is not None and int(low) * 1000 <= metres and (not high or metres < int(high) * 1000)
    return timed and near and accepted.hour == detail["hour"] and row["sector"] == "instant_delivery"


def _cells(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[Cell, ...]:
    def clock(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%m-%d %H:%M:%S}" if moment else ""

    metres = "" if row["distance_m"] is None else f"{row['distance_m']:.0f}"
    times = (clock(row[name]) for name in ("accepted_at", "promised_at", "completed_at"))
    return (row["order_id"], row["worker_id"] or "", *times, metres, money(row["injury_premium_fen"]))
