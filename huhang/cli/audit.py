"""`huhang audit`: judge a folder of records against the law of its places, and write the report."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import (
    JsonOption,
    LanguageOption,
    MappingOption,
    check_place,
    period_of,
    terminal_of,
)
from huhang.vocabulary.lean import judge_in_threads
from huhang.vocabulary.words import HuhangError

if TYPE_CHECKING:
    from huhang.vocabulary.law import LawBook

NAME = "audit"
HELP = both(
    "审计：按当地当时的规定逐人、逐期核对，写出结论、收据和报告。",
    "Audit: judge every worker and period by the law of the place and day; write findings and report.",
)

Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help=both("放数据文件的文件夹。", "The folder with the record files.")),
]
Places = Annotated[
    list[str],
    typer.Option(
        "--place",
        metavar="CODE",
        help=both(
            "地区代码，可以重复；000000 是全部。全部代码见 huhang law places。",
            "Code of a place; may be repeated; 000000 is all. All codes: huhang law places.",
        ),
    ),
]
Since = Annotated[
    str,
    typer.Option("--from", metavar="DAY", help=both("第一天，如 2025-10-01。", "First day, as 2025-10-01.")),
]
Until = Annotated[
    str, typer.Option("--to", metavar="DAY", help=both("最后一天（含）。", "Last day, included."))
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help=both("结果写到哪个文件夹。", "Folder for the results."))
]
Rights = Annotated[
    str | None,
    typer.Option(
        "--rights",
        metavar="A,B",
        help=both(
            "只查这些权利，用逗号分开；不写就全查。", "Only these rights, parted by commas; else all of them."
        ),
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", min=1, max=256, metavar="N", help=both("同时用几个线程。", "Threads at work.")),
]
FailOnBroken = Annotated[
    bool,
    typer.Option(
        "--fail-on-broken",
        help=both("查出不符时，退出码为 1。", "End with exit code 1 when something is broken."),
    ),
]


Sample = Annotated[
    bool,
    typer.Option(
        "--sample",
        help=both(
            "数据是编造的示例；报告上会注明。", "The records are a made-up sample; the report says so."
        ),
    ),
]


def run(
    context: typer.Context,
    folder: Folder,
    place: Places,
    since: Since,
    until: Until,
    out: Out,
    rights: Rights = None,
    mapping: MappingOption = None,
    jobs: Jobs = 2,
    fail_on_broken: FailOnBroken = False,
    sample: Sample = False,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge the records in a folder and write findings, receipt and report."""
    terminal = terminal_of(context, lang, as_json)
    first, last = period_of(since, until)
    judge_in_threads()
    from huhang.audit.run import run_audit
    from huhang.cli.audit_summary import show_summary, summary
    from huhang.law.loader import load_law

    book = load_law()
    with terminal.progress() as progress:
        result = run_audit(
            folder,
            places=[check_place(code, book.places) for code in place],
            since=first,
            until=last,
            out=out,
            rights=_rights(rights, book),
            mapping=mapping,
            jobs=jobs,
            progress=progress,
            book=book,
            sample=sample,
        )
    if as_json:
        terminal.give(summary(result, out))
    else:
        show_summary(terminal, result, out)
    if fail_on_broken and result.broken:
        raise typer.Exit(ExitCode.BROKEN_FOUND)


def _rights(written: str | None, book: "LawBook") -> list[str] | None:
    """The rights named, or None for all of them; an unknown name is refused with the nearest."""
    if written is None:
        return None
    names = [name.strip() for name in written.split(",") if name.strip()]
    if not names:
        raise HuhangError(
            "--rights 里没有写权利。请写如 pay/hourly_floor,pay/on_time；要全查就不写 --rights。",
            "--rights names no right. Write it as pay/hourly_floor,pay/on_time, or leave it out for all.",
            exit_code=ExitCode.WRONG_USE,
        )
    for name in names:
        if name not in book.rights:
            near = get_close_matches(name, book.rights, n=3, cutoff=0.3) or sorted(book.rights)
            raise HuhangError(
                f"没有名为“{name}”的权利。相近的有：{'、'.join(near)}。全部权利见 huhang law rights。",
                f'No right is called "{name}". Near to it: {", ".join(near)}. All rights: huhang law rights.',
                exit_code=ExitCode.WRONG_USE,
            )
    return names
