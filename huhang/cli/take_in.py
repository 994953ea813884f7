"""`huhang take-in`: take files into a lake once and for ever; bad rows are set aside with their reasons."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, MappingOption, WaitOption, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.words import Text

if TYPE_CHECKING:
    from huhang.records.lake.taking_in import TakenIn

NAME = "take-in"
# Seconds after which a thread that runs Python gives way to those that wait between two compiled loops.
_GIVES_WAY_AFTER = 0.0005
HELP = both(
    "收入：把文件收进湖里，已知的行跳过，不同的行算更正并留下历史，坏行隔离，给出回执。",
    "Take in: bring files into a lake; known rows are skipped, others corrected with history, bad set aside.",
)
_FATES = {
    "new": Text("新增", "new"),
    "known": Text("已有，跳过", "known, skipped"),
    "corrected": Text("更正", "corrected"),
    "outdated": Text("比已有的旧", "older than known"),
}

Expected = Annotated[
    int | None,
    typer.Option(
        "--expect",
        min=1,
        metavar="ORDERS",
        help=both(
            "新建时：这个湖将来大约放多少订单，据此定分桶数。",
            "For a new lake: how many orders it will hold; this sets the number of buckets.",
        ),
    ),
]


def run(
    context: typer.Context,
    source: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER|FILE",
            help=both(
                "数据文件夹或单个文件，可以写多个。", "A folder of records, or files; several may be named."
            ),
        ),
    ],
    lake: Annotated[
        Path,
        typer.Option(
            "--lake",
            metavar="DIR",
            help=both("湖所在的文件夹；没有就新建。", "The folder of the lake; made where there is none."),
        ),
    ],
    mapping: MappingOption = None,
    wait: WaitOption = False,
    expect: Expected = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files into a lake."""
    from huhang.law.place_codes import place_codes
    from huhang.records.lake.taking_in import take_in_to_lake
    from huhang.records.mapping import load_mapping

    terminal = terminal_of(context, lang, as_json)
    known = load_mapping(mapping) if mapping else None
    areas = place_codes()
    sys.setswitchinterval(_GIVES_WAY_AFTER)
    with terminal.progress() as progress:
        taken = take_in_to_lake(
            source,
            lake,
            mapping=known,
            known_areas=areas,
            expected_orders=expect,
            wait=wait,
            progress=progress,
        )
    if as_json:
        terminal.give(taken.to_json())
    else:
        _show(terminal, taken, lake)


def _show(terminal: Terminal, taken: "TakenIn", lake: Path) -> None:
    if taken.recognised:
        terminal.say(
            Text(
                f"以前收过、内容未变的文件：{len(taken.recognised)} 个，跳过。",
                f"Files taken in before, unchanged: {len(taken.recognised)}, skipped.",
            )
        )
    if taken.entry is None or taken.quality is None:
        terminal.say(Text("湖没有改动。", "The lake is as it was."), style="bold")
        return
    for line in taken.quality.lines(terminal.lang):
        terminal.say(line)
    columns = (Column(Text("表", "table")), *(Column(name, right=True) for name in _FATES.values()))
    rows: list[list[str | Text]] = [
        [table, *(str(counts.get(fate, 0)) for fate in _FATES)]
        for table, counts in taken.entry.counts.items()
    ]
    terminal.table(columns, rows)
    for path in taken.entry.kept:
        terminal.say(Text(f"隔离的行：{lake / path}", f"Rows set aside: {lake / path}"))
    receipt = taken.entry.receipt
    terminal.say(Text(f"回执 {receipt}", f"Receipt {receipt}"), style="bold")
