"""`huhang law instruments`: the documents of law that the product knows, and when each is in force."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from huhang.cli.language import both
from huhang.cli.law.values import span_text
from huhang.cli.options import JsonOption, LanguageOption, day_of, terminal_of
from huhang.cli.terminal import Column
from huhang.vocabulary.words import FORCE_NAMES, Text

if TYPE_CHECKING:
    from huhang.vocabulary.law import Instrument

NAME = "instruments"
HELP = both(
    "列出文件：文号、名称、效力、地区、施行和失效日期。",
    "List the documents of law: number, title, force, place, days in force.",
)
_COLUMNS = (
    Column(Text("编号、文号与名称", "id, number and title")),
    Column(Text("效力", "force")),
    Column(Text("地区", "place"), whole=True),
    Column(Text("施行期间", "in force"), whole=True),
)


def run(
    context: typer.Context,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help=both(
                "只列这一天有效的文件，如 2025-10-01。", "Only those in force on this day, as 2025-10-01."
            ),
        ),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents, or those in force on one day."""
    from huhang.law.loader import load_law

    terminal = terminal_of(context, lang, as_json)
    chosen = sorted(load_law().instruments.values(), key=lambda instrument: instrument.id)
    if on is not None:
        day = day_of(on, "--on")
        chosen = [
            instrument
            for instrument in chosen
            if instrument.place is not None
            and instrument.from_day is not None
            and instrument.from_day <= day
            and (instrument.until_day is None or day <= instrument.until_day)
        ]
    if as_json:
        terminal.give([_row(instrument) for instrument in chosen])
        return
    terminal.table(_COLUMNS, [_cells(instrument) for instrument in chosen])


def _row(instrument: "Instrument") -> dict[str, Any]:
    return {
        "id": instrument.id,
        "number": instrument.number,
        "zh": instrument.title.zh,
        "en": instrument.title.en,
        "issuers": instrument.issuers,
        "place": instrument.place,
        "force": instrument.force.value,
        "issued": instrument.issued,
        "from": instrument.from_day,
        "until": instrument.until_day,
        "carries_out": instrument.carries_out,
        "clauses": [clause.id for clause in instrument.clauses],
        "url": instrument.url,
    }


def _cells(instrument: "Instrument") -> tuple[str | Text, ...]:
    named = f"{instrument.id}\n{instrument.number} " if instrument.number else f"{instrument.id}\n"
    return (
        Text(named + instrument.title.zh, named + instrument.title.en),
        FORCE_NAMES[instrument.force],
        instrument.place or "—",
        days_in_force(instrument),
    )


def days_in_force(instrument: "Instrument") -> Text:
    """The days in force in a few words; a document without a place is in force nowhere."""
    if instrument.place is None:
        return Text("不生效", "nowhere")
    return span_text(instrument.from_day, instrument.until_day)
