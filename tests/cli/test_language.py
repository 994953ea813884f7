"""Every help text is there in both languages, and the one asked for is shown."""

from typing import Any

import pytest

from huhang.cli.asked import asked_language
from huhang.cli.commands import build
from huhang.cli.language import both, part


def described(command: Any, path: str = "huhang") -> dict[str, str]:
    texts = {path: command.help}
    texts |= {f"{path} {parameter.name}": parameter.help for parameter in command.params}
    for name, below in getattr(command, "commands", {}).items():
        texts |= described(below, f"{path} {name}")
    return texts


def has_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def test_help_is_chinese_or_english_throughout() -> None:
    chinese, english = described(build("zh")), described(build("en"))
    assert chinese.keys() == english.keys()
    assert len(chinese) > 40
    assert [path for path, text in chinese.items() if not has_chinese(text)] == []
    assert [path for path, text in english.items() if not text or has_chinese(text)] == []


def test_every_command_takes_lang_and_json() -> None:
    leaves = {
        path: {name for parameter in command.params for name in parameter.opts}
        for path, command in commands(build("zh")).items()
        if not hasattr(command, "commands")
    }
    assert {"check", "audit", "explain", "verify", "law clauses"} <= leaves.keys()
    assert {path for path, names in leaves.items() if not {"--lang", "--json"} <= names} == set()


def commands(command: Any, path: str = "") -> dict[str, Any]:
    found = {path: command} if path else {}
    for name, below in getattr(command, "commands", {}).items():
        found |= commands(below, f"{path} {name}".strip())
    return found


@pytest.mark.parametrize(
    ("arguments", "variable", "lang"),
    [
        ([], "", "zh"),
        ([], "en", "en"),
        ([], "fr", "zh"),
        (["--lang", "en", "check"], "", "en"),
        (["check", "x", "--lang=en"], "zh", "en"),
        (["--lang", "en", "check", "--lang", "zh"], "", "zh"),
        (["check", "--lang"], "", "zh"),
    ],
)
def test_the_language_asked_for(arguments: list[str], variable: str, lang: str) -> None:
    assert asked_language(arguments, {"HUHANG_LANG": variable}) == lang


def test_a_text_without_a_second_language_is_shown_as_it_is() -> None:
    assert part("FILE", "en") == "FILE"
    assert part(both("甲", "A"), "zh") == "甲"
    assert part(both("甲", "A"), "en") == "A"
