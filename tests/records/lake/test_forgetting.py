"""Forgotten rows are gone from every file, and the rest is as if they had never been taken in."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huhang.records.lake.forgetting import forget_before, forget_worker
from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import read_manifest
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from tests.records.lake.names import texts_in
from tests.records.made_files import Row, order, write_rows

GONE = "w-gone"


def days(*, whole: bool) -> list[dict[str, Sequence[Row]]]:
    """Two days of records; if not `whole`, without those of one worker."""
    workers = [GONE, "w1", "w-gone-2", "w2"] if whole else ["w1", "w-gone-2", "w2"]
    first: dict[str, Sequence[Row]] = {
        "orders": [order(order_id=f"{w}/{n}", worker_id=w) for w in workers for n in range(3)],
        "workers": [
            {"platform_id": "acme", "worker_id": w, "engaged_from": "2025-01-01", "id_number": f"1{w}"}
            for w in workers
        ],
        "order_breaks": [
            {"platform_id": "acme", "order_id": f"{w}/0", "from_at": "2025-11-03T10:05:00", "to_at": to}
            for w in workers
            for to in ["2025-11-03T10:06:00"]
        ],
        "trainings": [
            {"company_id": "acme", "worker_id": w, "held_on": "2025-11-02", "topic": "road"} for w in workers
        ],
    }
    corrected = [order(order_id=f"{w}/1", worker_id=w, pay_base_fen="9") for w in workers]
    bad = [order(order_id=f"{w}/1", worker_id=w, pay_base_fen="8") for w in workers for _ in range(2)]
    bad = [row | {"tip_fen": str(n)} for n, row in enumerate(bad)]
    return [first, {"orders": corrected}, {"orders": bad}]


def made(home: Path, *, whole: bool) -> Path:
    for number, day in enumerate(days(whole=whole)):
        for table, rows in day.items():
            write_rows(home / str(number), table, rows)
        take_in_to_lake([home / str(number)], home / "lake")
    return home / "lake"


def names_in(lake: Path, worker: str) -> list[str]:
    """The files that hold a worker, looked for in octets, and in rows and dictionaries of Parquet files."""
    found = []
    for path in lake.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            text += texts_in(path)
        if worker in text.replace("w-gone-2", ""):
            found.append(path.relative_to(lake).as_posix())
    return found


def test_a_worker_is_forgotten_everywhere(tmp_path: Path) -> None:
    lake = made(tmp_path / "whole", whole=True)
    other = made(tmp_path / "without", whole=False)
    assert {path.split("/")[0] for path in names_in(lake, GONE)} == {"data", "history", "quarantine"}
    rehearsed = forget_worker(lake, "acme", GONE, rehearse=True)
    assert names_in(lake, GONE)
    assert rehearsed.receipt == ""
    forgotten = forget_worker(lake, "acme", GONE)
    assert forgotten.rows == rehearsed.rows
    assert forgotten.rows == {
        "orders": 3,
        "workers": 1,
        "persons": 1,
        "order_breaks": 1,
        "trainings": 1,
        "history": 1,
        "quarantine": 2,
    }
    assert names_in(lake, GONE) == []
    assert open_lake(lake).data_hash == open_lake(other).data_hash
    assert [entry.rows for entry in read_manifest(lake).forgettings] == [forgotten.rows]
    assert forget_worker(lake, "acme", GONE).rows == {}
    # The same file brings nobody back; in another file whoever comes back is new, not known.
    assert take_in_to_lake([tmp_path / "whole" / "0"], lake).entry is None
    back = [row for row in days(whole=True)[0]["orders"] if row["worker_id"] == GONE]
    taken = take_in_to_lake([write_rows(tmp_path / "back", "orders", back)], lake)
    assert taken.entry is not None
    assert taken.entry.counts == {"orders": {"new": 3}}


def test_a_worker_of_the_same_name_elsewhere_stays(tmp_path: Path) -> None:
    rows = [order(platform_id=company, worker_id="w1") for company in ("acme", "zeta")]
    lake = tmp_path / "lake"
    take_in_to_lake([write_rows(tmp_path / "a", "orders", rows)], lake)
    assert forget_worker(lake, "acme", "w1").rows == {"orders": 1}
    kept = [
        row
        for file in read_manifest(lake).of("orders")
        for row in pq.read_table(lake / file.path).to_pylist()
    ]
    assert [row["platform_id"] for row in kept] == ["zeta"]


def test_old_rows_are_forgotten_by_the_clock_of_their_platform(tmp_path: Path) -> None:
    times = {"a": "2025-11-02T23:59:59", "b": "2025-11-03T00:00:00", "c": "2025-11-02T16:00:00Z"}
    rows = [order(order_id=key, accepted_at=time, completed_at="") for key, time in times.items()]
    rows.append(order(order_id="d", accepted_at="2025-11-02T23:00:00", completed_at="2025-11-03T00:10:00"))
    lake = tmp_path / "lake"
    write_rows(tmp_path / "a", "orders", rows)
    leaves = [
        {"platform_id": "acme", "worker_id": "w1", "from_day": "2025-10-01", "to_day": day}
        for day in ("2025-11-02", "2025-11-03")
    ]
    write_rows(tmp_path / "a", "leaves", [leaf | {"from_day": leaf["to_day"]} for leaf in leaves])
    take_in_to_lake([tmp_path / "a"], lake)
    assert forget_before(lake, date(2025, 11, 3), rehearse=True).rows == {"orders": 1, "leaves": 1}
    assert forget_before(lake, date(2025, 11, 3)).rows == {"orders": 1, "leaves": 1}
    kept = {
        row["order_id"]
        for file in read_manifest(lake).of("orders")
        for row in pq.read_table(lake / file.path).to_pylist()
    }
    assert kept == {"b", "c", "d"}


def test_what_is_no_lake_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(HuhangError) as stopped:
        forget_worker(tmp_path, "acme", "w1")
    assert stopped.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []
