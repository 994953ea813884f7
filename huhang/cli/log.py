"""`huhang log verify`: whether the platform's log is what was written."""

from typing import Annotated

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, terminal_of
from huhang.cli.serve import HOME, HomeOption
from huhang.vocabulary.words import HuhangError

NAME = "log"
_ABOUT = both("日志：平台里每一步都记在上面。", "The log: every act on the platform is in it.")
_VERIFY = both(
    "逐条核对日志；有改动，说出第一条。", "Check every entry of the log; name the first that was altered."
)
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="DIGEST",
        help=both(
            "以前记下的最后一条的摘要；日志里没有它，就是尾部被删过。",
            "The digest of the last entry, noted earlier; where it is missing, the end was cut off.",
        ),
    ),
]


def build() -> typer.Typer:
    """The command with what it can do."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_ABOUT)
    app.callback()(_about)
    app.command("verify", help=_VERIFY)(verify)
    return app


def _about() -> None:
    """Everything that acts on the log stands below."""


def verify(
    context: typer.Context,
    home: HomeOption = HOME,
    expect: Expect = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the chain of the log from its first entry to its last."""
    terminal = terminal_of(context, lang, as_json)
    if not (home / "platform.sqlite3").exists():
        raise HuhangError(
            f"{home} 里没有平台的数据库；请用 --home 指出平台的文件夹。",
            f"{home} holds no database of the platform; name its folder with --home.",
            exit_code=ExitCode.NOT_FOUND,
        )
    from huhang.web.running import prepare

    prepare(home)
    from huhang.web.accounts.log import verify_log

    found = verify_log(expect)
    if as_json:
        terminal.give(found.to_json())
    else:
        terminal.say(found.told, style="bold" if found.holds else "red")
    if not found.holds:
        raise typer.Exit(ExitCode.DOES_NOT_HOLD)
