"""`huhang check`: is what was handed over readable and complete, and what is wrong with which row."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, MappingOption, terminal_of
from huhang.cli.terminal import Column, Terminal, error_json
from huhang.vocabulary.words import HuhangError, Text

if TYPE_CHECKING:
    from huhang.records.handover import Handover
    from huhang.records.quarantine import SetAside

NAME = "check"
HELP = both(
    "检查：文件能不能读、缺不缺列、哪一行哪一列为什么不能用、怎么改。",
    "Check: which rows can be used, and of the others row, column, value, reason and what to do.",
)
_COLUMNS = (
    Column(Text("文件、行、列", "file, row, column")),
    Column(Text("值", "value")),
    Column(Text("原因与改法", "reason and what to do")),
)
# A screen shows the first few; --quarantine writes them all.
_SHOWN, _LISTED, _WIDEST = 20, 1000, 60


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
    mapping: MappingOption = None,
    quarantine: Annotated[
        Path | None,
        typer.Option(
            "--quarantine",
            metavar="DIR",
            help=both(
                "把不能用的行全部写到这个文件夹，每张表一个 CSV。",
                "Write all rows that cannot be used into this folder, a CSV for each table.",
            ),
        ),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read everything, judge every row, keep nothing."""
    from huhang.law.place_codes import place_codes
    from huhang.records.handover import take_in
    from huhang.records.mapping import load_mapping
    from huhang.records.no_orders import no_orders, no_rows

    terminal = terminal_of(context, lang, as_json)
    known = load_mapping(mapping) if mapping else None
    areas = place_codes()
    with terminal.progress() as progress:
        handover = take_in(source, mapping=known, quarantine=quarantine, known_areas=areas, progress=progress)
    # A file of another table may be checked by itself; a folder is to be audited, and needs orders.
    folders = any(path.is_dir() for path in source)
    missing = no_orders(handover, source) if folders else no_rows(handover, source)
    if as_json:
        terminal.give(_verdict(handover, missing))
    else:
        _show(terminal, handover, quarantine, missing)
    if missing is not None:
        terminal.warn(missing)
        raise typer.Exit(missing.exit_code)
    if not _all_usable(handover):
        raise typer.Exit(ExitCode.QUARANTINED)


def _all_usable(handover: "Handover") -> bool:
    """Whether no row was set aside and no file turned away."""
    from huhang.records.quality import REFUSED, UNREADABLE

    turned_away = any(entry.state in (REFUSED, UNREADABLE) for entry in handover.quality.files)
    return handover.quality.quarantined == 0 and not turned_away


def _verdict(handover: "Handover", missing: HuhangError | None) -> dict[str, Any]:
    cells = handover.set_aside
    return {
        **handover.quality.to_json(),
        **({} if missing is None else error_json(missing)),
        "usable": missing is None and _all_usable(handover),
        "data_hash": handover.data_hash,
        "set_aside_cells": len(cells),
        "set_aside": [_as_row(cell) for cell in cells[:_LISTED]],
    }


def _as_row(cell: "SetAside") -> dict[str, Any]:
    from huhang.records.row_faults import ROW_FAULTS

    known = ROW_FAULTS[cell.fault.reason]
    return {
        "table": cell.table,
        "file": cell.file,
        "row": cell.fault.row,
        "column": cell.fault.column,
        "value": _shortened(cell.value),
        "reason": cell.fault.reason,
        "why": known.name._asdict(),
        "what_to_do": cell.remedy._asdict(),
    }


def _shortened(value: str) -> str:
    """A value that a screen can show; how long it is where it was not cut before."""
    from huhang.records.reading.raw import VALUE_SHOWN

    if len(value) <= _WIDEST:
        return value
    return f"{value[:_WIDEST]}…" + ("" if len(value) >= VALUE_SHOWN else f" ({len(value)})")


def _show(
    terminal: Terminal, handover: "Handover", quarantine: Path | None, missing: HuhangError | None
) -> None:
    for line in handover.quality.lines(terminal.lang):
        terminal.say(line)
    if handover.set_aside:
        _show_cells(terminal, handover.set_aside, quarantine)
    if missing is None and _all_usable(handover):
        terminal.say(Text("全部可用。", "Everything can be used."), style="bold")


def _show_cells(terminal: Terminal, cells: "Sequence[SetAside]", quarantine: Path | None) -> None:
    rows = [_as_row(cell) for cell in cells[:_SHOWN]]
    terminal.table(
        _COLUMNS,
        [
            (
                Text(
                    f"{row['file']}\n第 {row['row']} 行 {row['column']}".rstrip(),
                    f"{row['file']}\nrow {row['row']}" + (f", {row['column']}" if row["column"] else ""),
                ),
                row["value"],
                Text(
                    f"{row['why']['zh']}。{row['what_to_do']['zh']}",
                    f"{row['why']['en']}. {row['what_to_do']['en']}",
                ),
            )
            for row in rows
        ],
    )
    if len(cells) > len(rows):
        terminal.say(
            Text(
                f"另有 {len(cells) - len(rows)} 处没有列出。",
                f"{len(cells) - len(rows)} more are not listed.",
            )
        )
    if quarantine:
        terminal.say(Text(f"全部写在 {quarantine}。", f"All of them are in {quarantine}."))
    else:
        terminal.say(
            Text("加 --quarantine 文件夹 可以写出全部。", "Add --quarantine FOLDER to write all of them out.")
        )
