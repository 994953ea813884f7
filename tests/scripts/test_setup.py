"""scripts/setup.sh: what was made for development stays so, whichever target asks next."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conventions.tree import ROOT

# Stands for the interpreter of .venv: notes what is installed, and installs nothing.
PYTHON = """#!/bin/sh
case "$*" in *" install "*) echo "$*" >> "$NOTED"; [ -z "${BREAKS:-}" ] || exit 1 ;; esac
"""
FILES = ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "huhang/__init__.py")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the script, what it marks, and a .venv that only takes notes."""
    for name in (*FILES, "scripts/setup.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


def locks(checkout: Path, kind: str, **environment: str) -> list[str]:
    """The locks that were installed when setup.sh was asked for a kind."""
    noted = checkout / "noted"
    noted.write_text("", encoding="utf-8")
    told = os.environ | {"NOTED": str(noted)} | environment
    subprocess.run(["scripts/setup.sh", kind], cwd=checkout, env=told, capture_output=True, check=False)
    words = noted.read_text("utf-8").split()
    return [word for word in words if word.endswith(".lock")]


def test_a_thing_is_installed_once(checkout: Path) -> None:
    assert locks(checkout, "runtime") == ["requirements.lock"]
    assert locks(checkout, "runtime") == []
    assert locks(checkout, "dev") == ["requirements-dev.lock"]
    assert locks(checkout, "runtime") == []


def test_after_a_change_a_runtime_target_renews_what_was_made_for_development(checkout: Path) -> None:
    assert locks(checkout, "dev") == ["requirements-dev.lock"]
    (checkout / "huhang" / "__init__.py").write_text("changed = True\n", encoding="utf-8")
    assert locks(checkout, "runtime") == ["requirements-dev.lock"]
    assert locks(checkout, "dev") == []


def test_what_was_broken_off_is_begun_again(checkout: Path) -> None:
    assert locks(checkout, "dev") == ["requirements-dev.lock"]
    (checkout / "huhang" / "__init__.py").write_text("changed = True\n", encoding="utf-8")
    assert locks(checkout, "dev", BREAKS="1") == ["requirements-dev.lock"]
    assert locks(checkout, "runtime") == ["requirements-dev.lock"]
