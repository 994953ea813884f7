"""`huhang demo`: make a city of invented workers and orders, with what was put in written down."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, check_place, period_of, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.words import HuhangError, Text

if TYPE_CHECKING:
    from huhang.demo.city import City
    from huhang.demo.plan import Place
    from huhang.vocabulary.law import LawBook

NAME = "demo"
HELP = both(
    "造一座城：编造平台、劳动者和订单，按公开的数字校准，可以拿来审计和试算。",
    "Demo: make a city of invented companies, workers and orders, calibrated on published figures.",
)
MOST_WORKERS = 2_000_000
_MONTHS = 12


class Faults(StrEnum):
    """Whether the city has faults and breaches."""

    REAL = "real"
    NONE = "none"


Folder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        help=both("写到哪个文件夹；须为空或不存在。", "Folder to write to; empty or not there yet."),
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        min=1,
        max=MOST_WORKERS,
        metavar="N",
        help=both("多少名劳动者。", "How many workers."),
    ),
]
Since = Annotated[
    str,
    typer.Option("--from", metavar="DAY", help=both("第一天，如 2025-10-01。", "First day, as 2025-10-01.")),
]
Until = Annotated[
    str, typer.Option("--to", metavar="DAY", help=both("最后一天（含）。", "Last day, included."))
]
Places = Annotated[
    str,
    typer.Option(
        "--places",
        metavar="CODE,CODE",
        help=both("省、市或区的代码，用逗号分开。", "Codes of provinces, cities or districts, by commas."),
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        min=0,
        metavar="S",
        help=both("随机数的种子；同样的种子得到同样的文件。", "Seed; the same seed gives the same files."),
    ),
]
FaultsOption = Annotated[
    Faults,
    typer.Option(
        "--faults",
        metavar="real|none",
        help=both(
            "real：按真实比例放入差错和违规；none：没有。",
            "real: faults and breaches; none: none at all.",
        ),
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", min=1, max=256, metavar="N", help=both("同时用几个线程。", "Threads at work.")),
]


def run(
    context: typer.Context,
    folder: Folder,
    workers: Workers,
    since: Since,
    until: Until,
    places: Places = "310000,130100",
    seed: Seed = 1,
    faults: FaultsOption = Faults.REAL,
    jobs: Jobs = 2,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a city and write its files."""
    terminal = terminal_of(context, lang, as_json)
    first, last = period_of(since, until)
    from huhang.demo.city import make_city
    from huhang.demo.plan import CityPlan
    from huhang.law.loader import load_law

    book = load_law()
    codes = dict.fromkeys(code.strip() for code in places.split(",") if code.strip())
    if not codes:
        raise HuhangError(
            "--places 里没有地区代码。请写如 310000,130100。",
            "--places names no place. Write it as 310000,130100.",
            exit_code=ExitCode.WRONG_USE,
        )
    plan = CityPlan(
        workers=workers,
        since=first,
        until=last,
        places=[_place(book, check_place(code, book.places), first, last) for code in codes],
        calendar=book.calendar,
        seed=seed,
        faults=str(faults),
    )
    with terminal.progress() as progress:
        city = make_city(plan, folder, jobs=jobs, progress=progress)
    if as_json:
        terminal.give(
            {"folder": str(folder), "rows": city.rows, "faults": city.faults, "planted": len(city.planted)}
        )
    else:
        _show(terminal, city, folder, list(codes), (first, last))


def _place(book: "LawBook", code: str, since: date, until: date) -> "Place":
    """A place with those of its districts whose hourly floor is told on the first day, or else all."""
    from huhang.demo.plan import Place
    from huhang.engine.parameters import resolve
    from huhang.vocabulary.places import covers

    districts = sorted(
        place.code
        for place in book.places.values()
        if place.level == "district"
        and covers(code, place.code)
        and (place.until_day is None or place.until_day > until)
    )
    if not districts:
        raise HuhangError(
            f"{code} 下面没有区县，造不出订单的地点。请写省、市或区的代码，见 huhang law places。",
            f"{code} has no districts for orders. Name a province, city or district: huhang law places.",
            exit_code=ExitCode.WRONG_USE,
        )
    span = range(since.year * _MONTHS + since.month - 1, until.year * _MONTHS + until.month)
    months = [date(number // _MONTHS, number % _MONTHS + 1, 1) for number in span]
    floors: dict[tuple[str, date], int | None] = {}
    for district in districts:
        for month in months:
            value = resolve(book, "min_wage.hourly", district, month).value
            floors[district, month] = value if isinstance(value, int) else None
    told = [district for district in districts if floors[district, months[0]] is not None] or districts
    return Place(code, tuple(told), {key: fen for key, fen in floors.items() if key[0] in told})


def _show(terminal: Terminal, city: "City", folder: Path, codes: list[str], days: tuple[date, date]) -> None:
    terminal.table(
        (Column(Text("表", "table")), Column(Text("行数", "rows"), right=True)),
        [(name, f"{count:,}") for name, count in city.rows.items()],
    )
    if city.planted:
        told = len(city.planted)
        terminal.say(
            Text(
                f"放入的违规 {told} 项，都写在 planted.json 里。",
                f"{told} breaches were put in: planted.json.",
            )
        )
    chosen = " ".join(f"--place {code}" for code in codes)
    command = f"huhang audit {folder} {chosen} --from {days[0]} --to {days[1]} --out out/city --sample"
    terminal.say(Text(f"审计它：{command}", f"Audit it: {command}"))
