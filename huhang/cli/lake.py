"""`huhang lake`: what a lake holds, rows forgotten by worker or age, an older format brought up to date."""

import typer

from huhang.cli import lake_forget, lake_migrate, lake_show
from huhang.cli.language import both
from huhang.cli.options import LanguageOption
from huhang.cli.terminal import Terminal

_HELP = both(
    "湖：看里面有什么，按人或按日期遗忘，旧格式升级。",
    "A lake: what it holds, rows forgotten by worker or by age, an older format brought up to date.",
)


def build() -> typer.Typer:
    """The group of commands about a lake."""
    app = typer.Typer(rich_markup_mode=None, help=_HELP)
    app.callback()(_whole)
    for module in (lake_show, lake_forget, lake_migrate):
        app.command(module.NAME, help=module.HELP)(module.run)
    return app


def _whole(context: typer.Context, lang: LanguageOption = None) -> None:
    if lang:
        context.find_root().obj = Terminal(lang.value)
