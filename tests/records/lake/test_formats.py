"""A lake of another format: an older one is brought up to date by command, a newer one is refused."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from huhang.records.lake.handing import open_lake
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import FORMAT, read_manifest
from huhang.records.lake.migrating import migrate
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from tests.records.lake.names import texts_in
from tests.records.made_files import order, write_rows


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake of two take-ins, the second with a correction."""
    for number, pay in enumerate(("1", "2")):
        rows = [
            order(order_id=str(n), worker_id=f"w{n}", pay_base_fen=pay if n == 3 else "5") for n in range(9)
        ]
        take_in_to_lake([write_rows(tmp_path / str(number), "orders", rows)], tmp_path / "lake")
    return tmp_path / "lake"


def edit(lake: Path, **changed: Any) -> dict[str, Any]:
    path = lake / "manifest.json"
    content: dict[str, Any] = {**json.loads(path.read_text(encoding="utf-8")), **changed}
    path.write_text(json.dumps(content), encoding="utf-8")
    return content


def as_format_1(lake: Path) -> None:
    """Make the lake what the first format was: a digest for each column, no indexes, no memory of lines."""
    content = edit(lake, format=1)
    for name in ("files", "history"):
        for file in content[name]:
            del file["index"], file["digest"]
            file["digests"] = {"order_id": "0" * 64}
    del content["lines"], content["secret"]
    (lake / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    shutil.rmtree(lake / "index")
    shutil.rmtree(lake / "lines", ignore_errors=True)


def as_format_2(lake: Path) -> None:
    """Make the lake what the second format was: its files name workers of whom they have no row."""
    content = edit(lake, format=2)
    for path in (lake / file["path"] for name in ("files", "history") for file in content[name]):
        rows = pq.read_table(path, read_dictionary=["worker_id"])
        place = rows.schema.names.index("worker_id")
        names = pa.array([*(f"w{n}" for n in range(9)), "stranger"])
        indices = pc.index_in(rows["worker_id"].combine_chunks().cast(pa.string()), value_set=names)
        coded = pa.DictionaryArray.from_arrays(indices, names)
        pq.write_table(rows.set_column(place, "worker_id", coded), path, store_schema=False)


@pytest.mark.parametrize(("number", "as_older"), [(1, as_format_1), (2, as_format_2)])
def test_an_older_lake_is_migrated(
    lake: Path, tmp_path: Path, number: int, as_older: Callable[[Path], None]
) -> None:
    hashed = open_lake(lake).data_hash
    as_older(lake)
    for refused in (open_lake, lambda place: take_in_to_lake([tmp_path / "0"], place)):
        with pytest.raises(HuhangError, match="huhang lake migrate"):
            refused(lake)
    assert migrate(lake) == number
    assert migrate(lake) is None
    assert open_lake(lake).data_hash == hashed
    manifest = read_manifest(lake)
    assert len(manifest.take_ins) == 2
    there = {path.relative_to(lake).as_posix() for path in lake.rglob("*") if path.is_file()}
    assert there == {*manifest.paths(), "manifest.json", "huhang-lake.lock"}
    assert [file.rows for file in manifest.history] == [1]
    assert not [path for path in lake.rglob("*.parquet") if "stranger" in texts_in(path)]
    rows = [order(order_id="3", worker_id="w3", pay_base_fen=pay) for pay in ("2", "7")]
    taken = take_in_to_lake([write_rows(tmp_path / "more", "orders", rows[1:])], lake)
    assert taken.entry is not None
    assert taken.entry.counts == {"orders": {"corrected": 1}}


def test_a_newer_lake_is_refused_untouched(lake: Path, tmp_path: Path) -> None:
    edit(lake, format=FORMAT + 1)
    before = (lake / "manifest.json").read_bytes()
    for refused in (open_lake, migrate, lambda place: take_in_to_lake([tmp_path / "0"], place)):
        with pytest.raises(HuhangError, match="newer format") as stopped:
            refused(lake)
        assert "Upgrade" in stopped.value.text.en
    assert (lake / "manifest.json").read_bytes() == before


def test_a_damaged_manifest_is_told(lake: Path) -> None:
    (lake / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(HuhangError, match="backup"):
        open_lake(lake)


def test_a_second_writer_waits_or_is_told(lake: Path, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "late", "orders", [order(order_id="late")])
    waiting = threading.Thread(target=lambda: take_in_to_lake([rows], lake, wait=True))
    with one_writer(lake, wait=False):
        with pytest.raises(HuhangError, match="--wait"):
            take_in_to_lake([rows], lake)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        assert len(read_manifest(lake).take_ins) == 2
    waiting.join()
    assert len(read_manifest(lake).take_ins) == 3
