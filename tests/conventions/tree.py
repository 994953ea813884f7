"""The project's own files, as the tests about the code see them."""

import ast
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "huhang"
SOURCES = tuple(sorted(path for folder in ("huhang", "tests") for path in (ROOT / folder).rglob("*.py")))
# Changes of the platform's tables are written by Django.
MODULES = tuple(path for path in SOURCES if path.is_relative_to(PACKAGE) and path.parent.name != "migrations")
RULES = tuple(sorted((PACKAGE / "law").rglob("rule.py")))


class Function(NamedTuple):
    """One function with the number of its code lines: no blank lines, comments or docstring."""

    place: str
    lines: int


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    """The path as written from the project's root."""
    return path.relative_to(ROOT).as_posix()


def code_lines(path: Path) -> set[int]:
    """Numbers of the lines that carry code: neither blank nor comment only."""
    silent = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    lines: set[int] = set()
    for token in tokenize.generate_tokens(StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in silent:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


def docstring_lines(node: ast.AST) -> set[int]:
    """Lines of the docstring of a module, class or function."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return set()
    first = node.body[0] if node.body else None
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return set()


def lines_without_docstrings(path: Path) -> set[int]:
    """Code lines of a file without any docstring."""
    described: set[int] = set()
    for node in ast.walk(parse(path)):
        described |= docstring_lines(node)
    return code_lines(path) - described


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Every function of a file; a nested function counts on its own and in the one around it."""
    code = lines_without_docstrings(path)
    found = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            span = set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            found.append(Function(f"{short(path)}:{node.lineno} {node.name}", len(span & code)))
    return tuple(found)


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Every text file that git tracks, with its content; what is no UTF-8 text is left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode("utf-8").split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full module name of every import of a file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
