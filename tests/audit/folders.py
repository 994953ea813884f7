"""Small folders of made-up records for tests of the whole audit."""

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

SINCE, UNTIL = date(2025, 11, 1), date(2025, 12, 31)
AREAS = ("310101", "310104", "130102", "130183")
ORDER_COLUMNS = (
    "platform_id", "order_id", "worker_id", "sector", "subsector", "area_code", "status", "accepted_at",
    "completed_at", "pay_base_fen", "pay_incentive_fen", "pay_holiday_fen",
)  # fmt: skip

Row = dict[str, str]


def order_rows(seed: int = 7, workers: int = 6, days: int = 61) -> list[Row]:
    """Orders of a few riders, close together, overlapping, some across midnight and districts."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for worker in range(workers):
        for day in range(days):
            hour = 10 + draw.randrange(8)
            moment = datetime.fromisoformat(f"2025-11-01T{hour}:00") + timedelta(days=day)
            for _ in range(draw.randrange(0, 12)):
                length = timedelta(seconds=draw.randrange(300, 2700))
                rows.append(_order(len(rows), worker, moment, moment + length, draw))
                moment += timedelta(seconds=draw.randrange(0, 2400))
    return rows


def _order(number: int, worker: int, accepted: datetime, completed: datetime, draw: random.Random) -> Row:
    cells = (
        f"p{worker % 2}", f"o{number}", f"w{worker}", "instant_delivery", "food_delivery",
        AREAS[(worker + draw.randrange(2)) % 4], "completed", accepted.isoformat(), completed.isoformat(),
        str(draw.randrange(300, 900)), str(draw.randrange(3) * 50), "0",
    )  # fmt: skip
    return dict(zip(ORDER_COLUMNS, cells, strict=True))


def payout_rows() -> list[Row]:
    """Half-month payouts of one rider, one of them late, one unpaid."""
    halves = [(date(2025, 11, 1), date(2025, 11, 15)), (date(2025, 11, 16), date(2025, 11, 30))]
    rows = []
    for number, (first, last) in enumerate(halves):
        due = last + timedelta(days=5)
        rows.append(
            {
                "platform_id": "p0",
                "payout_id": f"x{number}",
                "worker_id": "w0",
                "period_from": first.isoformat(),
                "period_to": last.isoformat(),
                "due_on": due.isoformat(),
                "paid_on": (due + timedelta(days=3)).isoformat() if number == 0 else "",
                "amount_fen": "50000",
            }
        )
    return rows


def deduction_rows() -> list[Row]:
    """A fine for lateness by the company's rule."""
    row = {"platform_id": "p0", "deduction_id": "d1", "worker_id": "w0", "occurred_at": "2025-11-20T12:00:00"}
    return [row | {"reason": "late", "basis": "rule", "amount_fen": "300"}]


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_folder(folder: Path, orders: Iterable[Row] | None = None) -> Path:
    """A folder with orders, payouts and deductions."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "orders.csv", list(orders) if orders is not None else order_rows())
    write_rows(folder / "payouts.csv", payout_rows())
    write_rows(folder / "deductions.csv", deduction_rows())
    return folder
