"""A small part of the law, in the shape of the whole, and a receipt: for the tests of the report."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from huhang.vocabulary.days import WorkCalendar
from huhang.vocabulary.law import (
    Clause,
    Instrument,
    LawBook,
    LoadedRight,
    Parameter,
    ParameterValue,
    Right,
    Tier,
)
from huhang.vocabulary.places import Place
from huhang.vocabulary.words import Force, Modality, Text


def law_book() -> LawBook:
    """A small part of the law, in the shape of the whole."""
    instruments = _instruments()
    rights = {right.name: right for right in _rights()}
    return LawBook(
        places={place.code: place for place in _places()},
        instruments=instruments,
        parameters={"min_wage.hourly": {"310000": _shanghai_floor(), "130000": _hebei_floor()}},
        tiers=(
            Tier(("130102", "130104"), "min_wage.tier", 1, date(2019, 11, 1), None, "he-minwage-2025", True),
        ),
        rights=rights,
        calendar=WorkCalendar(frozenset(), frozenset(), frozenset(), frozenset()),
        clause_home={clause.id: i.id for i in instruments.values() for clause in i.clauses},
    )


def _places() -> Iterable[Place]:
    yield Place("310000", "上海市", "Shanghai", "province", "000000")
    yield Place("130000", "河北省", "Hebei", "province", "000000")
    yield Place("130100", "石家庄市", "Shijiazhuang", "city", "130000")
    names = {
        "310101": "黄浦区 Huangpu",
        "310106": "静安区 Jing’an",
        "310115": "浦东新区 Pudong",
        "310112": "闵行区 Minhang",
    }
    names |= {"130102": "长安区 Chang’an", "130104": "桥西区 Qiaoxi"}
    for code, name in names.items():
        zh, en = name.split(" ")
        yield Place(code, zh, en, "district", code[:2] + "0000")


def _instruments() -> dict[str, Instrument]:
    found = [_document(*row) for row in _DOCUMENTS]
    return {instrument.id: instrument for instrument in found}


def _document(
    name: str, number: str | None, zh: str, en: str, force: Force, place: str, days: str
) -> Instrument:
    first, _, last = days.partition(" ")
    clauses = tuple(
        Clause(clause, no, "company", Modality.MUST, Text("义务", "a duty"), (), ())
        for home, clause, no in _CLAUSES
        if home == name
    )
    until = date.fromisoformat(last) if last else None
    begin = date.fromisoformat(first)
    return Instrument(name, number, Text(zh, en), (), place, force, None, begin, until, (), clauses)


_DOCUMENTS = (
    (
        "sh-2022-1",
        "沪人社规〔2022〕1号",
        "上海实施意见",
        "Shanghai opinions",
        Force.NORMATIVE_DOCUMENT,
        "310000",
        "2022-01-04 2026-12-31",
    ),
    (
        "he-2021-5",
        "冀人社规〔2021〕5号",
        "河北暂行办法",
        "Hebei measures",
        Force.NORMATIVE_DOCUMENT,
        "130000",
        "2022-01-01",
    ),
    (
        "gbt-46862-2025",
        "GB/T 46862—2025",
        "外卖平台服务管理基本要求",
        "food delivery service",
        Force.STANDARD,
        "000000",
        "2025-12-04",
    ),
    (
        "cn-2023-50",
        "人社厅发〔2023〕50号",
        "休息和劳动报酬权益保障指引",
        "guide on rest and pay",
        Force.GUIDE,
        "000000",
        "2024-02-01",
    ),
    ("labour-law", None, "劳动法", "Labour Law", Force.LAW, "000000", "1995-01-01"),
    (
        "road-safety-regulation",
        None,
        "道路交通安全法实施条例",
        "Road Safety Regulation",
        Force.ADMINISTRATIVE_REGULATION,
        "000000",
        "2004-05-01",
    ),
)
_CLAUSES = (
    ("sh-2022-1", "SH-5b", "二（五）"),
    ("sh-2022-1", "SH-6b", "二（六）"),
    ("he-2021-5", "HE-12", "第十二条"),
    ("gbt-46862-2025", "GBT-7.4.1b", "7.4.1 b"),
    ("labour-law", "LL-41", "第四十一条"),
)


def _value(
    fen: int | None,
    first: str,
    last: str | None,
    source: str,
    review: str | None = None,
    tier: int | None = None,
) -> ParameterValue:
    until = date.fromisoformat(last) if last else None
    return ParameterValue(
        fen,
        date.fromisoformat(first),
        until,
        source,
        True,
        date.fromisoformat(review) if review else None,
        tier,
    )


def _shanghai_floor() -> Parameter:
    values = (
        _value(2200, "2019-04-01", "2021-06-30", "sh-minwage-2019"),
        _value(2300, "2021-07-01", "2023-06-30", "sh-minwage-2021"),
        _value(2400, "2023-07-01", "2025-06-30", "sh-minwage-2023"),
        _value(2500, "2025-07-01", None, "sh-minwage-2025", "2026-10-09"),
    )
    return Parameter(
        "min_wage.hourly", "310000", "fen/hour", Text("小时最低工资标准", "hourly minimum wage"), (), values
    )


def _hebei_floor() -> Parameter:
    values = (
        _value(1900, "2019-11-01", "2022-12-31", "he-minwage-2019", tier=1),
        _value(2200, "2023-01-01", "2025-11-30", "he-minwage-2022", tier=1),
        _value(2300, "2025-12-01", None, "he-minwage-2025", "2026-10-09", tier=1),
        _value(2100, "2025-12-01", None, "he-minwage-2025", "2026-10-09", tier=2),
    )
    return Parameter(
        "min_wage.hourly", "130000", "fen/hour", Text("小时最低工资标准", "hourly minimum wage"), (), values
    )


def _rights() -> Iterable[LoadedRight]:
    def no_rule() -> ir.Table:
        return ibis.memtable({"nothing": [0]})

    rule: Callable[..., ir.Table] = no_rule
    names = (
        (
            "pay/hourly_floor",
            Text("小时最低报酬", "hourly floor of pay"),
            ("SH-5b", "HE-12"),
            "worker_period",
            "fen",
        ),
        ("pay/in_full", Text("足额支付", "pay in full"), ("SH-5b",), "worker_period", "fen"),
        ("pay/holiday_premium", Text("法定节假日报酬", "holiday premium"), ("SH-6b",), "worker_day", "fen"),
        ("time/continuous", Text("连续接单", "orders on end"), ("SH-6b",), "spell", "s"),
    )
    for name, title, clauses, subject, unit in names:
        doc = "The standard speaks of it (GBT-7.4.1b)." if subject == "spell" else ""
        yield LoadedRight(name, title, Right(clauses, (), subject, unit), rule, doc, "v", tuple)


def receipt(orders: int, first: date, last: date) -> dict[str, Any]:
    """The receipt of the audit, as the report reads it."""
    table = {"rows": orders + 214, "accepted": orders, "quarantined": 214}
    parameter: dict[str, Any] = {
        "key": "min_wage.hourly",
        "place": "310000",
        "zh": "小时最低工资标准",
        "en": "hourly minimum wage",
    }
    parameter |= {"value": 2500, "unit": "fen/hour", "from": "2025-07-01", "until": None}
    return {
        "number": "HH-2026-0007",
        "sample": True,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "places": ["310000", "130100"],
        "engine": "0.1.0",
        "hashes": {"data": "9f2c71e044ab" * 5, "rights": "b7d10c35" * 8, "parameters": "77aa10bc" * 8},
        "quality": {
            "files": 4,
            "tables": {"orders": table | {"zh": "订单", "en": "orders"}},
            "reasons": [
                {"zh": "重复行", "en": "repeated rows", "rows": 190},
                {"zh": "金额为负", "en": "negative amounts", "rows": 24},
            ],
            "faults": [
                {"zh": "结束早于接单，时间无效", "en": "ends before it starts, time void", "rows": 31}
            ],
        },
        "parameters": [parameter | {"source": "sh-minwage-2025", "review": "2026-10-09"}],
        "instruments": ["sh-2022-1", "he-2021-5", "gbt-46862-2025", "cn-2023-50", "labour-law"],
    }
