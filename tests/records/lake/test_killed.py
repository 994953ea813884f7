"""Killed at any moment, a take-in has happened or has not begun; the next one finds a sound lake."""

import multiprocessing
import os
import random
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from huhang.records.files import digest_of
from huhang.records.lake.handing import open_lake
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import is_lake, read_manifest
from huhang.records.lake.taking_in import take_in_to_lake
from tests.records.lake.killing import take_in_and_die
from tests.records.made_files import order, write_rows

# Another seed in the environment tries other moments; in the suite they are the same every time.
SEED = int(os.environ.get("HUHANG_KILL_SEED", "0"))
IN_TIME, AT_BIRTH, STRIDE, AGAIN, OPERATIONS = 10, 6, 4, 175, 50


@pytest.fixture(scope="module")
def prompt() -> Any:
    """What makes processes that have everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.records.lake.killing", "pandas"])
    return context


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Two days of records, the second with a correction, and a lake of the first."""
    home = tmp_path_factory.mktemp("killed")
    first = [order(order_id=str(n), worker_id=f"w{n % 5}") for n in range(30)]
    second = [order(order_id=str(n), worker_id=f"w{n % 5}", pay_base_fen="1") for n in range(25, 50)]
    write_rows(home / "one", "orders", first)
    write_rows(home / "one", "workers", [_worker("w1"), _worker("w2")])
    write_rows(home / "two", "orders", [*second, order(order_id="x", area_code="?")])
    take_in_to_lake([home / "one"], home / "lake")
    return home / "one", home / "two", home / "lake"


def _worker(name: str) -> dict[str, str]:
    return {"platform_id": "acme", "worker_id": name, "engaged_from": "2025-01-01", "id_number": f"1{name}"}


def killed(prompt: Any, records: Path, lake: Path, operations: int, seconds: float) -> bool:
    process = prompt.Process(target=take_in_and_die, args=(str(records), str(lake), operations, seconds))
    process.start()
    process.join()
    return bool(process.exitcode == -signal.SIGKILL)


def content(lake: Path) -> object:
    """What the lake holds, apart from the moment when; None before it begins."""
    if not is_lake(lake):
        return None
    manifest = read_manifest(lake)
    for file in (*manifest.files, *manifest.history):
        assert digest_of(lake / file.path) == file.sha256
    assert all((lake / path).is_file() for path in manifest.paths())
    kept = sorted((file.table, file.bucket, file.rows, file.sha256) for file in manifest.history)
    return open_lake(lake).table_hashes, kept, len(manifest.take_ins), manifest.of("persons")


def copied(lake: Path, place: Path) -> Path:
    shutil.copytree(lake, place / "lake")
    shutil.copy(lake.with_name("lake.key"), place / "lake.key")
    return place / "lake"


def sound_after(records: Path, lake: Path, before: object, after: object) -> None:
    """The lake is as before or as after; taking the files in again makes it as after, and leaves no rest."""
    found = content(lake)
    assert found in (before, after)
    take_in_to_lake([records], lake)
    assert content(lake) == after
    take_in_to_lake([records], lake)
    named = {*read_manifest(lake).paths(), "manifest.json", "huhang-lake.lock"}
    there = {path.relative_to(lake).as_posix() for path in lake.rglob("*") if path.is_file()}
    assert there == named


def test_killed_after_any_operation(prompt: Any, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, two, lake = folders
    before = content(lake)
    whole = copied(lake, tmp_path / "whole")
    take_in_to_lake([two], whole)
    after = content(whole)
    assert before != after
    operation, died = SEED % STRIDE, True
    while died:
        operation += STRIDE if operation else 1
        place = copied(lake, tmp_path / str(operation))
        died = killed(prompt, two, place, operation, 0)
        sound_after(two, place, before, after)
    assert 20 < operation < OPERATIONS + 4 * STRIDE


def test_a_lake_killed_while_it_is_made(
    prompt: Any, folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    one = folders[0]
    draw = random.Random(SEED)
    for number in range(AT_BIRTH):
        place = tmp_path / str(number) / "lake"
        place.parent.mkdir()
        killed(prompt, one, place, draw.randrange(1, 40), 0)
        found = content(place)
        take_in_to_lake([one], place)
        hashes = open_lake(place).table_hashes
        assert hashes == open_lake(folders[2]).table_hashes
        assert found is None or len(read_manifest(place).take_ins) == 1


def test_killed_at_any_time(prompt: Any, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, two, lake = folders
    before = content(lake)
    whole = copied(lake, tmp_path / "whole")
    take_in_to_lake([two], whole)
    after = content(whole)
    draw = random.Random(SEED)
    for number in range(IN_TIME):
        place = copied(lake, tmp_path / str(number))
        killed(prompt, two, place, 0, draw.uniform(0.001, 0.4))
        sound_after(two, place, before, after)


def test_killed_again_and_again(prompt: Any, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, two, lake = folders
    before = content(lake)
    whole = copied(lake, tmp_path / "whole")
    take_in_to_lake([two], whole)
    after = content(whole)
    draw = random.Random(SEED)
    place = copied(lake, tmp_path / "0")
    for number in range(AGAIN):
        # Each writer finds what those killed before it left behind.
        killed(prompt, two, place, draw.randrange(1, OPERATIONS), 0)
        found = content(place)
        assert found in (before, after)
        if found == after:
            place = copied(lake, tmp_path / str(number + 1))
    sound_after(two, place, before, after)


def test_who_is_killed_holds_no_lock(prompt: Any, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    place = copied(folders[2], tmp_path)
    assert killed(prompt, folders[1], place, 5, 0)
    with one_writer(place, wait=False):
        assert is_lake(place)
