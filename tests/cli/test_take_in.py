"""`huhang take-in`: what it says of new, known and corrected rows, and how it ends."""

import json
from pathlib import Path

import pytest

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run
from huhang.records.lake.lock import one_writer
from tests.records.made_files import order, write_rows


def test_new_known_and_corrected_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lake = str(tmp_path / "lake")
    write_rows(tmp_path / "a", "orders", [order(order_id=str(n)) for n in range(3)])
    assert run(["take-in", str(tmp_path / "a"), "--lake", lake, "--json"]) == ExitCode.DONE
    first = json.loads(capsys.readouterr().out)
    assert first["counts"] == {"orders": {"new": 3}}
    assert first["receipt"].endswith("-000001")
    # A file that is none of ours beside known ones is no reason to complain.
    (tmp_path / "a" / "README.md").write_text("orders", encoding="utf-8")
    assert run(["take-in", str(tmp_path / "a"), "--lake", lake]) == ExitCode.DONE
    assert "湖没有改动" in capsys.readouterr().out
    changed = [order(order_id="0", pay_base_fen="1"), order(order_id="1"), order(order_id="9")]
    write_rows(tmp_path / "b", "orders", changed)
    assert run(["take-in", str(tmp_path / "b"), "--lake", lake, "--json"]) == ExitCode.DONE
    second = json.loads(capsys.readouterr().out)
    assert second["counts"] == {"orders": {"corrected": 1, "known": 1, "new": 1}}


def test_who_holds_the_lake_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "a", "orders", [order()])
    with one_writer(tmp_path / "lake", wait=False, create=True):
        code = run(["take-in", str(tmp_path / "a"), "--lake", str(tmp_path / "lake"), "--lang", "en"])
    assert code == ExitCode.NOT_WRITTEN
    told = capsys.readouterr().err
    assert "process" in told
    assert "--wait" in told


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "a", "orders", [order()])
    assert run(["take-in", str(tmp_path / "a"), "--lake", str(tmp_path / "a")]) == ExitCode.NOT_WRITTEN
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["orders.csv"]
