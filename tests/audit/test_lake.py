"""An audit of a lake gives what an audit of the same files gives, row for row."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from huhang.audit import prepare
from huhang.audit.explain import explain
from huhang.audit.run import run_audit
from huhang.audit.verify import verify
from huhang.engine import whose_rows
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from tests.audit.folders import SINCE, UNTIL, write_folder, write_rows

SAMPLE = Path(__file__).parents[2] / "samples" / "two-cities"
TABLES = ("findings", "verdicts", "worker_days", "spells", "would_be")


def audit(records: Path, out: Path, jobs: int = 1) -> str:
    result = run_audit(records, places=("000000",), since=SINCE, until=UNTIL, out=out, jobs=jobs)
    return str(result.receipt["hashes"]["data"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of records, a lake of it, and an audit of each."""
    home = tmp_path_factory.mktemp("lake")
    take_in_to_lake([write_folder(home / "records")], home / "lake")
    audit(home / "records", home / "of-folder")
    return home


@pytest.mark.parametrize("jobs", [1, 2])
def test_folder_and_lake_give_the_same_rows(home: Path, jobs: int, tmp_path: Path) -> None:
    hashed = audit(home / "lake", tmp_path / "out", jobs)
    assert hashed == audit(home / "records", tmp_path / "again")
    for name in TABLES:
        ours, theirs = (
            pq.read_table(out / f"{name}.parquet") for out in (tmp_path / "out", home / "of-folder")
        )
        assert ours.equals(theirs), name
    assert pq.read_table(tmp_path / "out" / "findings.parquet").num_rows > 0


def test_files_in_many_pieces_give_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece has its own dictionary of texts, as a program that copies a lake may write it."""
    monkeypatch.setattr(prepare, "ORDERS_AT_ONCE", 25)
    take_in_to_lake([SAMPLE], tmp_path / "lake")
    for file in (tmp_path / "lake" / "data").rglob("*.parquet"):
        pq.write_table(pq.read_table(file, partitioning=None), file, row_group_size=10)
    for name, records in (("folder", SAMPLE), ("lake", tmp_path / "lake")):
        run_audit(
            records, places=("310000", "130100"), since=date(2025, 10, 1), until=date(2025, 11, 30),
            out=tmp_path / f"of-{name}", jobs=1,
        )  # fmt: skip
    for name in TABLES:
        ours, theirs = (
            pq.read_table(tmp_path / f"of-{records}" / f"{name}.parquet") for records in ("lake", "folder")
        )
        assert ours.equals(theirs), name


def test_groups_look_their_workers_up_among_all(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large lake each group of workers is judged by its own records, found among those of all."""
    monkeypatch.setattr(prepare, "ORDERS_TOGETHER", 25)
    monkeypatch.setattr(whose_rows, "FEW", 0)
    audit(home / "lake", tmp_path / "out", 2)
    for name in TABLES:
        ours, theirs = (
            pq.read_table(out / f"{name}.parquet") for out in (tmp_path / "out", home / "of-folder")
        )
        assert ours.equals(theirs), name


def test_verify_and_explain_take_a_lake(home: Path) -> None:
    out = home / "of-folder"
    assert verify(out, records=home / "lake", jobs=1).holds
    finding = next(
        row for row in pq.read_table(out / "findings.parquet").to_pylist() if row["verdict"] == "broken"
    )
    told = [
        explain(out, finding["finding_id"], records=home / name, rows=True) for name in ("lake", "records")
    ]
    assert told[0] == told[1]


def test_a_lake_is_audited_without_a_mapping(home: Path, tmp_path: Path) -> None:
    with pytest.raises(HuhangError, match="take-in"):
        run_audit(
            home / "lake",
            places=("000000",),
            since=SINCE,
            until=UNTIL,
            out=tmp_path / "x",
            mapping="any.yaml",
        )


@pytest.mark.parametrize("platform", ["p0", "p1"])
def test_one_platform_alone_has_the_findings_that_it_has_among_all(
    home: Path, platform: str, tmp_path: Path
) -> None:
    result = run_audit(
        home / "lake", places=("000000",), since=SINCE, until=UNTIL, out=tmp_path / "own", jobs=1,
        platform=platform,
    )  # fmt: skip
    for name in TABLES:
        own, whole = (
            pq.read_table(out / f"{name}.parquet") for out in (tmp_path / "own", home / "of-folder")
        )
        assert own.equals(whole.filter(pc.field("platform_id") == platform)), name
    assert result.findings.num_rows > 0
    other = {"p0": "p1", "p1": "p0"}[platform]
    assert f'"{other}"' not in (tmp_path / "own" / "run.json").read_text("utf-8")


def test_a_platform_without_orders_has_the_findings_that_it_has_among_all(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    paid = {"platform_id": "p9", "worker_id": "w9", "payout_id": "1", "amount_fen": "100000"}
    paid |= {"period_from": "2025-11-01", "period_to": "2025-11-30", "paid_on": "2025-12-20"}
    paid |= {"due_on": "2025-12-05", "channel": "bank"}
    write_rows(folder / "payouts.csv", [paid])
    worker = {
        "platform_id": "p9",
        "worker_id": "w9",
        "work_area_code": "310101",
        "engaged_from": "2025-01-01",
    }
    write_rows(folder / "workers.csv", [worker])
    take_in_to_lake([folder], tmp_path / "lake")
    audit(tmp_path / "lake", tmp_path / "all")
    run_audit(
        tmp_path / "lake", places=("000000",), since=SINCE, until=UNTIL, out=tmp_path / "own", jobs=1,
        platform="p9",
    )  # fmt: skip
    own, whole = (pq.read_table(tmp_path / out / "verdicts.parquet") for out in ("own", "all"))
    assert own.num_rows > 0
    assert own.equals(whole.filter(pc.field("platform_id") == "p9"))
