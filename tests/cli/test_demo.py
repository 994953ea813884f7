"""`huhang demo`: a small city from the command line, and what is refused."""

import json
from pathlib import Path

import pytest

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run

DAYS = ["--from", "2025-10-01", "--to", "2025-10-14"]


def test_a_small_city_is_made_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "city"
    wanted = ["demo", str(folder), "--workers", "40", *DAYS, "--places", "310115", "--seed", "5"]
    assert run([*wanted, "--lang", "en"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "orders" in said
    assert "planted.json" in said
    assert "--place 310115" in " ".join(said.split())
    assert {path.name for path in folder.iterdir()} >= {"orders", "payouts", "rules", "planted.json"}


def test_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "city"
    wanted = ["demo", str(folder), "--workers", "30", *DAYS, "--faults", "none", "--json"]
    assert run(wanted) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["planted"] == 0
    assert told["rows"]["workers"] == 30
    assert run(wanted) == ExitCode.NOT_WRITTEN


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--places", "319999"], "319999"),
        (["--places", "000000", "--from", "2031-01-01", "--to", "2031-01-31"], "2031"),
        (["--to", "2025-09-01"], "2025-09-01"),
        (["--faults", "some"], "some"),
        (["--places", " , "], "--places"),
    ],
)
def test_wrong_use_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str], words: str
) -> None:
    assert run(["demo", str(tmp_path / "city"), "--workers", "5", *DAYS, *wrong]) == ExitCode.WRONG_USE
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
