"""A benchmark that is given no lake, or no city, says so in one sentence and measures nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_FOLDER, NO_LAKE = (
    "There is no folder {0}; name one that is there.\n",
    "{0} is no lake (it has no manifest.json); ",
)
NO_CITY = "{0} is no made city (it has no planted.json); make one with huhang demo FOLDER.\n"


def benchmark(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *(str(word) for word in words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        (("benchmarks.audit",), NO_LAKE),
        (("benchmarks.thirteen_rights",), NO_LAKE),
        (("benchmarks.seven_checks",), NO_LAKE),
        (("benchmarks.web_findings",), NO_LAKE),
        (("benchmarks.one_per_cent",), NO_CITY),
        (("benchmarks.take_in", "--records"), NO_CITY),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_folder_that_is_not_what_it_needs_is_refused_in_a_sentence(
    words: tuple[str, ...], needs: str, tmp_path: Path
) -> None:
    for folder, sentence in ((tmp_path, needs), (tmp_path / "gone", NO_FOLDER)):
        ended = benchmark(*words, folder)
        assert ended.returncode == 1
        assert ended.stderr.startswith(sentence.format(folder))
        assert (ended.stderr.count("\n"), ended.stdout) == (1, "")


def test_every_benchmark_that_takes_a_folder_is_tried() -> None:
    taking = {
        path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__main__").replace("/", ".")
        for path in (ROOT / "benchmarks").rglob("*.py")
        if "type=given." in path.read_text("utf-8")
    }
    assert taking == {
        "benchmarks.audit",
        "benchmarks.one_per_cent",
        "benchmarks.seven_checks",
        "benchmarks.take_in",
        "benchmarks.thirteen_rights",
        "benchmarks.web_findings",
    }


def test_a_program_that_fails_ends_the_benchmark_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    ended = benchmark("benchmarks.audit", tmp_path)
    assert ended.returncode == 1
    assert "newer format 99" in ended.stderr
    assert "Traceback" not in ended.stderr
