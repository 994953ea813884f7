"""What a lake remembers of lines saves work and changes nothing: not a row, not a count."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.records import handover, piecework
from huhang.records.lake import memory
from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import commit, read_manifest
from huhang.records.lake.taking_in import TakenIn, take_in_to_lake
from huhang.records.reading import text_pieces
from huhang.records.usual.rows import UsualRows, read_rows
from huhang.records.usual.written import Cells
from tests.records.made_files import Row, order, write_rows

SETTINGS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
ROWS = 40


@pytest.fixture(autouse=True)
def _piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read by loops, some lines at a time."""
    monkeypatch.setattr(handover, "FEW_BYTES", 0)
    monkeypatch.setattr(text_pieces, "PIECE_BYTES", 1500)


def made() -> list[Row]:
    """Good rows, and one in eight that is set aside."""
    return [
        order(
            order_id=f"o{number}",
            worker_id=f"w{number % 7}",
            pay_base_fen=str(500 + number) if number % 8 else "?",
        )
        for number in range(ROWS)
    ]


def lake_of_them(folder: Path) -> Path:
    take_in_to_lake([write_rows(folder / "first", "orders", made())], folder / "lake")
    return folder / "lake"


def that_remembers_nothing(lake: Path) -> Path:
    """A copy of a lake, without any memory of lines."""
    other = lake.with_name("forgetful")
    shutil.copytree(lake, other)
    shutil.copy(lake.with_name("lake.key"), other.with_name("forgetful.key"))
    commit(other, replace(read_manifest(other), lines=()), [])
    return other


def outcome(lake: Path, taken: TakenIn) -> tuple[Any, ...]:
    """All that a take-in did: its counts, the rows set aside, what is kept and what is history.

    In the verdict a row that is recognised by its line is a duplicate, one that was read is accepted.
    """
    told, aside = [], {}
    if taken.entry and taken.quality:
        told = [
            (file.rows, file.quarantined, file.accepted + file.duplicates, file.reasons)
            for file in taken.quality.files
        ]
        aside = {path: (lake / path).read_text(encoding="utf-8") for path in taken.entry.kept}
    manifest = read_manifest(lake)
    files = [(file.path, file.rows, file.sha256) for file in (*manifest.files, *manifest.history)]
    counts = taken.entry.counts if taken.entry else {}
    return counts, told, aside, files, manifest.present, manifest.zones, open_lake(lake).table_hashes


@SETTINGS
@given(
    order_of_rows=st.permutations(range(ROWS)),
    again=st.lists(st.integers(0, ROWS - 1), max_size=4),
    changed=st.lists(st.tuples(st.integers(0, ROWS - 1), st.sampled_from(["7", "?", ""])), max_size=3),
    strange=st.sampled_from(["", "", "", "a,b", '"', "a\rb", ","]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_with_and_without_a_memory_a_take_in_does_the_same(
    order_of_rows: list[int],
    again: list[int],
    changed: list[tuple[int, str]],
    strange: str,
    line_end: str,
) -> None:
    rows = [made()[number] for number in (*order_of_rows, *again)]
    for number, pay in changed:
        rows[number] = {**rows[number], "pay_base_fen": pay}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lake = lake_of_them(folder)
        other = that_remembers_nothing(lake)
        path = write_rows(folder / "second", "orders", rows)
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[5:5] = [strange] if strange else []
        path.write_bytes("".join(line + line_end for line in lines).encode())
        with_memory = outcome(lake, take_in_to_lake([path], lake))
        assert with_memory == outcome(other, take_in_to_lake([path], other))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The orders whose lines were read, not recognised."""
    found: list[str] = []

    def watched(cells: dict[str, Cells], *others: Any) -> UsualRows:
        found.extend(str(text) for text in cells["order_id"].texts().to_pylist())
        return read_rows(cells, *others)

    monkeypatch.setattr(piecework, "read_rows", watched)
    return found


def test_only_lines_that_are_not_known_are_read(tmp_path: Path, read: list[str]) -> None:
    lake = lake_of_them(tmp_path)
    read.clear()
    rows = [*reversed(made())]
    rows[3] = {**rows[3], "pay_base_fen": "7"}
    taken = take_in_to_lake([write_rows(tmp_path / "second", "orders", rows)], lake)
    aside = [row["order_id"] for row in rows if row["pay_base_fen"] == "?"]
    assert sorted(read) == sorted([rows[3]["order_id"], *aside])
    assert taken.entry is not None
    assert taken.entry.counts == {"orders": {"corrected": 1, "known": ROWS - len(aside) - 1}}
    # What was read is remembered, too; what is set aside is looked at each time.
    read.clear()
    take_in_to_lake([write_rows(tmp_path / "third", "orders", rows[::2] + rows[1::2])], lake)
    assert sorted(read) == sorted(aside)


def test_of_many_lines_the_youngest_are_remembered(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_LINES", 20)
    lake = lake_of_them(tmp_path)
    good = {row["order_id"] for row in made() if row["pay_base_fen"] != "?"}
    read.clear()
    take_in_to_lake([write_rows(tmp_path / "second", "orders", [*reversed(made())])], lake)
    older = good & set(read)
    assert len(good - older) == 20
    # Those that had to be read are now the youngest; of the others as many as there is room for.
    read.clear()
    more = [order(order_id=f"n{number}") for number in range(3)]
    take_in_to_lake([write_rows(tmp_path / "third", "orders", [*more, *made()])], lake)
    assert len(good - set(read)) == 20
    assert not older & set(read)
    assert sum(lines.rows for lines in read_manifest(lake).lines) == 20
