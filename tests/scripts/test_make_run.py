"""`make run` from the made city to the report and the platform: clean again after it was killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.conventions.tree import ROOT

COMMANDS = Path(sys.executable).parent
SMALL = ["CITY_WORKERS=30", "CITY_TO=2025-10-14", "RIGHTS=pay/on_time,time/continuous"]


@dataclass(frozen=True)
class Place:
    """Where one `make run` keeps its city and its results; `.venv` is taken as it is."""

    folder: Path
    target: str = "audit"

    @property
    def city(self) -> Path:
        return self.folder / "city"

    @property
    def out(self) -> Path:
        return self.folder / "audit"

    def words(self, *more: str) -> list[str]:
        where = [f"VENV={COMMANDS}", f"CITY={self.city}", f"OUT={self.out}"]
        return ["make", "--old-file=setup", self.target, *where, *SMALL, *more]

    def run(self, *more: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            self.words(*more), cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def kill(self, moment: Callable[[], bool]) -> None:
        """Start it and kill all of it, without warning, at the moment."""
        started = subprocess.Popen(
            self.words(),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not moment():
            assert started.poll() is None, "it ended before its moment came"
            time.sleep(0.01)
        os.killpg(started.pid, signal.SIGKILL)
        assert started.wait() == -signal.SIGKILL

    def counts(self) -> Any:
        return json.loads((self.out / "run.json").read_text("utf-8"))["counts"]


def test_killed_at_any_moment_it_starts_again_cleanly(tmp_path: Path) -> None:
    place = Place(tmp_path / "killed")
    place.kill(lambda: any(place.city.glob(".files-*")))
    place.kill(lambda: (place.city / "lake" / "huhang-lake.lock").exists())
    place.kill(lambda: (place.city / "lake" / "manifest.json").exists())
    assert not (place.city / "made").exists() or not place.out.exists()
    place.kill(lambda: any(place.folder.glob(".audit.audit-*")))
    ended = place.run()
    assert ended.returncode == 0, ended.stderr
    assert "编造" in ended.stdout
    assert str(place.out / "report.html") in ended.stdout.replace("\n", "")

    calm = Place(tmp_path / "calm")
    assert calm.run().returncode == 0
    assert place.counts() == calm.counts()
    assert sorted(path.name for path in place.city.iterdir()) == sorted(
        path.name for path in calm.city.iterdir()
    )


def test_a_city_is_made_again_only_when_another_is_asked_for(tmp_path: Path) -> None:
    place = Place(tmp_path, target="city")

    def made() -> tuple[int, int]:
        ended = place.run(*more)
        assert ended.returncode == 0, ended.stderr
        told = json.loads((place.city / "files" / "planted.json").read_text("utf-8"))
        return told["city"]["seed"], (place.city / "made").stat().st_mtime_ns

    more: list[str] = []
    first = made()
    assert made() == first
    more = ["CITY_SEED=2"]
    assert made()[0] == 2


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    place = Place(tmp_path, target="city")
    place.city.mkdir()
    (place.city / "mine.txt").write_text("mine", encoding="utf-8")
    ended = place.run()
    assert ended.returncode != 0
    assert "left alone" in ended.stderr
    assert [path.name for path in place.city.iterdir()] == ["mine.txt"]


def test_in_the_end_the_platform_is_served_with_city_and_audit(tmp_path: Path) -> None:
    place = Place(tmp_path, target="run")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = tmp_path / "told.txt"
    with told.open("wb") as out:
        started = subprocess.Popen(
            place.words(f"PORT={port}"), cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )
    try:
        while started.poll() is None and "平台已就绪" not in told.read_text("utf-8"):
            time.sleep(0.2)
        text = told.read_text("utf-8")
        assert started.poll() is None, text
        assert f"http://127.0.0.1:{port}" in text
        # Whoever reads that it is ready finds it ready: no waiting, no second try.
        with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert page.status == 200
        assert "jiancha" in text
        assert (place.city / "lake-platform" / "audits" / "1" / "run.json").exists()
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(30)
