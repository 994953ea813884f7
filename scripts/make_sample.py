"""Writes samples/two-cities: the invented records of six companies in Shanghai and Shijiazhuang.

    python scripts/make_sample.py [TARGET]

Everything comes from sample_plan.toml and one seed: the same files, byte for byte, every time. A handful of
rows is spoiled on purpose, the way real exports are.
"""

import csv
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sample_faults import spoil
from sample_money import Payout, Taken, deductions_of, payouts_of, price
from sample_work import Block, Order, Stream, at, day_of, days_of, orders_of

HERE = Path(__file__).parent
TARGET = HERE.parent / "samples" / "two-cities"
SEED = "two cities, autumn 2025"
ON_PAPER = {"instrument": "written_agreement"}
PROMISED_MINUTES = 42
Row = dict[str, str]
Plan = Mapping[str, Any]


def main(target: Path = TARGET) -> None:
    """Write the files of all companies."""
    plan = tomllib.loads((HERE / "sample_plan.toml").read_text(encoding="utf-8"))
    for name, company in plan["company"].items():
        insured = {"insured": company.get("insured", False)}
        workers = [
            insured | worker for worker in plan["worker"] if worker["id"].startswith(company["prefix"])
        ]
        files = files_of(name, company, workers, plan)
        spoil(name, files["orders"], Stream(f"{SEED} faults {name}"))
        for table, rows in files.items():
            if rows:
                write(target / name / f"{table}.csv", rows)


def files_of(name: str, company: Plan, workers: Sequence[Plan], plan: Plan) -> dict[str, list[Row]]:
    """The tables that one company hands over."""
    by_worker = {worker["id"]: work_of(worker, plan["styles"]) for worker in workers}
    everything = sorted((order for orders in by_worker.values() for order in orders), key=_by_time)
    for number, order in enumerate(everything, start=1):
        order.number = f"{company['prefix']}{order.accepted:%m}{number:05}"
    for worker in workers:
        price(by_worker[worker["id"]], company, worker, Stream(f"{SEED} pay {worker['id']}"))
    files = {
        "orders": order_rows(name, company, workers, everything),
        "workers": [worker_row(name, company, worker) for worker in workers if worker.get("paper") != {}],
        "agreements": [row for worker in workers for row in agreement_rows(name, company, worker)],
        "sessions": [row for worker in workers for row in session_rows(name, worker, plan["styles"])],
        "rest_prompts": [row for worker in workers for row in prompt_rows(name, worker)],
        "order_breaks": [
            row for worker in workers for row in break_rows(name, worker, by_worker[worker["id"]])
        ],
        "rules": [rule_row(rule) for rule in plan["rule"] if rule["company"] == name],
    }
    if company["settles"]:
        files |= money_rows(name, company, workers, by_worker)
    return files


def _by_time(order: Order) -> tuple[datetime, str]:
    return order.accepted, order.worker


def work_of(worker: Plan, styles: Plan) -> list[Order]:
    """The orders of one worker, day by day."""
    made: list[Order] = []
    for day, style in sorted(_days(worker)):
        stream = Stream(f"{SEED} {worker['id']} {day}")
        for block in _blocks(styles[style]):
            made += orders_of(block, day, worker["id"], worker["areas"], stream)
    for order in made:
        order.status = "cancelled" if order.distance % 61 == 0 else "completed"
    return made


def _days(worker: Plan) -> list[tuple[date, str]]:
    return [(day, style) for style, spans in worker["days"].items() for day in days_of(spans)]


def _blocks(style: Iterable[Plan]) -> list[Block]:
    blocks = []
    for one in style:
        told: dict[str, Any] = {key: tuple(x) if isinstance(x, list) else x for key, x in one.items()}
        blocks.append(Block(**told))
    return blocks


def order_rows(name: str, company: Plan, workers: Sequence[Plan], orders: Sequence[Order]) -> list[Row]:
    """All orders; some were offered to another worker of that city first, who refused."""
    stream = Stream(f"{SEED} refusals {name}")
    plans = {worker["id"]: worker for worker in workers}
    around: dict[tuple[date, str], set[str]] = defaultdict(set)
    for order in orders:
        around[order.accepted.date(), order.area[:2]].add(order.worker)
    rows = []
    for order in orders:
        others = sorted(around[order.accepted.date(), order.area[:2]] - {order.worker})
        if others and stream.chance(6):
            refused = replace(order, worker=others[stream.whole(0, len(others) - 1)], status="refused")
            rows.append(order_row(name, company, refused, plans[refused.worker]))
            order = replace(order, attempt=2)
        rows.append(order_row(name, company, order, plans[order.worker]))
    return rows


def order_row(name: str, company: Plan, order: Order, worker: Plan) -> Row:
    """One order as a row; a refused one has neither times of work nor pay."""
    sector = worker.get("sector", company["sector"])
    promised = timedelta(minutes=company.get("promised", {}).get(order.area, PROMISED_MINUTES))
    taken, done = order.status != "refused", order.status == "completed"
    offered = order.accepted - timedelta(seconds=20 if taken else 75)
    row: dict[str, Any] = {
        "platform_id": name,
        "order_id": order.number,
        "worker_id": order.worker,
        "attempt": order.attempt,
        "partner_id": partner_of(company, worker),
        "sector": sector,
        "subsector": company.get("subsector") if sector == company["sector"] else "",
        "area_code": order.area,
        "status": order.status,
        "offered_at": offered,
        "accepted_at": order.accepted if taken else None,
        "arrived_at": order.arrived if taken else None,
        "picked_up_at": order.picked if done else None,
        "completed_at": order.completed if done else None,
        "cancelled_at": order.completed if taken and not done else None,
        "promised_at": order.accepted + promised if sector == "instant_delivery" else None,
        "distance_m": order.distance,
    }
    if "flag_fall" in company:
        row["customer_paid_fen"] = order.paid_by_customer if done else 0
    pay = {"base": order.base, "incentive": order.incentive, "night": order.night, "holiday": order.holiday}
    row |= {f"pay_{part}_fen": fen if taken else 0 for part, fen in pay.items()}
    row["tip_fen"] = order.tip if done else 0
    if "premium" in company:
        row["injury_premium_fen"] = worker.get("premium", company["premium"]) if done else 0
    left_out = {*company.get("leaves_out", ()), *(() if company.get("partner") else ("partner_id",))}
    left_out |= set() if company.get("subsector") else {"subsector"}
    return {key: text(value) for key, value in in_yuan(row, company).items() if key not in left_out}


def partner_of(company: Plan, worker: Plan) -> str | None:
    """The partner that runs the station of a worker, if any does."""
    return company.get("partner") if worker.get("tier") == "heyan" else ""


def in_yuan(row: Mapping[str, Any], company: Plan) -> dict[str, Any]:
    """The row with its money in yuan, where that is how the company writes it."""
    if not company.get("yuan"):
        return dict(row)
    return {
        key.removesuffix("_fen") + "_yuan" if key.endswith("_fen") else key: (
            f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
            if key.endswith("_fen")
            else value
        )
        for key, value in row.items()
    }


def money_rows(
    name: str, company: Plan, workers: Sequence[Plan], by_worker: Mapping[str, Sequence[Order]]
) -> dict[str, list[Row]]:
    """Deductions and payouts, numbered by time."""
    taken: list[Taken] = []
    paid: list[tuple[Plan, Payout]] = []
    for worker in workers:
        orders = by_worker[worker["id"]]
        own = deductions_of(worker, orders)
        stream = Stream(f"{SEED} payouts {worker['id']}")
        settles = worker.get("settles", company["settles"])
        taken += own
        paid += [(worker, payout) for payout in payouts_of(name, settles, worker, orders, own, stream)]
    taken.sort(key=lambda one: (one.at, one.worker, one.reason))
    paid.sort(key=lambda pair: (pair[1].first, pair[1].last, pair[1].worker))
    prefix = company["prefix"]
    return {
        "deductions": [
            deduction_row(name, f"{prefix}-D{i:04}", one, company) for i, one in enumerate(taken, 1)
        ],
        "payouts": [payout_row(name, f"{prefix}-P{i:04}", *pair, company) for i, pair in enumerate(paid, 1)],
    }


def deduction_row(name: str, number: str, taken: Taken, company: Plan) -> Row:
    """One deduction."""
    row = {
        "platform_id": name,
        "deduction_id": number,
        "worker_id": taken.worker,
        "order_id": taken.order,
        "occurred_at": taken.at,
        "reason": taken.reason,
        "basis": taken.basis,
        "basis_ref": taken.reference,
        "amount_fen": taken.fen,
    }
    return {key: text(value) for key, value in in_yuan(row, company).items()}


def payout_row(name: str, number: str, worker: Plan, payout: Payout, company: Plan) -> Row:
    """One payment."""
    row = {
        "platform_id": name,
        "payout_id": number,
        "partner_id": partner_of(company, worker),
        "worker_id": payout.worker,
        "period_from": payout.first,
        "period_to": payout.last,
        "due_on": payout.due,
        "paid_on": payout.paid,
        "amount_fen": payout.fen,
        "channel": payout.channel,
    }
    return {key: text(value) for key, value in in_yuan(row, company).items()}


def worker_row(name: str, company: Plan, worker: Plan) -> Row:
    """What is on paper about one worker; nothing that names a person."""
    paper = worker.get("paper", ON_PAPER)
    keys = ("instrument", "category", "category_from", "hours_system", "employer_id", "person_status")
    signed = min((one[1] for one in worker.get("signed", ())), default="2025-06-01")
    row = {
        "platform_id": name,
        "worker_id": worker["id"],
        "partner_id": partner_of(company, worker),
        "work_area_code": worker["areas"][0],
        "engaged_from": signed,
        "work_mode": "dedicated"
        if worker.get("tier") == "heyan" or "employer_id" in paper
        else "crowdsourced",
    }
    return {key: text(value) for key, value in {**row, **{key: paper.get(key) for key in keys}}.items()}


def agreement_rows(name: str, company: Plan, worker: Plan) -> list[Row]:
    """The contracts and agreements that one worker has signed."""
    return [
        {
            "agreement_id": f"{worker['id']}-{number}",
            "platform_id": name,
            "partner_id": text(partner_of(company, worker)),
            "worker_id": worker["id"],
            "kind": kind,
            "signed_on": first,
            "valid_from": first,
            "valid_to": last,
            "electronic": "true",
        }
        for number, (kind, first, last) in enumerate(worker.get("signed", ()), start=1)
    ]


def session_rows(name: str, worker: Plan, styles: Plan) -> list[Row]:
    """The sessions of one worker, in the order of time."""
    found = [
        (at(day, block.start), at(day, block.end), block.presence)
        for day, style in _days(worker)
        for block in _blocks(styles[style])
        if block.presence is not None
    ]
    found += [
        (at(day_of(day), first), at(day_of(day), last), True)
        for day, first, last in worker.get("standing_by", ())
    ]
    return [
        {
            "platform_id": name,
            "worker_id": worker["id"],
            "online_at": text(first),
            "offline_at": text(last),
            "demanded": text(demanded),
        }
        for first, last, demanded in sorted(found)
    ]


def prompt_rows(name: str, worker: Plan) -> list[Row]:
    """The prompts at eight hours of orders in a day, and what the rider answered."""
    return [
        {
            "platform_id": name,
            "worker_id": worker["id"],
            "shown_at": text(at(day_of(day), shown)),
            "kind": "daily",
            "answered_at": text(at(day_of(day), answered)),
            "answer": "go_on",
        }
        for day, shown, answered in worker.get("prompted", ())
    ]


def break_rows(name: str, worker: Plan, orders: Sequence[Order]) -> list[Row]:
    """The breaks of a driver's long orders, where the company writes them down."""
    long = [order for order in orders if order.completed - order.accepted > timedelta(hours=6)]
    rows = []
    for order in long if worker.get("rested") else ():
        for hours, minutes in ((2, 25), (5, 40)):
            start = order.accepted + timedelta(hours=hours)
            row = {"platform_id": name, "order_id": order.number, "from_at": start}
            row |= {"to_at": start + timedelta(minutes=minutes), "source": "driver_log"}
            rows.append({key: text(value) for key, value in row.items()})
    return rows


def rule_row(rule: Plan) -> Row:
    """One rule that a company filed."""
    days = ("effective_from", "consulted_on", "published_on", "notified_on")
    return {
        "platform_id": rule["company"],
        "subject": rule["subject"],
        "rule_version": rule["version"],
        **dict(zip(days, rule["days"], strict=True)),
        "content": json.dumps(rule["content"], sort_keys=True),
    }


def text(value: object) -> str:
    """A cell: times by the clock of the place, nothing where there is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


def write(path: Path, rows: Sequence[Row]) -> None:
    """One file, UTF-8 with line feeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
