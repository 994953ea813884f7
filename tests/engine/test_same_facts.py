"""The same facts whoever computes them: loops compiled or not, windows of SQL, pandas."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.seven_checks import by_loop, by_pandas, by_sql
from benchmarks.seven_checks.__main__ import digest
from tests.engine.uncompiled import write_facts

ROOT = Path(__file__).parents[2]


def test_loops_say_the_same_when_they_are_not_compiled(tmp_path: Path) -> None:
    compiled, plain = tmp_path / "compiled", tmp_path / "plain"
    for folder in (compiled, plain):
        folder.mkdir()
    write_facts(compiled)
    command = [sys.executable, "-m", "tests.engine.uncompiled", str(plain)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    names = sorted(file.name for file in compiled.iterdir())
    assert names == sorted(file.name for file in plain.iterdir())
    for name in names:
        assert pq.read_table(compiled / name) == pq.read_table(plain / name), name


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city, taken in."""
    folder = tmp_path_factory.mktemp("city")
    days = ("--from", str(date(2025, 10, 1)), "--to", str(date(2025, 11, 30)))
    for command in (
        ["demo", str(folder / "city"), "--workers", "60", *days, "--seed", "3"],
        ["take-in", str(folder / "city"), "--lake", str(folder / "lake")],
    ):
        subprocess.run(
            [sys.executable, "-c", "from huhang.cli.main import main; main()", *command],
            check=True,
            capture_output=True,
        )
    return folder / "lake"


def test_seven_checks_agree_with_windows_of_sql_and_with_pandas(lake: Path) -> None:
    ways = {"loop": by_loop.answers(lake), "sql": by_sql.answers(lake), "pandas": by_pandas.answers(lake)}
    digests = {way: {name: digest(table) for name, table in found.items()} for way, found in ways.items()}
    assert digests["loop"] == digests["sql"] == digests["pandas"]
    told: dict[str, pa.Table] = ways["loop"]
    assert {name for name, table in told.items() if table.num_rows} >= {"long_days", "hourly", "holidays"}
