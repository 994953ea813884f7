"""The commands of `huhang`, and how one command line is carried out."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from huhang import __version__
from huhang.cli import audit, check, demo, explain, lake, log, serve, take_in, verify
from huhang.cli.asked import asked_language, asks_json
from huhang.cli.exit_codes import ExitCode
from huhang.cli.help_page import show_help
from huhang.cli.interruption import say_interrupted
from huhang.cli.language import both, speak
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


def build(lang: str) -> Any:
    """The command with all its sub-commands, its help in one language."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_ABOUT)
    app.callback()(_whole)
    for module in (check, audit, explain, verify, take_in, demo, serve):
        app.command(module.NAME, help=module.HELP)(module.run)
    app.add_typer(lake.build(), name="lake")
    app.add_typer(law.build(), name="law")
    app.add_typer(log.build(), name=log.NAME)
    command = typer.main.get_command(app)
    speak(command, lang)
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


def _named(command: Any, words: Sequence[str]) -> typer.Context | None:
    """The command that these words name, with those above it; None where a word is none of its commands."""
    context = typer.Context(command, info_name="huhang")
    for word in words:
        below = getattr(context.command, "commands", {})
        if not below:
            break
        if word not in below:
            return None
        context = typer.Context(below[word], info_name=word, parent=context)
    return context


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
    named = _named(command, _command_words(arguments))
    try:
        if named is not None and ("--help" in arguments or hasattr(named.command, "commands")):
            show_help(named, terminal.lang)
            return int(ExitCode.DONE if "--help" in arguments else ExitCode.WRONG_USE)
        code = command.main(args=list(arguments), prog_name="huhang", standalone_mode=False, obj=terminal)
        sys.stdout.flush()
        # The command library turns Ctrl-C into a bare code; it is said in words below.
        if code == ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
    except HuhangError as error:
        terminal.fail(error)
        return int(error.exit_code)
    except typer.TyperException as error:
        terminal.fail(wrong_use(error))
        return int(ExitCode.WRONG_USE)
    except (KeyboardInterrupt, typer.Abort):
        return say_interrupted(terminal.lang, arguments)
    except (BrokenPipeError, SystemExit):
        # The reader (head, less) has seen enough; the terminal libraries exit then, with their own code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    return int(code or ExitCode.DONE)
