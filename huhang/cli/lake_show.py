"""`huhang lake show`: what a lake holds, and what has happened to it."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LakeArgument, LanguageOption, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.words import Text

if TYPE_CHECKING:
    from huhang.records.lake.manifest import Manifest

NAME = "show"
HELP = both(
    "看一个湖：各表多少行、分几桶，收入过哪些、遗忘过多少。",
    "Show a lake: rows and buckets of each table, what was taken in, and how much was forgotten.",
)
_LATEST = 10


def run(
    context: typer.Context, lake: LakeArgument, lang: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """Show what a lake holds."""
    from huhang.records.lake.manifest import read_manifest

    terminal = terminal_of(context, lang, as_json)
    told = _told(read_manifest(lake.absolute()))
    if as_json:
        terminal.give(told)
    else:
        _show(terminal, told)


def _told(manifest: "Manifest") -> dict[str, Any]:
    """What the manifest tells, as plain values."""
    from huhang.records.lake.manifest import FORMAT

    kept, past = Counter[str](), Counter[str]()
    for file in manifest.files:
        kept[file.table] += file.rows
    for file in manifest.history:
        past[file.table] += file.rows
    return {
        "format": FORMAT,
        "buckets": manifest.buckets,
        "tables": {name: {"rows": kept[name], "history": past[name]} for name in sorted(kept | past)},
        "zones": manifest.zones,
        "take_ins": [
            {"receipt": entry.receipt, "at": entry.at, "files": len(entry.files), "counts": entry.counts}
            for entry in manifest.take_ins
        ],
        "forgettings": [
            {"receipt": entry.receipt, "at": entry.at, "by": entry.by, "rows": entry.rows}
            for entry in manifest.forgettings
        ],
    }


def _show(terminal: Terminal, told: dict[str, Any]) -> None:
    terminal.say(
        Text(
            f"格式 {told['format']}，按劳动者分为 {told['buckets']} 桶。",
            f"Format {told['format']}, workers in {told['buckets']} buckets.",
        )
    )
    columns = (
        Column(Text("表", "table")),
        Column(Text("行", "rows"), right=True),
        Column(Text("历史", "history"), right=True),
    )
    rows = [[name, str(its["rows"]), str(its["history"])] for name, its in told["tables"].items()]
    terminal.table(columns, rows)
    terminal.say(Text(f"收入 {len(told['take_ins'])} 次：", f"Take-ins: {len(told['take_ins'])}"))
    for entry in told["take_ins"][-_LATEST:]:
        new = sum(counts.get("new", 0) for counts in entry["counts"].values())
        corrected = sum(counts.get("corrected", 0) for counts in entry["counts"].values())
        terminal.say(
            Text(
                f"  {entry['receipt']}　{_minute(entry['at'])}　{entry['files']} 个文件，"
                f"新增 {new} 行，更正 {corrected} 行",
                f"  {entry['receipt']}  {_minute(entry['at'])}  files: {entry['files']}, rows new: {new}, "
                f"corrected: {corrected}",
            )
        )
    for entry in told["forgettings"][-_LATEST:]:
        count, ground = sum(entry["rows"].values()), _ground(entry["by"])
        terminal.say(
            Text(
                f"  {entry['receipt']}　{_minute(entry['at'])}　遗忘 {count} 行（{ground.zh}）",
                f"  {entry['receipt']}  {_minute(entry['at'])}  rows forgotten: {count} ({ground.en})",
            )
        )


def _ground(told: str) -> Text:
    """On what ground rows were forgotten."""
    day = told.removeprefix("before ")
    return Text("按人", "a worker") if day == told else Text(f"早于 {day}", f"before {day}")


def _minute(moment: str) -> str:
    """A moment as the clock in China has it, to the minute."""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(CHINA_ZONE)):%Y-%m-%d %H:%M}"
