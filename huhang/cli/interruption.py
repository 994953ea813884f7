"""Ctrl-C: remembered, as libraries turn it into errors of their own, and told in one sentence.

What is imported here is imported before anything listens for Ctrl-C, and so it is little.
"""

import signal
import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

# A second Ctrl-C within this time is the same impatience, and must not break off the tidying up.
_SAME_S = 3.0


class Interruption:
    """Whether Ctrl-C was pressed while this process listened for it."""

    def __init__(self) -> None:
        self._at: float | None = None

    @property
    def happened(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._at is not None

    def listen(self) -> None:
        """Remember Ctrl-C from now on; a process that was started to ignore it goes on ignoring it."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._note)

    def listen_no_more(self) -> None:
        """Let Ctrl-C pass: what was asked for is done."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _note(self, number: int, frame: "FrameType | None") -> None:
        before, self._at = self._at, monotonic()
        if before is None or self._at - before > _SAME_S:
            raise KeyboardInterrupt


def say_interrupted(lang: str, arguments: "Sequence[str]") -> int:
    """Say that the command was interrupted, for a program also as JSON; gives the exit code."""
    import json

    from huhang.cli.asked import asks_json
    from huhang.cli.exit_codes import ExitCode
    from huhang.vocabulary.words import Text

    told = Text("已中断，没有留下写了一半的结果。", "Interrupted; nothing half-written was left.")
    if asks_json(arguments):
        error = {"exit_code": int(ExitCode.INTERRUPTED), **told._asdict()}
        sys.stdout.write(json.dumps({"error": error}, ensure_ascii=False, indent=2) + "\n")
    sys.stderr.write(told.in_language(lang) + "\n")
    return int(ExitCode.INTERRUPTED)
