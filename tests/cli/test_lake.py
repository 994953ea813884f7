"""`huhang lake`: show, forget and migrate, in both languages."""

import json
from pathlib import Path

import pytest

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run
from huhang.records.lake.manifest import FORMAT
from huhang.records.lake.taking_in import take_in_to_lake
from tests.records.made_files import order, write_rows


@pytest.fixture
def lake(tmp_path: Path) -> str:
    """A lake of two workers' orders."""
    rows = [order(order_id=str(n), worker_id=f"w{n % 2}") for n in range(6)]
    take_in_to_lake([write_rows(tmp_path / "a", "orders", rows)], tmp_path / "lake")
    return str(tmp_path / "lake")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == ExitCode.DONE
    return capsys.readouterr().out


def test_forgetting_is_rehearsed_first(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("lake", "forget", lake, "--worker", "acme/w1")
    assert "Add --yes" in told(capsys, *asked, "--lang", "en")
    assert json.loads(told(capsys, "lake", "show", lake, "--json"))["tables"]["orders"]["rows"] == 6
    done = json.loads(told(capsys, *asked, "--yes", "--json"))
    assert done["rows"] == {"orders": 3}
    assert "没有这样的行" in told(capsys, *asked)
    shown = told(capsys, "lake", "show", lake)
    assert done["receipt"] in shown
    assert "遗忘 3 行（按人）" in shown
    told(capsys, "lake", "forget", lake, "--before", "2025-12-01", "--yes")
    assert "before 2025-12-01" in told(capsys, "lake", "show", lake, "--lang", "en")


@pytest.mark.parametrize(
    "asked",
    [(), ("--worker", "w1"), ("--worker", "a/b", "--before", "2025-12-01"), ("--before", "2999-01-01")],
)
def test_what_is_not_clear_is_not_done(lake: str, asked: tuple[str, ...]) -> None:
    assert run(["lake", "forget", lake, *asked, "--yes"]) == ExitCode.WRONG_USE


def test_a_lake_of_the_present_format_needs_no_migration(
    lake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "不用改" in told(capsys, "lake", "migrate", lake)
    assert json.loads(told(capsys, "lake", "migrate", lake, "--json")) == {"from": None, "to": FORMAT}
