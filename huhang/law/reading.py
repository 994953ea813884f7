"""YAML read with its line numbers: duplicate keys refused, dates and amounts kept as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from huhang.vocabulary.words import HuhangError

Step = str | int
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_PLAIN_WORDS: dict[str, Any] = {"": None, "null": None, "~": None, "true": True, "false": False}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LawError(HuhangError):
    """The law files are wrong; the message begins with the file and the line."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(f"{where}：{zh}", f"{where}: {en}", exit_code=5)
        self.where = where


@dataclass(frozen=True)
class LawFile:
    """One file as read: plain data (maps, lists, text, whole numbers, booleans, null) and its lines."""

    name: str
    data: Any
    node: yaml.Node | None

    def where(self, path: Sequence[Step] = ()) -> str:
        """File and line of what stands at `path`, or of the nearest thing above it."""
        node, line = self.node, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return f"{self.name}:{line}"

    def error(self, path: Sequence[Step], zh: str, en: str) -> LawError:
        """A refusal that names this file and the line of `path`."""
        return LawError(self.where(path), zh, en)


def _child(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    """The line and the node one step below."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _scalar(node: yaml.ScalarNode) -> Any:
    """A plain word as null, boolean, whole number or text; anything quoted is text."""
    if node.style in ("'", '"', "|", ">"):
        return node.value
    if node.value in _PLAIN_WORDS:
        return _PLAIN_WORDS[node.value]
    return int(node.value) if _WHOLE.fullmatch(node.value) else node.value


def _plain(node: yaml.Node, name: str) -> Any:
    """Plain data of a node; a key that stands twice in one map is refused."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    data: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in data:
            raise LawError(
                f"{name}:{key.start_mark.line + 1}",
                f"键“{key.value}”重复，请只保留一个。",
                f'the key "{key.value}" stands twice; keep one.',
            )
        data[key.value] = _plain(value, name)
    return data


def read_law_file(path: Path, root: Path) -> LawFile:
    """Read one YAML file below `root`; LawError where it is not YAML, not UTF-8 or repeats a key."""
    name = path.relative_to(root).as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawError(
            f"{name}:{line}", f"不是正确的 YAML：{error.problem}。", f"not valid YAML: {error.problem}."
        ) from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise LawError(f"{name}:1", f"无法读取：{error}", f"cannot be read: {error}") from None
    return LawFile(name, None if node is None else _plain(node, name), node)
