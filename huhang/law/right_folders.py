"""A right is a folder: rule.py, parameters/, cases.yaml; its version is the hash of its files."""

import hashlib
import importlib.util
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from huhang.law.shapes import PlainWordsShape, PowerShape
from huhang.vocabulary.law import LoadedRight, PlainWords, Right
from huhang.vocabulary.powers import Power, RightPower
from huhang.vocabulary.words import Text
from huhang.vocabulary.yaml_files import YamlError, read_yaml_file, shaped

RULE_FILE = "rule.py"
CASES_FILE = "cases.yaml"
POWERS_FILE = "powers.yaml"
WORDS_FILE = "words.yaml"
# What leads no verdict to be another.
BESIDE_THE_RULE = frozenset({POWERS_FILE, WORDS_FILE})


def right_names(root: Path) -> frozenset[str]:
    """The names <subject>/<name> of every folder below `root` with a rule."""
    return frozenset(path.parent.relative_to(root).as_posix() for path in root.glob(f"*/*/{RULE_FILE}"))


def files_hash(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over names (below `root`, sorted) and bytes of the files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root).as_posix().encode()
        content = path.read_bytes()
        total.update(len(name).to_bytes(8, "big") + name + len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


def law_files(folder: Path) -> list[Path]:
    """Every file below the folder that says what the law is: YAML and rules."""
    return sorted([*folder.rglob("*.yaml"), *folder.rglob(RULE_FILE)])


def read_right(root: Path, name: str, clauses: frozenset[str], instruments: frozenset[str]) -> LoadedRight:
    """One right from its folder; its clauses and instruments must be known; cases are read when wanted."""
    folder = root / name
    where = f"{name}/{RULE_FILE}:1"
    rule = _module(root, name, where)
    right, title, function = (getattr(rule, needed, None) for needed in ("RIGHT", "TITLE", "rule"))
    if not isinstance(right, Right) or not isinstance(title, Text) or not callable(function):
        raise YamlError(where, "缺少 RIGHT、TITLE 或 rule。", "RIGHT, TITLE or rule is missing.")
    unknown = [clause for clause in right.clauses if clause not in clauses]
    if unknown:
        raise YamlError(where, f"没有条款“{unknown[0]}”。", f'no instrument has the clause "{unknown[0]}".')
    if not rule.__doc__:
        raise YamlError(where, "规则没有说明文字。", "the rule has no docstring.")
    deciding = [path for path in law_files(folder) if path.name not in BESIDE_THE_RULE]
    version = files_hash(deciding, folder)
    powers = _powers(root, name, instruments)
    words = _plain_words(root, name)
    cases = partial(_cases, _cases_file(root, name), root)
    return LoadedRight(name, title, right, function, rule.__doc__, version, cases, powers, words)


def _module(root: Path, name: str, where: str) -> ModuleType:
    """The rule as a module of its own, read from its file."""
    full_name = ".".join(("huhang.law", *name.split("/"), "rule"))
    spec = importlib.util.spec_from_file_location(full_name, root / name / RULE_FILE)
    if spec is None or spec.loader is None:
        raise YamlError(where, "无法读取规则。", "the rule cannot be read.")
    module = importlib.util.module_from_spec(spec)
    if root == Path(__file__).parent:
        module = sys.modules.setdefault(full_name, module)
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError) as error:
        raise YamlError(where, f"规则无法载入：{error}", f"the rule cannot be loaded: {error}") from error
    return module


def _cases_file(root: Path, name: str) -> Path:
    """The file of the right's named cases, which must be there."""
    path = root / name / CASES_FILE
    if not path.is_file():
        raise YamlError(f"{name}/{CASES_FILE}:1", "缺少案例文件。", "the file of cases is missing.")
    return path


def _cases(path: Path, root: Path) -> tuple[dict[str, Any], ...]:
    """The named cases of a right."""
    file = read_yaml_file(path, root)
    if not isinstance(file.data, list) or not all(isinstance(case, dict) for case in file.data):
        raise file.error((), "案例应为列表。", "cases must be a list of maps.")
    return tuple(file.data)


def _powers(root: Path, name: str, instruments: frozenset[str]) -> tuple[RightPower, ...]:
    """The powers that the right can lead to, weakest first; none where the file is not there."""
    path = root / name / POWERS_FILE
    if not path.is_file():
        return ()
    file = read_yaml_file(path, root)
    shapes = shaped(file, list[PowerShape])
    for index, shape in enumerate(shapes):
        for article in shape.articles:
            instrument = article.partition(" ")[0]
            if instrument not in instruments:
                raise file.error(
                    (index, "articles"),
                    f"没有编号为“{instrument}”的文件。",
                    f'there is no instrument "{instrument}".',
                )
    found = (RightPower(Power[s.power.upper()], s.body, tuple(s.articles), s.everyone) for s in shapes)
    return tuple(sorted(found))


def _plain_words(root: Path, name: str) -> PlainWords | None:
    """The right in words for everybody; None where the file is not there."""
    path = root / name / WORDS_FILE
    if not path.is_file():
        return None
    shape = shaped(read_yaml_file(path, root), PlainWordsShape)
    return PlainWords(shape.protects.text(), shape.counted.text())
