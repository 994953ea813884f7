"""The tables of a part as Parquet files that anybody can read: one folder for each table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huhang.demo.companies import MINUTE, Company, filed
from huhang.demo.crew import EMPLOYEE, UNSIGNED, Crew
from huhang.demo.money import BASES, CHANNELS, REASONS, UNPAID, Deductions, Payouts
from huhang.demo.names import order_names, payout_name, worker_names
from huhang.demo.orders import MISSING, STATUS, Orders
from huhang.demo.plan import Ints, Part
from huhang.demo.shifts import MEETING_BEFORE_S, MEETING_S, Days
from huhang.records.tables import TABLES

Columns = Mapping[str, Any]
Cells: TypeAlias = "pa.Array[Any]"
AGREED_DAYS_BEFORE = 200
PROMPT_ANSWERED_AFTER_S = 15
WORDS = ("dedicated", "crowdsourced")


def write(folder: Path, name: str, part: int, columns: Columns) -> int:
    """One table of a part, with the types of the records; columns that are not named are left out."""
    schema = TABLES[name].arrow_schema
    fields = [field for field in schema if field.name in columns]
    arrays = [_array(columns[field.name], field.type) for field in fields]
    table = pa.Table.from_arrays(arrays, names=[field.name for field in fields])
    if table.num_rows == 0:
        return 0
    path = folder / name / f"{name}-{part:05}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    repeats = [field.name for field in fields if not _is_unlike(field.name, field.type)]
    # Readers get plain types; how the words were kept here is nobody's business.
    packing: dict[str, Any] = {"compression": "zstd", "compression_level": 1, "use_dictionary": repeats}
    pq.write_table(table, path, store_schema=False, **packing)
    return int(table.num_rows)


def _is_unlike(name: str, kind: pa.DataType) -> bool:
    return name in ("order_id", "payout_id", "deduction_id") or pa.types.is_timestamp(kind)


def _array(values: Any, kind: pa.DataType) -> Cells:
    if isinstance(values, pa.Array):
        return values
    if isinstance(values, np.ndarray) and pa.types.is_timestamp(kind):
        return pa.array(values, pa.int64(), mask=values == MISSING).cast(kind)
    if isinstance(values, np.ndarray) and pa.types.is_date32(kind):
        return pa.array(values.astype(np.int32), pa.int32(), mask=values < 0).cast(kind)
    return pa.array(values, kind)


def words(places: Ints, names: Sequence[str]) -> Cells:
    """Words by their places in a list; a place below zero is empty."""
    codes = places.astype(np.int32)
    indices = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))


def same(word: str | None, size: int) -> Cells:
    """One word in all rows."""
    return words(np.full(size, -1 if word is None else 0), [word or ""])


def order_columns(part: Part, crew: Crew, orders: Orders) -> Columns:
    """The table of orders."""
    company, size = part.company, len(orders)
    columns: dict[str, Any] = {
        "platform_id": same(company.platform, size),
        "order_id": order_names(part, orders.number),
        "worker_id": words(orders.worker, worker_names(part)),
        "attempt": orders.attempt,
        "partner_id": words(crew.partner[orders.worker], company.partners),
        "sector": same(company.sector, size),
        "subsector": same(company.subsector, size),
        "area_code": words(orders.area, part.place.areas),
        "work_mode": words(np.where(crew.partner[orders.worker] < 0, 1, 0), WORDS),
        "status": words(orders.status, STATUS),
        "offered_at": orders.offered,
        "accepted_at": orders.accepted,
        "arrived_at": orders.arrived,
        "picked_up_at": orders.picked,
        **_ends(orders),
        "promised_at": orders.promised,
        "distance_m": orders.distance.astype(np.float64),
        "customer_paid_fen": orders.paid_by_customer,
        "tip_fen": orders.tip,
        "injury_premium_fen": orders.premium,
        "rule_version": same("pay-1", size),
    }
    for name in ("base", "incentive", "night", "weather", "holiday"):
        columns[f"pay_{name}_fen"] = getattr(orders, name)
    columns["pay_one_off_fen"] = np.zeros(size, np.int64)
    return columns


def _ends(orders: Orders) -> Columns:
    cancelled = orders.status == STATUS.index("cancelled")
    return {
        "completed_at": np.where(cancelled, MISSING, orders.end),
        "cancelled_at": np.where(cancelled, orders.end, MISSING),
    }


def worker_columns(part: Part, crew: Crew) -> Columns:
    """The table of workers; of some there is no paper at all."""
    size = part.workers
    kinds = ("written_agreement", "labour_contract", "none")
    paper = np.select([crew.employed, crew.kind == UNSIGNED], [1, 2], 0)
    engaged = np.full(size, _day(part.plan.since) - AGREED_DAYS_BEFORE)
    return {
        "platform_id": same(part.company.platform, size),
        "worker_id": worker_names(part),
        "partner_id": words(crew.partner, part.company.partners),
        "work_area_code": words(crew.home, part.place.areas),
        "engaged_from": engaged,
        "work_mode": words(np.where(crew.partner < 0, 1, 0), WORDS),
        "instrument": words(paper, kinds),
        "hours_system": words(np.where(crew.employed, 0, -1), ("standard",)),
        "employer_id": words(np.where(crew.employed, crew.partner, -1), part.company.partners),
    }


def agreement_columns(part: Part, crew: Crew) -> Columns:
    """Contracts and agreements of all who signed one."""
    signed = np.flatnonzero(crew.kind != UNSIGNED)
    names = worker_names(part)
    day = np.full(len(signed), _day(part.plan.since) - AGREED_DAYS_BEFORE)
    return {
        "agreement_id": [f"{names[worker]}-1" for worker in signed],
        "platform_id": same(part.company.platform, len(signed)),
        "partner_id": words(crew.partner[signed], part.company.partners),
        "worker_id": [names[worker] for worker in signed],
        "kind": words(
            (crew.kind[signed] == EMPLOYEE).astype(np.int64), ("written_agreement", "labour_contract")
        ),
        "signed_on": day,
        "valid_from": day,
        "valid_to": np.full(len(signed), _day(part.plan.until) + 400),
        "electronic": [True] * len(signed),
    }


def insurance_columns(part: Part, crew: Crew) -> Columns:
    """Work-injury insurance of employees, injury cover of everybody else."""
    size = part.workers
    return {
        "worker_id": worker_names(part),
        "kind": words(crew.employed.astype(np.int64), ("injury_cover", "work_injury")),
        "valid_from": np.full(size, _day(part.plan.since) - AGREED_DAYS_BEFORE),
        "valid_to": np.full(size, _day(part.plan.until) + 400),
        "payer": words(
            np.where(crew.employed, crew.partner + 1, 0), (part.company.platform, *part.company.partners)
        ),
        "area_code": words(crew.home, part.place.areas),
    }


def leave_columns(part: Part, crew: Crew) -> Columns:
    """Leave of employees."""
    gone = np.flatnonzero(crew.on_leave >= 0)
    names = worker_names(part)
    first = _day(part.plan.since) + crew.on_leave[gone]
    return {
        "platform_id": same(part.company.platform, len(gone)),
        "worker_id": [names[worker] for worker in gone],
        "from_day": first,
        "to_day": first + 2,
        "kind": same("annual", len(gone)),
    }


def session_columns(part: Part, crew: Crew, days: Days, last: Ints) -> Columns:
    """Time online of each day, and the meeting before it that station riders must attend."""
    midnight = part.plan.midnights[days.day]
    begins, ends = midnight + days.begins - 5 * MINUTE, midnight + np.maximum(last, days.begins) + 8 * MINUTE
    asked = crew.present[days.worker]
    meeting = (midnight + days.begins - MEETING_BEFORE_S)[asked]
    worker = np.concatenate([days.worker, days.worker[asked]])
    return {
        "platform_id": same(part.company.platform, len(worker)),
        "worker_id": words(worker, worker_names(part)),
        "online_at": np.concatenate([begins, meeting]),
        "offline_at": np.concatenate([ends, meeting + MEETING_S]),
        "demanded": np.concatenate([np.zeros(len(begins), bool), np.ones(len(meeting), bool)]),
    }


def prompt_columns(part: Part, days: Days) -> Columns:
    """The prompt at eight hours in hand, answered before anything more is pushed."""
    at = np.flatnonzero(days.prompt_at >= 0)
    shown = part.plan.midnights[days.day[at]] + days.prompt_at[at]
    return {
        "platform_id": same(part.company.platform, len(at)),
        "worker_id": words(days.worker[at], worker_names(part)),
        "shown_at": shown,
        "kind": same("daily", len(at)),
        "answered_at": shown + PROMPT_ANSWERED_AFTER_S,
        "answer": same("go_on", len(at)),
    }


def deduction_columns(part: Part, deductions: Deductions) -> Columns:
    """The table of deductions."""
    size = len(deductions.worker)
    return {
        "platform_id": same(part.company.platform, size),
        "deduction_id": [f"{part.company.prefix}{part.number:05}D{number:07}" for number in range(size)],
        "worker_id": words(deductions.worker, worker_names(part)),
        "occurred_at": deductions.at,
        "reason": words(deductions.reason, REASONS),
        "basis": words(deductions.basis, BASES),
        "amount_fen": deductions.amount,
    }


def payout_columns(part: Part, crew: Crew, payouts: Payouts) -> Columns:
    """The table of payouts."""
    names = worker_names(part)
    pairs = zip(payouts.worker.tolist(), payouts.period.tolist(), strict=True)
    return {
        "platform_id": same(part.company.platform, len(payouts.worker)),
        "payout_id": [payout_name(names[worker], period) for worker, period in pairs],
        "partner_id": words(crew.partner[payouts.worker], part.company.partners),
        "worker_id": words(payouts.worker, names),
        "period_from": payouts.first,
        "period_to": payouts.last,
        "due_on": payouts.due,
        "paid_on": np.where(payouts.paid == UNPAID, -1, payouts.paid),
        "amount_fen": payouts.amount,
        "channel": words(payouts.channel, CHANNELS),
    }


def write_rules(folder: Path, companies: Iterable[Company], since: date) -> int:
    """What all companies filed, in one file."""
    rows = [row for company in companies for row in filed(company, since)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["content"] = [json.dumps(content, sort_keys=True) for content in columns["content"]]
    return write(folder, "rules", 0, columns)


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(days=1)
