"""The audit as a whole: the same answer however the rows come, and a folder that is whole or absent."""

import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huhang.audit import findings, prepare
from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.audit.result import SPELLS, WORKER_DAYS, AuditResult
from huhang.audit.run import run_audit
from huhang.engine import company_facts
from huhang.vocabulary.words import HuhangError
from tests.audit.folders import SINCE, UNTIL, order_rows, write_folder, write_rows

TABLES = ("findings", "verdicts", "worker_days", "spells", "would_be")


def audit(folder: Path, out: Path, places: tuple[str, ...] = ("000000",), jobs: int = 1) -> AuditResult:
    return run_audit(folder, places=places, since=SINCE, until=UNTIL, out=out, jobs=jobs)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of records, and the folder of its audit."""
    home = tmp_path_factory.mktemp("audit")
    folder = write_folder(home / "records")
    audit(folder, home / "out")
    return folder, home / "out"


def tables_of(out: Path) -> dict[str, pa.Table]:
    return {name: pq.read_table(out / f"{name}.parquet") for name in TABLES}


def test_the_results_have_the_columns_that_were_promised(made: tuple[Path, Path]) -> None:
    found = tables_of(made[1])
    assert found["findings"].schema.equals(FINDINGS)
    assert found["verdicts"].schema.equals(VERDICTS)
    assert found["worker_days"].schema.equals(WORKER_DAYS)
    assert found["spells"].schema.equals(SPELLS)
    assert found["findings"].num_rows > 0
    names = {path.name for path in made[1].iterdir()}
    assert {"run.json", "report.html", "report.xlsx", "quarantine"} <= names


def test_shuffled_split_and_repeated_rows_give_the_same_tables(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = order_rows()
    random.Random(3).shuffle(rows)
    folder = write_folder(tmp_path / "records", rows[: len(rows) // 3])
    write_rows(folder / "orders-2.csv", rows[len(rows) // 4 :])
    audit(folder, tmp_path / "out", jobs=2)
    before, after = tables_of(made[1]), tables_of(tmp_path / "out")
    for name in TABLES:
        assert before[name].equals(after[name]), name


def test_how_many_orders_are_taken_at_once_changes_nothing(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "ORDERS_AT_ONCE", 5)
    # More buckets than workers.
    monkeypatch.setattr(prepare, "ORDERS_TOGETHER", 250)
    monkeypatch.setattr(company_facts, "_MOST_WAITING", 3)
    monkeypatch.setattr(findings, "_MOST_WAITING", 3)
    audit(made[0], tmp_path / "out", jobs=2)
    before, after = tables_of(made[1]), tables_of(tmp_path / "out")
    for name in TABLES:
        assert before[name].equals(after[name]), name


def test_counts_agree_with_findings(made: tuple[Path, Path]) -> None:
    found = tables_of(made[1])
    reported = found["findings"].group_by(["right", "verdict"]).aggregate([("finding_id", "count")])
    counted = found["verdicts"].group_by(["right", "verdict"]).aggregate([("subjects", "sum")])
    shown = {"broken", "signal", "unknown"}
    ours = {(row["right"], row["verdict"]): row["finding_id_count"] for row in reported.to_pylist()}
    theirs = {(row["right"], row["verdict"]): row["subjects_sum"] for row in counted.to_pylist()}
    assert ours == {key: value for key, value in theirs.items() if key[1] in shown}


def test_every_finding_has_an_id_of_its_own_and_an_amount_only_if_broken(made: tuple[Path, Path]) -> None:
    rows = tables_of(made[1])["findings"].to_pylist()
    assert len({row["finding_id"] for row in rows}) == len(rows)
    for row in rows:
        assert (row["verdict"] == "broken") or row["shortfall_fen"] is None
        assert row["verdict"] != "signal" or row["force"] is None
        assert bool(row["reason"]) == (row["verdict"] == "unknown")
        if row["right"] == "pay/hourly_floor" and row["verdict"] == "broken":
            assert row["shortfall_fen"] == row["threshold"] - row["measure"] > 0


def test_a_place_selects_its_subjects(made: tuple[Path, Path], tmp_path: Path) -> None:
    audit(made[0], tmp_path / "out", places=("130000",))
    chosen = tables_of(tmp_path / "out")["findings"].to_pylist()
    everything = tables_of(made[1])["findings"].to_pylist()
    in_hebei = [row for row in everything if row["place"] is None or row["place"].startswith("13")]
    assert chosen == in_hebei
    assert chosen


def test_the_two_halves_of_a_quarter_find_the_days_of_the_whole(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    for name, first, last in (("a", SINCE, date(2025, 11, 30)), ("b", date(2025, 12, 1), UNTIL)):
        run_audit(made[0], places=("000000",), since=first, until=last, out=tmp_path / name, jobs=1)
    days = pa.concat_tables([tables_of(tmp_path / name)["worker_days"] for name in ("a", "b")])
    whole = tables_of(made[1])["worker_days"]
    assert sorted(days.to_pylist(), key=str) == sorted(whole.to_pylist(), key=str)


@pytest.mark.parametrize(
    ("place", "since", "until", "right", "named"),
    [
        ("999999", SINCE, UNTIL, None, "999999"),
        ("310000", date(2026, 1, 2), UNTIL, None, "2026-01-02"),
        ("310000", SINCE, date(2099, 1, 1), None, "2099-01-01"),
        ("310000", SINCE, UNTIL, "pay/nothing", "pay/nothing"),
    ],
)
def test_wrong_use_is_named_and_leaves_nothing(
    made: tuple[Path, Path],
    tmp_path: Path,
    place: str,
    since: date,
    until: date,
    right: str | None,
    named: str,
) -> None:
    rights = None if right is None else [right]
    with pytest.raises(HuhangError) as caught:
        run_audit(made[0], places=[place], since=since, until=until, out=tmp_path / "out", rights=rights)
    assert caught.value.exit_code == 2
    assert named in caught.value.text.zh
    assert named in caught.value.text.en
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_orders_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    (folder / "orders.csv").unlink()
    with pytest.raises(HuhangError) as caught:
        audit(folder, tmp_path / "out")
    assert caught.value.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_a_foreign_folder_is_not_overwritten(made: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "diary.txt").write_text("mine")
    with pytest.raises(HuhangError) as caught:
        audit(made[0], out)
    assert caught.value.exit_code == 8
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "diary.txt").read_text() == "mine"


def test_an_earlier_audit_is_replaced_as_a_whole(made: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    audit(made[0], out, places=("310000",))
    (out / "left-over.txt").write_text("of the first run")
    audit(made[0], out)
    assert not (out / "left-over.txt").exists()
    assert tables_of(out)["findings"].equals(tables_of(made[1])["findings"])
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_audit_that_can_judge_nobody_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    """A payout without orders has no place: it alone must not make a report of zeros."""
    folder = write_folder(tmp_path / "records", order_rows(workers=1, days=9))
    with pytest.raises(HuhangError) as caught:
        audit(folder, tmp_path / "out", places=("110000",))
    assert caught.value.exit_code == 3
    for told in caught.value.text:
        assert "110000" in told
        assert "310101" in told
        assert "--place" in told
    assert not (tmp_path / "out").exists()
