"""What is shipped is what the scripts make of the evidence, file by file."""

import subprocess
import sys
from pathlib import Path

import pytest

from huhang.law.loader import SHIPPED_ROOT
from tests.law.shared import SHARED, needs_shared

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@needs_shared
@pytest.mark.parametrize(
    ("script", "evidence", "folder"),
    [("convert_facts.py", SHARED / "facts", "parameters"), ("make_calendar.py", SHARED, "calendar")],
)
def test_the_scripts_make_the_shipped_files(script: str, evidence: Path, folder: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / script), str(evidence), str(tmp_path)]
    subprocess.run(command, check=True)
    made = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.yaml")}
    shipped = {path.name: path.read_text("utf-8") for path in (SHIPPED_ROOT / folder).glob("*.yaml")}
    assert made == shipped
