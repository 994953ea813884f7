"""Ctrl-C at any moment: one sentence, code 130, nothing half-written."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from huhang.cli.exit_codes import ExitCode
from tests.cli.test_audit import ASKED, hand_over

# What is looked for first when the moment comes; the signal is sent from within the process itself.
AT_IMPORT = """
import os, signal, sys
class Moment:
    def find_spec(self, name, path=None, target=None):
        if name == {moment!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Moment())
"""
IN_A_QUERY = """
import os, signal, sys
from threading import Timer
import duckdb
from huhang.records.file_reading import FileReader
def long_query(reader, file):
    # Of several threads DuckDB lets the others finish their part first, which here would take for ever.
    connection = reader.intake.connection
    connection.execute("SET threads = 1")
    Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    connection.execute("SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000) b")
FileReader.begin = long_query
"""
TWICE = """
import os, signal, sys
import shutil
whole = shutil.rmtree
def rmtree(path, **how):
    os.kill(os.getpid(), signal.SIGINT)
    whole(path, **how)
shutil.rmtree = rmtree
from huhang.records.file_reading import FileReader
def pressed(reader, file):
    os.kill(os.getpid(), signal.SIGINT)
FileReader.begin = pressed
"""
MOMENTS = {
    "the command library": AT_IMPORT.format(moment="typer"),
    "the commands": AT_IMPORT.format(moment="huhang.cli.check"),
    "the law": AT_IMPORT.format(moment="huhang.law.loader"),
    "arrays": AT_IMPORT.format(moment="numpy.linalg"),
    "the engine": AT_IMPORT.format(moment="huhang.engine.derive"),
    "the reader of a format": AT_IMPORT.format(moment="pyarrow.parquet"),
    "the report": AT_IMPORT.format(moment="jinja2"),
    "a query": IN_A_QUERY,
    "tidying up": TWICE,
}
START = "from huhang.cli.main import main\nmain()"


def interrupted(script: str, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    # A shell may have started the tests with Ctrl-C ignored, which the command would respect.
    return subprocess.run(
        [sys.executable, "-c", script + START, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=os.environ | {"PYTHONUTF8": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_audit_interrupted_ends_in_a_sentence_and_leaves_nothing(moment: str, tmp_path: Path) -> None:
    records = hand_over(tmp_path / "records")
    done = interrupted(MOMENTS[moment], ["audit", str(records), *ASKED, "--out", str(tmp_path / "out")])
    assert done.stderr.strip() == "已中断，没有留下写了一半的结果。"
    assert (done.returncode, done.stdout) == (ExitCode.INTERRUPTED, "")
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


@pytest.mark.parametrize(
    "command",
    [
        ["check", "records"],
        ["take-in", "records", "--lake", "lake"],
        ["verify", "out"],
        ["explain", "out", "x"],
        ["law", "parameters"],
    ],
)
def test_every_command_can_be_interrupted(command: list[str], tmp_path: Path) -> None:
    words = [str(tmp_path / word) if word in ("records", "lake", "out") else word for word in command]
    hand_over(tmp_path / "records")
    done = interrupted(AT_IMPORT.format(moment="huhang.law"), [*words, "--lang", "en"])
    assert (done.returncode, done.stdout) == (ExitCode.INTERRUPTED, "")
    assert done.stderr.strip() == "Interrupted; nothing half-written was left."


def test_a_process_that_ignores_interruptions_goes_on_ignoring_them(tmp_path: Path) -> None:
    ignore = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    script = ignore + AT_IMPORT.format(moment="huhang.law")
    done = interrupted(script, ["check", str(hand_over(tmp_path / "records"))])
    assert (done.returncode, done.stderr) == (ExitCode.DONE, "")
