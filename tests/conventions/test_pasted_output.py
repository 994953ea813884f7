"""What the pages paste is what comes out: every "$ ..." line is run, and its output looked through."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from huhang.cli.main import run
from tests.conventions.pages import WRITTEN, sessions
from tests.conventions.tree import ROOT, short

HUHANG = ".venv/bin/huhang "
# What takes long is run for the first page that asks for it; in another language only its words differ.
LONG = ("audit", "verify")
SHOWING = tuple(page for page in WRITTEN if any(typed.startswith(HUHANG) for typed, _ in sessions(page)))


@dataclass
class Desk:
    """A folder with the samples in it, and the output of what was run there by its command line."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "samples").symlink_to(ROOT / "samples")
    (folder / "out").mkdir()
    return Desk(folder)


def carry_out(desk: Desk, typed: str, capsys: pytest.CaptureFixture[str]) -> str | None:
    """What the command says, on either stream; None where it was run in the other language already."""
    anyhow = re.sub(r" --lang \w+", "", typed)
    if anyhow in desk.done and anyhow.removeprefix(HUHANG).split()[0] in LONG:
        return desk.said.get(typed)
    desk.done.add(anyhow)
    if not typed.startswith(HUHANG):
        subprocess.run(typed, shell=True, cwd=desk.folder, check=True)
        return ""
    capsys.readouterr()
    run(typed.removeprefix(HUHANG).split())
    told = capsys.readouterr()
    desk.said[typed] = told.out + told.err
    return desk.said[typed]


def plain(text: str) -> str:
    """The text without its spaces and lines: tables are narrower on a page than on a screen."""
    return re.sub(r"\s+", "", text)


def missing(pasted: list[str], said: str) -> list[str]:
    """The pasted lines that do not come out, in their order; a line of strokes says nothing."""
    lost, rest = [], plain(said)
    for line in pasted:
        if not line.strip("─ "):
            continue
        _, found, after = rest.partition(plain(line))
        if found:
            rest = after
        else:
            lost.append(line)
    return lost


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.parametrize("page", SHOWING, ids=short)
def test_pasted_lines_come_out(
    page: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk.folder)
    monkeypatch.delenv("HUHANG_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    lost = []
    for typed, pasted in sessions(page):
        if typed.startswith("huhang "):
            continue
        said = carry_out(desk, typed, capsys)
        if said is not None:
            lost += [f"{typed}: {line}" for line in missing(pasted, said)]
    assert lost == [], f"{short(page)} pastes what no longer comes out"


def test_a_line_that_does_not_come_out_is_noticed() -> None:
    assert missing(["counted pay  18.00", "────", "broken  6"], "counted pay 18.00\nbroken 6") == []
    assert missing(["broken  7", "kept 1"], "broken 6\nkept 1") == ["broken  7"]
    assert missing(["b", "a"], "a\nb") == ["a"]
