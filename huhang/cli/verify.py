"""`huhang verify`: compute again from the receipt; it holds, or what changed is named."""

from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, OutArgument, RecordsOption, terminal_of

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
    terminal = terminal_of(context, lang, as_json)
