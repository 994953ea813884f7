"""`huhang check`: is what was handed over readable and complete, and what is wrong with which row."""

from pathlib import Path
from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, MappingOption, terminal_of

NAME = "check"
HELP = both(
    "检查：文件能不能读、缺不缺列、哪一行哪一列为什么不能用、怎么改。",
    "Check: which rows can be used, and of the others row, column, value, reason and what to do.",
)


def run(
    context: typer.Context,
    source: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER|FILE",
            help=both("数据文件夹或单个文件，可以写多个。", "A folder of records, or files."),
        ),
    ],
    mapping: MappingOption = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read everything, judge every row, keep nothing."""
    terminal = terminal_of(context, lang, as_json)
