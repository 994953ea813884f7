"""What the command library says of a wrong command line, said again in both languages."""

import re

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.vocabulary.words import HuhangError

_SAYINGS: tuple[tuple[str, str], ...] = (
    (r"Missing argument '(?P<name>.*?)'\.", "缺少参数 {name}。"),
    (r"Missing option '(?P<name>.*?)'\.", "缺少选项 {name}。"),
    (r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<near>.*)\))?", "没有选项 {name}。"),
    (r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.*)\?)?", "没有命令 {name}。"),
    (r"Option '(?P<name>.*?)' requires an argument\.", "选项 {name} 后面要写一个值。"),
    (r"Option '(?P<name>.*?)' does not take a value\.", "选项 {name} 后面不能写值。"),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", "多出了参数：{name}。"),
    (r"Missing command\.", "没有写命令。"),
    (r"Invalid value for '(?P<name>.*?)': (?P<why>.*)", "{name} 的值不对：{why}。"),
)
_GROUNDS: tuple[tuple[str, str], ...] = (
    (
        r"(?:Value error, )?'(?P<value>.*?)' is not one of (?P<choices>.*?)\.?",
        "“{value}”不在可选的值里（{choices}）",
    ),
    (r"Input should be a valid integer.*", "应当是整数"),
    (r"Input should be greater than or equal to (?P<least>.*)", "应当不小于 {least}"),
    (r"Input should be less than or equal to (?P<most>.*)", "应当不大于 {most}"),
)


def wrong_use(error: typer.TyperException) -> HuhangError:
    """The refusal of a wrong command line, with the command that shows the right one."""
    english = error.format_message()
    context = getattr(error, "ctx", None)
    command = f"{context.command_path if context else 'huhang'} --help"
    return HuhangError(
        f"{_in_chinese(english)}用法见：{command}",
        f"{english.rstrip('.')}. How it is used: {command} --lang en",
        exit_code=ExitCode.WRONG_USE,
    )


def _in_chinese(english: str) -> str:
    words = _words(english, _SAYINGS)
    if words is None:
        return f"命令写得不对（{english}）。"
    saying, parts = words
    if "why" in parts:
        ground = _words(parts["why"], _GROUNDS)
        parts["why"] = ground[0].format(**ground[1]) if ground else parts["why"].rstrip(".")
    near = parts.get("near", "").replace("'", "")
    return saying.format(**parts) + (f"相近的有：{near}。" if near else "")


def _words(english: str, sayings: tuple[tuple[str, str], ...]) -> tuple[str, dict[str, str]] | None:
    """The Chinese saying that fits, with the words to put into it."""
    for pattern, saying in sayings:
        match = re.fullmatch(pattern, english, re.DOTALL)
        if match:
            return saying, {name: (text or "").strip("\"'") for name, text in match.groupdict().items()}
    return None
