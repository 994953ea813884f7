"""What processes of one run of the tests share is made once, whole, and copied."""

from pathlib import Path

import pytest

from tests.once import OnceARun


def test_it_is_made_once_and_each_copy_is_ones_own(tmp_path: Path) -> None:
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "said").write_text("first", encoding="utf-8")

    for process in ("one", "other"):
        copy = OnceARun(tmp_path).copy("thing", make, tmp_path / process)
        assert (copy / "said").read_text("utf-8") == "first"
        (copy / "said").write_text("changed", encoding="utf-8")
    assert len(made) == 1


def test_what_fails_half_way_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        OnceARun(tmp_path).copy("thing", fail, tmp_path / "one")
    copy = OnceARun(tmp_path).copy("thing", lambda folder: (folder / "whole").touch(), tmp_path / "one")
    assert [path.name for path in copy.iterdir()] == ["whole"]


def test_processes_share_one_folder(once: OnceARun, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert tmp_path_factory.getbasetemp().is_relative_to(once.shared)
    assert not once.shared.name.startswith("popen-")
