"""What a command says: tables and messages on a terminal, JSON for programs, progress while one waits."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import Any, NamedTuple

from huhang.vocabulary.words import HuhangError, Text

Progress = Callable[[str, int, int], None]
_PATIENCE_S = 1.0
_STAGES = {
    "read": Text("读取文件", "Reading files"),
    "check": Text("检查数据行", "Checking rows"),
    "store": Text("写入湖", "Writing the lake"),
    "derive": Text("计算工作时间", "Working out time"),
    "judge": Text("逐项判断", "Judging right by right"),
    "report": Text("写报告", "Writing the report"),
    "city": Text("造城", "Making the city"),
}


class Column(NamedTuple):
    """A column of a table: its heading, whether figures stand to the right, whether a cell may break."""

    heading: Text
    right: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Terminal:
    """Where a command speaks: the language, and whether a program is listening."""

    lang: str = "zh"
    as_json: bool = False

    def say(self, text: Text | str = "", *, style: str = "") -> None:
        """One paragraph on standard output; Chinese may break anywhere, so the terminal itself breaks it."""
        self._console().print(self.words(text), style=style or None, soft_wrap=self.lang == "zh")

    def words(self, text: Text | str) -> str:
        """The text in the language of this terminal."""
        return text if isinstance(text, str) else text.in_language(self.lang)

    def give(self, data: Any) -> None:
        """Data for a program: JSON on standard output, days as ISO text."""
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
        sys.stdout.flush()

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str | Text]], title: Text | None = None
    ) -> None:
        """A table on standard output that fits the width of the terminal."""
        from rich import box
        from rich.cells import cell_len
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=self.words(title) if title else None)
        table.title_justify = "left"
        table.title_style = "bold"
        cells = [[self.words(cell) for cell in row] for row in rows]
        for number, column in enumerate(columns):
            # A heading may break over lines; a figure never does.
            widest = max((cell_len(row[number]) for row in cells), default=0)
            table.add_column(
                self.words(column.heading),
                justify="right" if column.right else "left",
                min_width=widest if column.right else None,
                no_wrap=column.whole,
                overflow="fold",
            )
        for row in cells:
            table.add_row(*row)
        self._console().print(table)

    def fail(self, error: HuhangError) -> None:
        """Say on standard error what stopped the command; for a program also as JSON on standard output."""
        if self.as_json:
            self.give(error_json(error))
        self.warn(error)

    def warn(self, error: HuhangError) -> None:
        """Say on standard error what stopped the command, when standard output has been written."""
        prefix = self.words(Text("错误：", "Error: "))
        self._console(to_error=True).print(prefix + self.words(error.text), style="red", soft_wrap=True)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A callback (stage, done, total) that shows a bar on standard error from the second second on."""
        if self.as_json or not sys.stderr.isatty():
            yield _unseen
            return
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console(to_error=True),
            transient=True,
        )
        task = bars.add_task(self.words(Text("正在准备", "Getting ready")), total=None)

        def show(stage: str, done: int, total: int) -> None:
            words = self.words(_STAGES[stage]) if stage in _STAGES else stage
            bars.update(task, description=words, completed=done, total=total or None)

        wait = Timer(_PATIENCE_S, bars.start)
        wait.daemon = True
        wait.start()
        try:
            yield show
        finally:
            wait.cancel()
            wait.join()
            bars.stop()

    def _console(self, *, to_error: bool = False) -> Any:
        from rich.console import Console

        return Console(stderr=to_error, highlight=False, markup=False, emoji=False)


def error_json(error: HuhangError) -> dict[str, Any]:
    """What stopped a command, for a program."""
    return {"error": {"exit_code": int(error.exit_code), "zh": error.text.zh, "en": error.text.en}}


def _unseen(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
