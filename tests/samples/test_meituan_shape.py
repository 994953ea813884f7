"""The made-up waybills of the how-to page are read as the page says, attempts, refusals and all."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from huhang.audit.result import AuditResult
from huhang.audit.run import run_audit
from huhang.records.handover import Handover, take_in
from huhang.records.mapping import load_mapping
from tests.conventions.tree import ROOT

FOLDER = ROOT / "samples" / "meituan-shape"
NAME = "meituan-waybills"
SHANGHAI = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def waybills() -> list[dict[str, str]]:
    with (FOLDER / "waybills.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def handover() -> Handover:
    return take_in([FOLDER], mapping=load_mapping(NAME))


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> tuple[AuditResult, Path]:
    out = tmp_path_factory.mktemp("meituan") / "out"
    since, until = date(2022, 10, 17), date(2022, 10, 23)
    result = run_audit(FOLDER, places=["ZZ-MEITUAN"], since=since, until=until, out=out, mapping=NAME)
    return result, out


def status_of(waybill: dict[str, str]) -> str:
    if waybill["is_courier_grabbed"] == "0":
        return "refused"
    return "open" if waybill["arrive_time"] == "0" else "completed"


def instant(seconds: str) -> datetime | None:
    return None if seconds == "0" else datetime.fromtimestamp(int(seconds), UTC)


def by_waybill(handover: Handover) -> dict[tuple[str, str, datetime], dict[str, Any]]:
    rows = handover.tables["orders"].to_pylist()
    return {(row["order_id"], row["worker_id"], row["offered_at"]): row for row in rows}


def key_of(waybill: dict[str, str]) -> tuple[str, str, datetime]:
    offered = instant(waybill["dispatch_time"])
    assert offered is not None
    return waybill["order_id"], waybill["courier_id"], offered


def test_the_file_has_what_the_page_promises(waybills: list[dict[str, str]]) -> None:
    assert 20 <= len(waybills) <= 40
    assert {status_of(waybill) for waybill in waybills} == {"completed", "refused", "open"}
    assert max(map(len, attempts(waybills).values())) == 3


def test_every_row_is_taken_in(waybills: list[dict[str, str]], handover: Handover) -> None:
    assert handover.quality.rows == handover.quality.accepted == len(waybills)
    assert handover.quality.quarantined == 0
    assert set(by_waybill(handover)) == {key_of(waybill) for waybill in waybills}


def test_status_and_times_are_those_of_the_waybill(
    waybills: list[dict[str, str]], handover: Handover
) -> None:
    rows = by_waybill(handover)
    for waybill in waybills:
        row = rows[key_of(waybill)]
        assert row["status"] == status_of(waybill)
        assert row["picked_up_at"] == instant(waybill["fetch_time"])
        assert row["completed_at"] == instant(waybill["arrive_time"])
        assert row["accepted_at"] == instant(waybill["grab_time"])


def attempts(waybills: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for waybill in sorted(waybills, key=lambda waybill: int(waybill["dispatch_time"])):
        grouped[waybill["order_id"]].append(waybill)
    return grouped


def test_attempts_are_numbered_by_dispatch(waybills: list[dict[str, str]], handover: Handover) -> None:
    rows = by_waybill(handover)
    for tries in attempts(waybills).values():
        assert [rows[key_of(waybill)]["attempt"] for waybill in tries] == list(range(1, len(tries) + 1))


def seconds_in_hand(waybills: list[dict[str, str]]) -> dict[tuple[str, date], int]:
    """By courier and local day, how many seconds lie inside at least one completed waybill."""
    held: dict[tuple[str, date], set[int]] = defaultdict(set)
    for waybill in waybills:
        if status_of(waybill) == "completed":
            for second in range(int(waybill["grab_time"]), int(waybill["arrive_time"])):
                day = datetime.fromtimestamp(second, SHANGHAI).date()
                held[waybill["courier_id"], day].add(second)
    return {key: len(seconds) for key, seconds in held.items()}


def test_in_hand_time_is_the_union_of_waybills(
    waybills: list[dict[str, str]], audit: tuple[AuditResult, Path]
) -> None:
    days = pq.read_table(audit[1] / "worker_days.parquet").to_pylist()
    assert {(row["worker_id"], row["day"]): row["in_hand_s"] for row in days} == seconds_in_hand(waybills)


def test_nothing_is_judged_where_no_law_and_no_pay_are_known(audit: tuple[AuditResult, Path]) -> None:
    counts = audit[0].receipt["counts"]
    assert not any({"broken", "signal", "kept"} & set(found) for found in counts.values())
    assert set(counts["pay/hourly_floor"]) == {"unknown"}
    assert "not_applicable" in counts["time/continuous"]
    assert (audit[1] / "report.html").is_file()
