"""The words of the workbook: every code of a long table in both languages, and the values of the law."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from huhang.audit.explaining.sheets import DEDUCTED, NOT_KNOWN
from huhang.audit.report.company_parts import Telling
from huhang.audit.report.content import ParameterUsed
from huhang.audit.report.figures import length, yuan
from huhang.audit.report.law_words import category_grounds, instrument_name, place_name
from huhang.audit.report.sheet_rows import as_texts
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Text

Words = Mapping[str, Text]

SUBJECT_KINDS: dict[str, Text] = {
    "worker_period": Text("结算周期", "settlement period"),
    "worker_day": Text("一天", "day"),
    "worker_week": Text("一周", "week"),
    "worker_month": Text("一个月", "month"),
    "spell": Text("连续接单段", "spell"),
    "payout": Text("结算发放", "payout"),
    "group": Text("一组同类订单", "like orders"),
    "company_month": Text("企业一个月", "month of a company"),
}
_UNITS: dict[str, Text] = {
    "fen": Text("分", "fen"),
    "s": Text("秒", "seconds"),
    "days": Text("天", "days"),
    "ppm": Text("百万分之一", "ppm"),
    "count": Text("个", "count"),
    "text": Text("文件", "document"),
    "list": Text("项目", "items"),
}
_UNIT_PARTS: dict[str, Text] = {
    "hour": Text("小时", "hour"),
    "day": Text("日", "day"),
    "week": Text("周", "week"),
    "month": Text("月", "month"),
    "year": Text("年", "year"),
    "order": Text("单", "order"),
}
_NOTHING = Text("无", "none")


def words_of(findings: pa.Table, telling: Telling) -> dict[str, Words]:
    """For each column of the findings that holds codes: the words of the codes that occur in it."""
    book = telling.book
    tellers: dict[str, Callable[[str], Text]] = {
        "right": telling.title,
        "reason": telling.reason,
        "place": lambda code: place_name(book, code),
        "instruments": lambda names: _listed(instrument_name(book, name) for name in names.split(", ")),
        "category_from": category_grounds,
        "subject_kind": lambda kind: SUBJECT_KINDS.get(kind, Text(kind, kind)),
        "unit": unit_words,
    }
    found: dict[str, Words] = {
        column: {code: tell(code) for code in _codes(findings, column)} for column, tell in tellers.items()
    }
    found["verdict"] = {outcome.value: name for outcome, name in OUTCOME_NAMES.items()}
    found["force"] = {force.value: name for force, name in FORCE_NAMES.items()}
    return found


def unit_words(unit: str) -> Text:
    """A unit in words; "s/month" gives 秒/月."""
    first, _, per = unit.partition("/")
    told = _UNITS.get(first, Text(first, first))
    if not per:
        return told
    each = _UNIT_PARTS.get(per, Text(per, per))
    return Text(f"{told.zh}/{each.zh}", f"{told.en}/{each.en}")


def parameter_used(entry: Mapping[str, Any], book: LawBook) -> ParameterUsed:
    """A dated value of the receipt, told for people."""
    unit = str(entry.get("unit", ""))
    return ParameterUsed(
        key=str(entry.get("key", "")),
        place=str(entry.get("place", "")),
        place_name=place_name(book, str(entry.get("place", ""))),
        name=Text(str(entry.get("zh", "")), str(entry.get("en", ""))),
        value=_value_code(entry.get("value")),
        told=_value_words(entry.get("value"), unit, book),
        unit=unit_words(unit),
        from_day=str(entry.get("from") or ""),
        until_day=str(entry.get("until") or ""),
        source=instrument_name(book, str(entry.get("source") or "")),
        review=str(entry.get("review") or ""),
    )


def _codes(findings: pa.Table, column: str) -> list[str]:
    """The different codes of a column; lists are joined as the workbook joins them."""
    return [str(code) for code in as_texts(findings[column]).unique().to_pylist() if code]


def _listed(names: Iterable[Text]) -> Text:
    told = list(names)
    return Text("、".join(name.zh for name in told), ", ".join(name.en for name in told))


def _value_code(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _value_words(value: object, unit: str, book: LawBook) -> Text:
    """A value as a person reads it: yuan, hours and minutes, names instead of codes."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, (list, tuple)):
        return _listed(_value_words(part, unit, book) for part in value) if value else _NOTHING
    if isinstance(value, str):
        return instrument_name(book, value) if unit == "text" else DEDUCTED.get(value, Text(value, value))
    if isinstance(value, int) and not isinstance(value, bool):
        first, _, per = unit.partition("/")
        each = _UNIT_PARTS.get(per, Text(per, per))
        rate = Text(f"/{each.zh}", f"/{each.en}") if per else Text("", "")
        if first == "fen":
            return Text(f"{yuan(value)} 元{rate.zh}", f"{yuan(value)} yuan{rate.en}")
        if first == "s":
            return Text(length(value).zh + rate.zh, length(value).en + rate.en)
        return Text(
            f"{value} {_UNITS.get(first, Text(first, first)).zh}{rate.zh}", f"{value} {first}{rate.en}"
        )
    return Text(str(value), str(value))
