"""Two languages on one command line: every help text is kept in both, and shown in the one asked for."""

import re
from collections.abc import Callable
from typing import Any

import typer

from huhang.vocabulary.words import Text

# Help texts travel through the command library as one string; this sign parts the two languages.
_BORDER = "\x1f"
_PUNCTUATION = re.compile(r"([，；。：、])(?=\S)")
_PANELS = {
    "argument": Text("参数", "Arguments"),
    "option": Text("选项", "Options"),
    "command": Text("命令", "Commands"),
}
_HELP_OPTION = Text("显示本说明。", "Show this page.")


def both(zh: str, en: str) -> str:
    """One help text in both languages, to be parted by `speak`."""
    return f"{zh}{_BORDER}{en}"


def part(text: str, lang: str) -> str:
    """The part of a help text made by `both` that is in `lang`."""
    zh, border, en = text.partition(_BORDER)
    return en if lang == "en" and border else zh


def breakable(text: str) -> str:
    """The text with a space after Chinese punctuation, where a help page may break the line."""
    return _PUNCTUATION.sub(r"\1 ", text)


def speak(command: Any, lang: str, laid_out: Callable[[str], str] = breakable) -> None:
    """Put the help of a command, its parameters and its sub-commands into one language, in place."""
    command.help = laid_out(part(command.help or "", lang))
    command.rich_help_panel = _PANELS["command"].in_language(lang)
    for parameter in command.params:
        parameter.help = laid_out(part(parameter.help or "", lang))
        parameter.rich_help_panel = _PANELS[parameter.param_type_name].in_language(lang)
    help_option = command.get_help_option(typer.Context(command))
    help_option.help = _HELP_OPTION.in_language(lang)
    help_option.rich_help_panel = _PANELS["option"].in_language(lang)
    for below in getattr(command, "commands", {}).values():
        speak(below, lang, laid_out)
