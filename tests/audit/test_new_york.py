"""Real deliveries: New York, October 2014, beside the project and not shipped with it."""

import csv
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from huhang.audit.run import run_audit

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "jumpman23-nyc"
ZONE = ZoneInfo("America/New_York")
needs_records = pytest.mark.skipif(not RECORDS.is_dir(), reason="../shared/data/jumpman23-nyc is not here")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("new-york") / "out"
    first, last = date(2014, 10, 1), date(2014, 10, 31)
    run_audit(RECORDS, places=("ZZ-NYC",), since=first, until=last, out=to, mapping="jumpman23-nyc")
    return to


def deliveries() -> dict[str, list[tuple[datetime, datetime]]]:
    """Start and end of every delivery by courier, read here with nothing of ours."""
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    with (RECORDS / "deliveries.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            start, end = (
                datetime.fromisoformat(row[name]).replace(tzinfo=ZONE)
                for name in ("started_at", "arrived_at_dropoff")
            )
            found[row["jumpman_id"]].append((start, end))
    return found


def seconds_by_day(stretches: list[tuple[datetime, datetime]]) -> dict[date, set[int]]:
    """The seconds with a delivery in hand, counted one by one."""
    days: dict[date, set[int]] = defaultdict(set)
    for start, end in stretches:
        while start < end:
            midnight = datetime.combine(start.date() + timedelta(days=1), time.min, ZONE)
            until = min(end, midnight)
            days[start.date()].update(range(int(start.timestamp()), int(until.timestamp())))
            start = until
    return days


@needs_records
def test_every_second_of_every_courier_is_counted_once(out: Path) -> None:
    rows = pq.read_table(out / "worker_days.parquet").to_pylist()
    ours = {(row["worker_id"], row["day"]): row for row in rows}
    checked = 0
    for courier, stretches in deliveries().items():
        for day, seconds in seconds_by_day(stretches).items():
            row = ours[courier, day]
            assert row["in_hand_s"] == row["working_s"] == len(seconds)
            assert row["span_s"] == max(seconds) + 1 - min(seconds)
            assert row["online_s"] is None
            checked += 1
        for day in {start.date() for start, _ in stretches}:
            assert ours[courier, day]["orders"] == sum(start.date() == day for start, _ in stretches)
    assert checked == sum(row["in_hand_s"] > 0 for row in rows) > 1500
    assert sum(row["orders"] for row in rows) == 5214


@needs_records
def test_what_is_missing_makes_pay_unknown_and_the_law_ends_at_the_border(out: Path) -> None:
    rows = pq.read_table(out / "verdicts.parquet").to_pylist()
    for row in rows:
        expected = "not_applicable" if row["right"].startswith("time/") else "unknown"
        assert row["verdict"] == expected, row
    reasons = {(row["right"], row["reason"]) for row in rows}
    assert ("pay/hourly_floor", "pay_base_fen missing") in reasons
    assert {reason for right, reason in reasons if right.startswith(("algorithm/", "cover/"))} <= {
        "promised_at missing",
        "distance_m missing",
        "injury_premium_fen missing",
    }
    assert ("time/continuous", "no rule in force") in reasons
    assert "broken" not in pq.read_table(out / "findings.parquet").column("verdict").to_pylist()
