"""`huhang lake migrate`: bring a lake of an older format into the present one."""

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LakeArgument, LanguageOption, WaitOption, terminal_of
from huhang.vocabulary.words import Text

NAME = "migrate"
HELP = both(
    "升级：把旧格式的湖改写成现在的格式；中断了等于没做，可以再来。",
    "Bring a lake of an older format into the present one; broken off it is as if not begun.",
)


def run(
    context: typer.Context,
    lake: LakeArgument,
    wait: WaitOption = False,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Migrate a lake."""
    from huhang.records.lake.manifest import FORMAT
    from huhang.records.lake.migrating import migrate

    terminal = terminal_of(context, lang, as_json)
    old = migrate(lake, wait=wait)
    if as_json:
        terminal.give({"from": old, "to": FORMAT})
    elif old is None:
        terminal.say(
            Text(f"已经是格式 {FORMAT}，不用改。", f"It is of format {FORMAT} already; nothing to do.")
        )
    else:
        terminal.say(Text(f"已从格式 {old} 升到 {FORMAT}。", f"Brought from format {old} to {FORMAT}."))
