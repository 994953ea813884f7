"""The commands of `huhang`, and how one command line is carried out."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from huhang import __version__
from huhang.cli import audit, check, demo, explain, take_in, verify
from huhang.cli.asked import asked_language, asks_json
from huhang.cli.exit_codes import ExitCode
from huhang.cli.interruption import say_interrupted
from huhang.cli.language import both, breakable, speak
from huhang.cli.law import command as law
from huhang.cli.options import LanguageOption
from huhang.cli.terminal import Terminal
from huhang.cli.wrong_use import wrong_use
from huhang.vocabulary.words import HuhangError

_ABOUT = both(
    "护航：按当地当时的规定审计订单记录，精确到分，结论可以复算。",
    "Huhang: audits order records by the law of the place and day, exact to the fen, for anybody to re-run.",
)
_VERSION = both("显示版本。", "Show the version.")


def build(lang: str, laid_out: Callable[[str], str] = breakable) -> Any:
    """The command with all its sub-commands, its help in one language and laid out for where it is shown."""
    app = typer.Typer(add_completion=False, no_args_is_help=True, help=_ABOUT)
    app.callback()(_whole)
    for module in (check, audit, explain, verify, take_in, demo):
        app.command(module.NAME, help=module.HELP)(module.run)
    app.add_typer(law.build(), name="law")
    command = typer.main.get_command(app)
    speak(command, lang, laid_out)
    return command


def _command_words(arguments: Sequence[str]) -> list[str]:
    """The words of a command line without --help and the choice of language."""
    words = []
    rest = iter(arguments)
    for word in rest:
        if word == "--lang":
            next(rest, None)
        elif word != "--help" and not word.startswith("--lang="):
            words.append(word)
    return words


def _show_help(command: Any, words: Sequence[str]) -> bool:
    """Show the help of the command that these words name; faster than reading its options first."""
    context = typer.Context(command, info_name="huhang")
    for word in words:
        command = getattr(command, "commands", {}).get(word)
        if command is None:
            return False
        context = typer.Context(command, info_name=word, parent=context)
    command.get_help(context)
    return True


def _show_version(asked: bool) -> None:
    if asked:
        Terminal().say(f"huhang {__version__}")
        raise typer.Exit


def _whole(
    context: typer.Context,
    lang: LanguageOption = None,
    version: Annotated[
        bool, typer.Option("--version", help=_VERSION, callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if lang:
        context.find_root().obj = Terminal(lang.value)


def carry_out(arguments: Sequence[str]) -> int:
    """Carry out one command line and give its exit code."""
    terminal = Terminal(asked_language(arguments, os.environ), asks_json(arguments))
    command = build(terminal.lang)
    if "--help" in arguments and _show_help(command, _command_words(arguments)):
        return int(ExitCode.DONE)
    try:
        code = command.main(args=list(arguments), prog_name="huhang", standalone_mode=False, obj=terminal)
        sys.stdout.flush()
        # The command library turns Ctrl-C into a bare code; it is said in words below.
        if code == ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
    except HuhangError as error:
        terminal.fail(error)
        return int(error.exit_code)
    except typer.TyperException as error:
        # A bare `huhang` has shown its help already and has nothing to add.
        if error.format_message():
            terminal.fail(wrong_use(error))
        return int(ExitCode.WRONG_USE)
    except (KeyboardInterrupt, typer.Abort):
        return say_interrupted(terminal.lang, arguments)
    except (BrokenPipeError, SystemExit):
        # The reader (head, less) has seen enough; the terminal libraries exit then, with their own code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    return int(code or ExitCode.DONE)
