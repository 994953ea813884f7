"""What the report of a city costs: seconds, memory and size of page and workbook, from a made-up result.

    .venv/bin/python -m benchmarks.report_size [--findings 1000000] [--workers 60000] [--keep FOLDER]

Nothing is audited: the tables of a result are drawn at random, in the shape that a report is made from.
Memory is what the process held at its highest during the step, the tables of the result among it.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks import given
from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.audit.report.compose import compose_report
from huhang.audit.report.evidence import Evidence, WorkerSpan
from huhang.audit.report.page import write_html
from huhang.audit.report.tallies import AuditTables
from huhang.audit.report.workbook import write_workbook
from huhang.audit.result import SPELLS, WORKER_DAYS, worked
from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.reasons import reason_text

FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
DAYS = (LAST - FIRST).days + 1
COMPANIES = tuple(f"company-{n:02d}" for n in range(12))
REASONS = ("void time", "area", "periods overlap", "due day not known", "deductions not handed over")
TEXTS = {"31": ("normative_document", "sh-2022-1"), "13": ("normative_document", "he-2021-5")}
CHROMIUM = Path(os.environ.get("HUHANG_CHROMIUM", "/usr/bin/chromium"))


class Draw:
    """Draws the tables of one result."""

    def __init__(self, book: LawBook, findings: int, workers: int) -> None:
        self.book, self.findings_wanted, self.workers = book, findings, workers
        self.random = np.random.default_rng(20251231)
        self.areas = [code for code in book.places if code[:4] in ("3101", "1301") and code[4:] != "00"]
        self.rights = sorted(book.rights)

    def choose(self, values: Sequence[str], shares: Sequence[float] | None = None) -> Any:
        """One of the values for each finding."""
        return np.array(values)[self.random.choice(len(values), self.findings_wanted, p=shares)]

    def findings(self) -> pa.Table:
        """Findings of every right: six in ten broken, three unknown, one a signal."""
        count, random = self.findings_wanted, self.random
        right, place = self.choose(self.rights), self.choose(self.areas)
        verdict = self.choose(("broken", "unknown", "signal"), (0.6, 0.3, 0.1))
        broken, unknown = verdict == "broken", verdict == "unknown"
        in_money = np.isin(
            right, [name for name in self.rights if self.book.rights[name].right.unit == "fen"]
        )
        texts = np.array([TEXTS[code[:2]] for code in self.areas])[np.searchsorted(self.areas, place)]
        worker = random.integers(0, self.workers, count)
        start = np.datetime64(FIRST) + random.integers(0, DAYS - 7, count)
        measure, short = random.integers(1_000, 200_000, count), random.integers(1, 60_000, count)
        spell = 14_400 + random.integers(1, 20_000, count)
        continuous = right == "time/continuous"
        found = {
            "finding_id": [f"{number:020x}" for number in range(count)],
            "right": right,
            "verdict": verdict,
            "reason": pa.array(self.choose(REASONS), mask=~unknown),
            "force": pa.array(texts[:, 0], mask=~broken),
            "category": self.choose(("A", "B")),
            "category_from": self.choose(("declaration", "contract", "assumed")),
            "clauses": _lists(np.full(count, "SH-5b")),
            "instruments": _lists(texts[:, 1]),
            "place": place,
            "subject_kind": [self.book.rights[name].right.subject for name in right],
            "subject_id": [f"R{number:06d}" for number in worker],
            "platform_id": np.array(COMPANIES)[worker % len(COMPANIES)],
            "period_from": start,
            "period_to": np.where(continuous, start, start + 6),
            "measure": np.where(continuous, spell, measure),
            "threshold": np.where(continuous, 14_400, measure + short),
            "unit": [self.book.rights[name].right.unit for name in right],
            "shortfall_fen": pa.array(short, mask=~(broken & in_money)),
            "detail": [_detail(*row) for row in zip(right, place, start, measure, short, spell, strict=True)],
        }
        return pa.table({name: found[name] for name in FINDINGS.names}).cast(FINDINGS)

    def verdicts(self) -> pa.Table:
        """Counts by right, company, place, week and outcome."""
        rows = [
            {
                "right": right,
                "platform_id": company,
                "place": area,
                "period_from": FIRST + timedelta(days=7 * week),
            }
            | {"verdict": verdict, "reason": REASONS[week % 5] if verdict == "unknown" else None}
            | {"subjects": int(self.random.integers(1, 400))}
            for right in self.rights
            for company in COMPANIES
            for area in self.areas
            for week in range(13)
            for verdict in ("broken", "unknown", "kept")
        ]
        return pa.Table.from_pylist(rows, schema=VERDICTS)

    def workers_told(self) -> pa.Table:
        """What every worker worked in sixty days."""
        count = 60 * self.workers
        worker = np.repeat(np.arange(self.workers), 60)
        orders, seconds = self.random.integers(5, 60, count), self.random.integers(3_600, 50_000, count)
        columns = {
            "platform_id": np.array(COMPANIES)[worker % len(COMPANIES)],
            "worker_id": pa.array(np.array([f"R{number:06d}" for number in range(self.workers)])[worker]),
            "day": np.datetime64(FIRST) + np.tile(np.arange(60), self.workers),
            "orders": orders,
            **dict.fromkeys(("in_hand_s", "working_s", "span_s", "online_s", "longest_spell_s"), seconds),
        }
        return worked(pa.table(columns).cast(WORKER_DAYS))


def _lists(texts: Any) -> Any:
    return pa.ListArray.from_arrays(pa.array(range(len(texts) + 1), pa.int32()), pa.array(texts))


def _detail(right: str, area: str, start: Any, measure: int, short: int, spell: int) -> str:
    """The detail of a finding, about as long as a true one."""
    if right == "time/continuous":
        ends = datetime.fromisoformat(f"{start}T09:00:00+08:00") + timedelta(seconds=int(spell))
        told: dict[str, Any] = {"limit_s": 14_400, "least_break_s": 1_200, "orders": 22, "sector": "delivery"}
        return json.dumps(told | {"starts_at": f"{start}T09:00:00+08:00", "ends_at": ends.isoformat()})
    line = {"area": area, "fen_per_hour": 2500, "parameter": "min_wage.hourly", "seconds": 144_000}
    told = {"base_fen": int(measure), "incentive_fen": 0, "counted_fen": int(measure), "deductions": []}
    told |= {"floor_fen": int(measure + short), "working_s": 144_000, "in_hand_s": 140_000, "demanded_s": 0}
    told |= {"allowance_s": 4_000, "orders": 210, "void_orders": 0, "clipped": False, "monthly_174_fen": None}
    told |= {"lines": [line | {"from": str(start), "to": str(start + 6)}], "debtor": "company"}
    return json.dumps(told, sort_keys=True)


def _stretches(spans: Sequence[WorkerSpan]) -> list[dict[str, Any]]:
    """Orders of half an hour, twenty a day, one after the other, for the few workers that are drawn."""
    rows = []
    for span in spans:
        for day in (span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)):
            nine = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Shanghai")) + timedelta(hours=9)
            key = {"platform_id": span.platform_id, "worker_id": span.worker_id, "day": day}
            for n in range(20):
                moment = nine + timedelta(minutes=30 * n)
                rows.append(key | {"starts_at": moment, "ends_at": moment + timedelta(minutes=30)})
    return rows


def evidence() -> Evidence:
    """What the pictures are drawn from."""

    def orders(spans: Sequence[WorkerSpan]) -> pa.Table:
        rows = [
            {"platform_id": row["platform_id"], "worker_id": row["worker_id"], "order_id": f"o{n}"}
            | {"area_code": "310101", "status": "completed", "accepted_at": row["starts_at"]}
            | {"completed_at": row["ends_at"], "cancelled_at": None, "pay_base_fen": 700}
            for n, row in enumerate(_stretches(spans))
        ]
        return pa.Table.from_pylist(rows)

    def pieces(spans: Sequence[WorkerSpan]) -> pa.Table:
        rows = [row | {"kind": "in_hand", "area_code": "310101"} for row in _stretches(spans)]
        return pa.Table.from_pylist(rows)

    return Evidence(orders=orders, pieces=pieces, zones={})


def receipt() -> dict[str, Any]:
    """A receipt with what the report reads of it."""
    return {
        "number": "HH-20251231-SIZE00",
        "sample": True,
        "from": FIRST.isoformat(),
        "to": LAST.isoformat(),
        "places": ["310000", "130100"],
        "hashes": dict.fromkeys(("data", "rights", "parameters"), "0" * 64),
        "engine": "benchmark",
    }


class Steps:
    """Seconds and highest memory, step by step."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def run(self, name: str, step: Callable[[], Any], file: Path | None = None) -> Any:
        """Run one step and note what it cost."""
        given.say(f"report of a large result: {name}")
        Path("/proc/self/clear_refs").write_text("5")
        begun, worked = time.perf_counter(), time.process_time()
        made = step()
        seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
        size = f"{file.stat().st_size / 1e6:.2f}" if file else ""
        self.rows.append((name, f"{seconds:.1f}", f"{cpu:.1f}", f"{_highest():,.0f}", size))
        return made

    def table(self, title: str) -> Table:
        """What was noted."""
        table = Table(
            "step", "seconds", "of the CPU", "memory at its highest (MiB)", "file (MB)", title=title
        )
        for row in self.rows:
            table.add_row(*row)
        return table


def _highest() -> float:
    status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(status.split()[0]) / 1024


def _open(page: Path) -> None:
    """Open the page in a browser until everything is laid out and drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        begun = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="load")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        Console().print(f"the page is drawn {time.perf_counter() - begun:.2f} s after it is asked for")
        browser.close()


def _no_spells(_: Sequence[str]) -> pa.Table:
    return SPELLS.empty_table()


def main() -> None:
    """Make, write and measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--findings", type=int, default=1_000_000)
    asked.add_argument("--workers", type=int, default=60_000)
    asked.add_argument("--keep", type=Path, help="write page and workbook here and leave them")
    options = asked.parse_args()
    book, steps = load_law(), Steps()
    draw = Draw(book, options.findings, options.workers)
    tables = steps.run(
        "tables are drawn at random (no part of a report)",
        lambda: AuditTables(draw.findings(), draw.verdicts(), draw.workers_told(), _no_spells),
    )
    with TemporaryDirectory() as fresh:
        folder = options.keep or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        page, workbook = folder / "report.html", folder / "report.xlsx"
        content = steps.run(
            "the report is composed",
            lambda: compose_report(
                tables, evidence(), book, receipt(), made_on=LAST, reason_words=reason_text
            ),
        )
        steps.run("report.html", lambda: write_html(content, page), page)
        steps.run("report.xlsx", lambda: write_workbook(content, workbook), workbook)
        held = sum(table.nbytes for table in (tables.findings, tables.verdicts, tables.workers)) / 2**20
        Console().print(f"the tables of the result hold {held:,.0f} MiB of the memory told below")
        title = f"report: {options.findings:,} findings, {tables.workers.num_rows:,} workers"
        Console().print(steps.table(title))
        if CHROMIUM.exists():
            _open(page)


if __name__ == "__main__":
    main()
