"""`huhang law places`: the places that the law files know, by code."""

from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, check_place, terminal_of
from huhang.cli.terminal import Column
from huhang.vocabulary.places import Place, covers
from huhang.vocabulary.words import Text

NAME = "places"
HELP = both(
    "列出地区：代码、名称、级别、上级。不写地区时只列省级。",
    "List places: code, names, level, parent. Without a place, the provinces.",
)
LEVELS = {
    "nation": Text("全国", "nation"),
    "province": Text("省级", "province"),
    "city": Text("市级", "city"),
    "district": Text("区县", "district"),
}
_COLUMNS = (
    Column(Text("代码", "code"), whole=True),
    Column(Text("名称", "Chinese name")),
    Column(Text("英文名", "English name")),
    Column(Text("级别", "level"), whole=True),
    Column(Text("上级", "parent"), whole=True),
    Column(Text("变更", "change")),
)


def run(
    context: typer.Context,
    within: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE",
            show_default=False,
            help=both("地区代码：列出它和它下面的全部地区。", "A code: this place and all places in it."),
        ),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the provinces, or a place with all that lies in it."""
    from huhang.law.loader import load_law

    terminal = terminal_of(context, lang, as_json)
    book = load_law()
    if within is None:
        chosen = [place for place in book.places.values() if as_json or place.level in ("nation", "province")]
    else:
        code = check_place(within, book.places)
        chosen = [place for place in book.places.values() if covers(code, place.code)]
    chosen.sort(key=lambda place: place.code)
    if as_json:
        terminal.give([_row(place) for place in chosen])
        return
    terminal.table(_COLUMNS, [_cells(place) for place in chosen])


def _row(place: Place) -> dict[str, str | None]:
    return {
        "code": place.code,
        "zh": place.zh,
        "en": place.en,
        "level": place.level,
        "parent": place.parent,
        "from": place.from_day.isoformat() if place.from_day else None,
        "until": place.until_day.isoformat() if place.until_day else None,
        "successor": place.successor,
    }


def _cells(place: Place) -> tuple[str | Text, ...]:
    change: str | Text = ""
    if place.until_day:
        after = place.successor or "—"
        change = Text(f"{place.until_day} 撤销，并入 {after}", f"abolished {place.until_day}, now {after}")
    elif place.from_day:
        change = Text(f"{place.from_day} 起", f"from {place.from_day}")
    return (place.code, place.zh, place.en, LEVELS.get(place.level, place.level), place.parent or "", change)
