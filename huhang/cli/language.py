"""Two languages on one command line: every help text is kept in both, and shown in the one asked for."""

from typing import Any

import typer

from huhang.vocabulary.words import Text

# Help texts travel through the command library as one string; this sign parts the two languages.
_BORDER = "\x1f"
_OPTIONS = Text("[选项]", "[OPTIONS]")
_COMMAND = Text("命令 [参数]...", "COMMAND [ARGS]...")
_HELP_OPTION = Text("显示本说明。", "Show this page.")


def both(zh: str, en: str) -> str:
    """One help text in both languages, to be parted by `speak`."""
    return f"{zh}{_BORDER}{en}"


def part(text: str, lang: str) -> str:
    """The part of a help text made by `both` that is in `lang`."""
    zh, border, en = text.partition(_BORDER)
    return en if lang == "en" and border else zh


def speak(command: Any, lang: str) -> None:
    """Put the help of a command, its parameters and its sub-commands into one language, in place."""
    command.help = part(command.help or "", lang)
    command.options_metavar = _OPTIONS.in_language(lang)
    for parameter in command.params:
        parameter.help = part(parameter.help or "", lang)
    help_option = command.get_help_option(typer.Context(command))
    help_option.help = _HELP_OPTION.in_language(lang)
    below = getattr(command, "commands", {})
    if below:
        command.subcommand_metavar = _COMMAND.in_language(lang)
    for own in below.values():
        speak(own, lang)
