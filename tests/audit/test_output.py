"""The folder of results when an audit is killed: the next one clears away what it left, and nothing else."""

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from huhang.audit.output import RECEIPT, new_folder


def write_and_die(out: str, renames: int) -> None:
    """Write results and be killed: at once when they are written (0), or at this renaming of folders."""
    left = [renames]

    def watch(event: str, details: tuple[object, ...]) -> None:
        if event == "os.rename":
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    with new_folder(Path(out)) as fresh:
        (fresh / RECEIPT).write_text("new")
        if not renames:
            os.kill(os.getpid(), signal.SIGKILL)


def killed(out: Path, renames: int) -> None:
    process = multiprocessing.get_context("spawn").Process(target=write_and_die, args=(str(out), renames))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def interrupted(out: Path) -> None:
    """An audit that is stopped before its results are whole."""
    with new_folder(out):
        raise KeyboardInterrupt


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_audit_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".out-20251001").mkdir()
    killed(tmp_path / "out", 0)
    assert len(names(tmp_path)) == 2
    with new_folder(tmp_path / "out") as fresh:
        (fresh / RECEIPT).write_text("next")
    assert names(tmp_path) == [".out-20251001", "out"]


def test_the_folder_of_an_audit_that_runs_is_left_alone(tmp_path: Path) -> None:
    with new_folder(tmp_path / "out") as running:
        (running / RECEIPT).write_text("slow")
        with new_folder(tmp_path / "out") as fresh:
            (fresh / RECEIPT).write_text("quick")
        assert (running / RECEIPT).read_text() == "slow"
    assert (tmp_path / "out" / RECEIPT).read_text() == "slow"
    assert names(tmp_path) == ["out"]


def test_killed_between_two_renamings_the_earlier_results_come_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with new_folder(out) as fresh:
        (fresh / RECEIPT).write_text("earlier")
    killed(out, 2)
    assert not out.exists()
    with pytest.raises(KeyboardInterrupt):
        interrupted(out)
    assert (out / RECEIPT).read_text() == "earlier"
    assert names(tmp_path) == ["out"]
