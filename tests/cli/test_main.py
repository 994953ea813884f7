"""One command line from its words to its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from huhang import __version__
from huhang.cli.exit_codes import MEANINGS, ExitCode
from huhang.cli.main import run

HEAVY = ("ibis", "duckdb", "pyarrow", "numba", "numpy", "pydantic", "yaml")


@pytest.fixture(autouse=True)
def _no_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUHANG_LANG", raising=False)


def started(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def test_help_starts_without_the_heavy_libraries() -> None:
    done = started(
        "import sys\nfrom huhang.cli.main import run\n"
        "codes = [run(['--help']), run(['audit', '--help']), run(['law', 'clauses', '--help'])]\n"
        f"sys.exit(str([codes, [name for name in {HEAVY} if name in sys.modules]]))"
    )
    assert done.stderr.strip() == "[[0, 0, 0], []]"


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["audit"], "缺少参数 FOLDER", "Missing argument 'FOLDER'"),
        (["audit", "x"], "缺少选项 --place", "Missing option '--place'"),
        (
            ["check", "x", "--mappin", "m"],
            "没有选项 --mappin。相近的有：--mapping",
            "No such option: --mappin",
        ),
        (["adit"], "没有命令 adit。相近的有：audit", "No such command 'adit'"),
        (["law", "clauss"], "没有命令 clauss。相近的有：clauses", "No such command 'clauss'"),
        (["law", "rights", "x"], "多出了参数：x", "Got unexpected extra argument(s) (x)"),
        (
            ["check", "x", "--mapping"],
            "选项 --mapping 后面要写一个值",
            "Option '--mapping' requires an argument",
        ),
        (["audit", "x", "--jobs", "two"], "--jobs 的值不对：应当是整数", "Invalid value for '--jobs'"),
        (["audit", "x", "--jobs", "0"], "--jobs 的值不对：应当不小于 1", "Invalid value for '--jobs'"),
    ],
)
def test_wrong_use_is_refused_in_both_languages(
    arguments: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.WRONG_USE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("错误：")
    assert zh in shown.err
    assert "--help" in shown.err
    assert run(["--lang", "en", *arguments]) == ExitCode.WRONG_USE
    assert en in capsys.readouterr().err.replace("\n", " ")


def test_a_language_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "rights", "--lang", "fr"]) == ExitCode.WRONG_USE
    assert "--lang 的值不对：“fr”不在可选的值里" in capsys.readouterr().err


def test_a_program_reads_the_error_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "x", "--json"]) == ExitCode.WRONG_USE
    shown = capsys.readouterr()
    error = json.loads(shown.out)["error"]
    assert error["exit_code"] == ExitCode.WRONG_USE
    assert "--place" in error["zh"]
    assert "--place" in error["en"]
    assert "--place" in shown.err


@pytest.mark.parametrize(("arguments", "below"), [([], "audit"), (["law"], "clauses")])
def test_a_bare_command_shows_its_help(
    arguments: list[str], below: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.WRONG_USE
    shown = capsys.readouterr()
    assert below in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], "护航"),
        (["--help", "--lang", "en"], "Huhang: audits"),
        (["--lang", "en", "audit", "--help"], "First day"),
        (["audit", "--help"], "第一天"),
    ],
)
def test_help_in_the_language_asked_for(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.DONE
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["law"], ["audit"], ["law", "parameters"], ["demo"]])
def test_a_help_page_is_in_one_language_and_fits_the_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*arguments, "--help"]) == ExitCode.DONE
    chinese = capsys.readouterr().out
    for english in ("Usage", "OPTIONS", "required", "default", "Options", "Arguments"):
        assert english not in chinese
    assert chinese.startswith(f"用法：{' '.join(['huhang', *arguments])} [选项]")
    assert max(cell_len(line) for line in chinese.splitlines()) <= 80
    assert run([*arguments, "--help", "--lang", "en"]) == ExitCode.DONE
    english = capsys.readouterr().out
    assert not any("一" <= sign <= "鿿" for sign in english)


def test_a_help_page_tells_what_is_required_and_what_is_usual(capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "some/folder", "--help"])
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert "[必填]" in lines["--from"]
    assert "[1 至 256，默认 2]" in lines["--jobs"]
    assert "[" not in lines["--sample"]


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out.strip() == f"huhang {__version__}"


def test_an_error_of_the_program_says_how_to_report_it() -> None:
    done = started(
        "import sys\nfrom huhang.cli import main\nmain.run = lambda words: {}['missing']\nmain.main()"
    )
    assert done.returncode == ExitCode.UNEXPECTED
    assert "KeyError: 'missing'" in done.stderr
    assert "程序本身出错" in done.stderr
    assert "The program is at fault" in done.stderr


def test_an_interruption_has_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huhang.law.loader.load_law", interrupted)
    assert run(["law", "rights"]) == ExitCode.INTERRUPTED
    assert "已中断" in capsys.readouterr().err
    assert run(["law", "rights", "--json", "--lang", "en"]) == ExitCode.INTERRUPTED
    shown = capsys.readouterr()
    assert json.loads(shown.out)["error"]["exit_code"] == ExitCode.INTERRUPTED
    assert shown.err.strip().startswith("Interrupted;")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    script = Path(sys.executable).with_name("huhang")
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{script}' law clauses --json | head -n 1"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.strip() == "["
    assert done.stderr == ""
    assert done.returncode == 0


def test_every_exit_code_is_explained() -> None:
    assert set(MEANINGS) == set(ExitCode)


def test_the_program_ends_at_once_after_all_that_has_to_be_tidied_up() -> None:
    """Whoever asked to be called at the end is, and threads are waited for; nothing is taken apart."""
    done = started(
        "import atexit, os, sys, threading, time, types\n"
        "from huhang.cli import main\n"
        "class Part:\n"
        "    def __del__(self, write=os.write): write(2, b'taken apart')\n"
        "sys.modules['kept'] = types.ModuleType('kept')\n"
        "sys.modules['kept'].part = Part()\n"
        "def late(): time.sleep(0.2); print('thread')\n"
        "def command(words):\n"
        "    atexit.register(print, 'tidied up')\n"
        "    threading.Thread(target=late).start()\n"
        "    print('told', end=' ')\n"
        "    return 6\n"
        "main.run = command\n"
        "main.main()"
    )
    assert (done.returncode, done.stdout, done.stderr) == (6, "told thread\ntidied up\n", "")
