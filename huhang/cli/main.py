"""The entry point `huhang`: there at once, and ending in words however it ends."""

import atexit
import os
import sys
from typing import TYPE_CHECKING

from huhang.cli.interruption import Interruption, say_interrupted
from huhang.vocabulary.lean import collect_rarely, leave_unused_out, no_threads_for_matrices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType


def run(arguments: "Sequence[str]") -> int:
    """Carry out one command line and give its exit code."""
    from huhang.cli.commands import carry_out

    return carry_out(arguments)


def main() -> None:
    """The entry point of the installed command."""
    interruption = Interruption()

    def last_resort(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
        if interruption.happened or issubclass(kind, KeyboardInterrupt):
            _leave(_tell_interruption())
        report_unexpected(kind, error, trace)

    leave_unused_out()
    collect_rarely()
    no_threads_for_matrices()
    # What is registered first is called last: after all that others have to tidy up.
    ended: list[int] = []
    atexit.register(_end_at_once, ended)
    sys.excepthook = last_resort
    interruption.listen()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese must not stop a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    if interruption.happened:
        _leave(code)
    interruption.listen_no_more()
    ended.append(code)
    sys.exit(code)


def report_unexpected(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    """Last resort: say that the program is at fault and how to report it, then end with its own code."""
    import traceback

    from huhang import __version__
    from huhang.cli.exit_codes import ExitCode
    from huhang.vocabulary.words import Text

    traceback.print_exception(kind, error, trace)
    text = Text(
        f"程序本身出错（{kind.__name__}），不是数据的问题。请把上面的全部文字、所用命令和版本 {__version__} "
        "发给维护者；请不要附上含个人信息的文件。",
        f"The program is at fault ({kind.__name__}), not your data. Please send the maintainers all of "
        f"the text above, the command and the version {__version__}; no file with personal data.",
    )
    sys.stderr.write(f"\n{text.zh}\n{text.en}\n")
    _leave(ExitCode.UNEXPECTED)


def _tell_interruption() -> int:
    from huhang.cli.asked import asked_language

    arguments = sys.argv[1:]
    return say_interrupted(asked_language(arguments, os.environ), arguments)


def _end_at_once(ended: "Sequence[int]") -> None:
    """End without taking the interpreter apart, which takes a fifth of a second."""
    if ended:
        _leave(ended[0])


def _leave(code: int) -> None:
    """End at once: threads are not waited for, and what is left of them would complain below the message."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
