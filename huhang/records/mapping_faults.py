"""What is wrong with a mapping file, in both languages, with the place."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from huhang.vocabulary.words import HuhangError, Text


class WrongMappingError(ValueError):
    """A word of a mapping that cannot be."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


# What the library that checks the form of a mapping has to say, by its own name of it.
_FORMS: dict[str, Text] = {
    "missing": Text("缺少这一项", "it is missing"),
    "extra_forbidden": Text("没有这一项；可写的有：{known}", "there is no such key; these are: {known}"),
    "dict_type": Text("应写成“键: 值”", "it must be keys and values"),
    "tuple_type": Text("应写成列表，如 [a, b]", "it must be a list, as [a, b]"),
    "string_type": Text("应写成一个词", "it must be one word"),
    "int_parsing": Text("应是整数", "it must be a whole number"),
    "greater_than_equal": Text("应不小于 {ge}", "it must be at least {ge}"),
    "less_than_equal": Text("应不大于 {le}", "it must be at most {le}"),
}


def unreadable(path: Path, told: Text) -> HuhangError:
    """The error of a mapping file that cannot be used."""
    return HuhangError(
        f"映射文件 {path} 有误：{told.zh}。请改正后重试。",
        f"the mapping file {path} is wrong: {told.en}. Correct it and try again.",
    )


def first_fault(error: ValidationError, known: Iterable[str], *, several: bool) -> Text:
    """The first fault of a mapping with its place; `known` are a table's keys, `several` with `tables`."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    if not several and place[:2] == ["tables", "0"]:
        place = place[2:]
    context: Mapping[str, Any] = first.get("ctx") or {}
    own = context.get("error")
    told = (
        own.text if isinstance(own, WrongMappingError) else _form(first["type"], first["msg"], context, known)
    )
    where = ".".join(place)
    return Text(f"{where}：{told.zh}", f"{where}: {told.en}") if where else told


def _form(kind: str, message: str, context: Mapping[str, Any], known: Iterable[str]) -> Text:
    words = {**context, "known": ", ".join(known)}
    told = _FORMS.get(kind, Text(f"写法不对（{message}）", message))
    return Text(told.zh.format(**words), told.en.format(**words))
