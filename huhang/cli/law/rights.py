"""`huhang law rights`: what is checked, on which clauses it rests, and which columns it needs."""

from typing import TYPE_CHECKING, Any

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, terminal_of
from huhang.cli.terminal import Column
from huhang.vocabulary.words import Text

if TYPE_CHECKING:
    from huhang.vocabulary.law import LoadedRight

NAME = "rights"
HELP = both(
    "列出权利：保护什么、依据哪些条款、需要哪些列。",
    "List the rights: what each protects, its clauses, the columns it needs.",
)
_COLUMNS = (
    Column(Text("权利", "right"), whole=True),
    Column(Text("保护什么", "what it protects")),
    Column(Text("条款", "clauses")),
    Column(Text("需要的列", "needs")),
)


def run(context: typer.Context, lang: LanguageOption = None, as_json: JsonOption = False) -> None:
    """List the rights that can be judged."""
    from huhang.law.loader import load_law

    terminal = terminal_of(context, lang, as_json)
    chosen = sorted(load_law().rights.values(), key=lambda loaded: loaded.name)
    if as_json:
        terminal.give([_row(loaded) for loaded in chosen])
        return
    terminal.table(_COLUMNS, [_cells(loaded) for loaded in chosen])


def _row(loaded: "LoadedRight") -> dict[str, Any]:
    return {
        "name": loaded.name,
        "zh": loaded.title.zh,
        "en": loaded.title.en,
        "protects": protects(loaded),
        "clauses": loaded.right.clauses,
        "needs": loaded.right.needs,
        "subject": loaded.right.subject,
        "unit": loaded.right.unit,
        "version": loaded.version,
    }


def _cells(loaded: "LoadedRight") -> tuple[str | Text, ...]:
    # The rule says what it protects in English, whatever the language of the interface.
    about = Text(f"{loaded.title.zh}\n{protects(loaded)}", f"{loaded.title.en}\n{protects(loaded)}")
    return (loaded.name, about, "\n".join(loaded.right.clauses), "\n".join(loaded.right.needs))


def protects(loaded: "LoadedRight") -> str:
    """What a right protects, in the first sentence of its rule."""
    return " ".join(loaded.docstring.strip().split("\n\n")[0].split())
