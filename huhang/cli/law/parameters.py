"""`huhang law parameters`: the dated values of the law, and which one holds at a place on a day."""

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.law.values import place_name, span_text
from huhang.cli.options import JsonOption, LanguageOption, check_place, day_of, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.places import layers
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import HuhangError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huhang.engine.parameters import Resolved
    from huhang.vocabulary.law import LawBook, Parameter, ParameterValue

NAME = "parameters"
HELP = both(
    "查参数：不写键时列出全部键；写键列出各层各时期的值；再写 --place 和 --on 得出当地当天适用的值。",
    "Parameters: all keys; with a KEY its values; with --place and --on the value there on that day.",
)
_KEY_COLUMNS = (
    Column(Text("键与名称", "key and name")),
    Column(Text("单位", "unit")),
    Column(Text("层级", "layers"), whole=True),
)
_VALUE_COLUMNS = (
    Column(Text("层级", "layer")),
    Column(Text("值", "value")),
    Column(Text("期间", "days"), whole=True),
    Column(Text("来源与说明", "source and note")),
)
_LAYERS_NAMED = 8


def run(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="KEY",
            show_default=False,
            help=both("参数的键，如 min_wage.hourly。", "The key, as min_wage.hourly."),
        ),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--place", metavar="CODE", help=both("地区代码，如 130104。", "Code of a place, as 130104.")
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help=both("哪一天，如 2024-05-01。", "The day, as 2024-05-01.")),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the keys, the values of one key, or the value at a place on a day."""
    from huhang.law.loader import load_law

    terminal = terminal_of(context, lang, as_json)
    book = load_law()
    day = day_of(on, "--on") if on else None
    code = check_place(place, book.places) if place else None
    if key is None and (code or day):
        raise HuhangError(
            "写 --place 或 --on 时还要写键，如 huhang law parameters min_wage.hourly --place 310000。"
            "全部键见 huhang law parameters。",
            "--place and --on ask about one key: write it, as huhang law parameters min_wage.hourly "
            "--place 310000. All keys: huhang law parameters.",
            exit_code=ExitCode.WRONG_USE,
        )
    if key is None:
        _show_keys(terminal, book)
    elif code and day:
        _show_answer(terminal, book, _known(key, book), code, day)
    else:
        _show_values(terminal, book, _known(key, book), code, day)


def _known(key: str, book: "LawBook") -> str:
    if key in book.parameters:
        return key
    near = get_close_matches(key, book.parameters, n=4, cutoff=0.4)
    raise HuhangError(
        f"没有名为“{key}”的参数。"
        + (f"相近的有：{'、'.join(near)}。" if near else "")
        + "全部键见 huhang law parameters。",
        f'No parameter is called "{key}". '
        + (f"Near to it: {', '.join(near)}. " if near else "")
        + "All keys: huhang law parameters.",
        exit_code=ExitCode.WRONG_USE,
    )


def _show_keys(terminal: Terminal, book: "LawBook") -> None:
    if terminal.as_json:
        terminal.give([_key_row(key, book.parameters[key]) for key in sorted(book.parameters)])
        return
    rows = []
    for key in sorted(book.parameters):
        by_place = book.parameters[key]
        first = next(iter(by_place.values()))
        named = Text(f"{key}\n{first.name.zh}", f"{key}\n{first.name.en}")
        rows.append((named, first.unit, _layers(by_place)))
    terminal.table(_KEY_COLUMNS, rows)


def _layers(by_place: "Mapping[str, Parameter]") -> Text:
    """The first layers that set a key, and how many more there are."""
    codes = sorted(by_place)
    shown, more = "\n".join(codes[:2]), len(codes) - 2
    return Text(f"{shown}\n另 {more} 处", f"{shown}\n{more} more") if more > 0 else Text(shown, shown)


def _key_row(key: str, by_place: "Mapping[str, Parameter]") -> dict[str, Any]:
    first = next(iter(by_place.values()))
    return {
        "key": key,
        "zh": first.name.zh,
        "en": first.name.en,
        "unit": first.unit,
        "layers": sorted(by_place),
    }


def _show_values(terminal: Terminal, book: "LawBook", key: str, place: str | None, day: date | None) -> None:
    wanted = layers(place) if place else sorted(book.parameters[key])
    chosen = [
        (parameter, value)
        for parameter in (book.parameters[key][code] for code in wanted if code in book.parameters[key])
        for value in parameter.values
        if day is None or _holds(value, day)
    ]
    if terminal.as_json:
        terminal.give(
            [
                {"key": key, "layer": parameter.place, **_value_row(parameter, value)}
                for parameter, value in chosen
            ]
        )
        return
    if not chosen:
        terminal.say(_not_in_files(book, key, place, day))
        return
    title = next(iter(book.parameters[key].values())).name
    terminal.table(
        _VALUE_COLUMNS,
        [_cells(book, parameter, value) for parameter, value in chosen],
        Text(f"{title.zh}（{key}）", f"{title.en} ({key})"),
    )


def _holds(value: "ParameterValue", day: date) -> bool:
    return (value.from_day is None or value.from_day <= day) and (
        value.until_day is None or day <= value.until_day
    )


def _value_row(parameter: "Parameter", value: "ParameterValue") -> dict[str, Any]:
    return {
        "value": value.value,
        "unit": parameter.unit,
        "tier": value.tier,
        "from": value.from_day,
        "until": value.until_day,
        "source": value.source,
        "clause": value.clause,
        "confirmed": value.confirmed,
        "review": value.review,
        "note": value.note._asdict() if value.note else None,
    }


def _cells(book: "LawBook", parameter: "Parameter", value: "ParameterValue") -> tuple[str | Text, ...]:
    from huhang.vocabulary.units import value_text

    layer = place_name(book, parameter.place)
    if value.tier is not None:
        layer = Text(f"{layer.zh}\n第 {value.tier} 档", f"{layer.en}\ntier {value.tier}")
    return (
        layer,
        value_text(value.value, parameter.unit),
        span_text(value.from_day, value.until_day),
        _source_and_note(value),
    )


def _source_and_note(value: "ParameterValue") -> Text:
    parts = [Text(value.source, value.source)]
    if not value.confirmed:
        parts.append(Text("未经证实，不作判断", "unconfirmed: gives no verdict"))
    if value.review:
        parts.append(Text(f"应于 {value.review} 复核", f"due for review on {value.review}"))
    if value.note:
        parts.append(value.note)
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _show_answer(terminal: Terminal, book: "LawBook", key: str, place: str, day: date) -> None:
    from huhang.engine.parameters import resolve
    from huhang.vocabulary.units import value_text

    found = resolve(book, key, place, day)
    absent = _absent(key, place) if found.source is None and found.reason is None else None
    unit = next(iter(book.parameters[key].values())).unit
    if terminal.as_json:
        terminal.give(_answer_row(book, key, place, day, replace(found, reason=found.reason or absent)))
        return
    name = next(iter(book.parameters[key].values())).name
    where = place_name(book, place)
    terminal.say(
        Text(f"{name.zh}（{key}），{where.zh}，{day}", f"{name.en} ({key}), {where.en}, {day}"), style="bold"
    )
    if found.value is not None:
        terminal.say(value_text(found.value, unit))
    elif found.reason:
        reason = reason_text(found.reason)
        terminal.say(Text(f"无法判断：{reason.zh}", f"unknown: {reason.en}"))
    else:
        terminal.say(_not_in_files(book, key, place, day))
    if absent is not None:
        reason = reason_text(absent)
        told = Text(f"据此判断的结果是：无法判断：{reason.zh}", f"What rests on it is unknown: {reason.en}")
        terminal.say(told)
    if found.source and found.place:
        terminal.table(_VALUE_COLUMNS, [_cells(book, book.parameters[key][found.place], found.source)])
        _say_source(terminal, book, found.source.source)


def _absent(key: str, place: str) -> str | None:
    """The engine's reason where the files hold no value of a key that every place has; None for others."""
    return f"{key} for {place} not known" if key.startswith("min_wage.") else None


def _not_in_files(book: "LawBook", key: str, place: str | None, day: date | None) -> Text:
    """That the law files hold no value, which is not that there is none; and which layers have values."""
    where = place_name(book, place) if place else Text("任何地区", "any place")
    when = Text(f"在 {day} ", f" on {day}") if day else Text("", "")
    layered = sorted(code for code, parameter in book.parameters[key].items() if parameter.values)
    some = ", ".join(layered[:_LAYERS_NAMED]) + (" …" if len(layered) > _LAYERS_NAMED else "")
    return Text(
        f"护航的法律文件里没有 {where.zh}{when.zh}的这个值；这不等于当地没有规定。写有这个值的层级：{some}。",
        f"The law files of Huhang hold no value for {where.en}{when.en}, which is not to say that none was "
        f"set there. Layers with values: {some}.",
    )


def _answer_row(book: "LawBook", key: str, place: str, day: date, found: "Resolved") -> dict[str, Any]:
    answer = {
        "key": key,
        "place": place,
        "on": day,
        "layer": found.place,
        "reason": found.reason,
        "entry": found.entry,
    }
    if found.source is None or found.place is None:
        return {**answer, "value": None}
    row = _value_row(book.parameters[key][found.place], found.source)
    # A value that cannot be used is told apart from the value: `value` is what a verdict would rest on.
    return {**answer, **row, "value": found.value, "written_value": found.source.value}


def _say_source(terminal: Terminal, book: "LawBook", source: str) -> None:
    instrument = book.instruments.get(source)
    if instrument is None:
        return
    number = f"{instrument.number} " if instrument.number else ""
    terminal.say(Text(f"依据：{number}{instrument.title.zh}", f"Source: {number}{instrument.title.en}"))
