"""The records of some workers, found among those of all."""

from random import Random

import duckdb
import pyarrow as pa
import pytest

from huhang.engine import whose_rows
from huhang.engine.whose_rows import WHOSE, WhoseRows

WORKERS = [(platform, f"w{number}") for platform in ("jia", "yi") for number in range(30)]


def of_anybody(dice: Random, many: int) -> pa.Table:
    """Rows of workers in any order, some that name no worker, or no company."""
    rows = []
    for number in range(many):
        platform, worker = dice.choice(WORKERS)
        named = dice.random()
        whose = (platform if named > 0.05 else None, worker if named < 0.95 else None)
        rows.append(dict(zip(WHOSE, whose, strict=True)) | {"row": number})
    kinds: dict[str, pa.DataType] = dict.fromkeys(WHOSE, pa.string())
    return pa.Table.from_pylist(rows, pa.schema({**kinds, "row": pa.int64()}))


@pytest.mark.parametrize("named", [0, 1, 7, 60])
def test_all_rows_of_a_crew_are_found_in_their_order(named: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whose_rows, "FEW", 25)
    dice = Random(11)
    tables = {
        name: of_anybody(dice, many) for name, many in (("payouts", 700), ("workers", 90), ("leaves", 9))
    }
    chosen = dice.sample(WORKERS, named)
    crew = pa.table(
        {name: pa.array([whose[at] for whose in chosen], pa.string()) for at, name in enumerate(WHOSE)}
    )
    with duckdb.connect() as db:
        found = WhoseRows(tables).around(crew, db)
        assert not db.sql("SHOW TABLES").fetchall()
    assert found["leaves"] is tables["leaves"]
    for name in ("payouts", "workers"):
        theirs = [row for row in tables[name].to_pylist() if (row["platform_id"], row["worker_id"]) in chosen]
        assert found[name].to_pylist() == theirs


def test_workers_of_one_number_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash may be that of two workers; who asks for one leaves out the rows of the other."""
    monkeypatch.setattr(whose_rows, "FEW", 25)
    monkeypatch.setattr(whose_rows, "_NUMBERS", "SELECT 7::UINTEGER AS number FROM whose")
    table = of_anybody(Random(3), 40)
    with duckdb.connect() as db:
        assert WhoseRows({"payouts": table}).around(table.slice(0, 1), db)["payouts"].equals(table)
