"""A made-up audit for the report: invented companies, workers and amounts, with sums that agree."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.audit.report.compose import compose_report
from huhang.audit.report.content import ReportContent
from huhang.audit.report.evidence import Evidence, rows_of
from huhang.audit.report.tallies import AuditTables
from huhang.audit.result import SPELLS, WORKER_DAYS, worked
from huhang.vocabulary.words import Text
from tests.audit.report.small_law import law_book, receipt

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2025, 12, 8), date(2025, 12, 21)
LIMIT, BREAK, ALLOWANCE = 4 * 3600, 20 * 60, 8 * 60
FORMULA = "=HYPERLINK(1)"
MARKUP = "<script>alert(1)</script>"

TEXT, WHOLE, DAY, MOMENT = pa.string(), pa.int64(), pa.date32(), pa.timestamp("s", tz="UTC")


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(columns)


PIECES = _schema(
    platform_id=TEXT, worker_id=TEXT, day=DAY, kind=TEXT, starts_at=MOMENT, ends_at=MOMENT, area_code=TEXT
)
ORDERS = _schema(
    platform_id=TEXT,
    order_id=TEXT,
    worker_id=TEXT,
    area_code=TEXT,
    status=TEXT,
    accepted_at=MOMENT,
    completed_at=MOMENT,
    cancelled_at=MOMENT,
    pay_base_fen=WHOLE,
    pay_incentive_fen=WHOLE,
    pay_one_off_fen=WHOLE,
    pay_night_fen=WHOLE,
    pay_weather_fen=WHOLE,
    pay_holiday_fen=WHOLE,
    tip_fen=WHOLE,
)


@dataclass
class Rows:
    """Rows of every table, gathered worker by worker."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    pieces: list[dict[str, Any]] = field(default_factory=list)
    spells: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)


def report_content(*, workers: int = 60, hostile: bool = False) -> ReportContent:
    """A whole report; `hostile` gives some workers and companies names that try to break out."""
    rows = made_up_rows(workers, hostile=hostile)
    evidence = Evidence(
        orders=rows_of(orders_table(rows), "accepted_at"),
        pieces=rows_of(pieces_table(rows), "starts_at"),
        zones={},
    )
    return compose_report(
        audit_tables(rows),
        evidence,
        law_book(),
        receipt(len(rows.orders), FIRST, LAST),
        made_on=date(2026, 1, 20),
        reason_words=reason_words,
    )


def reason_words(reason: str) -> Text:
    """Chinese for the few reasons used here."""
    known = {
        "deductions not handed over": "没有交扣款表",
        "pay_base_fen missing": "没有交计件报酬",
        "no rule in force": "当时当地没有有效的规则",
        "no ordinary days": "当月平常日工作不足 1 小时",
    }
    return Text(known.get(reason, reason), reason)


def made_up_rows(workers: int, *, hostile: bool = False) -> Rows:
    """Two delivery companies with orders, and one of which only counts are known."""
    random, rows = Random(20251208), Rows()
    for number in range(workers):
        platform = "yi-delivery" if number % 3 else "jia-platform"
        area = ("310101", "310106", "310115", "130104")[number % 4]
        worker = f"R-{2040 + number}"
        if hostile and number == 7:
            worker = FORMULA
        if hostile and number == 8:
            worker = MARKUP
        _worker(rows, random, platform, worker, area)
    _only_counts(rows)
    return rows


def audit_tables(rows: Rows) -> AuditTables:
    """The four result tables."""
    findings = sorted(rows.findings, key=lambda row: str(row["finding_id"]))

    def spells(worker_ids: Sequence[str]) -> pa.Table:
        asked = [row for row in rows.spells if row["worker_id"] in worker_ids]
        return pa.Table.from_pylist(asked, SPELLS)

    return AuditTables(
        pa.Table.from_pylist(findings, FINDINGS),
        pa.Table.from_pylist(rows.verdicts, VERDICTS),
        worked(pa.Table.from_pylist(rows.days, WORKER_DAYS)),
        spells,
    )


def orders_table(rows: Rows) -> pa.Table:
    """The columns of orders that the report reads."""
    return pa.Table.from_pylist(rows.orders, ORDERS)


def pieces_table(rows: Rows) -> pa.Table:
    """The stretches of time by kind, cut at midnight."""
    return pa.Table.from_pylist(rows.pieces, PIECES)


def _worker(rows: Rows, random: Random, platform: str, worker: str, area: str) -> None:
    weeks: dict[date, dict[str, Any]] = {}
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        if random.random() < 0.2:
            continue
        week = weeks.setdefault(day - timedelta(days=day.weekday()), {"s": {}, "in": 0})
        _day(rows, random, (platform, worker, area), day, week)
    for monday, week in sorted(weeks.items()):
        _floor(rows, random, (platform, worker, area), monday, week)


def _day(rows: Rows, random: Random, who: tuple[str, str, str], day: date, week: dict[str, Any]) -> None:
    platform, worker, home = who
    other = {"310101": "310106", "310106": "310101", "310115": "310101", "130104": "130102"}[home]
    start = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(minutes=random.randint(590, 640))
    spans: list[tuple[datetime, datetime, str]] = []
    at = start + timedelta(minutes=random.choice([12, 14]))
    for n in range(random.randint(14, 26)):
        area = other if random.random() < 0.3 else home
        end = at + timedelta(seconds=random.randint(700, 2100))
        spans.append((at, end, area))
        status = "cancelled" if random.random() < 0.05 else "completed"
        fen = random.randint(560, 860)
        rows.orders.append(
            {
                "platform_id": platform,
                "order_id": f"{worker}-{day:%m%d}-{n:02d}",
                "worker_id": worker,
                "area_code": area,
                "status": status,
                "accepted_at": at,
                "completed_at": end if status == "completed" else None,
                "cancelled_at": end if status == "cancelled" else None,
                "pay_base_fen": fen,
                "pay_incentive_fen": 0,
                "pay_night_fen": 150 if at.hour >= 20 else 0,
                "tip_fen": 200 if random.random() < 0.05 else 0,
            }
        )
        pause = random.choice([0] * 8 + [25, 70])
        at += timedelta(seconds=random.randint(300, 1500)) + timedelta(minutes=pause)
    _facts(rows, who, day, (start, spans), week)


def _facts(
    rows: Rows,
    who: tuple[str, str, str],
    day: date,
    work: tuple[datetime, list[tuple[datetime, datetime, str]]],
    week: dict[str, Any],
) -> None:
    platform, worker, _ = who
    start, spans = work
    pieces = [("demanded", start, start + timedelta(minutes=10), spans[0][2])]
    pieces += [("in_hand", first, last, area) for first, last, area in by_area(spans)]
    gaps = [
        ("allowance", a[2], b[1], a[3])
        for a, b in pairwise(pieces)
        if timedelta(0) < b[1] - a[2] <= timedelta(seconds=ALLOWANCE)
    ]
    for kind, first, last, area in sorted([*pieces, *gaps], key=lambda piece: piece[1]):
        seconds = int((last - first).total_seconds())
        key = {"platform_id": platform, "worker_id": worker, "day": day, "kind": kind}
        rows.pieces.append({**key, "starts_at": first, "ends_at": last, "area_code": area})
        week["s"][area] = week["s"].get(area, 0) + seconds
        week["in"] += seconds if kind == "in_hand" else 0
    spells = spells_of([(piece[1], piece[2]) for piece in pieces])
    for first, last in spells:
        count = sum(1 for span in spans if first <= span[0] < last)
        long = int((last - first).total_seconds())
        key = {"platform_id": platform, "worker_id": worker, "starts_at": first, "ends_at": last}
        rows.spells.append({**key, "length_s": long, "orders": count})
        _continuous(rows, who, (first, last, count))
    in_hand = sum(int((p[2] - p[1]).total_seconds()) for p in pieces if p[0] == "in_hand")
    working = in_hand + 600 + sum(int((gap[2] - gap[1]).total_seconds()) for gap in gaps)
    rows.days.append(
        {
            "platform_id": platform,
            "worker_id": worker,
            "day": day,
            "orders": len(spans),
            "in_hand_s": in_hand,
            "working_s": working,
            "span_s": int((max(s[1] for s in spans) - start).total_seconds()),
            "online_s": None,
            "longest_spell_s": max(int((b - a).total_seconds()) for a, b in spells),
        }
    )


def by_area(spans: list[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime, str]]:
    """The union cut by area: a second belongs to the order accepted earlier."""
    cut: list[tuple[datetime, datetime, str]] = []
    reached = min(span[0] for span in spans)
    for first, last, area in sorted(spans):
        begin = max(first, reached)
        if last > begin:
            cut.append((begin, last, area))
            reached = last
    return cut


def spells_of(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Stretches in which no gap is as long as the least break."""
    spells = [spans[0]]
    for first, last in spans[1:]:
        if first - spells[-1][1] >= timedelta(seconds=BREAK):
            spells.append((first, last))
        else:
            spells[-1] = (spells[-1][0], max(last, spells[-1][1]))
    return spells


def _continuous(rows: Rows, who: tuple[str, str, str], spell: tuple[datetime, datetime, int]) -> None:
    platform, _, area = who
    first, last, count = spell
    long = int((last - first).total_seconds())
    verdict = "broken" if long > LIMIT else "kept"
    _count(rows, "time/continuous", (platform, area), verdict)
    if verdict == "kept":
        return
    detail = {"limit_s": LIMIT, "least_break_s": BREAK, "orders": count, "sector": "instant_delivery"}
    detail |= {"starts_at": first.isoformat(), "ends_at": last.isoformat(), "instrument": "gbt-46862-2025"}
    finding = _finding("time/continuous", who, (first.date(), last.date()), long, LIMIT, "s", detail)
    rows.findings.append(
        finding | {"force": "standard", "instruments": ["gbt-46862-2025"], "shortfall_fen": None}
    )


def _floor(rows: Rows, random: Random, who: tuple[str, str, str], monday: date, week: dict[str, Any]) -> None:
    sunday = monday + timedelta(days=6)
    lines = [
        {"area": area, "fen_per_hour": rate, "parameter": "min_wage.hourly", "seconds": seconds}
        | {"from": monday.isoformat(), "to": sunday.isoformat()}
        for area, seconds in sorted(week["s"].items())
        for rate in [2500 if area.startswith("31") else 2300]
    ]
    working = sum(week["s"].values())
    floor = -(-sum(int(str(line["seconds"])) * int(str(line["fen_per_hour"])) for line in lines) // 3600)
    mine = [
        o for o in rows.orders if o["worker_id"] == who[1] and monday <= o["accepted_at"].date() <= sunday
    ]
    base = sum(order["pay_base_fen"] for order in mine)
    cut = (
        [{"fen": 3600, "reason": "late"}, {"fen": 2000, "reason": "bad_review"}]
        if random.random() < 0.5
        else []
    )
    counted = base + 7500 - sum(int(str(item["fen"])) for item in cut)
    verdict = "broken" if counted < floor else "kept"
    _count(rows, "pay/hourly_floor", (who[0], who[2]), verdict)
    if verdict == "kept":
        return
    detail = {
        "base_fen": base,
        "incentive_fen": 7500,
        "counted_fen": counted,
        "deductions": cut,
        "floor_fen": floor,
    }
    detail |= {
        "working_s": working,
        "in_hand_s": week["in"],
        "demanded_s": 0,
        "allowance_s": 0,
        "orders": len(mine),
    }
    detail |= {"void_orders": 0, "clipped": False, "debtor": who[0], "lines": lines, "monthly_174_fen": None}
    finding = _finding("pay/hourly_floor", who, (monday, sunday), counted, floor, "fen", detail)
    shanghai = who[2].startswith("31")
    rows.findings.append(
        finding
        | {"force": "normative_document", "clauses": ["SH-5b", "HE-12"], "shortfall_fen": floor - counted}
        | {"instruments": ["sh-2022-1"] if shanghai else ["he-2021-5"]}
    )


def _finding(
    right: str,
    who: tuple[str, str, str],
    days: tuple[date, date],
    measure: int,
    threshold: int,
    unit: str,
    detail: dict[str, Any],
) -> dict[str, Any]:
    place = who[2]
    key = f"{right}{who}{days}{measure}{detail.get('starts_at')}"
    return {
        "finding_id": f"{abs(sum(ord(c) * 31**n for n, c in enumerate(key))) % 16**12:012x}",
        "right": right,
        "verdict": "broken",
        "reason": None,
        "category": "B",
        "category_from": "assumed",
        "clauses": ["SH-6b"],
        "place": place,
        "subject_kind": "spell" if unit == "s" else "worker_period",
        "subject_id": who[1],
        "platform_id": who[0],
        "period_from": days[0],
        "period_to": days[1],
        "measure": measure,
        "threshold": threshold,
        "unit": unit,
        "detail": json.dumps(detail, sort_keys=True),
    }


def _count(
    rows: Rows, right: str, where: tuple[str, str], verdict: str, reason: str = "", n: int = 1
) -> None:
    key = {"right": right, "platform_id": where[0], "place": where[1], "period_from": FIRST}
    rows.verdicts.append({**key, "verdict": verdict, "reason": reason or None, "subjects": n})


def _only_counts(rows: Rows) -> None:
    rides = ("bing-rides", "310112")
    _count(rows, "pay/hourly_floor", rides, "unknown", "pay_base_fen missing", 402)
    _count(rows, "pay/hourly_floor", rides, "kept", n=5264)
    _count(rows, "pay/in_full", rides, "unknown", "deductions not handed over", 5561)
    _count(rows, "time/continuous", rides, "signal", n=188)
    _count(rows, "time/continuous", rides, "not_applicable", "no rule in force", 43004)
    _count(rows, "pay/holiday_premium", ("jia-platform", "310101"), "unknown", "no ordinary days", 3)
    who = (rides[0], "D-7", rides[1])
    signal = _finding("time/continuous", who, (FIRST, FIRST), 5 * 3600, LIMIT, "s", {"limit_s": LIMIT})
    rows.findings.append(
        signal | {"verdict": "signal", "force": None, "instruments": ["road-safety-regulation"]}
    )
