"""YAML read with its line numbers and shapes: duplicate keys refused, dates and amounts kept as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from huhang.vocabulary.words import HuhangError, Text

Step = str | int
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_PLAIN_WORDS: dict[str, Any] = {"": None, "null": None, "~": None, "true": True, "false": False}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Shaped = TypeVar("Shaped")


class _WithoutTags:
    """Reads nodes without working out their tags, which nobody asks for: `_scalar` tells what a word is."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """No tag at all."""
        return ""

    def descend_resolver(self, node: object, index: object) -> None:
        """Tags go with no path either."""

    def ascend_resolver(self) -> None:
        """Nor on the way back."""


_Untagged: Any = type("_Untagged", (_WithoutTags, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})


class YamlError(HuhangError):
    """A file of the law or of a procedure is wrong; the message begins with the file and the line."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(f"{where}：{zh}", f"{where}: {en}", exit_code=5)
        self.where = where


@dataclass(frozen=True)
class YamlFile:
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

    def error(self, path: Sequence[Step], zh: str, en: str) -> YamlError:
        """A refusal that names this file and the line of `path`."""
        return YamlError(self.where(path), zh, en)


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
            raise YamlError(
                f"{name}:{key.start_mark.line + 1}",
                f"键“{key.value}”重复，请只保留一个。",
                f'the key "{key.value}" stands twice; keep one.',
            )
        data[key.value] = _plain(value, name)
    return data


def read_yaml_file(path: Path, root: Path) -> YamlFile:
    """Read one YAML file below `root`; YamlError where it is not YAML, not UTF-8 or repeats a key."""
    name = path.relative_to(root).as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Untagged)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(
            f"{name}:{line}", f"不是正确的 YAML：{error.problem}。", f"not valid YAML: {error.problem}."
        ) from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise YamlError(f"{name}:1", f"无法读取：{error}", f"cannot be read: {error}") from None
    return YamlFile(name, None if node is None else _plain(node, name), node)


def _day(value: object) -> object:
    """A day from its ISO text and from nothing else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written as 2025-07-01")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_day)]


class Shape(BaseModel):
    """A map whose unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, populate_by_name=True)


class Words(Shape):
    """A text in Chinese and in English."""

    zh: str
    en: str

    def text(self) -> Text:
        """The words as the vocabulary's text."""
        return Text(self.zh, self.en)


def _words_for(kind: str, key: str, written: object, message: str, needed: str | None) -> Text:
    """What is wrong with a key: it is unknown, or missing, or its content is not what is needed."""
    if kind == "extra_forbidden":
        return Text(f"未知的键“{key}”，请删除或改正。", f'unknown key "{key}"; remove or correct it.')
    if kind == "missing":
        return Text(f"缺少必填的键“{key}”。", f'the required key "{key}" is missing.')
    one_of = f"，应为 {needed}" if needed else ""
    return Text(f"“{key}”的内容“{written}”不合要求{one_of}。", f'"{key}" cannot be "{written}": {message}.')


def shaped(file: YamlFile, kind: type[Shaped]) -> Shaped:
    """The file's data as `kind`; YamlError with the line of the first thing that does not fit."""
    try:
        return TypeAdapter(kind).validate_python(file.data)
    except ValidationError as error:
        # A misspelt key shows as one unknown and one missing; the unknown one says more.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        path = first["loc"]
        needed = first.get("ctx", {}).get("expected")
        words = _words_for(
            first["type"], str(path[-1]) if path else file.name, first["input"], first["msg"], needed
        )
        raise YamlError(file.where(path), *words) from None
