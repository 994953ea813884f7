"""`huhang lake forget`: forget the rows of a worker, or old rows; told first, done with --yes."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import JsonOption, LakeArgument, LanguageOption, WaitOption, day_of, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import HuhangError, Text

if TYPE_CHECKING:
    from huhang.records.lake.forgetting import Forgotten

NAME = "forget"
HELP = both(
    "遗忘：按人或按日期从湖里删去，连同历史、隔离清单和人员对应；先说会删多少，加 --yes 才删。",
    "Forget rows by worker or by age, with history, rows set aside and who is one person; "
    "counted first, done with --yes.",
)

Worker = Annotated[
    str | None,
    typer.Option(
        "--worker",
        metavar="P/W",
        help=both("平台编号/劳动者编号：忘掉这个人。", "Platform/worker: forget this worker."),
    ),
]
Before = Annotated[
    str | None,
    typer.Option(
        "--before",
        metavar="DAY",
        help=both("忘掉这一天之前就已结束的行（保存期限）。", "Forget rows that were over before this day."),
    ),
]
Yes = Annotated[
    bool,
    typer.Option(
        "--yes", help=both("真的删；不写时只说会删多少。", "Do it; without it, rows are only counted.")
    ),
]


def run(
    context: typer.Context,
    lake: LakeArgument,
    worker: Worker = None,
    before: Before = None,
    yes: Yes = False,
    wait: WaitOption = False,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forget rows of a lake."""
    from huhang.records.lake.forgetting import forget_before, forget_worker

    terminal = terminal_of(context, lang, as_json)
    if (worker is None) == (before is None):
        raise HuhangError(
            "请在 --worker 和 --before 中写一个，只写一个。",
            "Give --worker or --before, and one of them only.",
            exit_code=ExitCode.WRONG_USE,
        )
    how = {"rehearse": not yes, "wait": wait}
    if worker is not None:
        platform, name = _split(worker)
        forgotten = forget_worker(lake, platform, name, **how)
    else:
        forgotten = forget_before(lake, _past(str(before)), **how)
    if as_json:
        terminal.give({"receipt": forgotten.receipt or None, "rows": forgotten.rows})
    else:
        _show(terminal, forgotten)


def _split(worker: str) -> tuple[str, str]:
    """The platform and the worker."""
    platform, mark, name = worker.partition("/")
    if not (platform and mark and name):
        raise HuhangError(
            f"--worker 的“{worker}”应写成 平台编号/劳动者编号，如 P1/W-0001。",
            f'--worker "{worker}" must be platform/worker, as P1/W-0001.',
            exit_code=ExitCode.WRONG_USE,
        )
    return platform, name


def _past(text: str) -> date:
    """The day, which must not lie ahead."""
    day, today = day_of(text, "--before"), datetime.now(ZoneInfo(CHINA_ZONE)).date()
    if day > today:
        raise HuhangError(
            f"--before 的 {day} 还没到（今天是 {today}）；这样会删掉所有的行。请核对。",
            f"--before {day} lies ahead (today is {today}) and would forget every row. Check the day.",
            exit_code=ExitCode.WRONG_USE,
        )
    return day


def _show(terminal: Terminal, forgotten: "Forgotten") -> None:
    if not forgotten.rows:
        terminal.say(Text("湖里没有这样的行，没有改动。", "The lake has no such rows; it is as it was."))
        return
    columns = (Column(Text("表", "table")), Column(Text("行", "rows"), right=True))
    terminal.table(columns, [[name, str(count)] for name, count in forgotten.rows.items()])
    if forgotten.receipt:
        terminal.say(
            Text(
                f"已遗忘。回执 {forgotten.receipt}。湖里只记行数，不记名字；请把回执号和申请存在一起。",
                f"Forgotten. Receipt {forgotten.receipt}; the lake keeps counts and no name: "
                "keep the receipt with the request.",
            ),
            style="bold",
        )
        return
    terminal.say(
        Text(
            "这是预演，没有删。加 --yes 才会删，删后不能恢复；备份和原始文件请另行处理。",
            "Nothing was forgotten yet. Add --yes to do it; it cannot be undone. Backups and the files "
            "handed over are yours to deal with.",
        ),
        style="bold",
    )
