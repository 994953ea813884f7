"""A file of real deliveries goes through whole, and its known faults are told."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.compute as pc
import pytest

from tests.records.made_files import take

DELIVERIES = Path(__file__).parents[3] / "shared" / "data" / "jumpman23-nyc"


@pytest.mark.skipif(not DELIVERIES.is_dir(), reason=f"the New York deliveries are not at {DELIVERIES}")
def test_new_york_deliveries_go_through_whole() -> None:
    handover = take(DELIVERIES, "jumpman23-nyc")
    orders = handover.quality.tables["orders"]
    assert (orders.counts["rows"], orders.counts["accepted"]) == (5214, 5214)
    assert orders.coverage.clock_faults["arrived_at_before_accepted_at"] == 435
    assert orders.coverage.pick_ups_missing == 495
    assert (orders.coverage.first_day, orders.coverage.last_day) == (date(2014, 10, 1), date(2014, 10, 30))
    told = Counter({fault["code"]: fault["rows"] for fault in handover.quality.to_json()["faults"]})
    assert told["arrived_at_before_accepted_at"] == 435
    assert told["pick_up_missing"] == 495
    table = handover.tables["orders"]
    assert len(set(table["worker_id"].to_pylist())) == 578
    first = pc.min(table["accepted_at"]).as_py()
    assert first == datetime(2014, 10, 1, 4, 7, 58, tzinfo=UTC)
    assert handover.zones == {"jumpman23": "America/New_York"}
    assert not {name for name in handover.present["orders"] if name.endswith("_fen")}
