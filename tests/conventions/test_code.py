"""Promises about the code that no linter keeps."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conventions.tree import MODULES, PACKAGE, ROOT, RULES, SOURCES, imports, parse, short

FORBIDDEN_NAMES = ("utils", "util", "helpers", "helper", "manager", "misc", "common")
MAY_IMPORT_LATE = PACKAGE / "cli"


def calls(path: Path, name: str) -> list[str]:
    return [
        f"{short(path)}:{node.lineno}"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_nothing_prints() -> None:
    assert [place for path in SOURCES for place in calls(path, "print")] == []


def test_every_module_and_every_public_thing_says_what_it_is() -> None:
    silent = []
    for path in MODULES:
        tree = parse(path)
        if ast.get_docstring(tree) is None:
            silent.append(short(path))
        silent += [
            f"{short(path)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]
    assert silent == []


def test_names_are_those_of_the_domain() -> None:
    wrong = [
        short(path)
        for path in SOURCES
        if path.stem in FORBIDDEN_NAMES
        or path.parent.name in FORBIDDEN_NAMES
        or path.stem.startswith("base_")
    ]
    named = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and set(node.name.strip("_").lower().split("_")) & set(FORBIDDEN_NAMES)
    ]
    assert wrong + named == []


def test_nothing_imports_inside_a_function_but_commands() -> None:
    late = []
    for path in MODULES:
        if path.is_relative_to(MAY_IMPORT_LATE):
            continue
        for outer in ast.walk(parse(path)):
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [node for node in ast.walk(outer) if isinstance(node, ast.Import | ast.ImportFrom)]
                late += [f"{short(path)}:{node.lineno}" for node in inner]
    assert late == []


@pytest.mark.parametrize("path", RULES, ids=short)
def test_a_rule_imports_the_vocabulary_alone(path: Path) -> None:
    foreign = [
        (line, name)
        for line, name in imports(path)
        if name.split(".")[0] not in ("datetime", "collections", "typing")
        and not name.startswith("huhang.vocabulary")
    ]
    assert foreign == []


def test_no_excuses_are_written_down() -> None:
    words = (
        "TO" + "DO",
        "FIX" + "ME",
        "NotImplemented" + "Error",
        "type: " + "ignore",
        "pragma: " + "no cover",
    )
    excuse = re.compile(rf"\b({'|'.join(words)})\b")
    assert [short(path) for path in SOURCES if excuse.search(path.read_text("utf-8"))] == []


def test_every_library_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {_plain(line) for line in project["dependencies"]}
    homes = packages_distributions()
    missing = set()
    for path in MODULES:
        for _, name in imports(path):
            top = name.split(".")[0]
            if top == "huhang" or top in sys.stdlib_module_names:
                continue
            if not {_plain(home) for home in homes.get(top, [top])} & asked:
                missing.add(f"{short(path)}: {top}")
    assert sorted(missing) == []


def _plain(requirement: str) -> str:
    name = requirement
    for sign in "[<>=!~; ":
        name = name.split(sign)[0]
    return name.lower().replace("_", "-")


def test_the_arrows_point_down() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
