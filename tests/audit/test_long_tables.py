"""Days and spells of an audit: put aside by whoever is done first, written in order."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huhang.audit.long_tables import LONG, LongTables
from huhang.audit.result import SPELLS, WORKER_DAYS
from huhang.audit.run import run_audit
from huhang.vocabulary.words import HuhangError
from tests.audit.folders import SINCE, UNTIL, write_folder

WORKERS = [(company, f"w{number:02d}") for company in ("a", "b") for number in range(12)]
BEGIN = datetime(2025, 11, 1, tzinfo=UTC)


def told_by(workers: list[tuple[str, str]]) -> dict[str, pa.Table]:
    """Days and spells of some workers, the last of each first."""
    days, spells = [], []
    for company, worker in workers:
        for day in reversed(range(3)):
            who = {"platform_id": company, "worker_id": worker}
            at = BEGIN + timedelta(days=day)
            days.append(who | {"day": at.date(), **dict.fromkeys(WORKER_DAYS.names[3:], day)})
            spells.append(who | {"starts_at": at, "ends_at": at, "length_s": day, "orders": 1})
    return {
        "worker_days": pa.Table.from_pylist(days, WORKER_DAYS),
        "spells": pa.Table.from_pylist(spells, SPELLS),
    }


def test_rows_come_in_order_whoever_told_them_first(tmp_path: Path) -> None:
    shuffled = random.Random(5).sample(WORKERS, len(WORKERS))
    (tmp_path / "aside").mkdir()
    long = LongTables(tmp_path / "aside")
    for first in range(0, len(shuffled), 7):
        long.add(told_by(shuffled[first : first + 7]))
    everything = told_by(WORKERS)
    for name, (schema, order) in LONG.items():
        long.write(name, tmp_path)
        found = pq.read_table(tmp_path / f"{name}.parquet")
        keys: list[tuple[str, Literal["ascending", "descending"]]]
        keys = [(key, "ascending") for key in order.split(", ")]
        assert found.schema.equals(schema)
        assert found.equals(everything[name].sort_by(keys)), name


def test_what_is_put_aside_can_be_asked_before_it_is_written(tmp_path: Path) -> None:
    long = LongTables(tmp_path)
    assert long.rows_of("spells", ["w07"]).equals(SPELLS.empty_table())
    long.add(told_by(WORKERS[:5]))
    long.add(told_by(WORKERS[5:]))
    mine = long.rows_of("spells", ["w07"])
    assert mine.schema.equals(SPELLS)
    assert sorted({str(company) for company in mine["platform_id"].to_pylist()}) == ["a", "b"]
    assert mine.num_rows == 6


def test_the_longest_day_is_drawn_while_long_tables_are_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "records")
    run_audit(folder, places=["000000"], since=SINCE, until=UNTIL, out=tmp_path / "whole")
    monkeypatch.setattr(LongTables, "write", lambda *_: None)
    run_audit(folder, places=["000000"], since=SINCE, until=UNTIL, out=tmp_path / "without")
    pages = [(tmp_path / out / "report.html").read_text(encoding="utf-8") for out in ("whole", "without")]
    assert pages[0] == pages[1]
    assert 'id="day-1"' in pages[0]


def test_long_tables_that_cannot_be_written_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = write_folder(tmp_path / "records")
    monkeypatch.setattr(LongTables, "write", full)
    with pytest.raises(HuhangError) as caught:
        run_audit(folder, places=["000000"], since=SINCE, until=UNTIL, out=tmp_path / "out")
    assert caught.value.exit_code == 8
    assert [path.name for path in tmp_path.iterdir()] == ["records"]
