"""A small made-up law, and a command line that answers from it."""

from datetime import date
from typing import Any

import pytest

from huhang.vocabulary.days import WorkCalendar
from huhang.vocabulary.judging import Facts, Judgement, Law
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

KEY = "min_wage.hourly"


def clause(number: str, works_by: tuple[str, ...], judgement: Text | None = None) -> Clause:
    """One duty of the made-up document."""
    return Clause(
        id=f"X-{number}",
        no=number,
        who="company",
        modality=Modality.MUST,
        duty=Text(f"第{number}项义务", f"duty {number}"),
        bodies=("人力资源社会保障局",),
        works_by=works_by,
        judgement=judgement,
    )


def instrument(name: str, place: str | None, first: date | None, last: date | None = None) -> Instrument:
    """A made-up document, with three clauses if it is the first."""
    return Instrument(
        id=name,
        number=f"示〔2025〕{name[-1]}号",
        title=Text("示例文件", "made-up document"),
        issuers=("示例机关",),
        place=place,
        force=Force.NORMATIVE_DOCUMENT,
        issued=None,
        from_day=first,
        until_day=last,
        carries_out=(),
        clauses=()
        if name != "doc-1"
        else (
            clause("1", ("right:pay/hourly_floor",)),
            clause("2", ()),
            clause("3", (), Text("由人判断", "a person decides")),
        ),
    )


def value(amount: int | None, first: date, last: date | None = None, **more: Any) -> ParameterValue:
    """One dated value of the made-up law."""
    settings = {"source": "doc-1", "confirmed": True, "review": None, **more}
    return ParameterValue(value=amount, from_day=first, until_day=last, **settings)


def _not_asked(facts: Facts, law: Law) -> Judgement:
    raise AssertionError("no command about the law judges anything")


PROVINCE = Parameter(
    KEY,
    "130000",
    "fen/hour",
    Text("小时最低工资标准", "hourly minimum wage"),
    (),
    (
        value(2200, date(2023, 1, 1), date(2025, 11, 30), tier=1),
        value(2000, date(2023, 1, 1), date(2025, 11, 30), tier=2),
        value(2400, date(2025, 12, 1), tier=1, review=date(2026, 10, 9)),
    ),
)
CITY = Parameter(
    KEY,
    "310000",
    "fen/hour",
    Text("小时最低工资标准", "hourly minimum wage"),
    (),
    (value(2500, date(2025, 7, 1), confirmed=False, note=Text("转引", "second hand")),),
)
BOOK = LawBook(
    places={
        place.code: place
        for place in (
            Place("000000", "全国", "China", "nation", None),
            Place("130000", "河北省", "Hebei", "province", "000000"),
            Place("130100", "石家庄市", "Shijiazhuang", "city", "130000"),
            Place("130103", "桥东区", "Qiaodong", "district", "130100", None, date(2014, 9, 8), "130102"),
            Place("130104", "桥西区", "Qiaoxi", "district", "130100"),
            Place("310000", "上海市", "Shanghai", "province", "000000"),
        )
    },
    instruments={
        "doc-1": instrument("doc-1", "130000", date(2023, 1, 1)),
        "doc-2": instrument("doc-2", "310000", date(2022, 1, 1), date(2022, 12, 31)),
        "doc-3": instrument("doc-3", None, None),
    },
    parameters={KEY: {"130000": PROVINCE, "310000": CITY}},
    tiers=(Tier(("130104",), "min_wage.tier", 1, date(2023, 1, 1), None, "doc-1", True),),
    rights={
        "pay/hourly_floor": LoadedRight(
            name="pay/hourly_floor",
            title=Text("小时报酬不低于最低标准", "pay by the hour not below the floor"),
            right=Right(("X-1",), ("orders.pay_base_fen",), "worker_period", "fen"),
            rule=_not_asked,
            docstring="What is paid\nfor an hour of work.\n\nMore about it.\n",
            version="0" * 64,
            read_cases=tuple,
        )
    },
    calendar=WorkCalendar(frozenset(), frozenset(), frozenset(), frozenset({2025})),
    clause_home={"X-1": "doc-1", "X-2": "doc-1", "X-3": "doc-1"},
)


@pytest.fixture
def small_law(monkeypatch: pytest.MonkeyPatch) -> LawBook:
    """The made-up law in place of the shipped one."""
    monkeypatch.setattr("huhang.law.loader.load_law", lambda root=None: BOOK)
    return BOOK


@pytest.fixture(autouse=True)
def _same_terminal_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eighty columns and no language of the machine."""
    monkeypatch.delenv("HUHANG_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
