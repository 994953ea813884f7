"""The help of a command: how it is called, what it does, its arguments, options and sub-commands."""

from collections.abc import Sequence
from typing import Any

from huhang.vocabulary.words import Text

_USAGE = Text("用法：", "Usage: ")
_GROUPS = {"argument": Text("参数", "Arguments"), "option": Text("选项", "Options")}
_COMMANDS = Text("命令", "Commands")
_REQUIRED = Text("必填", "required")


def show_help(context: Any, lang: str) -> None:
    """Print the help of the command of a context, fitted to the width of the terminal."""
    from rich.console import Console
    from rich.text import Text as Styled

    command = context.command
    console = Console(highlight=False, markup=False, emoji=False)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    console.print(Styled.assemble((_USAGE.in_language(lang), "bold"), usage))
    console.print(f"\n{command.help}\n")
    parameters = command.get_params(context)
    for kind, heading in _GROUPS.items():
        chosen = [parameter for parameter in parameters if parameter.param_type_name == kind]
        _print_group(console, heading.in_language(lang), [_of_parameter(one, lang) for one in chosen])
    below = [(name, own.help) for name, own in getattr(command, "commands", {}).items()]
    _print_group(console, _COMMANDS.in_language(lang), below)


def _print_group(console: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """A heading and below it names beside what they mean; nothing where there are none."""
    from rich.table import Table

    if not rows:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for name, meaning in rows:
        table.add_row(f"  {name}", meaning)
    console.print(heading, style="bold")
    console.print(table)
    console.print()


def written(parameter: Any) -> str:
    """How a parameter is written on a command line."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _of_parameter(parameter: Any, lang: str) -> tuple[str, str]:
    """A parameter and what it means, with what it must be and what it is where it is left out."""
    notes = [
        *([_REQUIRED] if parameter.required else []),
        *_span(getattr(parameter, "min", None), getattr(parameter, "max", None)),
        *_usual(parameter),
    ]
    told = Text("，".join(note.zh for note in notes), ", ".join(note.en for note in notes))
    return written(parameter), parameter.help + (f" [{told.in_language(lang)}]" if notes else "")


def _span(least: int | None, most: int | None) -> list[Text]:
    if least is None:
        return []
    if most is None:
        return [Text(f"不小于 {least}", f"at least {least}")]
    return [Text(f"{least} 至 {most}", f"{least} to {most}")]


def _usual(parameter: Any) -> list[Text]:
    is_flag = getattr(parameter, "is_flag", False)
    if parameter.required or is_flag or parameter.default in (None, ""):
        return []
    return [Text(f"默认 {parameter.default}", f"default: {parameter.default}")]
