"""`huhang verify`: compute again from the receipt; it holds, or what changed is named."""

from collections.abc import Sequence
from typing import Annotated

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import (
    JsonOption,
    LanguageOption,
    OutArgument,
    RecordsOption,
    check_finding,
    terminal_of,
)
from huhang.cli.terminal import Terminal
from huhang.vocabulary.words import Text

NAME = "verify"
HELP = both(
    "复核：按收据重算；成立，或指明是规则、参数还是数据变了。",
    "Verify: compute again from the receipt; it holds, or the rule, parameter or data that changed is named.",
)


def run(
    context: typer.Context,
    out: OutArgument,
    finding_id: Annotated[
        str | None,
        typer.Argument(
            metavar="FINDING_ID",
            show_default=False,
            help=both("结论编号；不写就复核全部。", "The id of a finding; else all of them."),
        ),
    ] = None,
    records: RecordsOption = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute an audit, or one finding of it, again."""
    from huhang.audit.verify import verify

    terminal = terminal_of(context, lang, as_json)
    if finding_id is not None:
        finding_id = check_finding(finding_id)
    with terminal.progress() as progress:
        found = verify(out, finding_id, records=records, progress=progress)
    if as_json:
        terminal.give(found.to_json())
    else:
        terminal.say(_answer(found.holds, found.checked, whole=finding_id is None), style="bold")
        _say_each(terminal, Text("变了的：", "What changed:"), found.changes)
        _say_each(terminal, Text("现在得出的不同：", "What comes out otherwise now:"), found.differences)
    if not found.holds:
        raise typer.Exit(ExitCode.DOES_NOT_HOLD)


def _answer(holds: bool, checked: int, *, whole: bool) -> Text:
    if whole:
        return (
            Text(f"成立：{checked} 条结论都一样。", f"Holds: all {checked} findings are the same.")
            if holds
            else Text(
                f"不再全部成立（共 {checked} 条结论）。", f"Does not hold as a whole ({checked} findings)."
            )
        )
    return (
        Text("成立：重算得出同一条结论。", "Holds: the same finding comes out again.")
        if holds
        else Text("不成立：重算得不出这条结论。", "Does not hold: this finding does not come out again.")
    )


def _say_each(terminal: Terminal, heading: Text, lines: Sequence[Text]) -> None:
    if lines:
        terminal.say(heading)
    for line in lines:
        terminal.say(Text(f"· {line.zh}", f"· {line.en}"))
