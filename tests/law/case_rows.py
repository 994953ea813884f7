"""Cases made into what a company hands over: every case is a company of its own."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from huhang.records.tables import TABLES
from tests.law.case_files import WORKER, Case, Order

Row = dict[str, Any]
# Tables of which a company that hands them over has at least one row, about somebody else if need be.
SPEAKING = ("deductions", "payouts", "sessions", "rest_prompts")
COLLEAGUE = "colleague"
PAY = ("base", "incentive", "one_off", "night", "weather", "holiday")


def platform(number: int, case: Case) -> str:
    """The company of the case of this number."""
    return case.company or f"p{number:04d}"


def rows_of(number: int, case: Case) -> dict[str, list[Row]]:
    """The rows of one case by table; a table that it goes without has none."""
    company = {"platform_id": platform(number, case)}
    tables = {
        "orders": _orders(case),
        "sessions": [
            {"worker_id": WORKER, "online_at": s.first, "offline_at": s.last, "demanded": s.demanded}
            for s in case.sessions
        ],
        "order_breaks": [
            {"order_id": f"o{b.order}-0", "from_at": b.first, "to_at": b.last} for b in case.breaks
        ],
        "deductions": _deductions(case),
        "payouts": _payouts(case),
        "workers": _workers(case),
        "agreements": _agreements(number, case),
        "rules": _rules(case),
        "leaves": [
            {"worker_id": WORKER, "from_day": leave.first, "to_day": leave.last} for leave in case.leaves
        ],
        "rest_prompts": [
            {"worker_id": WORKER, "shown_at": p.shown, "kind": p.kind}
            | {"answered_at": p.answered, "answer": p.answer}
            for p in case.prompts
        ],
        "insurances": [
            {"worker_id": cover.worker, "kind": cover.kind, "valid_from": cover.first, "valid_to": cover.last}
            for cover in case.insured
        ],
    }
    for name in SPEAKING:
        tables[name] = tables[name] or [_of_a_colleague(name, case)]
    return {
        name: [company | row for row in rows] for name, rows in tables.items() if name not in case.without
    }


def _orders(case: Case) -> list[Row]:
    return [
        _order(case, order, f"o{number}-{n}" if order.copies == 1 else f"o{number}-{n}-{copy:03d}", later)
        for number, order in enumerate(case.orders, start=1)
        for n, later in enumerate(order.days())
        for copy in range(order.copies)
    ]


def _order(case: Case, order: Order, order_id: str, later: timedelta) -> Row:
    named = "subsector" in order.model_fields_set or order.sector != "instant_delivery"
    usual = "cancelled" if order.cancelled else "completed"
    return {
        "order_id": order_id,
        "worker_id": order.worker,
        "attempt": 1,
        "partner_id": order.partner,
        "sector": order.sector,
        "subsector": order.subsector if named else "food_delivery",
        "area_code": order.area or case.place,
        "status": order.status or usual,
        "offered_at": order.offered and order.offered + later,
        "accepted_at": order.accepted + later,
        "promised_at": order.promised and order.promised + later,
        "distance_m": order.distance,
        "injury_premium_fen": order.premium,
        "completed_at": order.completed and order.completed + later,
        "cancelled_at": order.cancelled and order.cancelled + later,
        "tip_fen": order.tip,
        **{f"pay_{name}_fen": getattr(order, name) for name in PAY},
    }


def _deductions(case: Case) -> list[Row]:
    return [
        {
            "deduction_id": f"d{n}",
            "worker_id": taken.worker,
            "occurred_at": taken.at,
            "reason": taken.reason,
            "basis": taken.basis,
            "amount_fen": taken.amount,
        }
        for n, taken in enumerate(case.deductions)
    ]


def _payouts(case: Case) -> list[Row]:
    rows = [
        {
            "payout_id": f"y{n}",
            "worker_id": paid.worker,
            "partner_id": paid.partner,
            "period_from": paid.first,
            "period_to": paid.last,
            "due_on": paid.due,
            "paid_on": paid.paid,
            "amount_fen": paid.amount,
            "channel": paid.channel,
        }
        for n, paid in enumerate(case.payouts)
    ]
    if case.settlement:
        period = {"period_from": case.settlement.first, "period_to": case.settlement.last}
        rows.append({"payout_id": "y", "worker_id": WORKER, "amount_fen": 0, "channel": "bank", **period})
    return rows


def _workers(case: Case) -> list[Row]:
    if case.worker is None:
        return []
    row = case.worker.model_dump()
    renamed = {"employer_id": row.pop("employer"), "partner_id": row.pop("partner")}
    first = {"worker_id": WORKER, "work_area_code": row.pop("area")}
    return [first | renamed | row]


def _agreements(number: int, case: Case) -> list[Row]:
    return [
        {
            "agreement_id": f"{platform(number, case)}-{n}",
            "worker_id": WORKER,
            "kind": paper.kind,
            "signed_on": paper.signed,
            "valid_from": paper.first,
            "valid_to": paper.last,
        }
        for n, paper in enumerate(case.agreements)
    ]


def _rules(case: Case) -> list[Row]:
    return [
        {
            "subject": filed.subject,
            "rule_version": filed.version,
            "effective_from": filed.first,
            "consulted_on": filed.consulted,
            "content": json.dumps(filed.content, sort_keys=True),
        }
        for filed in case.rules
    ]


def _of_a_colleague(table: str, case: Case) -> Row:
    """A row that says only that the company hands this table over."""
    moments = [order.accepted for order in case.orders] + [paid.at for paid in case.deductions]
    start = min(moments, default=datetime(2025, 11, 3, tzinfo=UTC))
    end = start + timedelta(hours=1)
    elsewhere = {"partner_id": "another", "period_from": start.date(), "period_to": start.date()}
    rows: dict[str, Row] = {
        "deductions": {"deduction_id": "d", "occurred_at": start, "reason": "other"},
        "payouts": {"payout_id": "y", "channel": "bank", **elsewhere},
        "sessions": {"online_at": start, "offline_at": end, "demanded": False},
        "rest_prompts": {"shown_at": start, "kind": "weekly"},
    }
    amount = {} if table in ("sessions", "rest_prompts") else {"amount_fen": 0}
    return {"worker_id": COLLEAGUE} | rows[table] | amount


def tables_of(cases: Mapping[int, Case], missing: Iterable[str]) -> dict[str, pa.Table]:
    """The canonical tables of all cases together, with empty columns where one is missing."""
    rows: dict[str, list[Row]] = {}
    for number, case in cases.items():
        for name, found in rows_of(number, case).items():
            rows.setdefault(name, []).extend(found)
    absent = [column.split(".") for column in sorted(missing)]
    for table, column in absent:
        for row in rows[table]:
            row[column] = None
    return {name: table_of_rows(name, found) for name, found in rows.items()}


def table_of_rows(name: str, rows: list[Row]) -> pa.Table:
    schema = TABLES[name].arrow_schema
    full = [{column: row.get(column) for column in schema.names} for row in rows]
    table = pa.Table.from_pylist(full, schema=schema)
    return table.sort_by([(column, "ascending") for column in TABLES[name].key])
