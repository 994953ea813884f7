"""A city from end to end: each part is written as soon as it is made, and what was put in is told."""

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from huhang.demo import breaches, company_breaches, day_breaches, files
from huhang.demo.companies import COMPANIES
from huhang.demo.crew import Crew, crew_of
from huhang.demo.faults import repeated, spoil
from huhang.demo.money import Deductions, Payouts, deductions_of, payouts_of
from huhang.demo.orders import Orders, clear_of_answers, orders_of, with_refusals
from huhang.demo.pay import add_pay, keep_floor
from huhang.demo.plan import CityPlan, Part
from huhang.demo.shifts import MIDNIGHT, Days, days_of, times_of
from huhang.vocabulary.words import HuhangError

Progress = Callable[[str, int, int], None]
PLANTED = "planted.json"


@dataclass(frozen=True)
class MadePart:
    """One part in memory: all that its files hold, and what was put in."""

    part: Part
    crew: Crew
    days: Days
    orders: Orders
    deductions: Deductions
    payouts: Payouts
    planted: list[dict[str, Any]]
    faults: dict[str, int]
    shared: company_breaches.Shared


@dataclass(frozen=True)
class City:
    """What was made: rows of each table, what was planted, and the rows that each fault has."""

    rows: dict[str, int]
    planted: list[dict[str, Any]]
    faults: dict[str, int]


def make_part(part: Part) -> MadePart:
    """One part, from its own random streams alone."""
    planted = breaches.Planted(part)
    real = part.plan.real
    crew = crew_of(part)
    unbroken = breaches.plant_work(planted, crew) if real else np.zeros_like(crew.active)
    if real:
        day_breaches.plant_full_month(planted, crew)
    days = days_of(part, crew, unbroken)
    # A planted run of days is not to spill over midnight into another day.
    days.ends_at[np.isin(days.worker, sorted(planted.workers))] = MIDNIGHT - 60
    times = times_of(part, days)
    orders = orders_of(part, crew, days, times)
    orders.offered = clear_of_answers(part, days, orders.worker, orders.offered)
    add_pay(part, crew, orders)
    faults: dict[str, int] = {}
    spared = np.zeros(len(orders), bool)
    if real:
        breaches.tell_work(planted, crew, orders)
        day_breaches.plant_prompts(planted, orders, days)
        spared = breaches.plant_pay(planted, crew, orders)
        day_breaches.plant_low_month(planted, orders, spared)
        faults = spoil(planted, crew, orders, days)
    keep_floor(part, crew, orders, days, spared)
    deductions = deductions_of(part, crew, days)
    if real:
        breaches.plant_deductions(planted, crew, orders, deductions)
        breaches.settle_floor(planted, orders, deductions)
    payouts = payouts_of(part, orders, deductions)
    if real:
        breaches.plant_payouts(planted, crew, payouts)
    shared = company_breaches.plant_company(part, crew, orders) if real else Counter()
    rows = with_refusals(part, orders, days)
    faults |= {"rows_per_item": len(repeated(planted, rows)) - len(rows)} if real else {}
    rows = repeated(planted, rows) if real else rows
    return MadePart(part, crew, days, rows, deductions, payouts, planted.listed, faults, shared)


def write_part(made: MadePart, folder: Path) -> dict[str, int]:
    """Write the tables of one part; rows by table."""
    part, crew = made.part, made.crew
    span = len(part.plan.days)
    last = np.zeros(part.workers * span, np.int64)
    taken = made.orders.length > 0
    ends = (made.orders.end - part.plan.midnights[made.orders.day])[taken]
    np.maximum.at(last, (made.orders.worker * span + made.orders.day)[taken], np.minimum(ends, MIDNIGHT))
    until = last[made.days.worker * span + made.days.day]
    tables = {
        "orders": files.order_columns(part, crew, made.orders),
        "workers": files.worker_columns(part, crew),
        "agreements": files.agreement_columns(part, crew),
        "insurances": files.insurance_columns(part, crew),
        "leaves": files.leave_columns(part, crew),
        "sessions": files.session_columns(part, crew, made.days, until),
        "rest_prompts": files.prompt_columns(part, made.days),
        "deductions": files.deduction_columns(part, made.deductions),
        "payouts": files.payout_columns(part, crew, made.payouts),
    }
    return {name: files.write(folder, name, part.number, columns) for name, columns in tables.items()}


class _Written(NamedTuple):
    """What is told of a part once its files are written."""

    number: int
    rows: dict[str, int]
    planted: list[dict[str, Any]]
    faults: dict[str, int]
    shared: company_breaches.Shared


def make_city(plan: CityPlan, folder: Path, *, jobs: int = 2, progress: Progress | None = None) -> City:
    """Make a city and write it to `folder`, which appears whole or not at all.

    At most `jobs` parts are in memory at once. HuhangError (8) where the folder cannot be written or
    already holds something.
    """
    parts = plan.parts()
    rows: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    planted: dict[int, list[dict[str, Any]]] = {}

    shared: list[company_breaches.Shared] = []

    def one(part: Part) -> _Written:
        made = make_part(part)
        return _Written(part.number, write_part(made, fresh), made.planted, made.faults, made.shared)

    with _new_folder(folder) as fresh, _threads(jobs) as pool:
        rows["rules"] = files.write_rules(fresh, COMPANIES, plan.since)
        for done, future in enumerate(as_completed([pool.submit(one, part) for part in parts]), start=1):
            written = future.result()
            rows.update(written.rows)
            faults.update(written.faults)
            planted[written.number] = written.planted
            shared.append(written.shared)
            if progress:
                progress("city", done, len(parts))
        listed = [row for number in sorted(planted) for row in planted[number]]
        listed += company_breaches.company_rows(shared, {one.platform: one.premium_fen for one in COMPANIES})
        city = City(dict(rows), listed, dict(faults))
        _write_planted(plan, city, fresh / PLANTED)
    return city


def _write_planted(plan: CityPlan, city: City, path: Path) -> None:
    told = {
        "city": {
            "workers": plan.workers,
            "from": plan.since.isoformat(),
            "to": plan.until.isoformat(),
            "places": [place.code for place in plan.places],
            "seed": plan.seed,
            "faults": plan.faults,
        },
        "rows": city.rows,
        "faults": city.faults,
        "planted": city.planted,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def _threads(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that, when the block is broken off, begin nothing new."""
    pool = ThreadPoolExecutor(jobs)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A fresh folder beside the one that is wanted, which it becomes when all went well."""
    folder = folder.absolute()
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise HuhangError(
            f"{folder} 里已有内容，不会覆盖。请换一个空的或不存在的文件夹。",
            f"{folder} already holds something and is not overwritten. Name an empty or a new folder.",
            exit_code=8,
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        yield fresh
        fresh.chmod(0o755)
        os.replace(fresh, folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _not_written(folder: Path, error: OSError) -> HuhangError:
    return HuhangError(
        f"写不到 {folder}：{error.strerror or error}。请看磁盘空间和权限，或换一个文件夹；没有写一半的留下。",
        f"{folder} cannot be written: {error.strerror or error}. Check space and permissions, or name "
        "another folder; nothing half-written was left.",
        exit_code=8,
    )
