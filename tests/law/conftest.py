"""A small made-up law in files, which each test may spoil in one place; and the shipped law."""

import shutil
from pathlib import Path

import pytest

from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook

SMALL_LAW = Path(__file__).parent / "small_law"
RULE = '''\
"""Pay is not below the floor."""

from huhang.vocabulary.law import Right
from huhang.vocabulary.words import Text

TITLE = Text("最低报酬", "pay floor")
RIGHT = Right(clauses=("X-1",), needs=("orders.pay_base_fen",), subject="worker_period", unit="fen")


def rule(facts, law):
    return None
'''


@pytest.fixture
def law_root(tmp_path: Path) -> Path:
    """The made-up law, written out."""
    root = tmp_path / "law"
    shutil.copytree(SMALL_LAW, root)
    (root / "pay" / "floor" / "rule.py").write_text(RULE, encoding="utf-8")
    return root


def spoil(root: Path, name: str, old: str, new: str) -> None:
    """Replace the one place where `old` stands in a file of the made-up law."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def book() -> LawBook:
    """The shipped law."""
    return load_law()
