"""`huhang law`: the questions that can be put to the law files."""

import typer

from huhang.cli.language import both
from huhang.cli.law import clauses, instruments, parameters, places, rights
from huhang.cli.options import LanguageOption
from huhang.cli.terminal import Terminal

_HELP = both(
    "法律怎么说：地区、文件、条款、权利、参数。",
    "What the law says: places, instruments, clauses, rights, parameters.",
)


def build() -> typer.Typer:
    """The group of commands about the law."""
    app = typer.Typer(rich_markup_mode=None, help=_HELP)
    app.callback()(_whole)
    for module in (places, instruments, clauses, rights, parameters):
        app.command(module.NAME, help=module.HELP)(module.run)
    return app


def _whole(context: typer.Context, lang: LanguageOption = None) -> None:
    if lang:
        context.find_root().obj = Terminal(lang.value)
