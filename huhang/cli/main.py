"""The command `huhang`: which commands there are, and how each ends."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Annotated, Any

import typer

from huhang import __version__
from huhang.cli import audit, check, demo, explain, take_in, verify
from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import asked_language, both, breakable, speak
from huhang.cli.law import command as law
from huhang.cli.options import LanguageOption
from huhang.cli.terminal import Terminal
from huhang.cli.wrong_use import wrong_use
from huhang.vocabulary.words import HuhangError, Text

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


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and give its exit code."""
    terminal = Terminal(asked_language(arguments, os.environ), "--json" in arguments)
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
        terminal.fail(HuhangError("已中断。", "Interrupted.", exit_code=ExitCode.INTERRUPTED))
        return int(ExitCode.INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # The reader (head, less) has seen enough; the terminal libraries exit then, with their own code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    return int(code or ExitCode.DONE)


def report_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Last resort: say that the program is at fault and how to report it, then end with its own code."""
    traceback.print_exception(kind, error, trace)
    text = Text(
        f"程序本身出错（{kind.__name__}），不是数据的问题。请把上面的全部文字、所用命令和版本 {__version__} "
        "发给维护者；请不要附上含个人信息的文件。",
        f"The program is at fault ({kind.__name__}), not your data. Please send the maintainers all of "
        f"the text above, the command and the version {__version__}; no file with personal data.",
    )
    sys.stderr.write(f"\n{text.zh}\n{text.en}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    # Leaving at once: what the trace still holds would make libraries complain below the message.
    os._exit(ExitCode.UNEXPECTED)


def main() -> None:
    """The entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese must not stop a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = report_unexpected
    sys.exit(run(sys.argv[1:]))
