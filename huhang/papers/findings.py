"""From the rows of an audit to the lines of a paper."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from huhang.audit.explaining.arithmetic import Telling, arithmetic_of
from huhang.audit.report.law_words import instrument_name, place_name
from huhang.papers.content import Citation, PaperFinding
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Force, HuhangError, Outcome, Text

_MONEY = "fen"
_TOLD = (Outcome.BROKEN, Outcome.SIGNAL)
_MEASURED, _STANDARD, _ORDERS = Text("实测", "measured"), Text("标准", "standard"), Text("订单", "orders")


def paper_finding(
    row: Mapping[str, Any], book: LawBook, *, zone: str = CHINA_ZONE, decided: bool = False
) -> PaperFinding:
    """One row of findings.parquet as a line of a paper; `zone` is that of the company's days.

    HuhangError where the row is neither broken nor a signal: nothing else is written to a company.
    """
    if row["verdict"] not in _TOLD:
        raise HuhangError(
            f"结果 {row['finding_id']} 是“{row['verdict']}”，只有不符和线索可以写进文书。",
            f"Finding {row['finding_id']} is {row['verdict']}: only broken ones and signals go into papers.",
        )
    broken = row["verdict"] == Outcome.BROKEN
    detail = json.loads(row["detail"] or "{}")
    right = book.rights.get(row["right"])
    return PaperFinding(
        finding_id=row["finding_id"],
        right=right.title if right else Text(row["right"], row["right"]),
        subject=row["subject_id"],
        force=Force(row["force"]) if broken and row["force"] else None,
        citations=tuple(_citations(row, book)),
        place=place_name(book, row["place"]),
        period_from=_day(row["period_from"]),
        period_to=_day(row["period_to"]),
        # A right over days has no amount; its rows say 0.
        difference_fen=(row["shortfall_fen"] or None) if broken else None,
        figures=tuple(_figures(row, detail)),
        arithmetic=arithmetic_of(row["right"], detail, Telling(book, zone)),
        decided=decided,
        of_company=row["subject_kind"] in OF_COMPANIES,
    )


def _citations(row: Mapping[str, Any], book: LawBook) -> Iterator[Citation]:
    """The operative documents, with those of their clauses that the right serves or is named by."""
    works = f"right:{row['right']}"
    for name in row["instruments"]:
        instrument = book.instruments.get(name)
        if instrument is None:
            yield Citation(instrument_name(book, name))
            continue
        named = [
            clause.no
            for clause in instrument.clauses
            if clause.no and (clause.id in row["clauses"] or works in clause.works_by)
        ]
        clauses = "、".join(dict.fromkeys(named)) or None
        yield Citation(instrument.title, instrument.number, clauses)


def _figures(row: Mapping[str, Any], detail: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    """What was measured beside what is due, unless it is money, which has its own column."""
    told = row["measure"] is not None and row["measure"] != row["threshold"]
    if told and row["unit"] != _MONEY:
        yield _MEASURED, value_text(row["measure"], row["unit"])
        yield _STANDARD, value_text(row["threshold"], row["unit"])
    if isinstance(detail.get("orders"), int):
        yield _ORDERS, Text(str(detail["orders"]), str(detail["orders"]))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
