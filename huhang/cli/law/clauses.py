"""`huhang law clauses`: every duty, and what makes it work today."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, terminal_of
from huhang.cli.terminal import Column
from huhang.vocabulary.words import MODALITY_NAMES, HuhangError, Text

if TYPE_CHECKING:
    from huhang.vocabulary.law import Clause, LawBook

NAME = "clauses"
HELP = both(
    "列出条款：内容、约束程度、现在由什么落实；还没有落实的写明没有。",
    "List the clauses: the duty, how binding it is, what makes it work today, if anything does.",
)
_NOTHING_YET = Text("尚无", "nothing yet")
_COLUMNS = (
    Column(Text("条款", "clause"), whole=True),
    Column(Text("程度", "modality"), whole=True),
    Column(Text("内容", "duty")),
    Column(Text("由什么落实", "works by")),
)


def run(
    context: typer.Context,
    instrument: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            show_default=False,
            help=both(
                "只列这份文件的条款，如 sh-2022-1；或只列这一条，如 SH-5b。",
                "Only the clauses of this document, as sh-2022-1; or only this clause, as SH-5b.",
            ),
        ),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the clauses of all documents, or of one."""
    from huhang.law.loader import load_law

    terminal = terminal_of(context, lang, as_json)
    book = load_law()
    chosen = _clauses(book, instrument)
    if as_json:
        terminal.give([_row(clause, terminal.lang) for clause in chosen])
        return
    terminal.table(_COLUMNS, [_cells(clause) for clause in chosen])
    working = sum(1 for clause in chosen if clause.works_by)
    terminal.say(
        Text(
            f"共 {len(chosen)} 条，其中 {working} 条已有落实办法。",
            f"{len(chosen)} clauses, {working} of them made to work by something.",
        )
    )


def _clauses(book: "LawBook", instrument: str | None) -> "list[Clause]":
    if instrument is None:
        return [book.clause(clause_id) for clause_id in book.clause_home]
    if instrument in book.clause_home:
        return [book.clause(instrument)]
    if instrument not in book.instruments:
        near = get_close_matches(instrument, [*book.instruments, *book.clause_home], n=4, cutoff=0.5)
        raise HuhangError(
            f"没有编号为“{instrument}”的文件或条款。"
            + (f"相近的有：{'、'.join(near)}。" if near else "")
            + "文件的编号见 huhang law instruments，条款的编号见 huhang law clauses。",
            f'No document or clause has the id "{instrument}". '
            + (f"Near to it: {', '.join(near)}. " if near else "")
            + "Ids of documents: huhang law instruments, of clauses: huhang law clauses.",
            exit_code=ExitCode.WRONG_USE,
        )
    return list(book.instruments[instrument].clauses)


def _row(clause: "Clause", lang: str) -> dict[str, Any]:
    return {
        "id": clause.id,
        "duty": clause.duty.in_language(lang),
        "modality": clause.modality.value,
        "works_by": list(clause.works_by),
        "judgement": clause.judgement.in_language(lang) if clause.judgement else None,
    }


def _cells(clause: "Clause") -> tuple[str | Text, ...]:
    works: str | Text = "\n".join(clause.works_by)
    return (
        clause.id,
        MODALITY_NAMES[clause.modality],
        clause.duty,
        works or clause.judgement or _NOTHING_YET,
    )
