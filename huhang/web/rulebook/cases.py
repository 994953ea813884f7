"""The named situations of a right: what happened, what comes out, and the arithmetic beside the number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from huhang.law.arithmetic import case_arithmetic
from huhang.law.loader import load_law
from huhang.vocabulary.law import LoadedRight
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Force, Outcome, Text
from huhang.web.rulebook.case_words import COLUMNS, TABLES, WORDS

FIRST_SHOWN = 5
PAGE = 20
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)")


@dataclass(frozen=True)
class CaseTable:
    """Rows of one kind in a case."""

    name: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | Text, ...], ...]


@dataclass(frozen=True)
class Answer:
    """What the right says of one subject of a case."""

    outcome: Outcome
    name: Text
    reason: Text | None
    force: Text | None
    shortfall: str | None


@dataclass(frozen=True)
class Case:
    """A named situation."""

    number: int
    sentence: Text
    place: Text
    tables: tuple[CaseTable, ...]
    answers: tuple[Answer, ...]
    arithmetic: tuple[str, ...]


@dataclass(frozen=True)
class CasesPage:
    """Some cases of a right, and the number after which the next ones stand."""

    cases: tuple[Case, ...]
    total: int
    next: int | None


def first_cases(loaded: LoadedRight) -> tuple[Case, ...]:
    """The cases that stand on the page of the right."""
    return cases_of(loaded.name)[:FIRST_SHOWN]


def cases_page(loaded: LoadedRight, after: str) -> CasesPage:
    """The cases after a number."""
    every = cases_of(loaded.name)
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 6 else 0
    chosen = every[start : start + PAGE]
    return CasesPage(chosen, len(every), start + PAGE if start + PAGE < len(every) else None)


@cache
def cases_of(right: str) -> tuple[Case, ...]:
    """All cases of a right."""
    loaded = load_law().rights[right]
    sums = case_arithmetic(right)
    return tuple(_case(number, case, sums[number - 1]) for number, case in enumerate(loaded.cases, start=1))


def _case(number: int, case: Mapping[str, Any], arithmetic: tuple[str, ...]) -> Case:
    place = load_law().places.get(str(case["place"]))
    return Case(
        number,
        Text(str(case["case"]), str(case["en"])),
        Text(place.zh, place.en) if place else Text(str(case["place"]), str(case["place"])),
        tuple(_tables(case)),
        tuple(_answer(row) for row in (case, *case.get("also", ()))),
        arithmetic,
    )


def _answer(row: Mapping[str, Any]) -> Answer:
    outcome = Outcome(row["verdict"])
    force, reason = row.get("force"), row.get("reason")
    return Answer(
        outcome,
        OUTCOME_NAMES[outcome],
        reason_text(str(reason)) if reason else None,
        FORCE_NAMES[Force(force)] if force else None,
        str(row["shortfall"]) if row.get("shortfall") is not None else None,
    )


def _tables(case: Mapping[str, Any]) -> Iterator[CaseTable]:
    for key, name in TABLES.items():
        rows = case.get(key)
        if not rows:
            continue
        rows = [rows] if isinstance(rows, Mapping) else rows
        columns = list(dict.fromkeys(column for row in rows for column in row))
        cells = tuple(tuple(_cell(row.get(column)) for column in columns) for row in rows)
        yield CaseTable(name, tuple(COLUMNS.get(column, Text(column, column)) for column in columns), cells)


def _cell(value: Any) -> str | Text:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        parts = [
            (COLUMNS.get(str(key), Text(str(key), str(key))), _cell(found)) for key, found in value.items()
        ]
        return Text(
            "，".join(f"{name.zh} {_in(cell, 'zh')}" for name, cell in parts),
            ", ".join(f"{name.en} {_in(cell, 'en')}" for name, cell in parts),
        )
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    text = str(value)
    return WORDS.get(text) or _CLOCK.sub(r"\1 \2", text)


def _in(cell: str | Text, lang: str) -> str:
    return cell.in_language(lang) if isinstance(cell, Text) else cell
