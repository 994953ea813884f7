"""What docs/how-to/read-the-lake tells others to run runs, and gives what the lake holds."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from huhang.records.lake.handing import open_lake
from huhang.records.lake.taking_in import take_in_to_lake
from tests.records.made_files import order, write_rows

PAGES = sorted((Path(__file__).parents[3] / "docs" / "how-to").glob("read-the-lake*.md"))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_others_read_the_lake(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [order(order_id=str(n), worker_id=f"w{n}", pay_base_fen="100") for n in range(20)]
    lake = tmp_path / "out" / "lake"
    for number, part in enumerate((rows[:12], rows[8:])):
        take_in_to_lake([write_rows(tmp_path / str(number), "orders", part)], lake)
    (lake / "data" / "orders" / "left-behind.parquet").write_bytes(b"what a killed program left")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as db:
        assert db.execute(blocks(page, "sql")[0]).fetchall() == [("acme", 20, 20.0)]
    known: dict[str, Any] = {}
    for block in blocks(page, "python"):
        if "spark" not in block:
            exec(block, known)
    assert sorted(known["orders"]["order_id"]) == sorted(row["order_id"] for row in rows)
    handed = open_lake(lake)
    for row in rows:
        place = known["bucket"]("acme", row["worker_id"])
        (files,) = [file for file in handed.manifest.of("orders") if file.bucket == place]
        bucket = known["pandas"].read_parquet(lake / files.path)
        assert row["worker_id"] in set(bucket["worker_id"])
