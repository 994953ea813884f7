"""The evidence beside the project, where it is at hand; tests that need it are skipped visibly elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the evidence (../shared) is not here")


def read_evidence(name: str) -> Any:
    """One YAML file of the evidence, read by another library than the loader's."""
    return YAML(typ="safe").load((SHARED / name).read_text(encoding="utf-8"))
