"""`huhang explain`: the arithmetic of one finding, line by line, in plain words."""

from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import (
    JsonOption,
    LanguageOption,
    OutArgument,
    RecordsOption,
    check_finding,
    terminal_of,
)
from huhang.cli.terminal import Column
from huhang.vocabulary.words import Text

NAME = "explain"
HELP = both(
    "解释一条结论：逐行写出算式、依据、参数和日期，可以用笔复算。",
    "Explain a finding: the arithmetic line by line, with texts, values and dates, to follow with a pencil.",
)


def run(
    context: typer.Context,
    out: OutArgument,
    finding_id: Annotated[
        str, typer.Argument(metavar="FINDING_ID", help=both("结论编号。", "The id of the finding."))
    ],
    records: RecordsOption = None,
    rows: Annotated[
        bool,
        typer.Option("--rows", help=both("逐单列出所涉订单。", "List the orders behind it, one by one.")),
    ] = False,
    neutral: Annotated[
        bool,
        typer.Option(
            "--neutral",
            help=both("只写工时和报酬，不写结论。", "Only hours and pay, without verdict."),
        ),
    ] = False,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print how one finding was computed."""
    from huhang.audit.explain import explain

    terminal = terminal_of(context, lang, as_json)
    told = explain(out, check_finding(finding_id), records=records, rows=rows, neutral=neutral)
    if as_json:
        terminal.give(told.to_json())
        return
    terminal.say(told.title, style="bold")
    for line in told.lines:
        terminal.say(line)
    for sheet in told.sheets:
        terminal.table([Column(heading) for heading in sheet.columns], sheet.rows, sheet.title)
    for note in told.notes:
        terminal.say(Text(f"· {note.zh}", f"· {note.en}"))
