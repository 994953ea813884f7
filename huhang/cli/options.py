"""Options that several commands share, and how their words are read."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from huhang.cli.asked import Language
from huhang.cli.exit_codes import ExitCode
from huhang.cli.language import both
from huhang.cli.terminal import Terminal
from huhang.vocabulary.places import FOREIGN_PREFIX, NATION, Place, is_area_code
from huhang.vocabulary.words import HuhangError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=both(
            "界面语言；不写时用环境变量 HUHANG_LANG，再没有就用中文。",
            "Language of the interface; else that of HUHANG_LANG, else Chinese.",
        ),
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option(
        "--json", help=both("结果输出为 JSON，供程序读取。", "Give the result as JSON, for programs.")
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help=both(
            "映射文件（YAML），或自带映射的名称：别人的列名、时区、单位、取值怎样对应。",
            "Mapping file (YAML) or the name of a shipped one: how foreign columns and values are read.",
        ),
    ),
]
RecordsOption = Annotated[
    Path | None,
    typer.Option(
        "--records",
        metavar="FOLDER",
        help=both(
            "原始数据所在的文件夹；不写时用收据里记下的位置。",
            "Where the records are; else where the receipt says.",
        ),
    ),
]
LakeArgument = Annotated[
    Path, typer.Argument(metavar="LAKE", help=both("湖所在的文件夹。", "The folder of the lake."))
]
WaitOption = Annotated[
    bool,
    typer.Option(
        "--wait",
        help=both("别的程序正在写入时排队等它。", "Queue while another program is writing."),
    ),
]
OutArgument = Annotated[
    Path, typer.Argument(metavar="OUT", help=both("audit 写出的结果文件夹。", "The folder that audit wrote."))
]


def terminal_of(context: typer.Context, lang: Language | None, as_json: bool) -> Terminal:
    """The terminal of one command: its own --lang first, then that of the whole command line."""
    above = context.find_root().obj
    usual = above if isinstance(above, Terminal) else Terminal()
    return Terminal(lang.value if lang else usual.lang, as_json)


def day_of(text: str, option: str) -> date:
    """The day written as YYYY-MM-DD; anything else is refused with the option's name."""
    try:
        # The library reads other ISO forms too; a day is written in one way only.
        if _DAY.fullmatch(text) is None:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise HuhangError(
            f"{option} 的“{text}”不是日期。请写成 2025-10-01 这样的年-月-日。",
            f'{option} "{text}" is no date. Write year-month-day, as in 2025-10-01.',
            exit_code=ExitCode.WRONG_USE,
        ) from None


def period_of(since: str, until: str) -> tuple[date, date]:
    """First and last day of the audit, both included; the first must not be after the last."""
    first, last = day_of(since, "--from"), day_of(until, "--to")
    if first > last:
        raise HuhangError(
            f"--from（{first}）在 --to（{last}）之后。请把两个日期对调。",
            f"--from ({first}) is after --to ({last}). Exchange the two days.",
            exit_code=ExitCode.WRONG_USE,
        )
    return first, last


def check_finding(finding_id: str) -> str:
    """The id of a finding without blanks around it; an empty one, which would fit every one, is refused."""
    if finding_id.strip():
        return finding_id.strip()
    raise HuhangError(
        "没有写结论编号。编号见 report.html、report.xlsx 或 findings.parquet 的 finding_id，写开头几位即可。",
        "No id of a finding was given. Ids stand in report.html, report.xlsx and findings.parquet "
        "(finding_id); the first characters are enough.",
        exit_code=ExitCode.WRONG_USE,
    )


def check_place(code: str, places: Mapping[str, Place]) -> str:
    """The code of a place that the law files know, or of a foreign area; else the nearest are named."""
    if code in places or code == NATION or (code.startswith(FOREIGN_PREFIX) and is_area_code(code)):
        return code
    near = "、".join(f"{place.code} {place.zh}" for place in _nearest(code, places))
    near_en = ", ".join(f"{place.code} {place.en}" for place in _nearest(code, places))
    raise HuhangError(
        f"没有代码为“{code}”的地区。相近的有：{near}。全部地区见 huhang law places。",
        f'No place has the code "{code}". Near to it: {near_en}. All places: huhang law places.',
        exit_code=ExitCode.WRONG_USE,
    )


def _nearest(code: str, places: Mapping[str, Place], count: int = 4) -> list[Place]:
    """The places whose code or name is nearest to what was written."""
    names: dict[str, Place] = {}
    for place in places.values():
        for name in (place.zh, place.en.casefold(), place.code):
            names.setdefault(name, place)
    within = [place for place in places.values() if code and (code in place.zh or place.zh in code)]
    begun = sorted((place for place in places.values() if code and place.code.startswith(code)), key=_code)
    alike = [names[name] for name in get_close_matches(code.casefold(), names, n=count, cutoff=0.4)]
    found = _distinct([*begun, *within, *alike])
    return (found or sorted(places.values(), key=_code))[:count]


def _code(place: Place) -> str:
    return place.code


def _distinct(places: Iterable[Place]) -> list[Place]:
    return list({place.code: place for place in places}.values())
